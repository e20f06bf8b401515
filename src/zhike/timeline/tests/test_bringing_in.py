"""Follow-ups from files keep their authors and days; the same file twice doubles nothing."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import Cast, customer
from tests.factories.files import AT, bring_in, counts, reasons, write_csv
from zhike.customers.models import Contact, Customer
from zhike.exchange.models import ImportRun
from zhike.timeline.models import Interaction, NextContact
from zhike.timeline.operations import record

pytestmark = pytest.mark.usefixtures("read_here")
HEADS = ("客户编号", "客户名称", "跟进方式", "跟进内容", "跟进人", "跟进时间", "联系人", "下次联系日期", "下次联系内容")
SHANGHAI = ZoneInfo("Asia/Shanghai")
FULL = {"跟进人": "李强", "联系人": "李姐", "下次联系日期": "2026-11-25", "下次联系内容": "送样品"}


def row(number: str = "K1", **cells: str) -> list[str]:
    values = {"客户编号": number, "跟进方式": "拜访", "跟进内容": "看了样品", "跟进时间": "2026-03-05 14:30"} | cells
    return [values.get(head, "") for head in HEADS]


def brought(folder: Path, *rows: list[str], dry_run: bool = False, options: Any = None) -> ImportRun:
    return bring_in("follow_ups", write_csv(folder / "跟进.csv", rows, HEADS), dry_run=dry_run, options=options)


def open_next() -> list[tuple[str, date]]:
    return list(NextContact.objects.filter(state="open").values_list("customer__number", "due_on"))


def test_a_row_keeps_its_author_its_day_and_what_comes_next(people: Cast, buyer: Customer, tmp_path: Path) -> None:
    run = brought(tmp_path, row(**FULL))
    assert counts(run) == (1, 1, 0, 0, 0), reasons(run)
    made = Interaction.objects.get()
    assert (made.author, made.contact, made.way) == (people.rep, Contact.objects.get(), "visit")
    assert made.happened_at == datetime(2026, 3, 5, 14, 30, tzinfo=SHANGHAI)
    assert made.origin == run
    found = NextContact.objects.get()
    assert (found.who, found.due_on, found.purpose, found.state) == (people.rep, date(2026, 11, 25), "送样品", "open")
    buyer.refresh_from_db()
    assert (buyer.last_contacted_at, buyer.next_contact_on) == (made.happened_at, found.due_on)


@pytest.mark.parametrize("said", ["看了样品：\n1. 茶\n\n2. 咖啡", "看了样品：\r\n1. 茶\r\n\r\n2. 咖啡"])
def test_what_was_said_keeps_its_lines_and_comes_in_once(said: str, buyer: Customer, tmp_path: Path) -> None:
    assert counts(brought(tmp_path, row(跟进内容=f" {said}\n"))) == (1, 1, 0, 0, 0)
    assert Interaction.objects.get().words == "看了样品：\n1. 茶\n\n2. 咖啡"
    assert counts(brought(tmp_path, row(跟进内容=said), row(跟进内容="看了样品： 1. 茶 2. 咖啡"))) == (2, 0, 0, 2, 0)


def test_who_is_no_colleague_and_no_contact_stays_as_written(buyer: Customer, tmp_path: Path) -> None:
    brought(tmp_path, row(**FULL | {"跟进人": "旧同事", "联系人": "孙总", "跟进时间": "2026年3月5日"}))
    made = Interaction.objects.get()
    assert (made.author, made.by_name, made.contact, made.with_name) == (None, "旧同事", None, "孙总")
    assert made.is_whole_day
    assert not NextContact.objects.exists()


def test_one_sees_what_an_import_made(people: Cast, buyer: Customer, client: Client, tmp_path: Path) -> None:
    brought(tmp_path, row(**FULL))
    run = brought(tmp_path, row(跟进内容="谈价"))
    client.force_login(people.owner)
    page = client.get(client.get(run.get_absolute_url()).context["made_url"])
    assert [each.words for each in page.context["object_list"]] == ["谈价"]


def test_the_same_file_again_and_the_same_row_twice_double_nothing(buyer: Customer, tmp_path: Path) -> None:
    rows = [row(**FULL), row(**FULL), row(跟进内容="谈价")]
    for dry_run in (True, False):
        run = brought(tmp_path, *rows, dry_run=dry_run)
        assert counts(run) == (3, 2, 0, 1, 0)
    assert counts(brought(tmp_path, *rows)) == (3, 0, 0, 3, 0)
    assert Interaction.objects.count() == 2
    assert NextContact.objects.count() == 1


SAID = {"way": "visit", "words": "看了样品\n要报价"}


def by_hand(people: Cast, buyer: Customer, at: datetime) -> Interaction:
    return record(customer=buyer, data=SAID | {"happened_at": at}, key="", by=people.rep, at=AT, on=AT.date())


@pytest.mark.parametrize("when", ["2026-03-05 14:30", "2026-03-05 14:30:59"])
def test_what_was_written_by_hand_and_comes_back_in_a_file_is_not_doubled(
    when: str, people: Cast, buyer: Customer, tmp_path: Path
) -> None:
    by_hand(people, buyer, datetime(2026, 3, 5, 14, 30, 59, 7, tzinfo=SHANGHAI))
    same = {"跟进人": "李强", "跟进时间": when, "跟进内容": "看了样品\r\n要报价"}
    for dry_run in (True, False):
        assert counts(brought(tmp_path, row(**same), dry_run=dry_run)) == (1, 0, 0, 1, 0)
    others = [row(**same | more) for more in ({"跟进人": "王芳"}, {"跟进方式": "电话"}, {"跟进内容": "样品"})]
    assert counts(brought(tmp_path, *others)) == (3, 3, 0, 0, 0)


def test_the_number_of_an_export_finds_a_follow_up_whose_words_were_corrected(
    people: Cast, buyer: Customer, tmp_path: Path
) -> None:
    made = by_hand(people, buyer, datetime(2026, 3, 5, 14, 30, tzinfo=SHANGHAI))
    heads = (*HEADS, "跟进编号")
    lines = [[*row(跟进人="李强", 跟进内容="从前的话"), str(made.pk)], [*row(跟进时间="2026-03-06"), str(made.pk)]]
    run = bring_in("follow_ups", write_csv(tmp_path / "n.csv", lines, heads))
    assert counts(run) == (2, 1, 0, 1, 0)
    assert Interaction.objects.count() == 2


def test_an_unknown_customer_is_given_back_or_passed_over(buyer: Customer, tmp_path: Path) -> None:
    customer("同名", number="A1")
    customer("同名", number="A2")
    rows = [row("K9"), row("", 客户名称="宏达商贸"), row("", 客户名称="同名"), row("", 客户名称="没有")]
    assert counts(brought(tmp_path, *rows, dry_run=True)) == (4, 1, 0, 0, 3)
    run = brought(tmp_path, *rows, options={"unknown_customers": "skip"})
    assert counts(run) == (4, 1, 0, 2, 1)
    assert Interaction.objects.get().customer == buyer


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"跟进时间": "上周"}, "跟进时间"),
        ({"跟进时间": "2099-01-01"}, "跟进时间"),
        ({"跟进时间": ""}, "跟进时间"),
        ({"跟进内容": ""}, "跟进内容"),
        ({"跟进方式": "飞鸽"}, "跟进方式"),
        ({"下次联系日期": "改天"}, "下次联系日期"),
    ],
)
def test_a_bad_cell_is_named_and_the_rest_comes_in(
    cells: dict[str, str], column: str, buyer: Customer, tmp_path: Path
) -> None:
    run = brought(tmp_path, row(**cells), row(跟进内容="好的一行"))
    assert counts(run) == (2, 1, 0, 0, 1)
    assert [(line, found) for line, found, _ in reasons(run)] == [(2, column)]


def test_of_a_history_only_the_last_agreed_day_is_open(buyer: Customer, tmp_path: Path) -> None:
    history = [
        row(跟进人="liqiang", 跟进时间="2026-11-20", 跟进内容="三", 下次联系日期="2026-12-01"),
        row(跟进人="liqiang", 跟进时间="2026-11-01", 跟进内容="一", 下次联系日期="2026-11-10"),
        row(跟进人="liqiang", 跟进时间="2026-11-10", 跟进内容="二", 下次联系日期="2026-11-30"),
    ]
    brought(tmp_path, *history)
    assert open_next() == [("K1", date(2026, 12, 1))]
    assert sorted(NextContact.objects.values_list("set_in__words", "state")) == [
        ("一", "done"),
        ("三", "open"),
        ("二", "moved"),
    ]


def test_a_second_file_with_a_later_contact_does_what_was_due(buyer: Customer, tmp_path: Path) -> None:
    brought(tmp_path, row(跟进人="李强", 跟进时间="2026-11-01", 下次联系日期="2026-11-10"))
    assert open_next() == [("K1", date(2026, 11, 10))]
    brought(tmp_path, row(跟进人="李强", 跟进时间="2026-11-12", 跟进内容="去过了"))
    assert open_next() == []
    buyer.refresh_from_db()
    assert buyer.next_contact_on is None


def test_a_trial_writes_nothing(buyer: Customer, tmp_path: Path) -> None:
    brought(tmp_path, row(**FULL), dry_run=True)
    assert not Interaction.objects.exists()
    buyer.refresh_from_db()
    assert buyer.last_contacted_at is None


def test_a_killed_run_that_runs_again_finds_its_own(buyer: Customer, tmp_path: Path) -> None:
    from zhike.timeline.operations.bringing_in import _write
    from zhike.timeline.rules.rows import Told

    run = ImportRun.objects.create(kind="follow_ups", state="importing", source_name="x.csv")
    told = Told(2, "K1", "", "", "phone", "话", "", datetime(2026, 3, 5), "", None, "")
    from zhike.timeline.operations.bringing_in import Coming

    coming = [Coming(told, buyer.pk, None, timezone.make_aware(told.happened_at), "file:1")]
    assert [_write(coming, run)[0].result for _ in range(2)] == ["created", "created"]
    assert Interaction.objects.count() == 1
