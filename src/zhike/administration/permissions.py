from django.utils.translation import gettext_lazy as _

from zhike.core.access.rules import Named, Rights

PEOPLE = "administration.people"
ROLES = "administration.roles"
FIELDS = "administration.fields"
AUDIT = "administration.audit"
PREVIEW = "administration.preview"
VIEWS = "administration.views"

ANY = (PEOPLE, ROLES, FIELDS, AUDIT, PREVIEW)  # each opens a page of the settings

RIGHTS = Rights(
    _("Settings"),
    (
        Named(PEOPLE, _("Look after units and colleagues: invite, move, end their access")),
        Named(ROLES, _("Change what roles may do")),
        Named(FIELDS, _("Add and change custom fields")),
        Named(VIEWS, _("Share saved views with everybody or a role")),
        Named(AUDIT, _("Read the log of changes")),
        Named(PREVIEW, _("Look at the product as another colleague, and ask why somebody sees a record")),
    ),
)
