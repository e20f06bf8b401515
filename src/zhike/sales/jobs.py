from zhike.sales import operations


def index_papers() -> None:
    """Make findable what an import has brought; nothing to do when all papers are."""
    operations.index_missing_papers()
