from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.customers.models import Satisfaction, SwitchingCost
from zhike.customers.rules.bonds import LEAST, MOST
from zhike.kit.forms import Form

GRADES = [("", "–"), *((grade, f"{grade} {words}") for grade, words in reversed(Satisfaction.Grade.choices))]


def natures() -> list[tuple[str, str]]:
    """Answer the labels, each with what it means."""
    return [(each.value, f"{each.label}：{each.meaning}") for each in SwitchingCost.Nature]


class SwitchingCostForm(Form):
    """How dear it would be to leave us in one way, what makes it so, and whom that serves."""

    score = forms.IntegerField(
        label=_("Score, 0 to 100"),
        min_value=LEAST,
        max_value=MOST,
        help_text=_("0: it can leave at once, at no cost; 100: it can hardly leave at all"),
    )
    cause = forms.CharField(
        label=_("What creates it"),
        max_length=300,
        required=False,
        help_text=_("Such as our interface to their stock system, a rebate balance, two people who know each other"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    nature = forms.ChoiceField(
        label=_("Whom it serves"),
        choices=natures,
        help_text=_("It serves the customer when the customer would want it even if it were free to go"),
    )


class SatisfactionForm(Form):
    """What a customer said of how satisfied it is, on which day and to whom."""

    grade = forms.TypedChoiceField(label=_("Satisfaction"), choices=GRADES, coerce=int)
    said_on = forms.DateField(label=_("Said on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    source = forms.CharField(
        label=_("Said where and to whom"), max_length=300, help_text=_("Such as at the visit on Tuesday, by the buyer")
    )


def initial_of_cost(cost: SwitchingCost | None) -> dict[str, Any]:
    """Answer what the form shows of a switching cost when it is opened."""
    if cost is None:
        return {"version": 0}
    return {"score": cost.score, "cause": cost.cause, "nature": cost.nature, "version": cost.version}
