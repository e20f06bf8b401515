"""The audit says who did what to which record; what is personal stands beside it and can be erased."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import add_user
from zhike.core.accounts.models import User
from zhike.core.audit import operations, queries
from zhike.core.audit.models import Batch, Entry, Value
from zhike.core.audit.operations import Changes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def test_what_was_done_to_a_record_is_answered_newest_first() -> None:
    by, about = add_user("周敏"), add_user("李强")
    operations.record(by=by, action="added", about=about)
    operations.record(by=None, action="changed", about=about, fields=["phone", "name"])
    operations.record(by=by, action="added", about=by)
    found = list(queries.entries_about(about))
    assert [(entry.action, entry.by, entry.fields) for entry in found] == [
        ("changed", None, ["name", "phone"]),
        ("added", by, []),
    ]


def test_a_record_of_another_kind_with_the_same_id_has_its_own_entries() -> None:
    user = add_user("周敏")
    Entry.objects.create(by=user, action="added", kind="customers.customer", object_id=user.pk)
    assert not queries.entries_about(user).exists()


def test_entries_name_fields_and_never_their_values() -> None:
    kept = {field.name for field in Entry._meta.concrete_fields}
    assert kept == {"id", "at", "by", "action", "kind", "object_id", "fields", "batch"}


def test_before_and_after_stand_beside_the_entry() -> None:
    by, about = add_user("周敏"), add_user("李强")
    told: Changes = {
        "name": ("李", "李强"),
        "owner": (None, by),
        "day": (None, date(2026, 11, 22)),
        "tags": ([], [1]),
    }
    operations.record(by=by, action="changed", about=about, fields=["phone"], changes=told)
    entry = queries.entries_about(about).get()
    assert entry.fields == ["day", "name", "owner", "phone", "tags"]
    assert {value.field: (value.before, value.after) for value in entry.values.all()} == {
        "name": ("李", "李强"),
        "owner": (None, by.pk),
        "day": (None, "2026-11-22"),
        "tags": ([], [1]),
    }


def test_erasure_empties_the_values_of_one_party_and_keeps_the_entry() -> None:
    by = add_user("周敏")
    for subject in (7, 8, None):
        operations.record(by=by, action="changed", about=by, changes={"phone": ("1", "2")}, subject=subject)
    assert operations.erase(7) == 1
    left = {value.subject: value.after for value in Value.objects.all()}
    assert left == {7: None, 8: "2", None: "2"}
    assert queries.entries_about(by).count() == 3


def test_what_was_done_is_neither_changed_nor_deleted() -> None:
    user = add_user("周敏")
    entry = operations.record(by=user, action="added", about=user)
    for attempt in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(action="x")):
        with pytest.raises(TypeError):
            attempt()
    assert Entry.objects.get().action == "added"


def test_one_click_is_one_batch_and_is_undone_once() -> None:
    user = add_user("周敏")
    batch = operations.open_batch(by=user, action="bulk changed")
    for _ in range(2):
        operations.record(by=user, action="bulk changed", about=user, batch=batch, changes={"name": ("a", "b")})
    assert queries.entries_of(batch).count() == 2
    assert operations.close_undone(batch, at=AT)
    assert not operations.close_undone(batch, at=AT)
    assert list(queries.batches(by=user)) == [batch]


def test_how_often_somebody_did_something_is_counted_since_an_instant() -> None:
    user, other = add_user("周敏"), add_user("李强")
    for by, action in ((user, "revealed"), (user, "revealed"), (user, "changed"), (other, "revealed")):
        operations.record(by=by, action=action, about=user)
    assert queries.times("revealed", by=user, since=timezone.now() - timedelta(hours=1)) == 2
    assert queries.times("revealed", by=user, since=timezone.now() + timedelta(hours=1)) == 0
    assert queries.actions() == ["changed", "revealed"]


def test_many_records_are_written_at_once() -> None:
    user, other = add_user("周敏"), add_user("李强")
    changes = {"phone": ("", "138"), "name": (None, "李强")}
    told = [operations.Told(user, {"name": ("周", "周敏")}), operations.Told(other, changes, subject=7)]
    operations.record_all(by=user, action="changed", told=told)
    assert [entry.fields for entry in queries.entries()] == [["name", "phone"], ["name"]]
    values = Value.objects.order_by("pk").values_list("entry__object_id", "subject", "field", "before", "after")
    assert list(values) == [
        (user.pk, None, "name", "周", "周敏"),
        (other.pk, 7, "phone", "", "138"),
        (other.pk, 7, "name", None, "李强"),
    ]


def test_what_still_stands_is_told_from_what_was_undone() -> None:
    user, batch, other = add_user("周敏"), open_batch("changed"), open_batch("changed")
    people = [add_user(name) for name in ("甲", "乙", "丙", "丁", "戊")]
    own, undone, by_hand, looked, another = people
    operations.record(by=user, action="changed", about=own, batch=batch)
    taken_back = open_batch("changed")
    operations.record(by=user, action="changed", about=undone, batch=taken_back)
    operations.close_undone(taken_back, at=timezone.now())
    operations.record(by=user, action="changed", about=undone, batch=open_batch(queries.UNDONE))
    operations.record(by=user, action="changed", about=by_hand)
    operations.record(by=user, action="revealed", about=looked)
    operations.record(by=user, action="changed", about=another, batch=other)
    ids = [each.pk for each in people]
    assert queries.changed_since(User, ids, besides=batch) == {by_hand.pk, another.pk}
    assert queries.changed_since(User, ids, besides=None) == {own.pk, by_hand.pk, another.pk}
    assert queries.touched_by(batch, User, ids) == {own.pk}


def open_batch(action: str) -> Batch:
    return operations.open_batch(by=None, action=action)


def test_who_is_in_the_audit_cannot_be_deleted() -> None:
    user = add_user("周敏")
    operations.record(by=user, action="added", about=user)
    with pytest.raises(Exception, match="protected"):
        user.delete()
