"""Fill a company of any size and ask for its pages and its search suggestions, here; print the times as JSON.

`benchmarks.many_customers` runs it in an installation of its own.
"""

import json
import secrets
import sys
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from itertools import cycle, islice
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.test import Client

from benchmarks.company import Invented, customers
from benchmarks.list_pages import (  # sets Django up
    AT_ONCE,
    PEER_REPEATS,
    REPEATS,
    SEARCHES,
    Timed,
    _client,
    _lists,
    _rep,
    _timed,
    _write,
)
from zhike.core.access import operations as access
from zhike.core.accounts.models import User
from zhike.customers.models import Customer
from zhike.customers.operations.making import NewContact, make_contacts

MORE_SEARCHES = ("宏da", "hongdsm", "限公", "zhou", "h", "1", "C0", "138", "李 8888", "没有这个", "qwxzy", "蒋伟 杭州")
REPS = 10
OF_THE_NEW_REP = 100


def main(size: int, *, with_search: bool) -> None:
    seconds = 0.0 if Customer.objects.exists() else _fill(size)
    boss, rep, beginner = (User.objects.get(username=name) for name in ("boss", "rep0", "rep10"))
    pages: list[Any] = [asdict(timed) for timed in (*_lists(boss, rep), *_cards(boss, rep), *_creates(boss, rep))]
    found: list[Any] = [asdict(timed) for timed in _searches(boss, rep, beginner)] if with_search else []
    print(json.dumps({"pages": pages, "search": found, "seconds": seconds, "bytes": _bytes()}))


def _fill(size: int) -> float:
    before = perf_counter()
    access.create_owner(username="boss", name="王老板", password=secrets.token_urlsafe(16))
    reps = [_rep(number) for number in range(REPS)]
    found = customers(size, colleagues=len(reps))
    while chunk := list(islice(found, AT_ONCE)):
        _write(chunk, reps)
        _write_second_contacts(chunk)
        if chunk[-1].number.endswith("00000"):
            print(f"{chunk[-1].number}: {perf_counter() - before:.0f} s", file=sys.stderr)
    spread = range(1, size + 1, max(size // OF_THE_NEW_REP, 1))
    Customer.objects.filter(number__in=[f"C{number:06d}" for number in spread]).update(owner=_rep(REPS))
    _settle()
    return perf_counter() - before


@transaction.atomic
def _write_second_contacts(chunk: list[Invented]) -> None:
    """Give each customer the contact of another one as a namesake."""
    made = {c.number: c for c in Customer.objects.filter(number__in=[c.number for c in chunk])}
    pairs = zip(chunk, reversed(chunk), strict=True)
    make_contacts([NewContact(made[c.number].pk, o.contact, o.contact_phone, o.contact_title) for c, o in pairs])


def _settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _bytes() -> int:
    sqlite, postgresql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", "pg_database_size"
    with connection.cursor() as cursor:
        cursor.execute(sqlite if connection.vendor == "sqlite" else f"SELECT {postgresql}(current_database())")
        return int(cursor.fetchone()[0])


def _cards(boss: User, rep: User) -> Iterator[Timed]:
    """Open the pages of customers, each another one."""
    for who, user in (("owner", boss), ("rep", rep)):
        rows = Customer.objects.visible_to(user).order_by("number")
        numbers = cycle(rows.values_list("number", flat=True)[1000:1200])
        yield _timed(who, "card", partial(_open, _client(user), numbers))
    ids, client = cycle(Customer.objects.values_list("pk", flat=True)[1000:1200]), _client(boss)
    peer = partial(_open_admin, client, ids)
    yield _timed("admin", "card", peer, times=PEER_REPEATS)


def _open(client: Client, numbers: Iterator[str]) -> Any:
    return client.get(f"/customers/{next(numbers)}/")


def _open_admin(client: Client, ids: Iterator[int]) -> Any:
    return client.get(f"/admin/customers/customer/{next(ids)}/change/")


def _creates(boss: User, rep: User) -> Iterator[Timed]:
    """Add a customer with a contact by the form, duplicates looked for and search index written."""
    for who, user in (("owner", boss), ("rep", rep)):
        yield _timed(who, "create", partial(_create, _client(user)), status=302)


def _create(client: Client) -> Any:
    mark = secrets.token_hex(5)
    told = {"name": f"宏远{mark}商贸有限公司", "kind": "organisation", "contact_name": "赵敏", "although": "on"}
    return client.post("/customers/new/", told)


def _searches(boss: User, rep: User, beginner: User) -> Iterator[Timed]:
    for who, user in (("owner", boss), ("rep", rep), ("new rep", beginner)):
        client = _client(user)
        for text in (*SEARCHES, *MORE_SEARCHES):
            yield _timed(who, text, partial(client.post, "/search/suggest/", {"q": text}))
    client = _client(boss)
    for text in SEARCHES:
        yield _timed("admin", text, partial(client.get, "/admin/customers/customer/", {"q": text}), times=REPEATS // 10)


if __name__ == "__main__":
    main(int(sys.argv[1]), with_search="--no-search" not in sys.argv)
