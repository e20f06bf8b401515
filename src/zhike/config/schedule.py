"""What the configuration says of single jobs: what they are called, and which let all others go first."""

from django.utils.translation import gettext_lazy as _

TITLES = {
    "backups.daily": _("Nightly backup"),
    "exchange.run": _("Import"),
    "fields.index": _("Filters by a custom field"),
    "jobs.tidy": _("Old background work is forgotten"),
    "notices.send": _("Notices by mail and group robots"),
    "sales.index": _("Search by order"),
    "search.index": _("Search index"),
    "value.score": _("Levels and states of the customers"),
}
BULK = {"backups.daily", "fields.index", "jobs.tidy", "sales.index", "search.index", "value.score"}
