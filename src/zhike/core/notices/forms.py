from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.core.notices.channels import is_robot_address
from zhike.core.notices.models import Way

ROBOTS = (Way.Channel.WECOM, Way.Channel.DINGTALK, Way.Channel.FEISHU)


class WaysForm(forms.Form):
    """By which ways one wants to be told besides the bell; a robot's address is kept but never shown again."""

    mail = forms.ChoiceField(label=gettext_lazy("By e-mail"), choices=Way.Pace.choices)
    robot = forms.ChoiceField(
        label=gettext_lazy("Group robot"),
        choices=[("", gettext_lazy("none")), *((channel.value, channel.label) for channel in ROBOTS)],
        required=False,
    )
    pace = forms.ChoiceField(label=gettext_lazy("By the robot"), choices=Way.Pace.choices)
    address = forms.CharField(
        label=gettext_lazy("Robot's address"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Copy it from the group's settings. It is kept sealed and not shown again."),
    )
    secret = forms.CharField(
        label=gettext_lazy("Robot's signing secret, if it has one"), max_length=200, required=False
    )

    def __init__(self, *args: Any, known: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known  # the robots whose addresses are kept
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
        if known:
            self.fields["address"].widget.attrs["placeholder"] = _("kept; type a new one to replace it")

    def clean(self) -> dict[str, Any]:
        """Ask for the address of a robot that is chosen for the first time."""
        told = self.cleaned_data
        if told.get("address") and not is_robot_address(told["address"]):
            self.add_error("address", _("No robot of WeCom, DingTalk or Feishu has this address; copy it whole."))
        elif told.get("robot") and not told.get("address") and told["robot"] not in self.known:
            self.add_error("address", _("Give the robot's address, or choose none."))
        return told


def initial_of(ways: dict[str, Way]) -> dict[str, str]:
    """Answer what the form shows when it is opened."""
    never = Way.Pace.NEVER
    mail, robot = ways.get(Way.Channel.MAIL), active_robot(ways)
    return {
        "mail": mail.pace if mail else never,
        "robot": robot.channel if robot else "",
        "pace": robot.pace if robot else Way.Pace.SOON,
    }


def active_robot(ways: dict[str, Way]) -> Way | None:
    return next((ways[each] for each in ROBOTS if each in ways and ways[each].pace != Way.Pace.NEVER), None)
