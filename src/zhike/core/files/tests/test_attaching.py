"""What is attached is kept once, audited, and can be taken away and brought back."""

import errno
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.utils import timezone

from tests.factories import Cast
from tests.factories.files import AT, tables, upload
from zhike.core.accounts.models import User
from zhike.core.audit import queries as audit
from zhike.core.files import operations, queries, rules
from zhike.core.files.models import Attachment, Blob
from zhike.core.files.operations import NO_ROOM, TOO_MANY, TOO_MANY_AT_ONCE, Outcome
from zhike.core.files.tests.made import PDF, png

if TYPE_CHECKING:
    from zhike.customers.models import Customer

KIND = "customers.customer"


def attach(buyer: "Customer", by: User, *uploads: Any, key: str = "k") -> Outcome:
    return operations.attach(kind=KIND, object_id=buyer.pk, uploads=uploads, key=key, by=by, at=AT)


def files_in(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file())


def names(buyer: "Customer") -> list[str]:
    return [file.name for file in queries.section(KIND, buyer.pk, may_edit=True).files]


def test_a_file_is_kept_under_its_hash_and_read_by_its_owner_only(people: Cast, buyer: "Customer", media: Path) -> None:
    (made,) = attach(buyer, people.rep, upload("合同.pdf", PDF)).kept
    (path,) = files_in(media)
    assert path == media / "blobs" / made.blob.sha256[:2] / made.blob.sha256[2:]
    assert path.read_bytes() == PDF
    assert path.stat().st_mode & 0o777 == 0o600
    assert (made.name, made.by, made.at, made.blob.size, made.blob.mime) == (
        "合同.pdf", people.rep, AT, len(PDF), "application/pdf"
    )  # fmt: skip


def test_the_same_content_is_kept_once_and_never_written_again(
    people: Cast, buyer: "Customer", foreign: "Customer", media: Path
) -> None:
    attach(buyer, people.rep, upload("合同.pdf", PDF))
    (path,) = files_in(media)
    written_at = path.stat().st_mtime_ns
    attach(foreign, people.other_rep, upload("副本.pdf", PDF))
    attach(buyer, people.rep, upload("又一份.pdf", PDF), key="another")
    assert (Blob.objects.count(), Attachment.objects.count()) == (1, 3)
    assert files_in(media) == [path]
    assert path.stat().st_mtime_ns == written_at


def test_sent_twice_it_is_attached_once(people: Cast, buyer: "Customer") -> None:
    first, again = (attach(buyer, people.rep, upload("合同.pdf", PDF)) for _ in range(2))
    assert first.kept == again.kept
    assert names(buyer) == ["合同.pdf"]
    assert [entry.action for entry in audit.entries_about(buyer)] == ["file attached"]


def test_the_good_ones_are_kept_and_the_bad_ones_named(people: Cast, buyer: "Customer") -> None:
    uploads = [upload("门店.png", png()), upload("图.png", b"<html>"), upload("x.exe"), upload("合同.pdf", PDF)]
    outcome = attach(buyer, people.rep, *uploads)
    assert [made.name for made in outcome.kept] == ["门店.png", "合同.pdf"]
    assert [phrase.values["name"] for phrase in outcome.refused] == ["图.png", "x.exe"]


def test_each_change_is_in_the_audit_of_the_record_and_can_be_erased(people: Cast, buyer: "Customer") -> None:
    (made,) = attach(buyer, people.rep, upload("合同.pdf", PDF)).kept
    told: dict[str, Any] = {"kind": KIND, "object_id": buyer.pk, "attachment": made.pk, "by": people.rep, "at": AT}
    for _ in range(2):
        operations.remove(**told)
    for _ in range(2):
        operations.restore(**told | {"at": AT + timedelta(days=29)})
    entries = [
        (entry.action, value.before, value.after, value.subject)
        for entry in audit.entries_about(buyer)
        for value in entry.values.all()
    ]
    assert entries == [
        ("file brought back", None, "合同.pdf", buyer.party_id),
        ("file taken away", "合同.pdf", None, buyer.party_id),
        ("file attached", None, "合同.pdf", buyer.party_id),
    ]


