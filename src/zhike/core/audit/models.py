from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(models.QuerySet[Any]):
    """Rows that are written once: what was done cannot be undone by changing its record."""

    def update(self, **values: Any) -> NoReturn:
        raise TypeError("what was done is never changed")

    def delete(self) -> NoReturn:
        raise TypeError("what was done is never deleted")


class Batch(models.Model):
    """Many changes made by one click: the change set by which they can be undone together."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(_("action"), max_length=40)
    undone_at = models.DateTimeField(_("undone"), null=True)

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.action}"


class Entry(models.Model):
    """Who did what to which record, when, and which fields it touched; appended, never changed.

    It holds no personal values: those are in `Value`, which erasure empties. An import leaves one entry, its rows
    carry their origin.
    """

    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(_("action"), max_length=40)
    kind = models.CharField(_("kind of record"), max_length=40)
    object_id = models.BigIntegerField(_("record"))
    fields = models.JSONField(_("fields"), default=list)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="entries")

    objects = AppendOnly.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["kind", "object_id", "-at"], name="audit_of_a_record"),
            models.Index(fields=["by", "-at"], name="audit_of_a_colleague"),
            models.Index(fields=["action", "-at"], name="audit_of_an_action"),
            models.Index(fields=["-at"], name="audit_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.action} {self.kind} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("what was done is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("what was done is never deleted")


class Value(models.Model):
    """What a field was before and after, beside its entry so that it can be erased with the person it is about."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="values")
    subject = models.BigIntegerField(_("party it is about"), null=True)
    field = models.CharField(_("field"), max_length=60)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    class Meta:
        indexes = (models.Index(fields=["subject"], name="audit_values_of_a_party"),)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.field}"
