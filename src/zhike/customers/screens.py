from typing import Any

from django.utils.translation import gettext_lazy as _

from zhike.customers import operations, permissions, queries
from zhike.customers.filters import CustomerFilters
from zhike.customers.forms import CustomerForm, NewCustomerForm
from zhike.customers.models import Customer
from zhike.kit import cells
from zhike.kit.columns import Column
from zhike.kit.screens import Screen


def _initial(customer: Customer) -> dict[str, Any]:
    party = ("name", "kind", "phone", "email", "address")
    own = ("industry", "region", "source", "remarks")
    return {n: getattr(customer.party, n) for n in party} | {n: getattr(customer, n) for n in own}


class CustomerScreen(Screen):
    """The list and the forms; the card is the customer page of `insight`."""

    model = Customer
    title = _("Customers")
    new_title = _("New customer")
    empty = _("No customers here yet")
    namespace = "customers"
    field = "number"
    see, edit = permissions.SEE, permissions.EDIT
    rows, editable = queries.customers, queries.editable_customers
    filters = CustomerFilters
    form, change_form, initial = NewCustomerForm, CustomerForm, _initial
    add, change = operations.add_customer, operations.change_customer
    columns = (
        Column("name", _("Customer"), cell=cells.link),
        Column("number", _("Number"), "number", sort="number"),
        Column("level", _("Level"), cell=cells.level, sort="level"),
        Column("state", _("State"), cell=cells.state, sort="state"),
        Column("last", _("Last purchase"), "last_bought_on", cells.day, sort="last_bought_on", falls_first=True),
        Column(
            "bought", _("365 days"), "bought_365d", cells.money, sort="bought_365d", falls_first=True, is_number=True
        ),
        Column("region", _("Region"), "region"),
        Column("owner", _("Owner"), "owner", cells.person),
    )
