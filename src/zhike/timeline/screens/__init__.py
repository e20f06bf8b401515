"""The list of follow-ups, and what the customer's page shows of them."""

from zhike.timeline.screens.listing import RECORD, InteractionScreen
from zhike.timeline.screens.parts import one, section

__all__ = ["RECORD", "InteractionScreen", "one", "section"]
