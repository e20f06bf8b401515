import uuid
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from zhike.core.files import rules
from zhike.core.files.models import Attachment

MOST_BROUGHT_BACK = 100


@dataclass(frozen=True)
class Section:
    """The attachments of a record as its page shows them."""

    kind: str
    object_id: int
    files: tuple[Attachment, ...]
    removed: tuple[Attachment, ...]
    may_edit: bool

    @cached_property
    def key(self) -> str:
        """The idempotency key of what is uploaded from here."""
        return uuid.uuid4().hex

    @property
    def most_mb(self) -> int:
        return int(settings.ATTACHMENT_LIMIT_BYTES) // 1024**2

    @property
    def at_once(self) -> int:
        return rules.AT_ONCE

    @property
    def is_full(self) -> bool:
        return len(self.files) >= rules.ON_A_RECORD

    @property
    def days_kept(self) -> int:
        return rules.KEPT.days


def attachments(kind: str, object_id: int) -> QuerySet[Attachment]:
    """Answer all that was attached to a record, the newest first, also what was taken away."""
    found = Attachment.objects.filter(kind=kind, object_id=object_id).select_related("blob", "by", "removed_by")
    return found.order_by("-pk")


def section(kind: str, object_id: int, *, may_edit: bool) -> Section:
    """Answer a record's attachments by one question; who may not change it does not see what was taken away."""
    shown = Q(removed_at=None) | Q(removed_at__gt=Now() - rules.KEPT) if may_edit else Q(removed_at=None)
    found = list(attachments(kind, object_id).filter(shown)[: rules.ON_A_RECORD + MOST_BROUGHT_BACK])
    files = tuple(each for each in found if each.removed_at is None)
    removed = tuple(each for each in found if each.removed_at is not None)
    return Section(kind, object_id, files, removed, may_edit)
