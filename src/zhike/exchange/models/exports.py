from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.exchange.models.schedules import ExportSchedule
from zhike.exchange.models.words import say, title_of_list


class Export(models.Model):
    """A list that was taken out of the house as a file, or that somebody wants to take: who, what, how much."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for approval")
        GRANTED = "granted", _("approved, not made yet")
        REFUSED = "refused", _("refused")
        MAKING = "making", _("being made")
        DONE = "done", _("taken")
        FAILED = "failed", _("could not be made")
        STOPPED = "stopped", _("stopped")

    JOB = "exchange.export"
    OPEN = (State.ASKED, State.MAKING)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    screen = models.CharField(_("list"), max_length=40)
    query = models.CharField(_("address"), max_length=500, blank=True)
    columns = models.JSONField(_("columns"), default=list)
    file_kind = models.CharField(_("kind of file"), max_length=4)
    fingerprint = models.CharField(_("fingerprint of what is asked"), max_length=64, blank=True)
    rows = models.PositiveIntegerField(_("rows"))
    reason = models.CharField(_("what for"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State)
    turn = models.PositiveSmallIntegerField(_("turn"), default=1)  # made again after it failed: another job
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64, blank=True)
    file = models.CharField(_("file"), max_length=100, blank=True)  # a bare name: no backup takes it along
    until_at = models.DateTimeField(_("kept until"), null=True)
    rights = models.CharField(_("fingerprint of the rights it was made by"), max_length=64, blank=True)
    fault = models.JSONField(_("why there is no file"), default=dict)  # of a phrase: text and values
    schedule = models.ForeignKey(ExportSchedule, on_delete=models.PROTECT, null=True, related_name="exports")
    due_on = models.DateField(_("due"), null=True)

    class Meta:
        indexes = (
            models.Index(fields=["by", "-at"], name="exports_of_a_colleague"),
            models.Index(fields=["until_at"], condition=models.Q(until_at__isnull=False), name="exports_kept"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["by", "fingerprint"],
                condition=models.Q(state__in=["asked", "making"], schedule=None) & ~models.Q(fingerprint=""),
                name="export_under_way_once",
            ),
            models.UniqueConstraint(fields=["schedule", "due_on"], name="scheduled_export_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.screen} {self.rows}"

    @property
    def job_key(self) -> str:
        """What the job that makes the file is known by, so that it is enqueued once."""
        return f"{self.JOB}:{self.pk}:{self.turn}"

    @property
    def list_title(self) -> str:
        return title_of_list(self.screen)

    @property
    def fault_words(self) -> str:
        """Why there is no file, in the reader's language."""
        return say(**self.fault) if self.fault else ""

    @property
    def is_large(self) -> bool:
        """Whether somebody had to approve it."""
        return self.decided_by_id is not None
