import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.audit.models import Value
from zhike.core.keeping import erasures

AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(autouse=True)
def path(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return erasures.path_of_list()


@pytest.mark.django_db
def test_whoever_is_on_the_list_is_erased_once_more_and_nobody_else(path: Path) -> None:
    user = User.objects.create(username="wangmin", name="王敏")
    for subject in (7, 8):
        audit.record(by=None, action="changed", about=user, changes={"phone": ("1", "2")}, subject=subject)
    erasures.note(7, at=AT)
    erasures.note(7, at=AT)
    assert erasures.repeat(path) == 1
    assert set(Value.objects.values_list("subject", "before", "after")) == {(7, None, None), (8, "1", "2")}


def test_the_list_is_its_owner_s_alone(path: Path) -> None:
    erasures.note(7, at=AT)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_that_was_cut_off_spoils_neither_the_next_nor_the_others(path: Path) -> None:
    erasures.note(7, at=AT)
    with path.open("a") as file:
        file.write('{"subj')
    erasures.note(8, at=AT)
    assert len(erasures.noted(path)) == 2


def test_lists_are_joined_without_repeating_a_line(path: Path, tmp_path: Path) -> None:
    erasures.note(7, at=AT)
    lines = [*erasures.noted(path), '{"subject": 9}']
    erasures.add(path, lines)
    assert erasures.noted(path) == lines
