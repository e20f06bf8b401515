"""The audit says who did what to which record, and nothing personal."""

import pytest

from tests.factories import add_user
from zhike.core.audit import operations, queries
from zhike.core.audit.models import Entry

pytestmark = pytest.mark.django_db


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
    operations.record(by=user, action="added", about=user)
    Entry.objects.update(kind="customers.customer")
    assert not queries.entries_about(user).exists()


def test_entries_name_fields_and_never_their_values() -> None:
    kept = {field.name for field in Entry._meta.get_fields()}
    assert kept == {"id", "at", "by", "action", "kind", "object_id", "fields"}


def test_who_is_in_the_audit_cannot_be_deleted() -> None:
    user = add_user("周敏")
    operations.record(by=user, action="added", about=user)
    with pytest.raises(Exception, match="protected"):
        user.delete()
