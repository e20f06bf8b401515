"""What an import did to preferences, taken back."""

from typing import TYPE_CHECKING

from django.utils.dateparse import parse_date

from zhike.core.audit import operations as audit
from zhike.core.audit.models import Entry, Value
from zhike.customers.models import Customer, Preference

if TYPE_CHECKING:
    from zhike.exchange.undoing import Undo

PREFERENCE = "preference"


def take_back_preference(customer: Customer, entry: Entry, undo: "Undo") -> tuple[bool, bool]:
    """Answer whether a preference became as before, and whether it stays as somebody wrote it since."""
    told = {value.field: value for value in entry.values.all()}
    words = told.pop(PREFERENCE)
    rows = Preference.objects.select_for_update().filter(party=words.subject)
    preference = next((each for each in rows if str(each) == words.after), None)
    if preference is None:
        return False, entry.action == "preference seen"
    now = _told_of(preference)
    if any(now[name] != (value.after or None) for name, value in told.items()):
        return False, True
    _note(customer, entry, undo, words=words)
    if entry.action == "preference noted":
        preference.delete()
        return True, False
    preference.times_seen = int(told["times_seen"].before or 1)
    preference.source = told["preference_source"].before or ""
    preference.last_seen_on = parse_date(told["last_seen_on"].before or "")
    preference.save(update_fields=["times_seen", "source", "last_seen_on"])
    return True, False


def _note(customer: Customer, entry: Entry, undo: "Undo", *, words: Value) -> None:
    action, changes = "preference dropped", {PREFERENCE: (words.after, None)}
    if entry.action == "preference seen":
        action, changes = "changed", {PREFERENCE: (None, words.after)}
    audit.record(by=undo.by, action=action, about=customer, changes=changes, subject=words.subject, batch=undo.back)


def _told_of(preference: Preference) -> dict[str, object]:
    """Answer what the audit keeps of it, nothing where it is empty."""
    day = preference.last_seen_on
    return {
        "preference_source": preference.source or None,
        "times_seen": preference.times_seen,
        "last_seen_on": day.isoformat() if day else None,
    }
