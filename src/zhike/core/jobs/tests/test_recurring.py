"""What recurs is enqueued once for each time, whatever stood still or went wrong with the clock."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from zhike.core.jobs import scheduling
from zhike.core.jobs.models import Job

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)  # nine in the company's morning
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def daily(settings: Settings) -> None:
    settings.ZHIKE_DAILY_JOBS, settings.ZHIKE_INTERVAL_JOBS = {"score": 2}, {}


def local(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, 30, tzinfo=timezone.get_default_timezone()).astimezone(UTC)


def keys_after(*times: datetime) -> Sequence[str]:
    for now in times:
        scheduling.enqueue_due(now)
    return sorted(str(key) for key in Job.objects.values_list("unique_key", flat=True))


@pytest.mark.parametrize(("hour", "day"), [(1, 21), (2, 22), (23, 22)])
def test_a_daily_job_is_due_from_its_hour_of_the_companys_day_on(hour: int, day: int) -> None:
    assert keys_after(local(22, hour)) == [f"score:2026-11-{day}"]


def test_a_daily_job_is_enqueued_once_a_day_however_many_ask() -> None:
    assert len(keys_after(NOW, NOW, NOW + timedelta(hours=5))) == 1
    assert len(keys_after(NOW + DAY)) == 2


def test_of_many_days_missed_the_last_is_caught_up_on() -> None:
    assert keys_after(local(10, 3), local(15, 1)) == ["score:2026-11-10", "score:2026-11-14"]
    assert keys_after(local(15, 3))[-1] == "score:2026-11-15"


@pytest.mark.parametrize("leap", [timedelta(minutes=-50), -DAY, DAY, 3 * DAY, -3 * DAY])
def test_a_clock_that_leaps_and_comes_back_doubles_no_day_and_loses_none(leap: timedelta) -> None:
    days = [NOW + DAY * each for each in range(6)]
    found = keys_after(days[0], days[0] + leap, *days)
    wanted = {f"score:{timezone.localtime(day):%Y-%m-%d}" for day in days}
    assert wanted <= {*found}
    assert len(found) == len({*found}) <= len(days) + 1


def test_a_job_of_every_few_minutes_is_enqueued_once_in_each_stretch(settings: Settings) -> None:
    settings.ZHIKE_DAILY_JOBS, settings.ZHIKE_INTERVAL_JOBS = {}, {"sync": 15}
    assert len(keys_after(*(NOW + timedelta(minutes=each) for each in range(46)))) == 4
    assert len(keys_after(NOW + DAY)) == 5  # a day of standstill is one run, not ninety-six


def test_asking_again_is_one_question(django_assert_num_queries: DjangoAssertNumQueries, settings: Settings) -> None:
    settings.ZHIKE_INTERVAL_JOBS = {"sync": 15}
    keys_after(NOW)
    with django_assert_num_queries(1):
        scheduling.enqueue_due(NOW)


def test_what_has_just_begun_is_not_overdue_for_a_turn_before_its_time(settings: Settings) -> None:
    settings.ZHIKE_INTERVAL_JOBS = {"often": 10}
    assert scheduling.overdue(NOW) == ["often", "score"]
    scheduling.enqueue_due(NOW)
    assert scheduling.overdue(NOW) == scheduling.overdue(NOW + timedelta(minutes=9)) == []
    assert scheduling.overdue(NOW + timedelta(minutes=21)) == ["often"]
