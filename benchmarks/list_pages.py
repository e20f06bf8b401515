"""Ask for pages of a company with 100,000 customers, in this process, and print the times as JSON.

`benchmarks.customer_list` runs it in an installation of its own, with the settings that have the admin too.
"""

import json
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.admin_settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - Django has to be set up before
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.company import Invented, customers  # noqa: E402
from zhike.core import bulk  # noqa: E402
from zhike.core.access import operations as access  # noqa: E402
from zhike.core.accounts import operations as accounts  # noqa: E402
from zhike.core.accounts.models import User  # noqa: E402
from zhike.customers.models import Customer, Party  # noqa: E402
from zhike.customers.operations.making import NewContact, index_customers, make_contacts  # noqa: E402
from zhike.kit.lists.conditions import Condition, Group  # noqa: E402
from zhike.kit.operations import keep_filter  # noqa: E402

CUSTOMERS = 100_000
REPEATS, PEER_REPEATS = 40, 8
AT_ONCE = 2_000
ADDRESSES = (  # what, our query, our conditions, the admin's query: it counts its columns from 0
    ("first page", "", (), ""),
    ("by number", "sort=number", (), "o=1"),
    ("by level", "sort=level", (), "o=2"),
    ("by state", "sort=state", (), "o=3"),
    ("by last purchase", "sort=-last", (), "o=-4"),
    ("by 365 days", "sort=-bought", (), "o=-5"),
    ("level A, by 365 days", "sort=-bought", (("level", "in", "A"),), "level__exact=A&o=-5"),
    ("state lost, by last purchase", "sort=-last", (("state", "in", "4"),), "state__exact=4&o=-4"),
    ("one owner, by number", "sort=number", (("owner", "in", "{rep}"),), "owner__id__exact={rep}&o=1"),
    ("page 100", "page=100", (), "p=100"),
    ("page 100, by 365 days", "page=100&sort=-bought", (), "p=100&o=-5"),
)
SEARCHES = (
    "宏",
    "宏达",
    "杭州宏",
    "达盛",
    "hangzhou",
    "hzhd",
    "shangmao",
    "sm",
    "王",
    "王伟",
    "wangwei",
    "8888",
    "C000123",
    "有限公司",
)


@dataclass(frozen=True)
class Timed:
    """The times of one page and how many statements it took."""

    who: str
    what: str
    seconds: list[float]
    statements: int


def main() -> None:
    boss = access.create_owner(username="boss", name="王老板", password=secrets.token_urlsafe(16))
    reps = [_rep(number) for number in range(10)]
    found = customers(CUSTOMERS, colleagues=len(reps))
    while chunk := list(islice(found, AT_ONCE)):
        _write(chunk, reps)
    print(
        json.dumps(
            {
                "list": [asdict(t) for t in _lists(boss, reps[0])],
                "search": [asdict(t) for t in _searches(boss, reps[0])],
            }
        )
    )


def _rep(number: int) -> User:
    user = accounts.add_user(username=f"rep{number}", name=f"业务员{number}", password=secrets.token_urlsafe(16))
    access.give_role(user=user, role="rep")
    return user


@transaction.atomic
def _write(chunk: list[Invented], reps: list[User]) -> None:
    parties = bulk.create(Party, [Party(name=c.name, phone=c.phone) for c in chunk])
    made = bulk.create(
        Customer,
        [
            Customer(
                party=party,
                number=c.number,
                owner=reps[c.owner],
                region=c.region,
                industry=c.industry,
                level=c.level,
                state=c.state,
                last_bought_on=c.last_bought_on,
                bought_365d=c.bought_365d,
            )
            for c, party in zip(chunk, parties, strict=True)
        ],
    )
    index_customers(made)
    make_contacts(
        [NewContact(m.pk, c.contact, c.contact_phone, c.contact_title) for c, m in zip(chunk, made, strict=True)]
    )


def _lists(boss: User, rep: User) -> Iterator[Timed]:
    as_boss, as_rep = _client(boss), _client(rep)
    for what, query, conditions, peers in ADDRESSES:
        ours, peers = f"?{query}{_filter(conditions, rep)}", f"?{peers.format(rep=rep.pk)}"
        yield _timed("owner", what, partial(as_boss.get, f"/customers/{ours}"))
        yield _timed("rep", what, partial(as_rep.get, f"/customers/{ours}"))
        yield _timed("admin", what, partial(as_boss.get, f"/admin/customers/customer/{peers}"), times=PEER_REPEATS)


def _filter(conditions: tuple[tuple[str, ...], ...], rep: User) -> str:
    """Keep a filter as the list does, and answer what its address then says."""
    parts = tuple(Condition(name, op, (value.format(rep=rep.pk),)) for name, op, value in conditions)
    return f"&f={keep_filter(Group('all', parts))}" if parts else ""


def _searches(boss: User, rep: User) -> Iterator[Timed]:
    for who, user in (("owner", boss), ("rep", rep)):
        client = _client(user)
        for text in SEARCHES:
            yield _timed(who, text, partial(client.post, "/search/suggest/", {"q": text}))


def _client(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _timed(who: str, what: str, ask: Callable[[], Any], *, times: int = REPEATS, status: int = 200) -> Timed:
    """Ask twice to warm up and to count, then time.

    Raises:
        AssertionError: a page did not answer as it should.
    """
    ask()
    with CaptureQueriesContext(connection) as statements:
        assert ask().status_code == status, (who, what)
    count = len(statements)  # later requests empty the log
    return Timed(who, what, [_seconds(ask) for _ in range(times)], count)


def _seconds(ask: Callable[[], Any]) -> float:
    before = perf_counter()
    ask()
    return perf_counter() - before


if __name__ == "__main__":
    main()
