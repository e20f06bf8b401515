"""What administrators may do to each other, and how the log puts what was done into words."""

from collections.abc import Iterable, Mapping
from datetime import date

from zhike.phrases import Phrase

DEEPEST = 10  # levels of the organisation
MOST_EXPORTED = 100_000
Span = tuple[date | None, date | None]

ACTIONS = {
    "added": Phrase("Record added"),
    "changed": Phrase("Record changed"),
    "confirmed": Phrase("Record confirmed"),
    "transferred": Phrase("Record transferred"),
    "shared": Phrase("Colleague added to the record"),
    "unshared": Phrase("Colleague taken off the record"),
    "trashed": Phrase("Put into the trash"),
    "restored": Phrase("Taken out of the trash"),
    "erased": Phrase("Personal values erased"),
    "revealed": Phrase("Masked value shown"),
    "exported": Phrase("Exported"),
    "printed": Phrase("Printed"),
    "replaced": Phrase("Replaced by a new version"),
    "imported": Phrase("Imported from a file"),
    "import undone": Phrase("Import undone"),
    "import given up": Phrase("Unfinished import removed"),
    "kept a mapping": Phrase("Columns of a kind of file kept for the next"),
    "bulk changed": Phrase("Changed with many others"),
    "undone": Phrase("Change undone"),
    "met a duplicate": Phrase("Duplicate of a record out of sight met"),
    "submitted": Phrase("Paper submitted"),
    "moved": Phrase("Unit moved"),
    "closed": Phrase("Unit closed"),
    "retired": Phrase("Role retired"),
    "invited": Phrase("Colleague invited"),
    "invited again": Phrase("Invitation renewed"),
    "position given": Phrase("Position given"),
    "position ended": Phrase("Position ended"),
    "access ended": Phrase("Access ended"),
    "let back in": Phrase("Let back in"),
    "second factors removed": Phrase("Second factors removed"),
    "preview started": Phrase("Preview started"),
    "preview ended": Phrase("Preview ended"),
    "contact added": Phrase("Contact added"),
    "contact changed": Phrase("Contact changed"),
    "contact ended": Phrase("Contact ended"),
    "need noted": Phrase("Need noted"),
    "need changed": Phrase("Need changed"),
    "switching cost rated": Phrase("Switching cost rated"),
    "satisfaction noted": Phrase("Satisfaction noted"),
    "preference noted": Phrase("Preference noted"),
    "preference seen": Phrase("Preference seen again"),
    "preference dropped": Phrase("Preference taken away"),
    "file attached": Phrase("File attached"),
    "file taken away": Phrase("File taken away"),
    "file brought back": Phrase("File brought back"),
    "recorded": Phrase("Follow-up recorded"),
    "corrected": Phrase("Follow-up corrected"),
    "added to": Phrase("Follow-up added to"),
    "next contact done": Phrase("Next contact done"),
    "next contact moved": Phrase("Next contact moved"),
    "next contact dropped": Phrase("Next contact dropped"),
    "next contact closed": Phrase("Next contact closed by an import"),
    "next contact reopened": Phrase("Next contact open again"),
    "asked to export": Phrase("Large export asked for"),
    "granted an export": Phrase("Large export approved"),
    "refused an export": Phrase("Large export refused"),
    "fetched an export": Phrase("Exported file fetched"),
    "scheduled an export": Phrase("Scheduled export set up"),
    "ended a scheduled export": Phrase("Scheduled export ended"),
    "saved a view": Phrase("View of a list saved"),
    "cancelled a job": Phrase("Background work stopped"),
    "retried a job": Phrase("Background work tried again"),
    "dropped a view": Phrase("View of a list dropped"),
}


def words_for(action: str) -> Phrase:
    """Answer the words of an action; one without words stands for itself."""
    return ACTIONS.get(action, Phrase("%(action)s").given(action=action))


def is_wider(theirs: Mapping[str, int], own: Mapping[str, int]) -> bool:
    """Say whether rights reach further than others in anything."""
    return any(reach > own.get(code, 0) for code, reach in theirs.items())


def overlaps(one: Span, other: Span) -> bool:
    """Say whether two spans share a day; the last day is not part of a span, and an open end never comes."""
    return (one[1] is None or _begin(other) < one[1]) and (other[1] is None or _begin(one) < other[1])


def depth_after(moved: Iterable[str], *, path: str, below: str) -> int:
    """Say how deep the organisation goes once the branch at `path`, of these paths, hangs below another."""
    height = max(each.count("/") for each in moved) - path.count("/")
    return below.count("/") + 1 + height


def is_below(path: str, other: str) -> bool:
    """Say whether a unit is another one or stands below it."""
    return path.startswith(other)


def _begin(span: Span) -> date:
    return span[0] or date.min
