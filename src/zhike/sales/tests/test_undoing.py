"""An import taken back: the world as before, but for what others did since, whatever the files and their order."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from hypothesis import HealthCheck, given, settings

from tests.factories import Cast, add_user, customer, order
from tests.factories.files import AT, CUSTOMER_HEADS, bring_in, tables, write_csv
from tests.factories.imports import File, books, company, kinds, run
from zhike.catalog.models import Product
from zhike.core.jobs import worker
from zhike.core.jobs.models import Job
from zhike.core.notices import queries as notices
from zhike.core.search import queries as search
from zhike.customers import operations as customers
from zhike.customers.models import Contact, Customer, Preference
from zhike.exchange import jobs, undoing
from zhike.exchange.models import ImportRun
from zhike.sales.models import Order, Receipt, Return

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_batches")]

State = ImportRun.State
HISTORY = {"accounts.User", "customers.Ownership", "notices.Notice", "numbering.Sequence"}
UNCOMPARED = {"id", "version", "object_id", "page_id"}
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def undo(done: ImportRun) -> ImportRun:
    """Take an import back here and now."""
    done.refresh_from_db()
    by = done.undone_by or add_user(f"undo {done.pk}", role="owner")
    assert undoing.ask_undo(run=done, by=by, at=AT) == done.may_be_undone
    jobs.undo_import(done.pk)
    done.refresh_from_db()
    return done


def world() -> dict[str, list[dict[str, Any]]]:
    """Photograph what people see; an undo may leave its traces in histories, counters and versions."""
    seen = {name: rows for name, rows in books().items() if name not in HISTORY and not name.startswith("access")}
    return {
        name: sorted(({k: v for k, v in row.items() if k not in UNCOMPARED} for row in rows), key=str)
        for name, rows in seen.items()
    }


def import_customers(folder: Path, *rows: dict[str, str], existing: str = "update") -> ImportRun:
    lines = [[row.get(head, "") for head in CUSTOMER_HEADS] for row in rows]
    path = write_csv(folder / "客户.csv", lines, CUSTOMER_HEADS)
    return bring_in("customers", path, options={"existing": existing})


def import_orders(folder: Path, *rows: dict[str, str]) -> ImportRun:
    heads = ("订单号", "客户编号", "客户名称", "日期", "产品编码", "金额")
    lines = [[row.get(head, {"日期": "2026-03-05", "金额": "1"}.get(head, "")) for head in heads] for row in rows]
    return bring_in("orders", write_csv(folder / "o.csv", lines, heads), options={"unknown_customers": "create"})


@quick
@given(file=kinds)
def test_an_undo_restores_the_world(file: File) -> None:
    kind, rows, options = file
    with company() as folder:
        before = world()
        assert undo(run(folder, kind, rows, options=options)).state == State.UNDONE
        assert world() == before


@quick
@given(first=kinds, second=kinds)
def test_two_imports_taken_back_in_turn_restore_the_world(first: File, second: File) -> None:
    with company() as folder:
        before = world()
        done = [run(folder, kind, rows, options=options) for kind, rows, options in (first, second)]
        for each in reversed(done):
            undo(each)
        assert world() == before


@quick
@given(first=kinds, second=kinds)
def test_an_undo_keeps_what_a_later_import_has_written(first: File, second: File) -> None:
    with company() as folder:
        done = run(folder, first[0], first[1], options=first[2])
        between = facts()
        run(folder, second[0], second[1], options=second[2])
        after = facts()
        undo(done)
        kept = facts()
        later = {fact: value for fact, value in after.items() if between.get(fact) != value}
        assert {fact: kept.get(fact) for fact in later} == later


def facts() -> dict[tuple[str, str], Any]:
    """Answer what is known of each customer, contact, product, preference and paper, by fact."""
    known: dict[tuple[str, str], Any] = {}
    for c in Customer.objects.select_related("party"):
        known |= {(c.number, "name"): c.party.name, (c.number, "phone"): c.party.phone, (c.number, ""): True}
    for contact in Contact.objects.select_related("customer", "person"):
        known[contact.customer.number, contact.person.name] = contact.person.phone
    known |= {(p.code, "product"): (p.name, p.unit, p.category) for p in Product.objects.all()}
    known |= {(str(p.party), str(p)): p.times_seen for p in Preference.objects.select_related("party")}
    known |= {(r.number, "receipt"): r.amount for r in Receipt.objects.all()}
    known |= {(r.number, "return"): r.amount for r in Return.objects.all()}
    orders = Order.objects.current().select_related("customer")
    return known | {(o.number, "order"): (o.customer.number, o.amount) for o in orders}


def test_what_somebody_changed_since_stays_and_is_named(people: Cast, tmp_path: Path) -> None:
    customer("宏达", number="K1", phone="021-60000000")
    done = import_customers(
        tmp_path,
        {"客户编号": "K1", "客户名称": "宏达商贸", "电话": "021-61111111"},
        {"客户编号": "K2", "客户名称": "远山"},
        {"客户编号": "K3", "客户名称": "长风"},
    )
    for number, phone in (("K1", "021-62222222"), ("K2", "021-63333333")):
        found = Customer.objects.get(number=number)
        customers.change_customer(customer=found, data={"phone": phone}, version=found.version, by=people.owner)
    undo(done)
    assert facts() == {
        ("K1", "name"): "宏达",
        ("K1", "phone"): "021-62222222",
        ("K1", ""): True,
        ("K2", "name"): "远山",
        ("K2", "phone"): "021-63333333",
        ("K2", ""): True,
    }
    said = gettext(undoing.EDITED.text)
    assert sorted((words, reason) for words, _, reason in done.kept) == [("宏达", said), ("远山", said)]
    assert done.notes["kept_count"] == 2


def test_what_is_taken_back_is_found_no_longer_and_what_is_as_before_again(tmp_path: Path) -> None:
    customer("宏达", number="K1")
    done = import_customers(
        tmp_path, {"客户编号": "K1", "客户名称": "远山"}, {"客户编号": "K2", "客户名称": "长风", "联系人": "李姐"}
    )
    undo(done)
    found = {
        typed: [h.title for g in search.found(typed, for_user=None) for h in g.hits]
        for typed in ["宏达", "远山", "长风", "李姐"]
    }
    assert found == {"宏达": ["宏达"], "远山": [], "长风": [], "李姐": []}


def test_a_customer_with_a_later_order_stays_with_its_import_named(people: Cast, tmp_path: Path) -> None:
    done = import_orders(tmp_path, {"订单号": "D1", "客户编号": "K1", "产品编码": "P1"})
    later = order(Customer.objects.get(number="K1"), number="D2", of=Product.objects.get(code="P1"))
    undo(done)
    assert list(Order.objects.all()) == [later]
    assert {words for words, _, _ in done.kept} == {"K1", "P1"}
    _, said = gettext(undoing.REFERRED.text).split("%(kind)s")
    assert all(said in reason for _, _, reason in done.kept)


def test_what_was_kept_may_be_tried_again_and_the_count_goes_on(tmp_path: Path) -> None:
    first = import_customers(tmp_path, {"客户编号": "K1", "客户名称": "远山"}, {"客户编号": "K2", "客户名称": "长风"})
    second = import_orders(tmp_path, {"订单号": "D1", "客户编号": "K1"})
    assert (undo(first).undone, first.notes["kept_count"], first.may_be_undone) == (1, 1, True)
    undo(second)
    assert (undo(first).undone, first.notes["kept_count"], first.may_be_undone) == (2, 0, False)
    assert facts() == {}


def test_asking_twice_undoes_once_and_who_asked_is_told(people: Cast, tmp_path: Path) -> None:
    done = import_customers(tmp_path, {"客户编号": "K1", "客户名称": "远山"})
    assert undoing.ask_undo(run=done, by=people.owner, at=AT)
    assert not undoing.ask_undo(run=done, by=people.owner, at=AT)
    assert Job.objects.filter(name=ImportRun.UNDO).count() == 1
    worker.run_all()
    (told,) = notices.notices(people.owner)
    assert (told.values["count"], told.values["kept"]) == (1, 0)


def test_who_may_not_import_may_not_undo(people: Cast, tmp_path: Path) -> None:
    done = import_customers(tmp_path, {"客户编号": "K1", "客户名称": "远山"})
    before = tables()
    with pytest.raises(PermissionDenied):
        undoing.ask_undo(run=done, by=people.visitor, at=AT)
    assert tables() == before


def test_an_undo_killed_midway_ends_as_if_it_had_not_been(
    people: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer("宏达", number="K0")
    rows = [{"客户编号": f"K{n}", "客户名称": f"客户{n}", "联系人": "李姐"} for n in range(7)]
    done = import_customers(tmp_path, *rows)
    undoing.ask_undo(run=done, by=people.owner, at=AT)
    with monkeypatch.context() as dying:
        dying.setattr("zhike.core.jobs.running.progress", lambda done, total: _die(done))
        with pytest.raises(KeyboardInterrupt):
            jobs.undo_import(done.pk)
    jobs.undo_import(done.pk)
    done.refresh_from_db()
    assert facts() == {("K0", "name"): "宏达", ("K0", "phone"): "", ("K0", ""): True}
    assert (done.state, done.undone, done.notes["kept_count"]) == (State.UNDONE, 8, 0)


def _die(done: int) -> None:
    if done >= 3:
        raise KeyboardInterrupt
