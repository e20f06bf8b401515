from pathlib import Path

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from zhike.exchange.models.files import place_for
from zhike.exchange.models.words import say
from zhike.exchange.places import say_place


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
    UNFINISHED = models.Q(state__in=OPEN, changes=None)

    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=State)
    turn = models.PositiveSmallIntegerField(_("turn"), default=0)  # tried again: another job
    source = models.FileField(_("file"), upload_to=place_for, blank=True)  # empty once its days are over
    source_name = models.CharField(_("file name"), max_length=200)
    options = models.JSONField(_("options"), default=dict)
    peek = models.JSONField(_("what was understood"), default=dict)
    plan = models.JSONField(_("what is read and how"), default=dict)
    alive_at = models.DateTimeField(_("last sign of life"), null=True)
    decisions = models.JSONField(_("what was decided"), default=dict)  # of a row by its place, a name: word, record
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

    def decision(self, about: int | str) -> tuple[str, int]:
        """Answer what was decided about a row or a name, and which known record; an empty word if nothing was."""
        word, known, *_words = self.decisions.get(str(about), ("", 0))
        return word, known

    @property
    def importable(self) -> int:
        """How many rows an import would write."""
        return self.created + self.updated

    @property
    def refusal(self) -> str:
        """Why the whole file was refused, in the reader's language."""
        found = self.notes.get("refusal")
        return say(found["text"], found["values"]) if found else ""

    @property
    def faults(self) -> list[tuple[int, str, str]]:
        """The first faults: line of the file, column, what is wrong."""
        return [(line, column, say(text, values)) for line, column, text, values in self.notes.get("faults", [])]

    @property
    def pairs(self) -> list[tuple[str, str, str]]:
        """The first rows that made a record though it looks like another: the place, its name, what it looks like."""
        tables, told = self.notes.get("tables", []), self.notes.get("pairs", [])
        return [(say_place(place, tables), name, say(text, values)) for place, name, text, values in told]

    @property
    def is_open(self) -> bool:
        """Whether one may still say what is read and how."""
        return self.is_unfinished and bool(self.peek) and bool(self.source)

    @property
    def is_unfinished(self) -> bool:
        """Whether nothing of it was written and nobody is at work on it."""
        return self.state in self.OPEN and not self.changes_id

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
        return [(words, url, say(text, values)) for words, url, text, values in self.notes.get("kept", [])]
