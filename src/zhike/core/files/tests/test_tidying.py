"""What nothing refers to goes; what somebody is just taking into use stays, whatever the moment."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.utils import timezone

from tests.factories import Cast
from tests.factories.files import upload
from zhike.core.files import operations, storing
from zhike.core.files.models import Attachment, Blob
from zhike.core.files.tests.made import PDF
from zhike.core.files.tests.test_attaching import KIND, attach, files_in

if TYPE_CHECKING:
    from zhike.customers.models import Customer

pytestmark = pytest.mark.django_db
MIME = "application/pdf"


def now(*, days: int = 0) -> datetime:
    return timezone.now() + timedelta(days=days)


def age(*blobs: Blob, days: int = 2) -> None:
    Blob.objects.filter(pk__in=[blob.pk for blob in blobs]).update(used_at=now(days=-days))


def removed(buyer: "Customer", by: Any, *, days_ago: int) -> Attachment:
    (made,) = attach(buyer, by, upload("合同.pdf", PDF)).kept
    age(made.blob, days=days_ago)
    operations.remove(kind=KIND, object_id=buyer.pk, attachment=made.pk, by=by, at=now(days=-days_ago))
    return made


def stored(content: bytes) -> Blob:
    return storing.keep(upload("x.pdf", content), mime=MIME)  # type: ignore[arg-type]


def test_after_thirty_days_row_and_file_go(people: Cast, buyer: "Customer", media: Path) -> None:
    removed(buyer, people.rep, days_ago=31)
    operations.tidy(at=now())
    assert (Attachment.objects.count(), Blob.objects.count(), files_in(media)) == (0, 0, [])


def test_before_that_both_stay(people: Cast, buyer: "Customer", media: Path) -> None:
    removed(buyer, people.rep, days_ago=29)
    operations.tidy(at=now())
    assert (Attachment.objects.count(), Blob.objects.count(), len(files_in(media))) == (1, 1, 1)


def test_a_content_stays_as_long_as_anything_refers_to_it(
    people: Cast, buyer: "Customer", foreign: "Customer", media: Path
) -> None:
    attach(foreign, people.other_rep, upload("也在用.pdf", PDF))
    removed(buyer, people.rep, days_ago=31)
    operations.tidy(at=now())
    assert (Attachment.objects.count(), len(files_in(media))) == (1, 1)


def test_a_content_that_is_a_custom_field_s_value_stays(people: Cast, media: Path) -> None:
    blob, unused = stored(PDF), stored(PDF + b"2")
    apps.get_model("fields", "StoredFile").objects.create(name="执照.pdf", size=blob.size, blob=blob)
    age(blob, unused)
    operations.tidy(at=now())
    assert list(Blob.objects.all()) == [blob]
    assert len(files_in(media)) == 1


def test_an_upload_that_is_under_way_is_left_alone(media: Path) -> None:
    blob = stored(PDF)
    operations.tidy(at=now())
    assert (list(Blob.objects.all()), len(files_in(media))) == ([blob], 1)


def test_a_file_tidied_away_between_writing_and_claim_is_written_again(
    people: Cast, buyer: "Customer", media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(stored(PDF))
    write = storing.write
    tidied: list[int] = []

    def tidy_behind(*told: Any, **more: Any) -> storing.Written:
        found = write(*told, **more)
        if not tidied:
            tidied.append(storing.forget_unused(at=now()))
        return found

    monkeypatch.setattr(storing, "write", tidy_behind)
    (made,) = attach(buyer, people.rep, upload("合同.pdf", PDF)).kept
    assert tidied == [1]
    assert files_in(media) == [media / str(made.blob.file.name)]
    assert Blob.objects.get() == made.blob


def test_a_file_that_was_lost_is_written_again_by_the_next_upload(people: Cast, buyer: "Customer", media: Path) -> None:
    (path,) = [media / str(stored(PDF).file.name)]
    path.unlink()
    attach(buyer, people.rep, upload("合同.pdf", PDF))
    assert path.read_bytes() == PDF


def test_a_claimed_content_is_not_old_any_more(media: Path) -> None:
    blob = stored(PDF)
    age(blob)
    stored(PDF)
    assert storing.forget_unused(at=now()) == 0
    assert Blob.objects.get() == blob


def test_what_a_broken_upload_left_goes_in_two_steps(media: Path) -> None:
    written = storing.write(upload("x.pdf", PDF), mime=MIME)  # type: ignore[arg-type]
    path = media / written.name
    draft = path.with_name(f"{path.name}.0a1b.part")
    draft.write_bytes(b"half")
    operations.tidy(at=now())
    assert (Blob.objects.count(), path.exists(), draft.exists()) == (0, True, True)
    old = now(days=-2).timestamp()
    for each in (path, draft):
        os.utime(each, (old, old))
    operations.tidy(at=now())
    assert (Blob.objects.count(), path.exists(), draft.exists()) == (1, True, False)
    operations.tidy(at=now(days=2))
    assert (Blob.objects.count(), files_in(media)) == (0, [])


def test_it_goes_batch_by_batch_and_stops_when_asked(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "BATCH", 2)
    age(*(stored(PDF + bytes([number])) for number in range(5)))
    assert storing.forget_unused(at=now()) == 2
    operations.tidy(at=now(), has_to_stop=lambda: True)
    assert Blob.objects.count() == 3
    operations.tidy(at=now())
    assert (Blob.objects.count(), files_in(media)) == (0, [])
