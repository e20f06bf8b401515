"""Score all customers as of a day, in short transactions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice

from django.db import transaction

from zhike.customers import operations as customers
from zhike.customers import queries as customer_queries
from zhike.sales import queries as sales
from zhike.value import rules
from zhike.value.models import Score

CUSTOMERS_AT_ONCE = 400
YEAR = timedelta(days=365)
Place = tuple[rules.Ranked, int]  # and the amount it was ranked by, in 分
Scored = tuple[Score, customers.Labels]


def score_customers(*, on: date) -> int:
    """Give each buying customer a level and a state as of a day; answer how many were scored.

    The level ranks by margin when the cost of every order is known, else by sales:
    margins of customers whose costs are half known cannot be compared.
    """
    totals = sales.totals_by_customer(until=on)
    basis = "margin" if all(sums.cost is not None for sums in totals.values()) else "sales"
    ranks = _ranks(totals, basis=basis)
    ids = iter(sorted(ranks))  # one who buys while this runs waits for the next time
    count = 0
    while chunk := list(islice(ids, CUSTOMERS_AT_ONCE)):
        days = sales.days_by_customer(chunk, until=on)
        _write([_score(pk, days[pk], place=ranks[pk], basis=basis, on=on) for pk in days])
        count += len(days)
    _forget_all_but(ranks)
    return count


def _ranks(totals: Mapping[int, sales.Totals], *, basis: str) -> dict[int, Place]:
    """Rank the customers by the basis; equal amounts in order of their ids, so that a day ranks alike twice."""
    amounts = [(_ranked_by(sums, basis), customer_id) for customer_id, sums in totals.items()]
    amounts.sort(key=lambda pair: (-pair[0], pair[1]))
    ranked = rules.abc([amount for amount, _ in amounts])
    return {customer_id: (rank, amount) for (amount, customer_id), rank in zip(amounts, ranked, strict=True)}


def _ranked_by(sums: sales.Totals, basis: str) -> int:
    return sums.amount if basis == "sales" or sums.margin is None else sums.margin


def _score(customer_id: int, days: Sequence[sales.Day], *, place: Place, basis: str, on: date) -> Scored:
    (rank, basis_amount), rhythm = place, rules.rhythm([day.on for day in days if day.orders > 0], on=on)
    score = Score(
        customer_id=customer_id,
        as_of=on,
        level=rank.level,
        state=rhythm.state,
        basis=basis,
        basis_amount=basis_amount,
        share_before=rank.share_before,
        purchase_days=rhythm.purchase_days,
        median_gap_days=rhythm.median_gap_days,
    )
    labels = customers.Labels(
        customer_id=customer_id,
        level=rank.level,
        state=customer_queries.state_named(rhythm.state),
        last_bought_on=rhythm.last_on,
        bought_365d=sum(day.amount for day in days if day.on > on - YEAR),
    )
    return score, labels


def _forget_all_but(ranks: Collection[int]) -> None:
    """Take the labels from those who have bought nothing by now: all of it came back, or was never so."""
    ids = iter([pk for pk in Score.objects.order_by("pk").values_list("customer_id", flat=True) if pk not in ranks])
    while chunk := list(islice(ids, CUSTOMERS_AT_ONCE)):
        _forget(chunk)


@transaction.atomic
def _forget(customer_ids: Sequence[int]) -> None:
    Score.objects.filter(customer__in=customer_ids).delete()
    state = customer_queries.state_named("unknown")
    customers.tell_labels([customers.Labels(pk, rules.NO_LEVEL, state, None, 0) for pk in customer_ids])


@transaction.atomic
def _write(chunk: Sequence[Scored]) -> None:
    names = [f.name for f in Score._meta.concrete_fields if f.name not in ("id", "customer")]
    Score.objects.bulk_create(
        [score for score, _ in chunk], update_conflicts=True, unique_fields=["customer"], update_fields=names
    )
    customers.tell_labels([labels for _, labels in chunk])
