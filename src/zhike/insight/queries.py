"""The customer page, Today and search: each question of a page asked once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zhike.core.access import queries as access
from zhike.core.search import queries as search
from zhike.core.search.kinds import kinds
from zhike.customers import queries as customers
from zhike.sales import permissions as sales_permissions
from zhike.sales import queries as sales
from zhike.timeline import permissions as timeline_permissions
from zhike.timeline import queries as timeline
from zhike.value import queries as value

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.access.models import Member
    from zhike.core.accounts.models import User
    from zhike.core.files.queries import Section
    from zhike.customers.models import Contact, Customer, Ownership, Preference
    from zhike.customers.rules.completeness import Completeness, Freshness
    from zhike.sales.models import Order, Receipt, Return
    from zhike.value.models import Score
    from zhike.value.rules import Rhythm

YEAR = timedelta(days=365)
MOST_HITS = 20
MOST_QUIET, MOST_COUNTED = 20, 1_000
FEW = 3  # follow-ups found by the name of their customer, beside records of other kinds
LEAST = 1_000  # less exact than any word
MOST_MONTHS = 36
MOST_EVENTS = 20
MOST_PAPERS = 5


@dataclass(frozen=True)
class Quiet:
    """Regular buyers who have missed their time: as many as fit on a page, and how many there are in all."""

    shown: list[value.Quiet]
    in_all: int

    @property
    def count(self) -> str:
        return f"{MOST_COUNTED:,}+" if self.in_all > MOST_COUNTED else str(self.in_all)

    @property
    def has_more(self) -> bool:
        return self.in_all > len(self.shown)


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
    needs: customers.NeedCard
    bonds: customers.Bonds
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
            self.customer,
            contacts=self.contacts,
            has_needs=self.needs.has_needs,
            has_preferences=bool(self.preferences),
        )

    @property
    def freshness(self) -> "Freshness":
        """Since when nobody has changed or confirmed the facts."""
        changed_at = next((change.at for change in self.changes if change.action == "changed"), None)
        return customers.how_fresh(self.customer, changed_at=changed_at, on=self.on)


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
        needs=customers.need_card(customer, for_user=for_user),
        bonds=customers.bonds(customer),
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


def found(
    text: str, *, for_user: "User | AnonymousUser | None", limit: int = MOST_HITS, only: str = ""
) -> list[search.Group]:
    """Find records of all kinds, or of one: follow-ups also by the names of their customers."""
    groups = search.found(text, for_user=for_user, limit=limit, only=only)
    if only not in ("", timeline.FOUND_AS) or not access.may(for_user, timeline_permissions.SEE):
        return groups
    named = search.found(text, for_user=for_user, limit=limit, only=customers.PAGE) if only else groups
    owners = [
        hit.record.pk for each in named if each.kind.page == customers.PAGE for hit in each.hits if not hit.is_part
    ]
    return _with_follow_ups(groups, owners, for_user=for_user, most=limit if only else FEW) if owners else groups


def _with_follow_ups(
    groups: list[search.Group], owners: list[int], *, for_user: "User | AnonymousUser | None", most: int
) -> list[search.Group]:
    """Put the newest follow-ups of these customers behind those found by their words."""
    said = next((each for each in groups if each.kind.page == timeline.FOUND_AS), None)
    hits = said.hits if said else []
    room = max(most - len(hits), 0)
    rows = timeline.interactions(for_user=for_user).filter(customer__in=owners)
    newest = list(rows.exclude(pk__in=[hit.record.pk for hit in hits])[: room + 1])
    if not newest:
        return groups
    kind = said.kind if said else next(each for each in kinds() if each.page == timeline.FOUND_AS)
    more = [search.Hit(kind, str(each), each, exactness=LEAST, is_part=False) for each in newest[:room]]
    has_more = len(newest) > room or (said is not None and said.has_more)
    whole = search.Group(kind, [*hits, *more], has_more=has_more)
    return [whole if each is said else each for each in groups] + ([] if said else [whole])


def quiet_customers(*, for_user: "User | AnonymousUser | None", on: date) -> Quiet:
    """Answer whom to contact first: regular buyers who have missed their time, the most valuable first."""
    rows = customers.customers(for_user=for_user)
    shown = value.quiet_customers(rows, on=on, limit=MOST_QUIET)
    is_full = len(shown) == MOST_QUIET
    return Quiet(shown, value.count_of_quiet(rows, most=MOST_COUNTED + 1) if is_full else len(shown))


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
