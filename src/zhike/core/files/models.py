from datetime import datetime

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.files import rules
from zhike.core.files.rules.types import IMAGE, FileType

SMALL = 2 * 1024 * 1024  # a picture of so many bytes is shown in the list, larger ones when they are opened


def blob_storage() -> Storage:
    """Answer where contents are kept, which a setting may say."""
    return storages["blobs"]


class Blob(models.Model):
    """A content, kept once under the name of its own hash however often it was uploaded."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    file = models.FileField(_("file"), storage=blob_storage, max_length=200)
    size = models.PositiveBigIntegerField(_("bytes"))
    mime = models.CharField(_("type"), max_length=100)
    used_at = models.DateTimeField(_("last taken into use"))

    class Meta:
        indexes = (models.Index(fields=["used_at"], name="blobs_by_use"),)

    def __str__(self) -> str:
        return self.sha256


class Attachment(models.Model):
    """A file that somebody put to a record; taken away it can be brought back for a while."""

    kind = models.CharField(_("kind of record"), max_length=40)
    object_id = models.BigIntegerField(_("record"))
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("attached"))
    key = models.CharField(_("idempotency key"), max_length=64, unique=True)
    removed_at = models.DateTimeField(_("taken away"), null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=["kind", "object_id", "-id"], name="attachments_of_a_record"),
            models.Index(
                fields=["removed_at"], condition=models.Q(removed_at__isnull=False), name="attachments_taken_away"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def type(self) -> FileType:
        """Its kind, with which its content agreed when it was taken."""
        return rules.type_of(self.name) or FileType("application/octet-stream", frozenset())

    @property
    def is_small_picture(self) -> bool:
        """Say whether the list shows the picture itself."""
        return self.type.shown_as == IMAGE and self.blob.size <= SMALL

    def may_come_back(self, at: datetime) -> bool:
        return self.removed_at is not None and self.removed_at > at - rules.KEPT
