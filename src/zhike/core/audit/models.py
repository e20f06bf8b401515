from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """Who did what to which record, when, and which fields it touched; appended, never changed.

    It holds no personal values: a bulk write leaves one entry, its rows carry their origin.
    """

    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(_("action"), max_length=40)
    kind = models.CharField(_("kind of record"), max_length=40)
    object_id = models.BigIntegerField(_("record"))
    fields = models.JSONField(_("fields"), default=list)

    class Meta:
        indexes = (models.Index(fields=["kind", "object_id", "-at"], name="audit_of_a_record"),)

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.action} {self.kind} {self.object_id}"
