"""A whole Zhike, killed at moments that chance picks while people work: nothing lost, nothing doubled."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from tests.faults.company import NOT_ANSWERED, Colleague, Company, signed_in, wait_for_answer
from zhike.cli.tests.keeping import LINES_OF_ORDER, Done, write_orders
from zhike.cli.tests.processes import is_alive, wait_until
from zhike.cli.tests.serving import Serving

pytestmark = pytest.mark.own_database

ORDERS = 4_000
TAKEN = (409, 422)  # she is told that it is there already


@dataclass
class Typist:
    """Adds one customer after another, and remembers what she was told of each."""

    colleague: Colleague
    name: str
    told: set[str] = field(default_factory=set)
    untold: set[str] = field(default_factory=set)
    tries_again: bool = False

    def work(self, stop: threading.Event) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            self._add(f"{self.name}-{number}", stop)

    def _add(self, number: str, stop: threading.Event) -> None:
        self.untold.add(number)
        while not stop.is_set():
            try:
                status = self.colleague.add_customer(number)
            except NOT_ANSWERED:
                if not self.tries_again:
                    return
                stop.wait(0.2)
                continue
            if status == 302 or status in TAKEN:
                self.told.add(number)
                self.untold.discard(number)
            else:
                stop.wait(0.2)  # she reads what is wrong
            return


@dataclass
class Office:
    """The people who work while processes die."""

    typists: list[Typist]
    threads: list[threading.Thread]
    stop: threading.Event

    @property
    def told(self) -> int:
        return sum(len(typist.told) for typist in self.typists)

    def wait_for_more(self, count: int) -> None:
        """Let some more be written, so that the next death comes in the middle of work."""
        goal = self.told + count
        wait_until(lambda: self.told >= goal, f"{count} more customers are written")

    def go_home(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(60)

    def move_to(self, url: str) -> None:
        for typist in self.typists:
            typist.colleague.url = url


@contextmanager
def office(url: str) -> Iterator[Office]:
    stop = threading.Event()
    with signed_in(url) as first, signed_in(url) as second, signed_in(url) as third:
        typists = [Typist(each, name) for each, name in ((first, "甲"), (second, "乙"), (third, "丙"))]
        typists[0].tries_again = True
        threads = [threading.Thread(target=typist.work, args=(stop,), daemon=True) for typist in typists]
        for thread in threads:
            thread.start()
        try:
            yield Office(typists, threads, stop)
        finally:
            stop.set()
            for thread in threads:
                thread.join(60)


def victims(at: Serving) -> dict[str, Callable[[], list[psutil.Process]]]:
    return {
        "one web process": lambda: at.child("web").children()[:1],
        "the pages": lambda: [at.child("web")],
        "the worker": lambda: [at.child("worker")],
        "what reads the file": lambda: at.child("worker").children()[:1],
    }


def kill(at: Serving, who: str) -> None:
    """Kill one of them, if it is there, and wait until the house is whole again."""
    for found in victims(at)[who]():
        found.kill()
        wait_until(lambda pid=found.pid: not is_alive(pid), f"{who} is dead")  # type: ignore[misc]
    wait_until(lambda: _is_whole(at), "all are there again")
    wait_for_answer(at)


def _is_whole(at: Serving) -> bool:
    try:
        return len(at.child("web").children()) >= 2 and at.child("worker").is_running()
    except (StopIteration, psutil.NoSuchProcess):
        return False


def state(company: Company) -> str:
    return str(company.ask("SELECT state FROM exchange_importrun ORDER BY id DESC LIMIT 1")[0][0])


def see_through(company: Company, colleague: Colleague, path: Path) -> None:
    """Do what the pages ask for until the file is in: confirm what was tried, bring again what broke off."""

    def is_in() -> bool:
        found = state(company)
        if found == "broken":
            colleague.bring("orders", path, unknown_customers="create", existing_papers="refuse")
        elif found == "checked":
            run = company.ask("SELECT max(id) FROM exchange_importrun")[0][0]
            colleague.post(f"import/{run}/confirm/", {})
        return found == "done"

    for _ in range(3):  # a run that was killed several times takes its time
        try:
            wait_until(is_in, "the import is done")
        except AssertionError:
            continue
        return
    assert is_in(), state(company)


@pytest.mark.parametrize("seed", [random.randrange(10**6)], ids=lambda seed: "by chance")
def test_killed_again_and_again_under_load_nothing_is_lost_and_nothing_doubled(
    seed: int, company: Company, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    print(f"seed {seed}")  # noqa: T201 - shown when it fails
    chance = random.Random(seed)
    path = write_orders(tmp_path / "orders.csv", ORDERS)
    rounds = ["one web process", "the pages", "the worker", "what reads the file", "the worker"]
    chance.shuffle(rounds)
    with company.served() as at, office(at.url) as people, signed_in(at.url) as importer:
        importer.bring("orders", path, unknown_customers="create", existing_papers="refuse")
        for who in rounds:
            people.wait_for_more(chance.randrange(1, 12))
            kill(at, who)
        people.wait_for_more(chance.randrange(1, 12))
        family = [each.pid for each in at.family()]
        at.process.kill()
        wait_until(lambda: not any(map(is_alive, family)), "nobody has outlived the supervisor")
        with company.served() as again:
            people.move_to(again.url)
            importer.url = again.url
            people.wait_for_more(5)
            see_through(company, importer, path)
            people.go_home()
            wait_until(lambda: company.count("jobs_job WHERE state IN ('waiting', 'running')") == 0, "all is done")
    look_closely(company, people)


def look_closely(company: Company, people: Office) -> None:
    numbers = [row[0] for row in company.ask("SELECT number FROM customers_customer")]
    assert len(set(numbers)) == len(numbers)
    typed = {number for number in numbers if number[0] in "甲乙丙"}
    told = set[str]().union(*(typist.told for typist in people.typists))
    untold = set[str]().union(*(typist.untold for typist in people.typists))
    assert told <= typed <= told | untold
    assert company.count("sales_order") == ORDERS
    assert company.count("sales_orderline") == ORDERS * LINES_OF_ORDER
    wrong = "sales_order o WHERE amount <> (SELECT sum(amount) FROM sales_orderline WHERE order_id = o.id)"
    assert company.count(wrong) == 0
    unsound = "exchange_importrun WHERE state = 'done' AND rows <> created + updated + skipped + errored"
    assert company.count(unsound) == 0
    assert company.count("audit_entry WHERE action = 'imported'") == 1
    assert company.count("jobs_job WHERE state = 'parked'") == 0
    if not company.url:
        assert company.ask("PRAGMA integrity_check") == [("ok",)]
        assert company.ask("PRAGMA foreign_key_check") == []
    assert company.zhike("doctor").code == 0


def back_up_under_load(company: Company, path: Path, orders: Path) -> tuple[Done, set[str], set[str]]:
    """Make a backup while people write; answer who was surely there before it, and who perhaps after it."""
    with company.served() as at, office(at.url) as people, signed_in(at.url) as importer:
        run = importer.bring("orders", orders, unknown_customers="create", existing_papers="refuse")
        wait_until(lambda: state(company) == "checked", "the file is tried")
        importer.post(f"{run}confirm/", {})
        people.wait_for_more(5)
        before = set[str]().union(*(typist.told for typist in people.typists))
        done = company.zhike("backup", path, "--json")
        people.go_home()
        after = set[str]().union(*(typist.told | typist.untold for typist in people.typists))
    assert done.code == 0, done.err
    return done, before, after


def test_a_backup_made_under_load_is_restored_whole_and_one_can_sign_in(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "zhike.zip"
    done, before, after = back_up_under_load(company, path, write_orders(tmp_path / "orders.csv", ORDERS))
    again = Company(tmp_path / "again")
    again.folder.mkdir()
    restored = again.zhike("restore", path, "--json")
    assert restored.code == 0, restored.err
    assert restored.told["rows"] == done.told["rows"]
    typed = {row[0] for row in again.ask("SELECT number FROM customers_customer") if row[0][0] in "甲乙丙"}
    assert before <= typed <= after
    assert again.ask("PRAGMA integrity_check") == [("ok",)]
    assert again.zhike("doctor").code == 0
    with again.served() as at, signed_in(at.url) as colleague:
        assert colleague.get("customers/").status_code == 200
        assert colleague.add_customer("丁-1") == 302
        assert again.count("notices_message WHERE state = 'sent'") == 0
    assert again.count("jobs_job WHERE state = 'parked'") == restored.told["parked"]
