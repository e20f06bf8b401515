from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from zhike.core.notices.models import Message, Notice, Way

if TYPE_CHECKING:
    from zhike.core.accounts.models import User


def notices(user: "User") -> QuerySet[Notice]:
    """Answer a colleague's own notices, the newest first."""
    return Notice.objects.filter(user=user).order_by("-pk")


def unread(user: "User") -> QuerySet[Notice]:
    """Answer what she has not seen."""
    return Notice.objects.filter(user=user, read_at=None)


def ways(user: "User") -> dict[str, Way]:
    """Answer what she has chosen, by channel."""
    return {way.channel: way for way in Way.objects.filter(user=user)}


def unsent() -> dict[str, int]:
    """Count by state the messages that have not gone out yet, way by way on the index."""
    states = (Message.State.WAITING, Message.State.SENDING)
    found = Message.objects.filter(way__in=Way.objects.all(), state__in=states).order_by()
    return {state.value: 0 for state in states} | dict(found.values_list("state").annotate(Count("pk")))
