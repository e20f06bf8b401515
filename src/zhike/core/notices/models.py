from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """Something a colleague should know: shown under the bell, and sent by the ways she has chosen."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(_("key"), max_length=160)  # what it is about: told twice, it is one notice
    text = models.CharField(_("words"), max_length=200)
    values = models.JSONField(_("values in the words"), default=dict)
    url = models.CharField(_("address"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="notice_once_by_key"),)
        indexes = (
            models.Index(fields=["user", "-id"], name="notices_of_user"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="notices_unread"),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def words(self) -> str:
        """What it says, in the reader's language."""
        said: str = gettext(self.text) % self.values
        return said


class Way(models.Model):
    """By which further way a colleague wants her notices, and how soon."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("e-mail")
        WECOM = "wecom", _("WeCom group robot")
        DINGTALK = "dingtalk", _("DingTalk group robot")
        FEISHU = "feishu", _("Feishu group robot")

    class Pace(models.TextChoices):
        SOON = "soon", _("within minutes, several together")
        DAILY = "daily", _("once a day")
        NEVER = "never", _("not at all")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(_("way"), max_length=10, choices=Channel)
    pace = models.CharField(_("how soon"), max_length=6, choices=Pace, default=Pace.NEVER)
    secret = models.TextField(_("robot's address"), blank=True)  # encrypted: who knows it can write to the group
    last_sent_at = models.DateTimeField(_("last sent"), null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "channel"], name="way_once_for_a_channel"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.channel}"


class Message(models.Model):
    """One message of one or several notices: the outbox. It is tried until it is certain that nothing went out."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("refused")
        UNKNOWN = "unknown", _("perhaps sent")

    way = models.ForeignKey(Way, on_delete=models.CASCADE, related_name="messages", db_index=False)
    notices = models.ManyToManyField(Notice, related_name="messages")
    key = models.CharField(_("idempotency key"), max_length=40, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True)
    error = models.CharField(_("error"), max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=["way", "state"], name="messages_of_a_way"),)
        constraints = (
            models.UniqueConstraint(
                fields=["way"], condition=models.Q(state="waiting", attempts=0), name="message_waiting_once"
            ),
        )

    def __str__(self) -> str:
        return self.key
