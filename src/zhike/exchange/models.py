import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def place_for(run: "ImportRun", filename: str) -> str:
    """Name a stored file by chance: no path ever comes from a user."""
    return f"imports/{secrets.token_hex(16)}{Path(filename).suffix.lower()[:6]}"


class ImportRun(models.Model):
    """One file brought in, or tried: rows = created + updated + skipped + errored once it has ended."""

    class State(models.TextChoices):
        CHECKING = "checking", _("trial under way")
        CHECKED = "checked", _("tried, nothing written")
        IMPORTING = "importing", _("import under way")
        DONE = "done", _("imported")
        REFUSED = "refused", _("refused")
        BROKEN = "broken", _("broken off")

    JOB = "exchange.run"

    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=State)
    source = models.FileField(_("file"), upload_to=place_for)
    source_name = models.CharField(_("file name"), max_length=200)
    options = models.JSONField(_("options"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    is_demo = models.BooleanField(_("demo data"), default=False)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    progress = models.PositiveIntegerField(_("rows so far"), default=0)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    skipped = models.PositiveIntegerField(_("skipped"), default=0)
    errored = models.PositiveIntegerField(_("errored"), default=0)
    notes = models.JSONField(_("notes"), default=dict)
    error_file = models.FileField(_("rows with errors"), upload_to=place_for, blank=True)

    class Meta:
        indexes = (models.Index(fields=["by", "-id"], name="import_runs_of_user"),)

    def __str__(self) -> str:
        return self.source_name

    def get_absolute_url(self) -> str:
        return reverse("exchange:run", args=[self.pk])

    @property
    def error_file_path(self) -> Path | None:
        return Path(self.error_file.path) if self.error_file else None

    @property
    def job_key(self) -> str:
        """What the job of this step of the run is known by, so that it is enqueued once."""
        return f"{self.JOB}:{self.pk}:{self.state}"

    @property
    def step(self) -> int:
        """Which of the four steps this is: file, trial, import, done."""
        return {
            self.State.CHECKING: 2,
            self.State.CHECKED: 3,
            self.State.IMPORTING: 3,
            self.State.REFUSED: 2,
            self.State.BROKEN: 3,
        }.get(self.State(self.state), 4)

    @property
    def importable(self) -> int:
        """How many rows an import would write."""
        return self.created + self.updated

    @property
    def refusal(self) -> str:
        """Why the whole file was refused, in the reader's language."""
        found = self.notes.get("refusal")
        return _say(found["text"], found["values"]) if found else ""

    @property
    def faults(self) -> list[tuple[int, str, str]]:
        """The first faults: line of the file, column, what is wrong."""
        return [(line, column, _say(text, values)) for line, column, text, values in self.notes.get("faults", [])]

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.IMPORTING)


def _say(text: str, values: dict[str, Any]) -> str:
    return gettext(text) % values if values else gettext(text)


class Export(models.Model):
    """A list that was taken out of the house as a file, or that somebody wants to take: who, what, how much."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for approval")
        GRANTED = "granted", _("may be taken once")
        REFUSED = "refused", _("refused")
        DONE = "done", _("taken")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    screen = models.CharField(_("list"), max_length=40)
    query = models.CharField(_("address"), max_length=500, blank=True)
    columns = models.JSONField(_("columns"), default=list)
    file_kind = models.CharField(_("kind of file"), max_length=4)
    rows = models.PositiveIntegerField(_("rows"))
    reason = models.CharField(_("what for"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64, blank=True)

    class Meta:
        indexes = (models.Index(fields=["by", "-at"], name="exports_of_a_colleague"),)

    def __str__(self) -> str:
        return f"{self.screen} {self.rows}"
