from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhike.customers import operations, permissions, queries
from zhike.customers.filters import CustomerFilters
from zhike.customers.forms import CustomerForm, NewCustomerForm
from zhike.customers.models import Customer
from zhike.kit import cells
from zhike.kit.columns import Column
from zhike.kit.screens import Screen


def _level(customer: Customer) -> SafeString:
    return _level_badge(customer.level, customer.level_tone)


def _state(customer: Customer) -> SafeString:
    return _state_badge(customer.state, customer.state_tone)


def _level_badge(level: str, tone: str) -> SafeString:
    return cells.badge(Customer.Level(level).label, tone)


def _state_badge(state: int, tone: str) -> SafeString:
    return cells.badge(Customer.State(state).label, tone)


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
    advice = _("Add the first one here, or have your customer file imported.")
    namespace = "customers"
    field = "number"
    see, edit = permissions.SEE, permissions.EDIT
    rows, editable = queries.customers, queries.editable_customers
    filters = CustomerFilters
    form, change_form, initial = NewCustomerForm, CustomerForm, _initial
    add, change = operations.add_customer, operations.change_customer
    columns = (
        Column("name", _("Customer"), cell=cells.link),
        Column("number", _("Number"), "number", sort=("number",)),
        Column("level", _("Level"), cell=_level, sort=("level", "-bought_365d", "-id")),
        Column("state", _("State"), cell=_state, sort=("state", "-bought_365d", "-id")),
        Column(
            "last", _("Last purchase"), "last_bought_on", cells.day, sort=("last_bought_on", "id"), falls_first=True
        ),
        Column(
            "bought",
            _("365 days"),
            "bought_365d",
            cells.money,
            sort=("bought_365d", "id"),
            falls_first=True,
            is_number=True,
        ),
        Column("region", _("Region"), "region"),
        Column("owner", _("Owner"), "owner", cells.person),
    )
