"""The pages of follow-ups: the form of ten seconds, what was said with a customer, what is due."""

from zhike.timeline.views.afterwards import add, correct, restore, trash, trashed
from zhike.timeline.views.planning import done, drop, due, move
from zhike.timeline.views.recording import record, story

__all__ = ["add", "correct", "done", "drop", "due", "move", "record", "restore", "story", "trash", "trashed"]
