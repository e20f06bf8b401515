"""What the configuration says of jobs: what each calls, when it recurs, its words, which let others go first."""

from django.utils.translation import gettext_lazy as _

JOBS = {
    "backups.daily": "zhike.core.keeping.jobs.back_up_daily",
    "exchange.abandoned": "zhike.exchange.jobs.end_abandoned",
    "exchange.due_exports": "zhike.exchange.jobs.export_what_is_due",
    "exchange.export": "zhike.exchange.jobs.make_export",
    "exchange.run": "zhike.exchange.jobs.run_import",
    "exchange.tidy_exports": "zhike.exchange.jobs.tidy_exports",
    "exchange.tidy_imports": "zhike.exchange.jobs.tidy_imports",
    "exchange.undo": "zhike.exchange.jobs.undo_import",
    "fields.index": "zhike.core.fields.jobs.index",
    "files.tidy": "zhike.core.files.jobs.tidy",
    "jobs.tidy": "zhike.core.jobs.jobs.tidy",
    "notices.send": "zhike.core.notices.jobs.send",
    "sales.index": "zhike.sales.jobs.index_papers",
    "search.index": "zhike.core.search.jobs.index",
    "timeline.index": "zhike.timeline.jobs.index_follow_ups",
    "value.score": "zhike.value.jobs.score",
    "value.snapshot": "zhike.value.jobs.refresh_snapshot",
}
TITLES = {
    "backups.daily": _("Nightly backup"),
    "exchange.abandoned": _("Imports over which a command was killed"),
    "exchange.due_exports": _("Scheduled exports that are due"),
    "exchange.export": _("Export"),
    "exchange.run": _("Import"),
    "exchange.undo": _("Undo of an import"),
    "exchange.tidy_exports": _("Files of old exports are removed"),
    "exchange.tidy_imports": _("Files of old imports are removed"),
    "fields.index": _("Filters by a custom field"),
    "files.tidy": _("Files taken away long ago are removed"),
    "jobs.tidy": _("Old background work is forgotten"),
    "notices.send": _("Notices by mail and group robots"),
    "sales.index": _("Search by order, receipt and return"),
    "search.index": _("Search index"),
    "timeline.index": _("Search in follow-ups"),
    "value.score": _("Levels and states of the customers"),
    "value.snapshot": _("Order lines for analytics"),
}
BULK = {
    "backups.daily",
    "exchange.tidy_exports",
    "exchange.tidy_imports",
    "fields.index",
    "files.tidy",
    "jobs.tidy",
    "sales.index",
    "search.index",
    "timeline.index",
    "value.score",
    "value.snapshot",
}
QUIET = {"fields.index", "sales.index", "search.index", "timeline.index", "value.score"}  # again after a restore
DAILY = {  # the hour of the company's day
    "backups.daily": 3,
    "value.snapshot": 1,
    "value.score": 2,
    "jobs.tidy": 3,
    "files.tidy": 4,
    "exchange.tidy_exports": 3,
    "exchange.tidy_imports": 4,
}
INTERVAL: dict[str, int] = {  # every so many minutes
    "exchange.abandoned": 5,
    "exchange.due_exports": 10,
}
STOPPED = {  # told when a job ends because it was cancelled
    "exchange.export": "zhike.exchange.jobs.stop_export",
    "exchange.run": "zhike.exchange.jobs.stop_import",
    "exchange.undo": "zhike.exchange.jobs.stop_undo",
}
