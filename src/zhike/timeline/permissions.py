from django.utils.translation import gettext_lazy as _

from zhike.core.access.rules import Named, Rights

SEE = "timeline.see"
RECORD = "timeline.record"
CHANGE_ALL = "timeline.change_all"
EXPORT = "timeline.export"

RIGHTS = Rights(
    _("Follow-ups"),
    (
        Named(SEE, _("See follow-ups of customers"), is_scoped=True),
        Named(RECORD, _("Record follow-ups and next contacts"), is_scoped=True),
        Named(CHANGE_ALL, _("Put colleagues' follow-ups into the trash and take them out"), is_scoped=True),
        Named(EXPORT, _("Export follow-ups"), is_scoped=True),
    ),
)
