"""The command around the import; what an import does is tested in `exchange`."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from zhike.cli import main
from zhike.core.accounts.models import User
from zhike.exchange.columns import Refused
from zhike.phrases import Phrase

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Outcome:
    """A run as the command reads it."""

    id: int = 7
    rows: int = 10
    created: int = 6
    updated: int = 1
    skipped: int = 3
    errored: int = 0
    error_file_path: Path | None = None


class Import:
    """Stands in for the import and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}
        self.answer: Outcome | Exception = Outcome()

    def __call__(self, **asked: Any) -> Outcome:
        self.asked = asked
        asked["progress"](0, 10)
        asked["progress"](10, 10)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def imported(monkeypatch: pytest.MonkeyPatch) -> Import:
    stand_in = Import()
    monkeypatch.setattr("zhike.exchange.operations.import_file", stand_in)
    return stand_in


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "订单.csv"
    path.write_text("订单号\n")
    return path


def last_line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_all_rows_in_is_0_and_the_counts_are_the_last_line(
    imported: Import, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "orders", str(file), "--json"]) == 0
    counts = {"id": 7, "rows": 10, "created": 6, "updated": 1, "skipped": 3, "errored": 0, "error_file": None}
    assert last_line(capsys) == counts
    assert imported.asked["by"] is None
    assert imported.asked["dry_run"] is False
    assert imported.asked["options"] == {}


def test_some_rows_with_errors_is_1_and_their_file_is_named(
    imported: Import, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported.answer = Outcome(created=4, errored=2, error_file_path=file)
    assert main(["import", "orders", str(file)]) == 1
    assert str(file) in capsys.readouterr().out


def test_choices_are_handed_on(imported: Import, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    User.objects.create(username="wangmin", name="王敏", phone="13800000001")
    words = ["--dry-run", "--create-customers", "--as", "13800000001"]
    assert main(["import", "orders", str(file), *words]) == 0
    assert imported.asked["dry_run"] is True
    assert imported.asked["options"] == {"unknown_customers": "create"}
    assert imported.asked["by"].username == "wangmin"


@pytest.mark.parametrize("answer", [Refused(Phrase("Line 3: no such date")), PermissionDenied()], ids=repr)
def test_a_file_or_a_user_that_is_refused_is_2(
    answer: Exception, imported: Import, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported.answer = answer
    assert main(["import", "orders", str(file), "--json"]) == 2
    assert last_line(capsys).keys() == {"error"}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["orders", "nowhere.csv"], "nowhere.csv"),
        (["orders", "."], "."),
        (["dogs", "{file}"], "customers"),
        (["orders", "{file}", "--as", "nobody"], "nobody"),
        (["orders", "{file}", "--option", "金蝶=1"], "金蝶"),
        (["orders", "{file}", "--sheet", "金蝶"], "金蝶"),
        (["orders", "{file}", "--plan", "金蝶.json"], "金蝶"),
        (["orders"], "import"),
        (["--undo", "404"], "404"),
    ],
    ids=str,
)
def test_what_cannot_be_imported_is_refused_before_anything_happens(
    words: list[str], named: str, imported: Import, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", *(word.format(file=file) for word in words), "--json"]) == 2
    assert named in str(last_line(capsys)["error"])
    assert imported.asked == {}


def test_a_missing_file_whose_name_is_not_utf_8_is_refused_like_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "orders", str(tmp_path / "\udcb6\udca9.csv"), "--json"]) == 2
    assert "\udcb6\udca9.csv" in str(last_line(capsys)["error"])


def test_a_file_whose_name_is_not_utf_8_is_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "\udcbf\udccd\udcbb\udca7.csv"  # 客户.csv as an old Windows archive names it
    path.write_text("客户名称\n远山\n", encoding="utf-8")
    assert main(["import", "customers", str(path), "--json"]) == 0
    assert last_line(capsys)["created"] == 1


def test_a_database_that_is_not_up_to_date_is_refused_naming_the_command(
    imported: Import, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("zhike.cli.database.missing_migrations", lambda: 3)
    assert main(["import", "orders", str(file), "--json"]) == 2
    assert "zhike migrate" in str(last_line(capsys)["error"])


@pytest.mark.parametrize("words", [["import"], ["import", "orders"]])
def test_without_a_kind_and_a_file_it_says_how_to_name_them(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert "zhike import customers" in capsys.readouterr().err
