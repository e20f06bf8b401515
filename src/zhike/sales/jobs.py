from zhike.sales import operations


def index_orders() -> None:
    """Make findable what an import has brought; nothing to do when all orders are."""
    operations.index_missing_orders()
