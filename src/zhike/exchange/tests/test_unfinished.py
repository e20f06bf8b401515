"""Imports begun and left: folded away in the list, taken up again, removed by hand or after their days."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from tests.factories import Cast
from tests.factories.files import tables
from tests.factories.pages import words
from tests.factories.steps import Rows, address, bring, confirm, try_out, workbook
from zhike.core.notices.models import Notice
from zhike.exchange import spools, tidying
from zhike.exchange.models import ImportRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

ROWS: Rows = [["客户编码", "单位名称", "电话"], ["A1", "远山", "021-60010001"], ["A2", "长风", "abc"]]


def shown(client: Client) -> tuple[list[int], list[int]]:
    """Answer the imports in the list, and those folded away as unfinished."""
    page = client.get("/import/").context
    return [run.pk for run in page["page_obj"]], [run.pk for run in page["unfinished"]]


def test_what_was_begun_and_left_is_folded_away_from_the_list(people: Cast, owner: Client) -> None:
    begun, tried = bring(owner, workbook(ROWS)), try_out(owner, bring(owner, workbook(ROWS)))
    under_way, done = (
        ImportRun.objects.create(kind="customers", by=people.owner, state=state, source_name="x.csv")
        for state in ("checking", "done")
    )
    assert shown(owner) == ([done.pk, under_way.pk], [tried.pk, begun.pk])
    page = words(owner.get("/import/"))
    assert all(address(run, "discard") in page for run in (begun, tried))
    assert address(done, "discard") not in page
    confirm(owner, tried)
    assert shown(owner) == ([done.pk, under_way.pk, tried.pk], [begun.pk])


def test_an_unfinished_import_is_removed_after_a_question_with_all_it_keeps(
    people: Cast, owner: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    run = try_out(owner, bring(owner, workbook(ROWS)))
    place = Path(run.source.path)
    assert "<form" in words(owner.get(address(run, "discard")))
    assert Notice.objects.filter(read_at=None).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert owner.post(address(run, "discard"))["Location"] == reverse("exchange:runs")
    assert (ImportRun.objects.exists(), place.exists()) == (False, False)
    assert not list(spools.folder().glob(f"{run.pk}-*"))
    assert not Notice.objects.filter(read_at=None).exists()
    (entry,) = tables()["audit.Entry"]
    assert (entry["action"], entry["object_id"], entry["by_id"]) == ("import given up", run.pk, people.owner.pk)
    assert owner.get(run.get_absolute_url()).status_code == 404


def test_what_has_been_written_or_is_under_way_cannot_be_removed(people: Cast, owner: Client) -> None:
    for state in ("checking", "importing", "done", "undoing", "undone"):
        run = ImportRun.objects.create(kind="customers", by=people.owner, state=state, source_name="x.csv")
        assert owner.get(address(run, "discard"))["Location"] == run.get_absolute_url()
        assert owner.post(address(run, "discard"))["Location"] == run.get_absolute_url()
    assert ImportRun.objects.count() == 5


def test_nobody_finds_or_removes_the_unfinished_imports_of_others(people: Cast, owner: Client, rep: Client) -> None:
    run = bring(owner, workbook(ROWS))
    assert rep.post(address(run, "discard")).status_code in (403, 404)
    assert ImportRun.objects.filter(pk=run.pk).exists()


def test_unfinished_imports_go_once_their_days_are_over(owner: Client, settings: Settings) -> None:
    left, done = bring(owner, workbook(ROWS)), try_out(owner, bring(owner, workbook(ROWS)))
    confirm(owner, done)
    place, days = Path(left.source.path), timedelta(days=settings.IMPORTS_KEPT_DAYS)
    tidying.tidy(at=timezone.now() + days - timedelta(hours=1))
    assert (ImportRun.objects.count(), place.exists()) == (2, True)
    assert tidying.tidy(at=timezone.now() + days + timedelta(hours=1)) == 2
    assert ([run.pk for run in ImportRun.objects.all()], place.exists()) == ([done.pk], False)


def test_a_list_with_unfinished_imports_asks_few_questions(
    people: Cast, owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for state in ("read", "checked", "done") * 20:
        ImportRun.objects.create(kind="customers", by=people.rep, state=state, source_name="x.csv", rows=5)
    with django_assert_max_num_queries(9):
        assert owner.get("/import/").status_code == 200
