from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhike.administration import rules
from zhike.administration.forms.wording import said
from zhike.administration.queries import log, previewing
from zhike.core.audit import queries as audit
from zhike.kit.forms import Form

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LogForm(Form):
    """What the reader of the log wants to see."""

    by = forms.TypedChoiceField(label=_("Done by"), coerce=int, empty_value=None, required=False)
    action = forms.ChoiceField(label=_("What was done"), required=False)
    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    number = forms.CharField(label=_("Number of the record"), max_length=60, required=False)
    since = forms.DateField(label=_("From this day"), widget=DAY, required=False)
    until = forms.DateField(label=_("Up to this day"), widget=DAY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = ("", gettext("all"))
        people = [(user.pk, user.name) for user in previewing.anybody().order_by("name")]
        actions = sorted((action, said(rules.words_for(action))) for action in audit.actions())
        for name, choices in (("by", people), ("action", actions), ("kind", [*log.titles().items()])):
            self.fields[name].choices = [everybody, *choices]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> log.Wanted:
        """Answer the filter; what could not be read narrows nothing."""
        names = ("by", "action", "kind", "since", "until", "number")
        return log.Wanted(**{name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)})
