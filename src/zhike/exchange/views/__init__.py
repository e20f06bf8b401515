"""The pages of imports and of exports."""

from zhike.exchange.views.deciding import check, map_columns, read
from zhike.exchange.views.exporting import again, decide, export, exported_file, exports, own_exports
from zhike.exchange.views.importing import (
    confirm,
    discard,
    error_file,
    new,
    run,
    runs,
    source_file,
    stop,
    template_file,
    undo,
)
from zhike.exchange.views.scheduling import end_schedule, schedule, scheduled

__all__ = [
    "again",
    "check",
    "confirm",
    "decide",
    "discard",
    "end_schedule",
    "error_file",
    "export",
    "exported_file",
    "exports",
    "map_columns",
    "new",
    "own_exports",
    "read",
    "run",
    "runs",
    "schedule",
    "scheduled",
    "source_file",
    "stop",
    "template_file",
    "undo",
]
