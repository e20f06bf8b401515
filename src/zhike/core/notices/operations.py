"""Tell colleagues, under the bell at once and by the ways they chose; nothing goes out twice."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhike.core.accounts.models import User
from zhike.core.jobs import operations as jobs
from zhike.core.notices import rules
from zhike.core.notices.channels import SENDERS, Letter, is_robot_address
from zhike.core.notices.models import Message, Notice, Way
from zhike.core.notices.rules import NotSent, PerhapsSent, Told
from zhike.core.notices.secrets import opened, sealed
from zhike.phrases import Phrase

JOB = "notices.send"
DIED = "its worker died"


class BadAddress(ValueError):
    """An address that no known robot has."""


@transaction.atomic
def tell(users: Iterable[User], phrase: Phrase, *, key: str, at: datetime, url: str = "") -> None:
    """Tell each of them once, however often this is asked with the same key."""
    for user in users:
        told = {"text": phrase.text, "values": dict(phrase.values), "url": url, "at": at}
        notice, is_new = Notice.objects.get_or_create(user=user, key=key, defaults=told)
        if is_new:
            for way in Way.objects.filter(user=user).exclude(pace=Way.Pace.NEVER):
                _put(notice, way, at=at)


@transaction.atomic
def read(user: User, *, up_to: int, at: datetime) -> None:
    """Note that a colleague has seen her notices up to one."""
    Notice.objects.filter(user=user, read_at=None, pk__lte=up_to).update(read_at=at)


@transaction.atomic
def read_about(*, key: str, at: datetime) -> None:
    """Note that what was told under a key has been seen by whom it was for: what follows has been done."""
    Notice.objects.filter(key=key, read_at=None).update(read_at=at)


@transaction.atomic
def read_one(notice: Notice, *, at: datetime) -> None:
    """Note that a colleague has followed a notice."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


@transaction.atomic
def choose_ways(user: User, *, mail: str, robot: str, pace: str, address: str, secret: str) -> None:
    """Choose the pace of e-mails and one robot or none.

    Raises:
        BadAddress: no known robot has this address.
    """
    choose(user, channel=Way.Channel.MAIL, pace=mail)
    Way.objects.filter(user=user).exclude(channel__in=(Way.Channel.MAIL, robot)).update(pace=Way.Pace.NEVER)
    if robot:
        choose(user, channel=robot, pace=pace, address=f"{address} {secret}".strip() if address else "")


@transaction.atomic
def choose(user: User, *, channel: str, pace: str, address: str = "") -> Way:
    """Choose how soon notices go by a way; an empty address leaves the robot's as it is.

    Raises:
        BadAddress: no known robot has this address.
    """
    if address and not is_robot_address(address):
        raise BadAddress
    way, _is_new = Way.objects.select_for_update().get_or_create(user=user, channel=channel)
    way.pace = pace
    way.secret = sealed(address) if address else way.secret
    way.save()
    return way


def send(message_id: int, *, at: datetime) -> None:
    """Send a message of the outbox, unless somebody else may have sent it already."""
    letter = _begin(message_id, at=at)
    if letter is None:
        return
    message = Message.objects.select_related("way").get(pk=message_id)
    try:
        SENDERS[message.way.channel](letter)
    except NotSent as refused:
        _come_back(message, refused, at=at)
    except PerhapsSent as silent:
        _end(message, Message.State.UNKNOWN, at=at, error=str(silent))
    else:
        _end(message, Message.State.SENT, at=at)


def _put(notice: Notice, way: Way, *, at: datetime) -> None:
    """Put a notice into the message that waits for this way, or begin one."""
    is_daily = way.pace == Way.Pace.DAILY
    due = rules.first_due(timezone.localtime(at), is_daily=is_daily, last_sent_at=way.last_sent_at)
    message, is_new = Message.objects.select_for_update().get_or_create(
        way=way, state=Message.State.WAITING, attempts=0, defaults={"key": uuid.uuid4().hex, "due_at": due}
    )
    message.notices.add(notice)
    if is_new:
        _enqueue(message)


def _enqueue(message: Message) -> None:
    key = f"{JOB}:{message.pk}:{message.attempts}"
    jobs.enqueue(name=JOB, payload={"message_id": message.pk}, at=message.due_at, unique_key=key)


@transaction.atomic
def _begin(message_id: int, *, at: datetime) -> Letter | None:
    """Mark a message as under way before anything leaves the house; what was under way already may have left it."""
    message = Message.objects.select_for_update(of=("self",)).select_related("way__user").get(pk=message_id)
    if message.state == Message.State.SENDING:
        _end(message, Message.State.UNKNOWN, at=at, error=DIED)
    if message.state != Message.State.WAITING:
        return None
    letter = _letter(message, at=at)
    if letter is None:
        _end(message, Message.State.FAILED, at=at, error="no address")
        return None
    message.state, message.attempts = Message.State.SENDING, message.attempts + 1
    message.save(update_fields=["state", "attempts"])
    return letter


def _letter(message: Message, *, at: datetime) -> Letter | None:
    way = message.way
    is_mail = way.channel == Way.Channel.MAIL
    to = way.user.email if is_mail else opened(way.secret)
    if not to or not way.user.is_active or (is_mail and not settings.EMAIL_HOST):
        return None
    notices = message.notices.order_by("pk")
    with translation.override(settings.LANGUAGE_CODE):
        told = [Told(n.words, f"{settings.ZHIKE_URL}{n.url}" if n.url else "") for n in notices]
        subject = told[0].words if len(told) == 1 else _("%(count)d notices") % {"count": len(told)}
        body = "\n\n".join(rules.lines(told))
        if (more := len(told) - rules.MOST_TOLD) > 0:
            body += "\n\n" + _("and %(more)d more") % {"more": more}
    return Letter(message.key, " ".join(f"[{settings.COMPANY or '知客'}] {subject}".split()), body, to, at)


@transaction.atomic
def _come_back(message: Message, refused: NotSent, *, at: datetime) -> None:
    again = None if refused.for_good else rules.next_try(message.attempts, failed_at=at)
    if again is None:
        _end(message, Message.State.FAILED, at=at, error=str(refused))
        return
    message.state, message.due_at, message.error = Message.State.WAITING, again, str(refused)[:200]
    message.save(update_fields=["state", "due_at", "error"])
    _enqueue(message)


@transaction.atomic
def _end(message: Message, state: Message.State, *, at: datetime, error: str = "") -> None:
    message.state, message.ended_at, message.error = state, at, error[:200]
    message.save(update_fields=["state", "ended_at", "error"])
    if state == Message.State.SENT:
        Way.objects.filter(pk=message.way_id).update(last_sent_at=at)
