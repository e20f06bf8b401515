"""Changes to follow-ups and next contacts."""

from zhike.timeline.operations.bringing_in import bring_in
from zhike.timeline.operations.correcting import (
    add_to_interaction,
    correct_interaction,
    restore_interaction,
    trash_interaction,
)
from zhike.timeline.operations.indexing import index_interactions_after, index_missing_interactions
from zhike.timeline.operations.planning import close_next, move_next
from zhike.timeline.operations.recording import record
from zhike.timeline.operations.taking_back import take_back_follow_ups, take_back_next_contacts

__all__ = [
    "add_to_interaction",
    "bring_in",
    "close_next",
    "correct_interaction",
    "index_interactions_after",
    "index_missing_interactions",
    "move_next",
    "record",
    "restore_interaction",
    "take_back_follow_ups",
    "take_back_next_contacts",
    "trash_interaction",
]
