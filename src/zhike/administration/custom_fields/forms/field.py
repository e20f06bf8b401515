"""The form of a field: asks what its type needs, and nothing else."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.administration.custom_fields.forms.wording import RESULTS
from zhike.administration.custom_fields.operations import faults
from zhike.core.access import queries as access
from zhike.core.fields import rules
from zhike.core.fields.forms import form_fields
from zhike.core.fields.kinds import kinds
from zhike.core.fields.models import Definition
from zhike.core.fields.rules import Choice, Draft, Known, types
from zhike.kit.forms import Form

OFF, INSTEAD = "off", "="  # the fates of a choice: no longer offered, or another one takes its place
CHOICE, FATE = "choice_", "fate_"


class FieldForm(Form):
    """What makes a field of one type; `current` is the one that is changed."""

    title = forms.CharField(label=gettext_lazy("Name of the field"), max_length=types.TITLE_LONGEST)
    block = forms.ChoiceField(label=gettext_lazy("Part of the card"))
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=20, required=False)
    formula = forms.CharField(
        label=gettext_lazy("Formula"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})
    )
    result = forms.ChoiceField(label=gettext_lazy("It comes to"), choices=RESULTS)
    choices = forms.CharField(label=gettext_lazy("Choices"), widget=forms.Textarea(attrs={"rows": 5}))
    help = forms.CharField(label=gettext_lazy("Help beside the field"), max_length=200, required=False)
    right = forms.ChoiceField(label=gettext_lazy("Who may read it"), required=False)
    is_needed = forms.BooleanField(label=gettext_lazy("Must be filled in"), required=False)
    is_filtered = forms.BooleanField(
        label=gettext_lazy("In filters"),
        required=False,
        help_text=gettext_lazy("Lists can be filtered and sorted by it."),
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Leave empty and it is made from the name. It never changes."),
    )

    def __init__(self, *args: Any, kind: str, of_type: str, present: Sequence[Definition], **kwargs: Any) -> None:
        self.kind, self.of_type = kind, of_type
        self.current: Definition | None = kwargs.pop("current", None)
        self.others = [each for each in present if self.current is None or each.pk != self.current.pk]
        self.base_fields = self._asked()  # type: ignore[misc] # Django copies it for each form
        super().__init__(*args, **kwargs)
        self.fields["block"].choices = [(block.key, block.title) for block in kinds()[kind].blocks]  # type: ignore[attr-defined]
        self.fields["right"].choices = _right_choices(kind)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Say everything that is wrong at once; the operation checks again."""
        told = self.cleaned_data
        if not self.errors:
            for name, phrase in faults(rules.with_code(self.draft, self.others), self.others, self.kind):
                self.add_error(name if name in self.fields else None, _(phrase.text) % phrase.values)
        return told

    @property
    def draft(self) -> Draft:
        """Answer the field as it is meant to become."""
        told = self.cleaned_data
        names = ("title", "block", "result", "help", "unit", "is_needed", "is_filtered", "right")
        return Draft(
            code=self.current.code if self.current else told.get("code", ""),
            type=self.of_type,
            choices=[choice.as_json() for choice in self._choices()],
            formula=rules.with_codes(told.get("formula", ""), self.others),
            **{name: told[name] for name in names if name in told},
        )

    def _asked(self) -> dict[str, forms.Field]:
        """Answer the questions that this type has, those about each choice in their place."""
        left_out = {name for name, has in _questions(self.of_type).items() if not has}
        if self.current is not None:
            left_out.add("code")
        asked: dict[str, forms.Field] = {}
        for name, field in self.base_fields.items():
            if name == "choices" and self.current is not None and name not in left_out:
                asked |= _choice_fields(self.current)
                field = forms.CharField(  # those that are there have questions of their own
                    label=_("More choices"), required=False, widget=forms.Textarea(attrs={"rows": 3})
                )
            if name not in left_out:
                asked[name] = field
        if "choices" in asked:
            asked["choices"].help_text = _("Each in a line of its own.")
        return asked

    def _choices(self) -> list[Choice]:
        told = self.cleaned_data
        titles = [line.strip() for line in told.get("choices", "").splitlines() if line.strip()]
        kept = rules.choices_of(self.current).values() if self.current else ()
        return rules.added_choices([_decided(choice, told) for choice in kept], titles)


class LookForm(Form):
    """A field as forms will show it."""

    def __init__(self, draft: Draft, *, known: Known) -> None:
        self.base_fields = dict(form_fields([draft], known=known))  # type: ignore[misc] # as above
        super().__init__(auto_id="look_%s")


def as_asked(definition: Definition, others: Sequence[Definition]) -> dict[str, Any]:
    """Answer a field as the form's first values."""
    found = {name: getattr(definition, name) for name in FieldForm.base_fields if hasattr(definition, name)}
    found |= {"choices": "", "formula": rules.with_titles(definition.formula, others), "version": definition.version}
    for choice in rules.choices_of(definition).values():
        found[f"{CHOICE}{choice.key}"] = choice.title
        found[f"{FATE}{choice.key}"] = OFF if choice.is_off else f"{INSTEAD}{choice.now}" if choice.now else ""
    return found


def _questions(of_type: str) -> dict[str, bool]:
    return {
        "unit": of_type == types.NUMBER,
        "formula": of_type == types.FORMULA,
        "result": of_type == types.FORMULA,
        "choices": of_type in types.CHOOSING,
        "is_needed": of_type != types.FORMULA,
        "is_filtered": of_type in types.FILTERABLE,
    }


def _choice_fields(current: Definition) -> dict[str, forms.Field]:
    """Ask of each choice how it is called and whether it is still offered."""
    found: dict[str, forms.Field] = {}
    choices = rules.choices_of(current)
    for choice in choices.values():
        others = [
            (f"{INSTEAD}{other.key}", _("replaced by %(title)s") % {"title": other.title})
            for other in choices.values()
            if other.key != choice.key and other.is_offered
        ]
        fates = [("", _("offered")), (OFF, _("no longer offered")), *others]
        label = {"title": choice.title}
        found[f"{CHOICE}{choice.key}"] = forms.CharField(label=_("Choice “%(title)s”") % label, max_length=60)
        found[f"{FATE}{choice.key}"] = forms.ChoiceField(
            label=_("“%(title)s” is") % label, choices=fates, required=False
        )
    return found


def _decided(choice: Choice, told: dict[str, Any]) -> Choice:
    fate = str(told.get(f"{FATE}{choice.key}", ""))
    now = fate.removeprefix(INSTEAD) if fate.startswith(INSTEAD) else ""
    return Choice(choice.key, str(told.get(f"{CHOICE}{choice.key}", choice.title)).strip(), fate == OFF, now)


def _right_choices(kind: str) -> list[tuple[str, Any]]:
    """Offer the field rules of roles that say something about this kind of record."""
    see = kinds()[kind].see
    everybody: list[tuple[str, Any]] = [("", _("everybody who sees the record"))]
    return everybody + [(code, right.title) for code, right in access.field_rights().items() if right.see == see]
