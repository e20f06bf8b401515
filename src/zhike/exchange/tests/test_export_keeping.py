"""Drafts leave nothing behind, in the company's folder too, and a large file holds up nobody who writes."""

import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from tests.factories import cast, customer, signed_in
from tests.factories.exports import ask, make
from zhike.exchange import jobs as entry
from zhike.exchange import taking_out
from zhike.exchange.exports import keeping, tidying
from zhike.exchange.models import Export

pytestmark = pytest.mark.django_db
LATER = timedelta(days=2)


@pytest.fixture(autouse=True)
def company_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.EXPORT_DIR = tmp_path / "files", tmp_path / "out"
    settings.EXPORT_DIR.mkdir()
    return tmp_path / "out"


def killed_over(target: Path) -> Path:
    """Leave behind what a worker leaves that is killed while it writes."""
    with keeping.draft(target) as draft:
        name = draft.parent.name
    left = target.parent / name
    left.mkdir()
    (left / draft.name).write_text("half", encoding="utf-8")
    return left


def test_a_draft_of_a_killed_worker_goes_from_the_companys_folder_after_a_day(company_folder: Path) -> None:
    left = killed_over(company_folder / "客户周报-2026-11-23.xlsx")
    tidying.tidy(at=timezone.now())
    assert left.exists()
    tidying.tidy(at=timezone.now() + LATER)
    assert not left.exists()


def test_nothing_else_in_the_companys_folder_is_touched(company_folder: Path, tmp_path: Path) -> None:
    for name in ("old.part", "zhike-backup.part", "资料", "zhike-12345678"):
        (company_folder / name).mkdir()
    for name in ("zhike-12345678.part", "客户周报-2026-11-23.xlsx", "export.xlsx"):
        (company_folder / name).write_text("x", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (company_folder / "zhike-abcdefgh.part").symlink_to(tmp_path / "elsewhere")
    before = sorted(company_folder.iterdir())
    tidying.tidy(at=timezone.now() + LATER)
    assert sorted(company_folder.iterdir()) == before


@pytest.mark.parametrize("trouble", ["none set", "not there", "a file"])
def test_without_a_folder_the_rest_is_tidied(trouble: str, company_folder: Path, settings: Settings) -> None:
    company_folder.rmdir()
    if trouble == "none set":
        settings.EXPORT_DIR = None
    elif trouble == "a file":
        company_folder.write_text("x", encoding="utf-8")
    (keeping.folder() / "orphan.csv").write_text("x", encoding="utf-8")
    tidying.tidy(at=timezone.now() + LATER)
    assert list(keeping.folder().iterdir()) == []


def test_a_draft_that_its_worker_ends_meanwhile_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    gone, orphan = keeping.folder() / "gone.part", keeping.folder() / "orphan.csv"
    orphan.write_text("x", encoding="utf-8")

    def listed(place: Path) -> Iterator[Path]:
        return iter([gone, orphan])

    monkeypatch.setattr(Path, "iterdir", listed)
    assert keeping.sweep(known=set(), at=timezone.now() + LATER) == 1
    assert not orphan.exists()


def test_the_file_is_on_the_disk_before_the_export_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    people = cast()
    for number in ("K1", "K2"):
        customer("宏达商贸", number=number, owner=people.rep)
    monkeypatch.setattr(taking_out, "AT_ONCE_ROWS", 1)
    ask(signed_in(people.owner))
    outside, seen = len(connection.savepoint_ids), []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        seen.append((kind, len(connection.savepoint_ids) > outside))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    entry.make_export(Export.objects.get().pk)
    assert seen == [("file", False), ("folder", True)]
    make()
    assert Export.objects.get().state == "done"