def test_after_thirty_days_nothing_comes_back(people: Cast, buyer: "Customer") -> None:
    (made,) = attach(buyer, people.rep, upload("合同.pdf", PDF)).kept
    operations.remove(kind=KIND, object_id=buyer.pk, attachment=made.pk, by=people.rep, at=AT)
    late = AT + timedelta(days=30)
    with pytest.raises(ObjectDoesNotExist):
        operations.restore(kind=KIND, object_id=buyer.pk, attachment=made.pk, by=people.rep, at=late)


def test_who_may_not_change_the_record_attaches_and_removes_nothing(
    people: Cast, buyer: "Customer", foreign: "Customer", media: Path
) -> None:
    (made,) = attach(foreign, people.other_rep, upload("合同.pdf", PDF)).kept
    before = tables()
    with pytest.raises(ObjectDoesNotExist):
        attach(foreign, people.rep, upload("别的.pdf", PDF + b"2"))
    with pytest.raises(PermissionDenied):
        attach(foreign, people.visitor, upload("别的.pdf", PDF + b"2"))
    for record in (foreign, buyer):  # nor by way of an own record
        with pytest.raises(ObjectDoesNotExist):
            operations.remove(kind=KIND, object_id=record.pk, attachment=made.pk, by=people.rep, at=AT)
    assert tables() == before
    assert len(files_in(media)) == 1


def test_more_than_a_record_takes_are_refused(people: Cast, buyer: "Customer", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "AT_ONCE", 3)
    monkeypatch.setattr(rules, "ON_A_RECORD", 2)
    outcome = attach(buyer, people.rep, *(upload(f"{n}.pdf", PDF + bytes([n])) for n in range(1, 5)))
    assert [phrase.text for phrase in outcome.refused] == [TOO_MANY.text, TOO_MANY_AT_ONCE.text]
    operations.remove(kind=KIND, object_id=buyer.pk, attachment=outcome.kept[0].pk, by=people.rep, at=AT)
    assert len(attach(buyer, people.rep, upload("5.pdf", PDF), key="2").kept) == 1
    with pytest.raises(rules.Refused):
        operations.restore(kind=KIND, object_id=buyer.pk, attachment=outcome.kept[0].pk, by=people.rep, at=AT)


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_is_told_by_name_and_leaves_neither_file_nor_row(
    people: Cast, buyer: "Customer", media: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_told: Any) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    if call == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr("django.core.files.base.File.chunks", full)
    before = tables()
    outcome = attach(buyer, people.rep, upload("合同.pdf", PDF))
    assert [phrase.text for phrase in outcome.refused] == [NO_ROOM.text]
    assert tables() == before
    assert files_in(media) == []


def test_another_fault_of_the_disk_is_not_hidden(
    people: Cast, buyer: "Customer", media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_told: Any) -> NoReturn:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        attach(buyer, people.rep, upload("合同.pdf", PDF))
    assert files_in(media) == []


def test_what_was_taken_away_is_shown_to_editors_for_thirty_days(people: Cast, buyer: "Customer") -> None:
    kept = attach(buyer, people.rep, *(upload(f"{n}.pdf", PDF + bytes([n])) for n in range(1, 4))).kept
    now = timezone.now()
    for made, days in zip(kept, (0, 29, 31), strict=True):
        at = now - timedelta(days=days)
        operations.remove(kind=KIND, object_id=buyer.pk, attachment=made.pk, by=people.rep, at=at)
    shown, hidden = (queries.section(KIND, buyer.pk, may_edit=may_edit) for may_edit in (True, False))
    assert [file.name for file in shown.removed] == ["2.pdf", "1.pdf"]
    assert (shown.files, hidden.files, hidden.removed) == ((), (), ())
