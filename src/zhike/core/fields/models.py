from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.core.fields import rules
from zhike.core.fields.rules import types


class Definition(models.Model):
    """A field that an administrator gave to a kind of record; it is switched off, never deleted.

    Its values are in the record's own JSON under `code`, and beside it in `Value` when lists are filtered by it.
    """

    class Type(models.TextChoices):
        TEXT = types.TEXT, _("short text")
        LONG_TEXT = types.LONG_TEXT, _("long text")
        NUMBER = types.NUMBER, _("number")
        MONEY = types.MONEY, _("money")
        DATE = types.DATE, _("date")
        CHOICE = types.CHOICE, _("choice of one")
        CHOICES = types.CHOICES, _("choice of several")
        PERSON = types.PERSON, _("colleague")
        RECORD = types.RECORD, _("customer")
        FILE = types.FILE, _("file")
        FORMULA = types.FORMULA, _("formula")

    kind = models.CharField(_("kind of record"), max_length=40)
    code = models.CharField(_("code"), max_length=40)
    title = models.CharField(_("name"), max_length=types.TITLE_LONGEST)
    type = models.CharField(_("type"), max_length=12, choices=Type)
    block = models.CharField(_("part of the card"), max_length=20)
    choices = models.JSONField(_("choices"), default=list)
    formula = models.CharField(_("formula"), max_length=types.FORMULA_LONGEST, blank=True)  # with codes, not titles
    result = models.CharField(_("the formula comes to"), max_length=12, default=types.NUMBER)
    help = models.CharField(_("help"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    is_needed = models.BooleanField(_("needed"), default=False)
    is_filtered = models.BooleanField(_("in filters"), default=False)
    right = models.CharField(_("field rule"), max_length=60, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    is_ready = models.BooleanField(_("index is complete"), default=False)
    turn = models.PositiveIntegerField(_("how often the index was begun"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "code"], name="field_once_by_code"),
            models.UniqueConstraint(fields=["kind", "title"], name="field_once_by_title"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the field is called in forms, filters and columns, where others stand beside it."""
        return f"x_{self.code}"

    @property
    def value_type(self) -> str:
        return rules.value_type(self)

    @property
    def may_filter(self) -> bool:
        """Say whether its index answers for all records."""
        return self.is_active and self.is_filtered and self.is_ready

    @property
    def may_sort(self) -> bool:
        return self.may_filter and self.value_type in types.SORTABLE


class Value(models.Model):
    """A value of one record as filters and sorting ask for it; of several choices there is a row each."""

    definition = models.ForeignKey(Definition, on_delete=models.CASCADE, related_name="+", db_index=False)
    object_id = models.BigIntegerField(_("record"))
    text = models.CharField(_("text"), max_length=types.TEXT_LONGEST, null=True)
    number = models.DecimalField(_("number"), max_digits=24, decimal_places=6, null=True)
    day = models.DateField(_("day"), null=True)

    class Meta:
        indexes = (
            models.Index(fields=["definition", "object_id"], name="field_values_of_a_record"),
            models.Index(
                fields=["definition", "number", "object_id"],
                condition=models.Q(number__isnull=False),
                name="field_values_by_number",
            ),
            models.Index(
                fields=["definition", "text", "object_id"],
                condition=models.Q(text__isnull=False),
                name="field_values_by_text",
            ),
            models.Index(
                fields=["definition", "day", "object_id"],
                condition=models.Q(day__isnull=False),
                name="field_values_by_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.definition_id} {self.object_id}"


class StoredFile(models.Model):
    """A file that is the value of some record's field; it is downloaded by way of that record only."""

    name = models.CharField(_("file name"), max_length=200)
    blob = models.ForeignKey("files.Blob", on_delete=models.PROTECT, null=True, related_name="+")  # null: it was lost
    size = models.PositiveBigIntegerField(_("bytes"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    def __str__(self) -> str:
        return self.name
