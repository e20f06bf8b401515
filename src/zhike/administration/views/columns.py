"""How colleagues, positions and roles look in tables."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhike.administration.queries import colleagues as asking
from zhike.kit import cells
from zhike.kit.columns import Column

STATES = {"here": (_("at work"), "good"), "invited": (_("invited"), "info"), "left": (_("gone"), "")}


def _name(user: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("administration:colleague", args=[user.pk]), user.name)


def state(user: Any) -> SafeString:
    """Show whether a colleague is here, invited or gone."""
    words, tone = STATES[asking.state_of(user)]
    return cells.badge(words, tone)


def _positions(user: Any) -> SafeString:
    held = [f"{position.role.name} · {position.unit.name}" for position in user.positions_now]
    return cells.text("、".join(held))


def _since(position: Any) -> SafeString:
    return cells.missing(gettext("from the beginning")) if position.since_on is None else cells.day(position.since_on)


def _until(position: Any) -> SafeString:
    return cells.missing(gettext("for good")) if position.until_on is None else cells.day(position.until_on)


COLLEAGUES = (
    Column("name", _("Colleague"), cell=_name),
    Column("username", _("User name"), "username"),
    Column("positions", _("Positions"), cell=_positions),
    Column("state", _("State"), cell=state),
    Column("joined", _("Joined"), "date_joined", cells.moment),
)
FACTS = (
    Column("state", _("State"), cell=state),
    Column("username", _("User name"), "username"),
    Column("phone", _("Phone"), "phone", cells.phone),
    Column("email", _("E-mail"), "email", cells.email),
    Column("joined", _("Joined"), "date_joined", cells.moment),
    Column("last", _("Last sign-in"), "last_login", cells.moment),
)
POSITIONS = (
    Column("role", _("Role"), "role.name"),
    Column("unit", _("Place in the organisation"), "unit.name"),
    Column("since", _("From this day"), cell=_since),
    Column("until", _("Until before this day"), cell=_until),
)
