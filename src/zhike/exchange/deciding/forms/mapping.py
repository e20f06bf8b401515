from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.exchange.columns import Layout
from zhike.exchange.deciding import mapping, offering, pages, shapes
from zhike.exchange.kinds import Kind
from zhike.exchange.models import ImportRun
from zhike.exchange.reading import Peek, Plan
from zhike.kit.forms import Form

REST = "rest"  # asks for all columns that are nothing yet to go into the one that keeps such things
_MISSING = gettext_lazy("No column is %(titles)s, which is needed: choose it below.")
_MISSING_IN = gettext_lazy(
    "In the sheet “%(sheet)s” no column is %(titles)s, which is needed: choose it below, or go back and read this "
    "sheet in an import of its own."
)


class MapForm(Form):
    """What each column of the file is, what its words mean, and what happens with what is there already."""

    keeps = forms.BooleanField(label=gettext_lazy("Do the same with such a table the next time"), required=False)

    def __init__(
        self, *args: Any, run: ImportRun, kind: Kind, looked: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """Begin with what is planned; `looked`: with what somebody has chosen so far, without judging it."""
        self.run, self.layout, self.kind = run, pages.layout_of(run), kind
        self._looked, self._planned = looked or {}, Plan.from_json(run.plan).columns
        keeps = mapping.is_kept(run) if looked is None else "keeps" in looked
        super().__init__(*args, initial={"keeps": keeps}, **kwargs)
        sent = self.data if self.is_bound else looked
        chosen = _chosen(sent, self.layout) if sent is not None else None
        if chosen is not None and REST in self._looked and self.layout.note:
            chosen = dict.fromkeys(_places(sent), self.layout.note.name) | chosen
        self.columns = pages.columns(run, chosen=chosen)
        choices = offering.grouped(self.layout)
        for column in self.columns:
            self.fields[f"column-{column.place}"] = forms.ChoiceField(
                choices=choices,
                initial=column.chosen,
                required=False,
                widget=forms.Select(attrs={"class": "form-select", "aria-label": column.title}),
            )
            self._add_words(column)
        for option in kind.options:
            self.fields[option.name] = forms.ChoiceField(
                label=str(option.title),
                choices=list(option.choices.items()),
                initial=self._looked.get(option.name) or run.options.get(option.name, option.default),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def _add_words(self, column: pages.ColumnShown) -> None:
        unknown = _("unknown: its rows stay out") if column.is_bound else _("as it is written")
        choices = [("", unknown), *column.meanings.items()]
        for index, word in enumerate(column.words):
            name = f"word-{column.place}-{index}"
            said = self._looked.get(name)
            is_said = said in column.meanings or (said == "" and self._planned.get(column.place) == column.chosen)
            self.fields[name] = forms.ChoiceField(
                choices=choices,
                initial=said if is_said else word.meaning,
                required=False,
                widget=forms.Select(attrs={"class": "form-select", "aria-label": word.word}),
            )

    def shown(self) -> Iterator[tuple[pages.ColumnShown, forms.BoundField]]:
        """Give each column with its field."""
        for column in self.columns:
            yield column, self[f"column-{column.place}"]

    def shown_words(self) -> Iterator[tuple[pages.ColumnShown, str, list[tuple[str, forms.BoundField]]]]:
        """Give the columns of which words are asked about, the title they are mapped to, each word with its field.

        Those that stand for the same in several sheets are asked about once, under all their names.
        """
        for column in self.columns:
            if column.words:
                fields = [(w.word, self[f"word-{column.place}-{n}"]) for n, w in enumerate(column.words)]
                titles = dict.fromkeys(each.title for each in self.columns if each.chosen == column.chosen)
                yield replace(column, title="、".join(titles)), self.layout.column(column.chosen).title, fields

    def unknown_words(self) -> list[str]:
        """Give the words whose rows stay out as long as nobody says what they mean."""
        return [
            word
            for column, _title, fields in self.shown_words()
            if column.is_bound
            for word, field in fields
            if not field.value()
        ]

    def shown_options(self) -> list[forms.BoundField]:
        return [self[option.name] for option in self.kind.options]

    def missing(self) -> list[str]:
        """Say what is needed and not mapped, of each sheet."""
        return self._missing({column.place: column.chosen for column in self.columns if column.chosen})

    def _missing(self, chosen: Mapping[int, str]) -> list[str]:
        found: list[str] = []
        for sheet, own in self.sheets:
            names = [name for place, name in chosen.items() if place in own]
            for group in shapes.missing(names, self.layout):
                told = {"titles": self.layout.titles(group), "sheet": sheet}
                found.append((_MISSING_IN if len(self.sheets) > 1 else _MISSING) % told)
        return found

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        chosen = self.mapping
        for column in self.columns:
            if before := self._same_before(column, chosen):
                title = self.layout.column(chosen[column.place]).title
                words = _("“%(first)s” is %(title)s already: choose one of the two columns.")
                self.add_error(f"column-{column.place}", words % {"first": before.title, "title": title})
        for words in self._missing(chosen):
            self.add_error(None, words)
        return told

    def _same_before(self, column: pages.ColumnShown, chosen: Mapping[int, str]) -> pages.ColumnShown | None:
        """Find an earlier column that is taken for the same and stands in the same sheet."""
        if column.place not in chosen or self.layout.column(chosen[column.place]).takes_many:
            return None
        for other in self.columns:
            if other.place == column.place:
                return None
            is_beside = any(other.place in own and column.place in own for _sheet, own in self.sheets)
            if is_beside and chosen.get(other.place) == chosen[column.place]:
                return other
        return None

    @cached_property
    def sheets(self) -> list[tuple[str, dict[int, int]]]:
        """Which of the columns each sheet that is read has."""
        return shapes.places(Peek.from_json(self.run.peek), Plan.from_json(self.run.plan))

    @property
    def mapping(self) -> dict[int, str]:
        """Which column of the file is which of the layout."""
        found = {column.place: self.cleaned_data.get(f"column-{column.place}") for column in self.columns}
        return {place: str(name) for place, name in found.items() if name}

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """What is meant by which words, by column."""
        said = {name: dict(words) for name, words in Plan.from_json(self.run.plan).values.items()}
        for column in self.columns:
            for index, word in enumerate(column.words):
                meaning = self.cleaned_data.get(f"word-{column.place}-{index}")
                if meaning:
                    said.setdefault(column.chosen, {})[word.word] = str(meaning)
                else:
                    said.get(column.chosen, {}).pop(word.word, None)
        return {name: words for name, words in said.items() if words and name in self.mapping.values()}

    @property
    def options(self) -> dict[str, str]:
        return {option.name: str(self.cleaned_data[option.name]) for option in self.kind.options}

    @property
    def asks_further(self) -> bool:
        """Whether words have to be asked about that were not on the page that was sent."""
        return any(
            not word.meaning and f"word-{column.place}-{index}" not in self.data
            for column in self.columns
            for index, word in enumerate(column.words)
        )


def _chosen(data: Any, layout: Layout) -> dict[int, str]:
    known = {column.name for column in layout.columns}
    found = {place: data[f"column-{place}"] for place in _places(data)}
    return {place: name for place, name in found.items() if name in known}


def _places(data: Any) -> list[int]:
    return [int(key[7:]) for key in data if key.startswith("column-") and key[7:].isdigit()]
