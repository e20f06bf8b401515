"""Uploading, seeing and taking away on the customer's page, with and without a script."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import Cast
from tests.factories.files import upload
from tests.factories.pages import words
from zhike.core.access.models import Member
from zhike.core.files.tests.made import PDF, png, wav
from zhike.core.files.tests.test_attaching import KIND, attach, names

if TYPE_CHECKING:
    from zhike.customers.models import Customer

HX = {"HX-Request": "true"}


def address(name: str, record: "Customer", *more: int) -> str:
    return reverse(f"attachments:{name}", args=[KIND, record.pk, *more])


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_without_a_script_a_form_leads_back_to_the_section(rep: Client, buyer: "Customer") -> None:
    sent = {"key": "a", "file": [upload("合同.pdf", PDF), upload("门店.png", png()), upload("图.png", b"<html>")]}
    answer = rep.post(address("attach", buyer), sent, follow=True)
    assert answer.redirect_chain == [(f"{buyer.get_absolute_url()}#attachments", 302)]
    shown = words(answer)
    assert {"合同.pdf", "门店.png"} == set(names(buyer))
    assert all(name in shown for name in ("合同.pdf", "门店.png", "图.png", 'id="attachments"'))


def test_a_script_gets_the_section_with_what_was_refused(rep: Client, buyer: "Customer") -> None:
    good = rep.post(address("attach", buyer), {"key": "a", "so_far": "2", "file": upload("合同.pdf", PDF)}, headers=HX)
    assert (good.status_code, "合同.pdf" in words(good), "3" in words(good)) == (200, True, True)
    bad = rep.post(address("attach", buyer), {"key": "a", "file": upload("图.png", b"<html>")}, headers=HX)
    assert bad.status_code == 422
    assert words(bad).count("data-fault") == 1
    assert rep.post(address("attach", buyer), {"key": "a"}, headers=HX).status_code == 422


def test_a_file_that_is_too_large_is_refused_by_its_limit(
    rep: Client, buyer: "Customer", settings: LazySettings
) -> None:
    settings.ATTACHMENT_LIMIT_BYTES = 1024 * 1024
    sent = {"key": "a", "file": upload("大.pdf", PDF + bytes(1024 * 1024))}
    assert rep.post(address("attach", buyer), sent, headers=HX).status_code == 422
    assert names(buyer) == []


def test_taken_away_it_is_neither_shown_nor_given_until_it_is_back(
    rep: Client, people: Cast, buyer: "Customer"
) -> None:
    (made,) = attach(buyer, people.rep, upload("合同.pdf", PDF)).kept
    gone = rep.post(address("remove", buyer, made.pk), headers=HX)
    assert address("restore", buyer, made.pk) in words(gone)
    assert f'"{address("download", buyer, made.pk)}"' not in words(gone)
    assert rep.get(address("download", buyer, made.pk)).status_code == 404
    back = rep.post(address("restore", buyer, made.pk), headers=HX)
    assert f'"{address("download", buyer, made.pk)}"' in words(back)
    assert rep.post(address("remove", buyer, made.pk)).status_code == 302


@pytest.mark.parametrize("name", ["download", "show"])
def test_a_foreign_file_answers_exactly_like_a_missing_one(
    rep: Client, people: Cast, buyer: "Customer", foreign: "Customer", name: str
) -> None:
    (made,) = attach(foreign, people.other_rep, upload("合同.pdf", PDF)).kept
    places = [(foreign, made.pk), (foreign, 404_404), (buyer, made.pk)]
    answers = [rep.get(address(name, record, pk)) for record, pk in places]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({words(answer) for answer in answers}) == 1
    assert rep.get(reverse(f"attachments:{name}", args=["dogs", foreign.pk, made.pk])).status_code == 404


def test_who_only_sees_a_record_sees_its_files_and_changes_none(rep: Client, people: Cast, foreign: "Customer") -> None:
    (made,) = attach(foreign, people.other_rep, upload("合同.pdf", PDF)).kept
    Member.objects.create(kind=KIND, object_id=foreign.pk, user=people.rep, level=Member.Level.READ)
    page = words(rep.get(foreign.get_absolute_url()))
    assert address("download", foreign, made.pk) in page
    assert address("remove", foreign, made.pk) not in page
    assert f'"{address("attach", foreign)}"' not in page
    assert content(rep.get(address("download", foreign, made.pk))) == PDF
    assert rep.post(address("remove", foreign, made.pk)).status_code == 404


def test_a_download_bears_its_name_and_can_do_nothing_in_the_browser(
    rep: Client, people: Cast, buyer: "Customer"
) -> None:
    (made,) = attach(buyer, people.rep, upload("合同 2026.pdf", PDF)).kept
    answer = rep.get(address("download", buyer, made.pk))
    assert content(answer) == PDF
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E5%90%88%E5%90%8C%202026.pdf"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert (answer["X-Frame-Options"], answer["Content-Length"]) == ("DENY", str(len(PDF)))


def test_only_what_a_page_shows_comes_inline_and_only_within_our_pages(
    rep: Client, people: Cast, buyer: "Customer"
) -> None:
    picture, text = attach(buyer, people.rep, upload("门店.png", png()), upload("页.txt", b"<b>bold</b>")).kept
    shown = rep.get(address("show", buyer, picture.pk))
    assert shown["Content-Disposition"].startswith("inline")
    assert (shown["Content-Type"], shown["X-Frame-Options"]) == ("image/png", "SAMEORIGIN")
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert content(shown) == png()
    saved = rep.get(address("show", buyer, text.pk))
    assert saved["Content-Disposition"].startswith("attachment")
    assert content(saved) == b"<b>bold</b>"


@pytest.mark.parametrize(
    ("asked", "status", "told", "got"),
    [
        ("bytes=0-3", 206, "bytes 0-3/124", slice(0, 4)),
        ("bytes=-4", 206, "bytes 120-123/124", slice(120, 124)),
        ("bytes=100-", 206, "bytes 100-123/124", slice(100, 124)),
        ("bytes=999-", 416, "bytes */124", slice(0, 0)),
        ("bytes=0-1,3-4", 200, "", slice(0, 124)),
    ],
)
def test_a_player_is_given_the_part_it_asks_for(
    rep: Client, people: Cast, buyer: "Customer", asked: str, status: int, told: str, got: slice
) -> None:
    sound = wav()
    (made,) = attach(buyer, people.rep, upload("录音.wav", sound)).kept
    answer: Any = rep.get(address("show", buyer, made.pk), headers={"Range": asked})
    assert (answer.status_code, answer.headers.get("Content-Range", "")) == (status, told)
    assert (content(answer) if answer.streaming else answer.content) == sound[got]
    stale = rep.get(address("show", buyer, made.pk), headers={"Range": asked, "If-Range": '"another"'})
    assert (stale.status_code, content(stale)) == (200, sound)


def test_a_file_that_is_not_on_the_disk_is_a_404(rep: Client, people: Cast, buyer: "Customer") -> None:
    (made,) = attach(buyer, people.rep, upload("合同.pdf", PDF)).kept
    made.blob.file.storage.delete(str(made.blob.file.name))
    assert rep.get(address("download", buyer, made.pk)).status_code == 404


def test_the_history_names_the_file(rep: Client, people: Cast, buyer: "Customer") -> None:
    (made,) = attach(buyer, people.rep, upload("合同.pdf", PDF)).kept
    rep.post(address("remove", buyer, made.pk))
    page = words(rep.get(buyer.get_absolute_url()))
    history = page[page.index('id="history"') :]
    assert len(re.findall("合同.pdf", history)) == 2


def test_the_card_asks_one_question_for_its_files_however_many(rep: Client, people: Cast, buyer: "Customer") -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert rep.get(buyer.get_absolute_url()).status_code == 200
        return sum("files_" in each["sql"] for each in asked.captured_queries)

    assert questions() == 1
    attach(buyer, people.rep, *(upload(f"{n}.pdf", PDF + bytes([n])) for n in range(9)))
    assert questions() == 1
