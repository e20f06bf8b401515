"""Colleagues are told once, by the ways they chose, in few messages; what may have gone out is never sent again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from tests.factories import add_user
from zhike.core.accounts.models import User
from zhike.core.jobs.models import Job
from zhike.core.notices import channels, operations, queries, rules
from zhike.core.notices.models import Message, Notice, Way
from zhike.core.notices.secrets import opened
from zhike.core.notices.tests.servers import Inbox, Robot, mail_server, robot_server
from zhike.phrases import Phrase

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 11:00 in Shanghai
READY = Phrase("The export is ready")
State = Message.State


@pytest.fixture
def inbox(settings: Settings) -> Iterator[Inbox]:
    with mail_server() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.port, 3
        yield found


@pytest.fixture
def robot(settings: Settings) -> Iterator[Robot]:
    settings.ZHIKE_ROBOT_HOSTS = ("127.0.0.1",)
    with robot_server() as found:
        yield found


@pytest.fixture
def rep() -> User:
    made = add_user("李强", username="liqiang")
    made.email = "liqiang@example.cn"
    made.save()
    return made


def tell(user: User, key: str, *, at: datetime = AT, url: str = "") -> None:
    operations.tell([user], READY, key=key, at=at, url=url)


def by_mail(user: User, pace: str = "soon") -> None:
    operations.choose(user, channel="mail", pace=pace)


def send_due(at: datetime = AT + timedelta(minutes=1)) -> list[str]:
    """Send what waits, as the worker would; answer the states afterwards."""
    for job in Job.objects.filter(name="notices.send", due_at__lte=at, state=Job.State.WAITING).order_by("pk"):
        operations.send(at=at, **job.payload)
        Job.objects.filter(pk=job.pk).update(state=Job.State.DONE)
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_told_twice_is_one_notice_and_one_message(rep: User, inbox: Inbox) -> None:
    by_mail(rep)
    tell(rep, "export 1")
    tell(rep, "export 1")
    assert (queries.unread(rep).count(), send_due(), len(inbox.letters)) == (1, ["sent"], 1)
    assert send_due() == ["sent"]
    assert len(inbox.letters) == 1


def test_what_is_rolled_back_is_told_to_nobody(rep: User) -> None:
    by_mail(rep)
    with transaction.atomic():
        tell(rep, "export 1")
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Job.objects.filter(name="notices.send").exists()


def test_a_letter_has_words_and_the_whole_address(rep: User, inbox: Inbox, settings: Settings) -> None:
    settings.ZHIKE_URL = "https://crm.example.cn"
    by_mail(rep)
    tell(rep, "export 1", url="/export/1/")
    send_due()
    letter = inbox.letters[0]
    assert letter.rcpt_tos == ["liqiang@example.cn"]
    assert f"Message-ID: <{Message.objects.get().key}@" in letter.content.decode()
    assert "https://crm.example.cn/export/1/" in letter.content.decode()


def test_a_storm_is_one_message_every_ten_minutes(rep: User, inbox: Inbox) -> None:
    by_mail(rep)
    for number in range(30):
        tell(rep, f"a{number}")
    send_due()
    for number in range(30):
        tell(rep, f"b{number}", at=AT + timedelta(minutes=2))
    assert (send_due(AT + timedelta(minutes=5)), len(inbox.letters)) == (["sent", "waiting"], 1)
    assert (send_due(AT + timedelta(minutes=12)), len(inbox.letters)) == (["sent", "sent"], 2)


@pytest.mark.parametrize(("hour", "day"), [(8, 23), (9, 24), (22, 24)])
def test_once_a_day_is_at_nine(hour: int, day: int) -> None:
    now = datetime(2026, 11, 23, hour, tzinfo=UTC)
    assert rules.first_due(now, is_daily=True, last_sent_at=None) == datetime(2026, 11, day, 9, tzinfo=UTC)


def test_a_server_that_is_away_is_tried_again_and_then_given_up(rep: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    by_mail(rep)
    tell(rep, "export 1")
    at, states = AT, []
    for _ in range(rules.MOST_ATTEMPTS):
        at += timedelta(days=1)
        states += send_due(at)
    assert states == ["waiting"] * (rules.MOST_ATTEMPTS - 1) + ["failed"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [("451 later", "waiting"), ("550 no such mailbox", "failed"), (None, "unknown"), ("250 OK", "sent")],
)
def test_only_what_surely_was_not_sent_is_tried_again(rep: User, inbox: Inbox, answer: str | None, state: str) -> None:
    inbox.answers = [answer]
    by_mail(rep)
    tell(rep, "export 1")
    assert send_due() == [state]
    send_due(AT + timedelta(days=1))
    assert len(inbox.letters) == (0 if state == "failed" else 1)


def test_a_worker_that_died_while_sending_sends_nothing_twice(
    rep: User, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_mail(rep)
    tell(rep, "export 1")
    message, send = Message.objects.get(), channels.SENDERS["mail"]

    def send_and_die(letter: channels.Letter) -> None:
        send(letter)
        raise KeyboardInterrupt

    monkeypatch.setitem(channels.SENDERS, "mail", send_and_die)
    with pytest.raises(KeyboardInterrupt):
        operations.send(message.pk, at=AT)
    operations.send(message.pk, at=AT)
    message.refresh_from_db()
    assert (message.state, len(inbox.letters)) == (State.UNKNOWN, 1)


def test_who_has_left_or_has_no_address_is_sent_nothing(rep: User, inbox: Inbox) -> None:
    by_mail(rep)
    tell(rep, "export 1")
    User.objects.filter(pk=rep.pk).update(is_active=False)
    assert (send_due(), inbox.letters) == (["failed"], [])


@pytest.mark.parametrize("channel", ["wecom", "dingtalk", "feishu"])
def test_a_robot_is_posted_to_in_its_own_way(rep: User, robot: Robot, channel: str) -> None:
    operations.choose(rep, channel=channel, pace="soon", address=f"{robot.address} SECRET")
    tell(rep, "export 1", url="/export/1/")
    assert send_due() == ["sent"]
    path, body = robot.posts[0]
    text = body["content"]["text"] if channel == "feishu" else body["text"]["content"]
    assert "/export/1/" in text
    assert ("sign" in body or "sign=" in path) is (channel != "wecom")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((200, {"errcode": 310000}), "failed"),
        ((200, {"errcode": 130101}), "waiting"),
        ((503, {}), "waiting"),
        ((404, {}), "failed"),
        (None, "unknown"),
    ],
)
def test_a_robots_answer_decides(rep: User, robot: Robot, answer: tuple[int, Any] | None, state: str) -> None:
    robot.answers = [answer]
    operations.choose(rep, channel="dingtalk", pace="soon", address=robot.address)
    tell(rep, "export 1")
    assert send_due() == [state]


@pytest.mark.parametrize(
    "address",
    [
        "http://oapi.dingtalk.com/robot/send?access_token=1",
        "https://oapi.dingtalk.com.example.cn/robot",
        "https://127.0.0.1/robot",
        "file:///etc/passwd",
        "x",
    ],
)
def test_only_the_robots_of_the_three_providers_are_posted_to(rep: User, address: str) -> None:
    with pytest.raises(operations.BadAddress):
        operations.choose(rep, channel="dingtalk", pace="soon", address=address)
    assert not Way.objects.exists()


def test_a_robots_address_lies_sealed_in_the_database(rep: User) -> None:
    address = "https://oapi.dingtalk.com/robot/send?access_token=1"
    way = operations.choose(rep, channel="dingtalk", pace="soon", address=address)
    assert "access_token" not in way.secret
    assert opened(way.secret) == address
    assert opened(operations.choose(rep, channel="dingtalk", pace="daily").secret) == address


def test_what_was_read_is_read_up_to_what_was_seen(rep: User) -> None:
    tell(rep, "a")
    seen = Notice.objects.get().pk
    tell(rep, "b")
    operations.read(rep, up_to=seen, at=AT)
    assert queries.unread(rep).count() == 1
