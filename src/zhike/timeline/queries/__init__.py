"""Questions about follow-ups, asked by who may."""

from zhike.timeline.queries.due import MOST_DUE, Due, due, next_contacts, scope_is_wide
from zhike.timeline.queries.records import (
    FOUND_AS,
    acts,
    closable_next_contacts,
    exported_interactions,
    extensible_interactions,
    interactions,
    own_interactions,
    recordable_customers,
    trashable_interactions,
    trashed_interactions,
)
from zhike.timeline.queries.story import PAGE, Story, story

__all__ = [
    "FOUND_AS",
    "MOST_DUE",
    "PAGE",
    "Due",
    "Story",
    "acts",
    "closable_next_contacts",
    "due",
    "exported_interactions",
    "extensible_interactions",
    "interactions",
    "next_contacts",
    "own_interactions",
    "recordable_customers",
    "scope_is_wide",
    "story",
    "trashable_interactions",
    "trashed_interactions",
]
