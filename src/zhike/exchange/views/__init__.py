"""The pages of imports and of exports."""

from zhike.exchange.views.exporting import again, decide, export, exported_file, exports, own_exports
from zhike.exchange.views.importing import confirm, error_file, new, run, runs, template_file, undo
from zhike.exchange.views.scheduling import end_schedule, schedule, scheduled

__all__ = [
    "again",
    "confirm",
    "decide",
    "end_schedule",
    "error_file",
    "export",
    "exported_file",
    "exports",
    "new",
    "own_exports",
    "run",
    "runs",
    "schedule",
    "scheduled",
    "template_file",
    "undo",
]
