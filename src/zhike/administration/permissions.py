from django.utils.translation import gettext_lazy as _

from zhike.core.access.rules import Named, Rights

PEOPLE = "administration.people"
ROLES = "administration.roles"
FIELDS = "administration.fields"
CALENDAR = "administration.calendar"
AUDIT = "administration.audit"
PREVIEW = "administration.preview"
VIEWS = "administration.views"
WORK = "administration.work"

ANY = (PEOPLE, ROLES, FIELDS, CALENDAR, AUDIT, PREVIEW, WORK)  # each opens a page of the settings

RIGHTS = Rights(
    _("Settings"),
    (
        Named(PEOPLE, _("Look after units and colleagues: invite, move, end their access")),
        Named(ROLES, _("Change what roles may do")),
        Named(FIELDS, _("Add and change custom fields")),
        Named(CALENDAR, _("Keep the work calendar: holidays, make-up days, working hours")),
        Named(VIEWS, _("Share saved views with everybody or a role")),
        Named(AUDIT, _("Read the log of changes")),
        Named(WORK, _("Watch the work in the background, stop it and try it again")),
        Named(PREVIEW, _("Look at the product as another colleague, and ask why somebody sees a record")),
    ),
)
