from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Work for a worker, enqueued in the transaction that needs it, run at least once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        PARKED = "parked", _("parked: needs a person")

    name = models.CharField(_("name"), max_length=60)
    payload = models.JSONField(_("payload"), default=dict)
    unique_key = models.CharField(_("unique key"), max_length=120, null=True, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(_("lease until"), null=True)
    worker = models.CharField(_("worker"), max_length=80, default="")
    error = models.TextField(_("error"), default="")
    enqueued_at = models.DateTimeField(_("enqueued"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        indexes = (
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="jobs_waiting"),
            models.Index(fields=["lease_until"], condition=models.Q(state="running"), name="jobs_running"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.pk} ({self.state})"


class Worker(models.Model):
    """A worker process and when it was last seen alive."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    seen_at = models.DateTimeField(_("seen"))

    def __str__(self) -> str:
        return self.name
