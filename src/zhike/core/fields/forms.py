"""The fields an administrator defined, as a form asks for them: typed words are read by the same rules as a file's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from zhike.core.fields import rules
from zhike.core.fields.models import Definition
from zhike.core.fields.rules import NOBODY, BadValue, Choice, Draft, Known, Stored, types
from zhike.core.fields.rules.reading import NEEDED
from zhike.core.files import rules as files

Described = Definition | Draft


@dataclass(frozen=True)
class Kept:
    """A file that is the value already, as Django's file widget shows it."""

    pk: int
    name: str
    url: str

    def __str__(self) -> str:
        return self.name


def form_fields(
    definitions: Iterable[Described], *, known: Known = NOBODY, extra: rules.Extra | None = None, files_at: str = ""
) -> dict[str, forms.Field]:
    """Answer form fields by name (`x_<code>`), for the values of one record.

    `extra` are the values it has: what is no longer offered stays as it is unless changed. `files_at` is the address
    of the record's files, to which the code is added. Give them to a form of the kit before it is made:
    `self.base_fields = self.base_fields | form_fields(...)`, so that it dresses them.
    """
    present = extra or {}
    return {
        f"x_{definition.code}": _field(definition, known=known, present=rules.stored(definition, present), at=files_at)
        for definition in definitions
        if definition.type != types.FORMULA
    }


def initial(fields: Mapping[str, forms.Field]) -> dict[str, Any]:
    """Answer what a form starts with, as its fields answer it again when nothing was changed."""
    return {name: field.initial for name, field in fields.items()}


def told(definitions: Iterable[Described], cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Answer the values a valid form tells, by code, None for what is empty; uploads still as uploads."""
    return {each.code: as_told(cleaned[f"x_{each.code}"]) for each in definitions if f"x_{each.code}" in cleaned}


class CustomField(forms.Field):
    """Asks for one value and reads it by its definition."""

    def __init__(self, definition: Described, *, known: Known, present: Stored | None) -> None:
        self.definition, self.known = definition, known
        self.choices = _choices(definition, known, present)
        if definition.type == types.LONG_TEXT:
            self.max_length = types.LONG_TEXT_LONGEST
        label = f"{definition.title} ({definition.unit})" if definition.unit else definition.title
        super().__init__(
            label=label,
            required=definition.is_needed,
            help_text=definition.help,
            widget=_widget(definition, self.choices),
            initial=present,
            error_messages={"required": _(NEEDED.text)},
            disabled=_is_unseen(definition, known, present),
        )

    def clean(self, value: Any) -> Stored | None:
        if self.disabled:
            kept: Stored | None = value
            return kept
        try:
            return rules.needed(self.definition, rules.read(self.definition, _words(value), self.known))
        except BadValue as bad:
            raise ValidationError(_(bad.phrase.text) % bad.phrase.values) from None

    def prepare_value(self, value: Any) -> Any:
        """Show a kept value as it would be typed; what was typed stays as it is."""
        if isinstance(value, list) or value is None:
            return value
        if self.definition.type in (types.MONEY, types.RECORD) and isinstance(value, int):
            return rules.typed(self.definition, value, known=self.known)
        return value

    def in_words(self, value: Stored) -> str:
        """Write a kept value as a card shows it."""
        return rules.words(self.definition, value, known=self.known)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(rules.read(self.definition, _words(data), self.known) != initial)
        except BadValue:
            return True


class CustomFile(forms.FileField):
    """Asks for a file."""

    def __init__(self, definition: Described, *, present: Kept | None) -> None:
        self.definition = definition
        super().__init__(
            label=definition.title,
            required=definition.is_needed,
            help_text=definition.help,
            initial=present,
            max_length=200,
            error_messages={"required": _(NEEDED.text)},
        )

    def to_python(self, data: Any) -> "UploadedFile[bytes] | None":
        upload: Any = super().to_python(data)
        kept: UploadedFile[bytes] | None = upload
        if upload is not None:
            name = files.clean_name(upload.name or "")
            try:
                files.look(name, upload, size=upload.size or 0, most=types.FILE_LARGEST_BYTES)
            except files.Refused as refused:
                raise ValidationError(_(refused.phrase.text) % refused.phrase.values) from None
        return kept


def _field(definition: Described, *, known: Known, present: Stored | None, at: str) -> forms.Field:
    if definition.type != types.FILE:
        return CustomField(definition, known=known, present=present)
    kept = Kept(present, known.files[present], f"{at}{definition.code}/") if present in known.files else None  # type: ignore[arg-type, index]
    return CustomFile(definition, present=kept)


def _is_unseen(definition: Described, known: Known, present: Stored | None) -> bool:
    """Let a value stay that names a record which the user may not see."""
    return definition.type == types.RECORD and present is not None and present not in known.records


def _choices(definition: Described, known: Known, present: Stored | None) -> list[tuple[str, str]]:
    """Offer what can be chosen, and besides it what is chosen already."""
    if definition.type == types.PERSON:
        people = dict(known.people)
        return [("", "")] + [(str(pk), name) for pk, name in people.items()]
    if definition.type not in types.CHOOSING:
        return []
    chosen = present if isinstance(present, list) else [present]
    offered = [each for each in rules.choices_of(definition).values() if each.is_offered or each.key in chosen]
    blank = [("", "")] if definition.type == types.CHOICE else []
    return blank + [(choice.key, _title(choice)) for choice in offered]


def _title(choice: Choice) -> str:
    return choice.title if choice.is_offered else _("%(title)s (no longer offered)") % {"title": choice.title}


def _widget(definition: Described, choices: list[tuple[str, str]]) -> forms.Widget:
    if definition.type in (types.CHOICE, types.PERSON):
        return forms.Select(choices=choices)
    if definition.type == types.CHOICES:
        return forms.CheckboxSelectMultiple(choices=choices)
    if definition.type == types.LONG_TEXT:
        return forms.Textarea(attrs={"rows": 3, "maxlength": types.LONG_TEXT_LONGEST})
    if definition.type == types.DATE:
        return forms.DateInput(attrs={"type": "date"})
    attrs: dict[str, dict[str, Any]] = {
        types.TEXT: {"maxlength": types.TEXT_LONGEST},
        types.RECORD: {"placeholder": _("Customer number")},
    }
    return forms.TextInput(attrs=attrs.get(definition.type, {"inputmode": "decimal"}))


def _words(value: Any) -> str | list[str]:
    return value if isinstance(value, list) else "" if value is None else str(value)


def as_told(value: Any) -> Any:
    """Answer a cleaned value as it is kept: a file that stays by its id, one taken away as none."""
    return value.pk if isinstance(value, Kept) else None if value is False else value
