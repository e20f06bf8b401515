import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def place_for(run: "ImportRun", filename: str) -> str:
    """Name a stored file by chance: no path ever comes from a user."""
    return f"imports/{secrets.token_hex(16)}{Path(filename).suffix.lower()[:6]}"


class ImportRun(models.Model):
    """One file brought in, or tried: rows = created + updated + skipped + errored once it has ended."""

    class State(models.TextChoices):
        READ = "read", _("read, to be looked at")
        CHECKING = "checking", _("trial under way")
        CHECKED = "checked", _("tried, nothing written")
        IMPORTING = "importing", _("import under way")
        DONE = "done", _("imported")
        REFUSED = "refused", _("refused")
        BROKEN = "broken", _("broken off")
        UNDOING = "undoing", _("undo under way")
        UNDONE = "undone", _("taken back")

    JOB = "exchange.run"
    UNDO = "exchange.undo"
    READING = (State.CHECKING, State.IMPORTING)
    OPEN = (State.READ, State.CHECKED, State.REFUSED, State.BROKEN)  # as long as nothing was written

    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=State)
    turn = models.PositiveSmallIntegerField(_("turn"), default=0)  # tried again: another job
    source = models.FileField(_("file"), upload_to=place_for, blank=True)  # empty once its days are over
    source_name = models.CharField(_("file name"), max_length=200)
    options = models.JSONField(_("options"), default=dict)
    peek = models.JSONField(_("what was understood"), default=dict)
    plan = models.JSONField(_("what is read and how"), default=dict)
    reached = models.JSONField(_("how far it is written"), default=dict)
    is_remembered = models.BooleanField(_("by a saved mapping"), default=False)
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
    changes = models.ForeignKey(
        "audit.Batch", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("what it changed")
    )
    undone = models.PositiveIntegerField(_("records undone"), default=0)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True)
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
        return f"{self.job}:{self.pk}:{self.state}:{self.turn}"

    @property
    def job(self) -> str:
        return self.UNDO if self.state == self.State.UNDOING else self.JOB

    @property
    def step(self) -> int:
        """Which of the five steps this is: file, read, map, check, import."""
        return {self.State.READ: 2, self.State.CHECKING: 4, self.State.CHECKED: 4, self.State.REFUSED: 4}.get(
            self.State(self.state), 5
        )

    @property
    def kind_title(self) -> str:
        path = settings.ZHIKE_IMPORT_KINDS.get(self.kind)
        return str(import_string(path).title) if path else self.kind

    @property
    def mapped(self) -> list[tuple[str, str]]:
        """What each column of the file was taken for: its title in the file, and the column's own."""
        return [(title, column) for title, column in self.notes.get("mapped", [])]

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
    def is_open(self) -> bool:
        """Whether one may still say what is read and how."""
        return self.state in self.OPEN and not self.changes_id and bool(self.peek) and bool(self.source)

    @property
    def may_go_on(self) -> bool:
        """Whether an import that broke off may be carried on where it stopped."""
        return self.state == self.State.BROKEN and bool(self.changes_id) and bool(self.source)

    @property
    def is_under_way(self) -> bool:
        return self.state in (*self.READING, self.State.UNDOING)

    @property
    def may_be_undone(self) -> bool:
        """Whether it has left something in the books that an undo may take back, or had kept before."""
        if self.state == self.State.UNDONE:
            return bool(self.notes.get("kept_count"))
        return self.state in (self.State.DONE, self.State.BROKEN) and bool(self.changes_id)

    @property
    def kept(self) -> list[tuple[str, str, str]]:
        """The first records that an undo has left as they are: their words, their page, why."""
        return [(words, url, _say(text, values)) for words, url, text, values in self.notes.get("kept", [])]


class SavedMapping(models.Model):
    """How files with the same titles are read: their columns, their words, the choices; shared by the company."""

    kind = models.CharField(_("kind"), max_length=20)
    shape = models.CharField(_("shape"), max_length=32)
    titles = models.JSONField(_("titles"), default=list)
    columns = models.JSONField(_("columns"), default=list)  # of the places of the file: names of columns
    words = models.JSONField(_("words"), default=dict)
    options = models.JSONField(_("options"), default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "shape"], name="mapping_once_for_a_shape"),)

    def __str__(self) -> str:
        return "、".join(filter(None, self.titles))[:80]


def _say(text: str, values: dict[str, Any]) -> str:
    return gettext(text) % values if values else gettext(text)


class ExportSchedule(models.Model):
    """A list that is written into the company's folder again and again, by the rights of who has set it up."""

    name = models.CharField(_("name of the file"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("set up by")
    )
    screen = models.CharField(_("list"), max_length=40)
    query = models.CharField(_("address"), max_length=500, blank=True)
    columns = models.JSONField(_("columns"), default=list)
    file_kind = models.CharField(_("kind of file"), max_length=4)
    time = models.TimeField(_("time of day"))
    weekdays = models.JSONField(_("on the days of the week"), default=list)  # Monday is 0
    month_day = models.PositiveSmallIntegerField(_("on the day of the month"), null=True)
    kept = models.PositiveSmallIntegerField(_("files kept"))
    since_at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    end = models.JSONField(_("why it ended"), default=dict)  # of a phrase: text and values

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(ended_at__isnull=True), name="scheduled_file_once_by_name"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def list_title(self) -> str:
        return title_of_list(self.screen)

    @property
    def end_words(self) -> str:
        """Why it ended, in the reader's language."""
        return _say(**self.end) if self.end else ""


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
        return _say(**self.fault) if self.fault else ""

    @property
    def is_large(self) -> bool:
        """Whether somebody had to approve it."""
        return self.decided_by_id is not None


def title_of_list(screen: str) -> str:
    """Name a list as its page does."""
    path = settings.ZHIKE_EXPORTED_SCREENS.get(screen)
    return str(import_string(path).title) if path else screen
