from django.utils.translation import gettext_lazy as _

from zhike.core.access.rules import Named, Rights

IMPORT = "exchange.import"
APPROVE_EXPORTS = "exchange.approve_exports"
SCHEDULE_EXPORTS = "exchange.schedule_exports"

RIGHTS = Rights(
    _("Import and export"),
    (
        Named(IMPORT, _("Import files"), is_scoped=True),
        Named(APPROVE_EXPORTS, _("Approve large exports")),
        Named(SCHEDULE_EXPORTS, _("Have exports written into a folder regularly")),
    ),
)
