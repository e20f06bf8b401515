from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhike.core.bulk import Among
from zhike.core.search import queries as search
from zhike.customers.queries.records import PAGE, customers
from zhike.customers.rules.nearness import are_near, asked_for, beginnings, short_key

if TYPE_CHECKING:
    from zhike.core.accounts.models import User
    from zhike.exchange.models import ImportRun

MOST_NEAR, MOST_HELD = 5, 20
"""So many are offered to choose from; so many are looked at, of which some may not be visible."""


def near_customers(names: Iterable[str], *, for_user: "User | None", besides: "ImportRun") -> dict[str, list[int]]:
    """Answer whom short names may mean: the visible customers called so and more, or so without a remark in brackets.

    A name that many more customers have in theirs means none of them. What an import is just writing does not count.
    """
    keys = {name: key for name in set(names) if (key := short_key(name))}
    if not keys:
        return {}
    held = search.records_called(map(asked_for, keys.values()), page=PAGE, most=MOST_HELD)
    rows = customers(for_user=for_user).exclude(origin=besides).order_by().values_list("pk", "party__name_key")
    begun = rows.filter(Among("party__name_key", {each for key in keys.values() for each in beginnings(key)}))
    known = dict(begun) | dict(rows.filter(Among("pk", {pk for ids in held.values() for pk in ids})))
    by_key: dict[str, list[int]] = {}
    for pk, key in known.items():
        by_key.setdefault(key, []).append(pk)
    found = {}
    for name, key in keys.items():
        its = {pk for pk in held.get(asked_for(key), ()) if pk in known and are_near(key, known[pk])}
        its |= {pk for each in beginnings(key) for pk in by_key.get(each, ())}
        if 0 < len(its) <= MOST_NEAR:
            found[name] = sorted(its)
    return found
