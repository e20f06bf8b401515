from django.utils.translation import gettext_lazy as _

from zhike.core.access.rules import Named, Rights

SEE = "catalog.see"
EDIT = "catalog.edit"
EXPORT = "catalog.export"

RIGHTS = Rights(
    _("Products"),
    (
        Named(SEE, _("See products")),
        Named(EDIT, _("Add and change products")),
        Named(EXPORT, _("Export products")),
    ),
)
