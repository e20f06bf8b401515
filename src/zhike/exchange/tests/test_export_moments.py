"""A moment leaves the house by the clock on the wall of the company, not by Greenwich's."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from tests.factories import Cast, cast, customer
from tests.factories.exports import rows_of
from zhike.exchange.exporting import cell
from zhike.exchange.exports import making
from zhike.exchange.exports.listing import Asked, Listed
from zhike.kit.columns import Column

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)  # the next day in Shanghai
HERE = datetime(2026, 11, 23, 1, 30)  # as a file tells it: without a zone


def written(people: Cast, file_kind: str, folder: Path) -> Path:
    """Write the follow-ups of a company that has one, recorded in the evening by Greenwich's clock."""
    follow_ups: Any = apps.get_model("timeline", "Interaction")._default_manager
    told = {"way": "visit", "words": "问价", "author": people.rep, "happened_at": EVENING, "recorded_at": EVENING}
    follow_ups.create(customer=customer("宏达商贸", number="K1", owner=people.rep), key="1", **told)
    path = folder / f"follow_ups.{file_kind}"
    making.write(Listed(Asked("timeline", "", ("recorded", "when"), file_kind), by=people.owner), path, at=EVENING)
    return path


def test_a_csv_tells_when_it_was_recorded_by_the_clock_here(tmp_path: Path) -> None:
    with written(cast(), "csv", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == ["2026-11-23 01:30", "2026-11-23 01:30"]


@pytest.mark.parametrize("file_kind", ["csv", "xlsx"])
def test_a_moment_that_left_comes_back_as_the_same_moment(file_kind: str, tmp_path: Path) -> None:
    for found in rows_of(written(cast(), file_kind, tmp_path))[1]:
        read = found if isinstance(found, datetime) else datetime.fromisoformat(str(found))
        assert timezone.make_aware(read) == EVENING


def test_a_moment_without_a_zone_stays_as_it_is() -> None:
    assert cell(Column("when", "When", "when"), type("Row", (), {"when": HERE})()) == HERE
