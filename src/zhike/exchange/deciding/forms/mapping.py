from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.exchange.columns import Layout
from zhike.exchange.deciding import offering, pages, shapes
from zhike.exchange.kinds import Kind
from zhike.exchange.models import ImportRun
from zhike.exchange.reading import Plan
from zhike.kit.forms import Form


class MapForm(Form):
    """What each column of the file is, what its words mean, and what happens with what is there already."""

    keeps = forms.BooleanField(label=gettext_lazy("Do the same with such a table the next time"), required=False)

    def __init__(self, *args: Any, run: ImportRun, kind: Kind, **kwargs: Any) -> None:
        self.run, self.layout, self.kind = run, pages.layout_of(run), kind
        super().__init__(*args, **kwargs)
        sent = self.data if self.is_bound else None
        self.columns = pages.columns(run, chosen=_chosen(sent, self.layout) if sent is not None else None)
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
                initial=run.options.get(option.name, option.default),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def _add_words(self, column: pages.ColumnShown) -> None:
        choices = [("", "—"), *column.meanings.items()]
        for index, word in enumerate(column.words):
            self.fields[f"word-{column.place}-{index}"] = forms.ChoiceField(
                choices=choices,
                initial=word.meaning,
                required=False,
                widget=forms.Select(attrs={"class": "form-select", "aria-label": word.word}),
            )

    def shown(self) -> Iterator[tuple[pages.ColumnShown, forms.BoundField]]:
        """Give each column with its field."""
        for column in self.columns:
            yield column, self[f"column-{column.place}"]

    def shown_words(self) -> Iterator[tuple[pages.ColumnShown, str, list[tuple[str, forms.BoundField]]]]:
        """Give the columns of which words are asked about, the title they are mapped to, each word with its field."""
        for column in self.columns:
            if column.words:
                fields = [(w.word, self[f"word-{column.place}-{n}"]) for n, w in enumerate(column.words)]
                yield column, self.layout.column(column.chosen).title, fields

    def shown_options(self) -> list[forms.BoundField]:
        return [self[option.name] for option in self.kind.options]

    def missing(self) -> list[str]:
        """Name what is needed and not mapped."""
        mapping = {column.place: column.chosen for column in self.columns if column.chosen}
        return [self.layout.titles(group) for group in shapes.missing(mapping, self.layout)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        taken: dict[str, pages.ColumnShown] = {}
        for column in self.columns:
            name = told.get(f"column-{column.place}")
            if name and name in taken:
                title = self.layout.column(name).title
                words = _("“%(first)s” is %(title)s already: choose one of the two columns.")
                self.add_error(f"column-{column.place}", words % {"first": taken[name].title, "title": title})
            elif name:
                taken[name] = column
        for group in shapes.missing(self.mapping, self.layout):
            titles = self.layout.titles(group)
            self.add_error(None, _("No column is %(titles)s, which is needed: choose it below.") % {"titles": titles})
        return told

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
    found = {int(key[7:]): data[key] for key in data if key.startswith("column-") and key[7:].isdigit()}
    return {place: name for place, name in found.items() if name in known}
