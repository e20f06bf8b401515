from collections.abc import Collection, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.customers.models import Need
from zhike.customers.rules.needs import BUSINESS, PRODUCT, PSYCHE
from zhike.kit.forms import Form
from zhike.phrases import Phrase


def _offered(tags: dict[str, Phrase]) -> list[tuple[str, Any]]:
    return [(tag, _(words.text)) for tag, words in tags.items()]


TAGS = (
    (_("Business needs"), _offered(BUSINESS)),
    (_("Product needs"), _offered(PRODUCT)),
    (_("Psychological needs"), _offered(PSYCHE)),
)


class MatterInput(forms.TextInput):
    """A box that offers the matters there are."""

    template_name = "customers/matter_input.html"
    matters: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"matters": self.matters}


class NeedForm(Form):
    """A need in the customer's words: of which kind, seen from what, what we offer."""

    kind = forms.ChoiceField(label=_("Kind of need"), choices=Need.Kind.choices)
    text = forms.CharField(label=_("Need"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    matter = forms.CharField(
        label=_("Matter"),
        max_length=60,
        required=False,
        help_text=_("What it is about, such as next year's contract; needs of one matter stand together"),
        widget=MatterInput,
    )
    evidence = forms.CharField(
        label=_("Seen from"), max_length=500, required=False, help_text=_("What was said or seen, where and when")
    )
    is_sure = forms.BooleanField(label=_("Confirmed by the customer"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=Need.Status.choices, initial=Need.Status.OPEN)
    offer = forms.CharField(label=_("What we offer"), max_length=500, required=False)
    tags = forms.MultipleChoiceField(
        label=_("Tags"), choices=TAGS, required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )

    def __init__(self, *args: Any, kinds: Collection[str], matters: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [choice for choice in Need.Kind.choices if choice[0] in kinds]
        cast("forms.ChoiceField", self.fields["kind"]).choices = choices
        cast("MatterInput", self.fields["matter"].widget).matters = matters

    def clean_matter(self) -> str:
        return " ".join(self.cleaned_data["matter"].split())


class PreferenceForm(Form):
    """What somebody likes or avoids, and where it was seen."""

    subject = forms.CharField(
        label=_("About"), max_length=40, help_text=_("Such as drinks, delivery or how to be called")
    )
    text = forms.CharField(label=_("Preference"), max_length=200)
    source = forms.CharField(label=_("Seen at"), max_length=200, required=False)


def initial_of_need(need: Need) -> dict[str, Any]:
    """Answer what the form shows of a need when it is opened."""
    names = ("kind", "text", "matter", "evidence", "is_sure", "status", "offer", "tags")
    return {name: getattr(need, name) for name in names} | {"record": need.pk, "version": need.version}
