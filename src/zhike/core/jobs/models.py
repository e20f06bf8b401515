from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhike.core.jobs import rules


class Job(models.Model):
    """Work for a worker, enqueued in the transaction that needs it, run at least once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        PARKED = "parked", _("parked: needs a person")
        CANCELLED = "cancelled", _("cancelled")

    name = models.CharField(_("name"), max_length=60)
    payload = models.JSONField(_("payload"), default=dict)
    unique_key = models.CharField(_("unique key"), max_length=120, null=True, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    priority = models.PositiveSmallIntegerField(_("priority"), default=rules.ORDINARY)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,  # the index below holds only what belongs to somebody
        verbose_name=_("by"),
    )
    words = models.JSONField(_("title"), default=dict)  # of a phrase: text and values
    link = models.CharField(_("address"), max_length=200, default="")
    due_at = models.DateTimeField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(_("lease until"), null=True)
    worker = models.CharField(_("worker"), max_length=80, default="")
    done = models.PositiveIntegerField(_("done so far"), default=0)
    total = models.PositiveIntegerField(_("to be done"), default=0)
    error = models.TextField(_("error"), default="")
    request_id = models.CharField(_("request"), max_length=16, default="")  # in the log: whose click asked for it
    enqueued_at = models.DateTimeField(_("enqueued"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True)
    stop_asked_at = models.DateTimeField(_("asked to stop"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        indexes = (
            models.Index(fields=["priority", "due_at", "id"], condition=models.Q(state="waiting"), name="jobs_in_turn"),
            models.Index(fields=["lease_until"], condition=models.Q(state="running"), name="jobs_running"),
            models.Index(fields=["-id"], condition=models.Q(state="parked"), name="jobs_parked"),
            models.Index(fields=["ended_at"], condition=models.Q(ended_at__isnull=False), name="jobs_ended"),
            models.Index(fields=["by", "-id"], condition=models.Q(by__isnull=False), name="jobs_of_a_colleague"),
            models.Index(
                fields=["by"],
                condition=models.Q(by__isnull=False, ended_at__isnull=True),
                name="jobs_open_of_a_colleague",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Say what it is, in the reader's language."""
        if not self.words:
            return str(settings.ZHIKE_JOB_TITLES.get(self.name, self.name))
        text = gettext(self.words["text"])
        return text % self.words["values"] if self.words["values"] else text

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def is_stopping(self) -> bool:
        return self.state == self.State.RUNNING and self.stop_asked_at is not None

    @property
    def may_be_cancelled(self) -> bool:
        return self.state in (self.State.WAITING, self.State.PARKED) or (
            self.state == self.State.RUNNING and self.stop_asked_at is None
        )


class Worker(models.Model):
    """A worker process and when it was last seen alive."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    seen_at = models.DateTimeField(_("seen"))

    def __str__(self) -> str:
        return self.name
