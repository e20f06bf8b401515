from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.exchange.deciding import pages
from zhike.exchange.models import ImportRun
from zhike.exchange.places import line_of, place_of, table_of
from zhike.exchange.reading import Plan
from zhike.exchange.understanding.plans import TablePlan

ENCODINGS = (
    ("", gettext_lazy("found out")),
    ("utf-8", "UTF-8"),
    ("gb18030", "GB18030（GBK）"),
    ("utf-16", "UTF-16"),
    ("big5", "Big5"),
)
HEIGHTS = ((1, gettext_lazy("one line")), (2, gettext_lazy("two lines")), (3, gettext_lazy("three lines")))
LAST_LINE = 10_000_000


class ReadForm(forms.Form):
    """Which sheets are read, where their heads and rows are, which lines are none."""

    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), choices=ENCODINGS, required=False)

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        self.run, self.plan, self.sheets = run, Plan.from_json(run.plan), pages.sheets(run)
        super().__init__(*args, **kwargs)
        self.fields["encoding"].initial = self.plan.encoding
        self.fields["encoding"].widget.attrs["class"] = "form-select"
        for sheet in self.sheets:
            self._add_fields(sheet)
        if run.peek["understanding"]["kind"] != "csv":
            del self.fields["encoding"]

    def _add_fields(self, sheet: pages.SheetShown) -> None:
        place, plan = sheet.place, sheet.plan
        number = {"min_value": 1, "max_value": LAST_LINE, "required": False}
        self.fields |= {
            f"use-{place}": forms.BooleanField(
                initial=sheet.is_chosen,
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            ),
            f"head-{place}": forms.IntegerField(
                label=_("Line of the head"),
                initial=plan.head_line or 1,
                **number,  # type: ignore[arg-type]
            ),
            f"height-{place}": forms.TypedChoiceField(
                label=_("Height of the head"), choices=HEIGHTS, coerce=int, initial=plan.head_lines, required=False
            ),
            f"first-{place}": forms.IntegerField(
                label=_("First row"),
                initial=plan.first_line,
                **number,  # type: ignore[arg-type]
            ),
            f"last-{place}": forms.IntegerField(
                label=_("Last row"),
                initial=plan.last_line,
                **number,  # type: ignore[arg-type]
            ),
            f"rows-{place}": forms.TypedMultipleChoiceField(
                choices=[(line.number, line.number) for line in sheet.lines],
                coerce=int,
                initial=[line.number for line in sheet.lines if line.is_read],
                required=False,
            ),
        }
        for name in ("head", "first", "last"):
            self.fields[f"{name}-{place}"].widget.attrs["class"] = "form-control"
        self.fields[f"height-{place}"].widget.attrs["class"] = "form-select"

    def shown(self) -> Iterator[tuple[pages.SheetShown, dict[str, forms.BoundField], set[int]]]:
        """Give each sheet with its fields, and the lines that are ticked."""
        for sheet in self.sheets:
            fields = {name: self[f"{name}-{sheet.place}"] for name in ("use", "head", "height", "first", "last")}
            yield (
                sheet,
                fields,
                {int(line) for line in self[f"rows-{sheet.place}"].value() or () if str(line).isdigit()},
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not any(told.get(f"use-{sheet.place}") for sheet in self.sheets):
            self.add_error(None, _("Choose at least one sheet."))
        return told

    @property
    def heads(self) -> dict[int, tuple[int, int]]:
        """Where the heads are, for the sheets where one was chosen; nothing if they all are where they were."""
        told = {s.place: (self._told(s, "head"), self._told(s, "height")) for s in self.sheets if self._told(s, "head")}
        before = {s.place: (s.plan.head_line, s.plan.head_lines) for s in self.sheets}
        if all(before[place] == head for place, head in told.items() if self._told(self.sheets[place], "use")):
            return {}
        return told

    @property
    def told(self) -> Plan:
        """Which parts of which sheets are read."""
        chosen = [sheet for sheet in self.sheets if self._told(sheet, "use")]
        tables = tuple(map(self._table, chosen))
        kept, dropped = self._further([sheet.place for sheet in chosen])
        for order, sheet in enumerate(chosen):
            ticked = set(self._told(sheet, "rows") or ())
            for line in sheet.lines:
                if not line.may_be_read:
                    continue
                place = place_of(order, line.number)
                is_left_out = line.number in dict(sheet.table.left_out)
                if line.number in ticked and is_left_out:
                    kept.add(place)
                elif line.number not in ticked and not is_left_out:
                    dropped.add(place)
        encoding = self.cleaned_data.get("encoding", "")
        return replace(self.plan, tables=tables, kept=frozenset(kept), dropped=frozenset(dropped), encoding=encoding)

    def _further(self, chosen: list[int]) -> tuple[set[int], set[int]]:
        """Answer what was said of rows that this page does not show; nothing once other sheets are chosen."""
        if [table.table for table in self.plan.tables] != chosen:
            return set(), set()
        shown = {sheet.place: {line.number for line in sheet.lines} for sheet in self.sheets}

        def further(places: frozenset[int]) -> set[int]:
            return {each for each in places if line_of(each) not in shown[chosen[table_of(each)]]}

        return further(self.plan.kept), further(self.plan.dropped)

    def _table(self, sheet: pages.SheetShown) -> TablePlan:
        before, line, height = sheet.plan, self._told(sheet, "head"), self._told(sheet, "height") or 1
        first, last = self._told(sheet, "first"), self._told(sheet, "last")
        ticked = [each.number for each in sheet.lines if each.may_be_read and each.number in self._ticked(sheet)]
        if (line, height) != (before.head_line, before.head_lines) and first == before.first_line:
            first = None  # it is found out anew below the new head
        elif first == before.first_line and first is not None and ticked:
            first = min(first, *ticked)
        return replace(before, head_line=line or before.head_line, head_lines=height, first_line=first, last_line=last)

    def _ticked(self, sheet: pages.SheetShown) -> set[int]:
        return set(self._told(sheet, "rows") or ())

    def _told(self, sheet: pages.SheetShown, name: str) -> Any:
        return self.cleaned_data.get(f"{name}-{sheet.place}")
