"""The pages of imports and of exports."""

from zhike.exchange.views.exporting import decide, export, exports
from zhike.exchange.views.importing import confirm, error_file, new, run, runs, template_file

__all__ = ["confirm", "decide", "error_file", "export", "exports", "new", "run", "runs", "template_file"]
