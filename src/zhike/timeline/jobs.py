from zhike.timeline import operations


def index_follow_ups() -> None:
    """Make findable what an import has brought; nothing to do when all follow-ups are."""
    operations.index_missing_interactions()
