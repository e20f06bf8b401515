from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhike.core.accounts import queries as accounts
from zhike.exchange.origins import MADE_BY
from zhike.kit import cells
from zhike.kit.columns import Column
from zhike.kit.lists.conditions import Condition, Group
from zhike.kit.lists.state import FirstView
from zhike.kit.records import RecordKind
from zhike.kit.screens import Screen
from zhike.timeline import permissions, queries
from zhike.timeline.models import Interaction


def _when(interaction: Interaction) -> SafeString:
    if interaction.is_whole_day:
        return cells.day(interaction.local_at.date())
    return cells.moment(interaction.happened_at)


def _way(way: str) -> SafeString:
    return cells.badge(Interaction.Way(way).label)


def _words(interaction: Interaction) -> SafeString:
    return format_html('<a href="{}">{}</a>', interaction.get_absolute_url(), interaction)


def _colleagues(user: Any) -> list[tuple[int, str]]:
    return [(colleague.pk, colleague.name) for colleague in accounts.active_users()]


class InteractionScreen(Screen):
    """All follow-ups a user may see: list and card; they are recorded on the customer's page."""

    model = Interaction
    title = _("Follow-ups")
    empty = _("No follow-ups here yet")
    advice = _("Record the first one on the page of a customer, or import your old ones.")
    namespace = "timeline"
    see, export, trash = permissions.SEE, permissions.EXPORT, permissions.RECORD
    rows, exported = queries.interactions, queries.exported_interactions
    views = (
        FirstView("all", _("All")),
        FirstView("mine", _("Mine"), Group("all", (Condition("author", "in", ("me",)),))),
        FirstView("week", _("This week"), Group("all", (Condition("when", "this", ("week",)),))),
    )
    columns = (
        Column(
            "when",
            _("When"),
            cell=_when,
            sort=("happened_at", "id"),
            falls_first=True,
            kind="moment",
            lookup="happened_at",
            exports="local_at",
        ),
        Column(
            "customer",
            _("Customer"),
            "customer",
            cells.link,
            kind="text",
            lookup="customer__party__name",
            exports="customer.party.name",
        ),
        Column("way", _("Way"), "way", _way, kind="choice", choices=Interaction.Way.choices),
        Column("words", _("What was said"), cell=_words, kind="text", lookup="words", exports="words"),
        Column("author", _("Author"), "by_name", kind="person", lookup="author_id", choices=_colleagues),
        Column("contact", _("With whom"), "with_name", is_optional=True),
        Column(
            "number", _("Customer number"), "customer.number", kind="text", lookup="customer__number", is_optional=True
        ),
        Column("known_as", _("Follow-up number"), "pk", is_optional=True),
        Column("recorded", _("Recorded"), "recorded_at", cells.moment, kind="moment", is_optional=True),
        MADE_BY,
    )


RECORD = RecordKind(
    code="timeline.interaction",
    title=_("Follow-up"),
    icon="message-circle",
    permission=permissions.SEE,
    rows=queries.interactions,
    number="pk",
    owner="customer.owner",
    fields={"words": _("What was said")},
)
