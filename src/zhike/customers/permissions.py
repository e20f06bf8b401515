from django.utils.translation import gettext_lazy as _

from zhike.core.access.rules import FieldRight, Level, Named, Rights

SEE = "customers.see"
EDIT = "customers.edit"
ASSIGN = "customers.assign"
SHARE = "customers.share"
BULK = "customers.bulk"
EXPORT = "customers.export"
REVEAL = "customers.reveal"
TRASH = "customers.trash"

PHONE = "customers.phone"
EMAIL = "customers.email"
ADDRESS = "customers.address"
CREDIT_CODE = "customers.credit_code"
SENSITIVE = "customers.sensitive"
INNER_NEEDS = "customers.inner_needs"

FIELD_RIGHTS = {"phone": PHONE, "email": EMAIL, "address": ADDRESS, "credit_code": CREDIT_CODE}

RIGHTS = Rights(
    _("Customers"),
    (
        Named(SEE, _("See customers"), is_scoped=True),
        Named(EDIT, _("Add and change customers"), is_scoped=True),
        Named(ASSIGN, _("Transfer customers to another owner"), is_scoped=True),
        Named(SHARE, _("Add colleagues to a customer"), is_scoped=True),
        Named(BULK, _("Change many customers at once"), is_scoped=True),
        Named(EXPORT, _("Export customers"), is_scoped=True),
        Named(REVEAL, _("Have masked values shown"), is_scoped=True),
        Named(TRASH, _("Put customers into the trash and take them out"), is_scoped=True),
    ),
    (
        FieldRight(PHONE, _("Phone"), SEE, "phone"),
        FieldRight(EMAIL, _("E-mail"), SEE, "email"),
        FieldRight(ADDRESS, _("Address"), SEE),
        FieldRight(CREDIT_CODE, _("Unified social credit code"), SEE, "id"),
        FieldRight(INNER_NEEDS, _("Delight and secret needs of colleagues' customers"), SEE, default=Level.HIDDEN),
        FieldRight(SENSITIVE, _("Sensitive personal details: family, age, health"), SEE, default=Level.HIDDEN),
    ),
)
