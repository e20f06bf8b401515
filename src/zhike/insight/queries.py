"""The customer page, Today and search: each question of a page asked once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zhike.core.access import queries as access
from zhike.core.search import queries as search
from zhike.customers import queries as customers
from zhike.sales import permissions as sales_permissions
from zhike.sales import queries as sales
from zhike.timeline import queries as timeline
from zhike.value import queries as value

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.access.models import Member
    from zhike.core.accounts.models import User
    from zhike.core.files.queries import Section
    from zhike.customers.models import Contact, Customer, Need, Ownership, Preference
    from zhike.customers.rules.completeness import Completeness, Freshness
    from zhike.customers.rules.needs import Discovery
    from zhike.sales.models import Order, Receipt, Return
    from zhike.value.models import Score
    from zhike.value.rules import Rhythm

YEAR = timedelta(days=365)
MOST_HITS = 20
MOST_MONTHS = 36
MOST_EVENTS = 20
MOST_PAPERS = 5


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
    received: "sales.Latest[Receipt]"
    returned: "sales.Latest[Return]"
    changes: list[customers.Change]
    blocks: tuple[customers.CardBlock, ...]
    needs: "list[Need]"
    preferences: "list[Preference]"
    owners: "list[Ownership]"
    members: "list[Member]"
    acts: dict[str, bool]
    may_see_papers: bool
    attachments: "Section"

    @property
    def year_from(self) -> date:
        """The first of the last 365 days."""
        return self.on - YEAR + timedelta(days=1)

    @property
    def basic(self) -> customers.CardBlock:
        """The first block of the card, which says who it is."""
        return self.blocks[0]

    @property
    def further_blocks(self) -> tuple[customers.CardBlock, ...]:
        return self.blocks[1:]

    @property
    def completeness(self) -> "Completeness":
        """How much of what counts is known."""
        return customers.how_complete(
            self.customer, contacts=self.contacts, needs=self.needs, has_preferences=bool(self.preferences)
        )

    @property
    def freshness(self) -> "Freshness":
        """Since when nobody has changed or confirmed the facts."""
        changed_at = next((change.at for change in self.changes if change.action == "changed"), None)
        return customers.how_fresh(self.customer, changed_at=changed_at, on=self.on)

    @property
    def discovery(self) -> "Discovery":
        """How many of the five kinds of need are known."""
        return customers.discovery(self.needs)


def customer_page(number: str, *, for_user: "User | AnonymousUser | None", on: date) -> CustomerPage | None:
    """Gather a customer's page; None when there is no such customer or none that the user may see."""
    customer = customers.customers(for_user=for_user).select_related("origin").filter(number=number).first()
    if customer is None:
        return None
    days = sales.purchases(customer.pk, for_user=for_user, until=on)
    orders = sales.orders_of(customer.pk, for_user=for_user, until=on)
    returns = sales.returns_of(customer.pk, for_user=for_user, until=on)
    returned = sales.latest(returns, limit=MOST_PAPERS)
    defined = customers.card_fields()
    acts = customers.acts(customer, for_user=for_user)
    rhythm = value.rhythm([day.on for day in days if day.orders > 0], on=on)
    return CustomerPage(
        customer=customer,
        on=on,
        contacts=list(customers.current_contacts(customer)),
        in_all=sales.total(days),
        last_365d=sales.total(day for day in days if day.on > on - YEAR),
        rhythm=rhythm,
        state=customers.state_named(rhythm.state),
        score=value.score_of(customer.pk),
        months=_each_month(sales.by_month(days)),
        bought=sales.products_bought(orders, returned=returns if returned.papers else None),
        latest_orders=list(orders[:MOST_EVENTS]),
        returned=returned,
        received=sales.latest(sales.receipts_of(customer.pk, for_user=for_user, until=on), limit=MOST_PAPERS),
        changes=customers.changes_of(customer, defined=defined, for_user=for_user, limit=MOST_EVENTS),
        blocks=customers.card_blocks(customer, defined=defined, for_user=for_user, on=on),
        needs=customers.needs_of(customer),
        preferences=list(customers.preferences_of(customer.party_id)),
        owners=list(customers.ownerships(customer)),
        members=list(customers.members(customer)),
        acts=acts,
        may_see_papers=access.may(for_user, sales_permissions.SEE),
        attachments=customers.attachments(customer, may_edit=acts["edit"]),
    )


def hits(text: str, *, for_user: "User | AnonymousUser | None") -> list[search.Hit]:
    """Find records of all kinds by what was typed, the best kind and its best first; only what the user may see."""
    return [hit for group in search.found(text, for_user=for_user, limit=MOST_HITS) for hit in group.hits]


def quiet_customers(*, for_user: "User | AnonymousUser | None", on: date) -> list[value.Quiet]:
    """Answer whom to contact first: regular buyers who have missed their time, the most valuable first."""
    return value.quiet_customers(customers.customers(for_user=for_user), on=on, limit=20)


def due(*, for_user: "User", on: date, is_team: bool = False) -> timeline.Due:
    """Answer the follow-ups that are due: the user's own, or her team's."""
    return timeline.due(for_user=for_user, on=on, is_team=is_team)


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
