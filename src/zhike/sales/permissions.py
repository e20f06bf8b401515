from django.utils.translation import gettext_lazy as _

from zhike.core.access.rules import FieldRight, Named, Rights

SEE = "sales.see"

EXPORT = "sales.export"

COST = "sales.cost"

RIGHTS = Rights(
    _("Sales"),
    (
        Named(SEE, _("See orders, receipts and returns"), is_scoped=True),
        Named(EXPORT, _("Export orders, receipts and returns"), is_scoped=True),
    ),
    (FieldRight(COST, _("Cost and margin"), SEE),),
)
