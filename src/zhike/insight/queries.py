"""The customer page, Today and search: each question of a page asked once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zhike.core.audit import queries as audit
from zhike.core.search import queries as search
from zhike.customers import queries as customers
from zhike.sales import queries as sales
from zhike.value import queries as value

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User
    from zhike.core.audit.models import Entry
    from zhike.customers.models import Contact, Customer
    from zhike.sales.models import Order
    from zhike.value.models import Score
    from zhike.value.rules import Rhythm

YEAR = timedelta(days=365)
MOST_HITS = 20
MOST_MONTHS = 36
MOST_EVENTS = 20


@dataclass(frozen=True)
class CustomerPage:
    """All that the customer page shows as of a day; money in 分."""

    customer: "Customer"
    on: date
    contacts: "list[Contact]"
    in_all: sales.Totals
    last_365d: sales.Totals
    rhythm: "Rhythm"
    state: "Customer.State"
    score: "Score | None"
    months: dict[date, int]
    bought: list[sales.Bought]
    latest_orders: "list[Order]"
    changes: "list[Entry]"

    @property
    def year_from(self) -> date:
        """The first of the last 365 days."""
        return self.on - YEAR + timedelta(days=1)


@dataclass(frozen=True)
class Hit:
    """Something found: the customer whose page shows it, and what of it fitted."""

    customer: "Customer"
    title: str
    is_contact: bool


def customer_page(number: str, *, for_user: "User | AnonymousUser | None", on: date) -> CustomerPage | None:
    """Gather a customer's page; None when there is no such customer or none that the user may see."""
    customer = customers.customers(for_user=for_user).select_related("origin").filter(number=number).first()
    if customer is None:
        return None
    orders = sales.orders_of(customer.pk, for_user=for_user, until=on)
    rhythm = value.rhythm(sales.purchase_days(orders), on=on)
    return CustomerPage(
        customer=customer,
        on=on,
        contacts=list(customers.current_contacts(customer)),
        in_all=sales.totals(orders),
        last_365d=sales.totals(orders.filter(ordered_on__gt=on - YEAR)),
        rhythm=rhythm,
        state=customers.state_named(rhythm.state),
        score=value.score_of(customer.pk),
        months=_each_month(sales.amounts_by_month(orders)),
        bought=sales.products_bought(orders),
        latest_orders=list(orders[:MOST_EVENTS]),
        changes=list(audit.entries_about(customer)[:MOST_EVENTS]),
    )


def hits(text: str, *, for_user: "User | AnonymousUser | None") -> list[Hit]:
    """Find customers and contacts by what was typed, the best first; only what the user may see."""
    visible = customers.customers(for_user=for_user)
    entries = search.matching(text, page=customers.PAGE, among=visible)
    found = list(search.ranked(entries, text)[:MOST_HITS])
    by_id = {c.pk: c for c in visible.filter(pk__in={entry.page_id for entry in found})}
    return [Hit(by_id[e.page_id], e.title, e.kind == "contact") for e in found if e.page_id in by_id]


def quiet_customers(*, for_user: "User | AnonymousUser | None", on: date) -> list[value.Quiet]:
    """Answer whom to contact first: regular buyers who have missed their time, the most valuable first."""
    return value.quiet_customers(customers.customers(for_user=for_user), on=on, limit=20)


def has_customers(*, for_user: "User | AnonymousUser | None") -> bool:
    return customers.customers(for_user=for_user).exists()


def _each_month(amounts: dict[date, int]) -> dict[date, int]:
    """Put the months without an order between the others, and keep the latest three years of them."""
    if not amounts:
        return {}
    month, last, filled = min(amounts), max(amounts), {}
    while month <= last:
        filled[month] = amounts.get(month, 0)
        month = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return dict(list(filled.items())[-MOST_MONTHS:])
