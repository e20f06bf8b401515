"""Turn the rows of a sheet into spooled rows: parse every cell and collect what is wrong or odd with them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from json.encoder import encode_basestring

from zhike.exchange.columns import Cell, Column, Header, Kind, Layout, shown
from zhike.exchange.parsing import BadCell, Value, parse, written
from zhike.exchange.parsing.cells import one_line
from zhike.exchange.parsing.loosely import loosely
from zhike.exchange.parsing.remarks import KEPT_PHONES, MORE_PHONES, ODD, remarks
from zhike.exchange.parsing.texts import within
from zhike.exchange.reading.joining import joins_of
from zhike.exchange.settling import group_key
from zhike.exchange.spool import Fault, Grade, Half, SpooledRow
from zhike.exchange.understanding.plans import Plan
from zhike.exchange.understanding.words import unit_of
from zhike.phrases import Phrase

KEPT_REMARKS = {"warning": 1_000, "note": 20}
"""So many places of each remark are kept; all are counted."""

MOST_HALVES = 5_000
"""So many rows with bad cells are kept, so that a trial can look at the rest of them too."""

EMPTIED = Phrase("“%(value)s” is left out, the cell stays empty.")
NOTED = Phrase("“%(value)s” goes into “%(into)s”.")
REMARKS = "remarks"
"""The column that keeps further phones."""
STAND_INS: dict[Kind, Value] = {"money": 100, "whole": 1, "decimal": "1", "date": "2000-01-01", "text": "2000-01-01"}
"""What stands for a needed cell that cannot be read while the rest of its row is looked at."""

NO_PLAN = Plan()


class Remarks:
    """Counts what is said of the cells of a file, and keeps the first places of what is only remarked."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.keeps_phones = False
        self.halves: list[Half] = []
        """The first rows with cells that could not be read, as far as they could."""

    def about(self, place: int, column: Column, *, cell: Cell, value: Value, spare: list[str]) -> Iterator[Fault]:
        """Give the remarks about a cell that are kept; one with several phones is put among what is to `spare`."""
        for grade, phrase in remarks(column, cell, value):
            if phrase.text == MORE_PHONES.text and self.keeps_phones:
                phrase = KEPT_PHONES.given(**phrase.values)
                spare.append(f"{column.title}：{one_line(str(cell)).strip()}")
            yield from self.said(place, column, phrase=phrase, grade=grade)

    def about_bad(self, place: int, column: Column, *, phrase: Phrase) -> Fault:
        """Count a cell that could not be read."""
        self.counts["error", column.title, phrase.text] += 1
        return Fault(place, column.title, phrase)

    def said(self, place: int, column: Column, *, phrase: Phrase, grade: Grade = "warning") -> Iterator[Fault]:
        """Give a remark if it is among those that are kept."""
        key = (grade, column.title, phrase.text)
        self.counts[key] += 1
        if self.counts[key] <= KEPT_REMARKS[grade]:
            yield Fault(place, column.title, phrase, grade)


class RowReader:
    """Knows where each column of the layout stands in one table."""

    def __init__(
        self,
        layout: Layout,
        header: Header,
        *,
        blank: Cell = None,
        titles: Sequence[str] = (),
        plan: Plan = NO_PLAN,
        unit: int = 1,
        from_1904: bool = False,
        told: Remarks | None = None,
    ) -> None:
        places = {column.name: place for place, column in enumerate(layout.columns)}
        self._plan = [
            (places[column.name], header.positions[column.name], read_as, ODD[column.kind])
            for column in layout.columns
            if column.name in header.positions
            for read_as in [_read_as(column, titles, header.positions[column.name], plan=plan, unit=unit)]
        ]
        if from_1904:
            self._plan = [(a, b, replace(column, from_1904=True), odd) for a, b, column, odd in self._plan]
        self._width = header.width
        self._blank = blank
        self._nothing: list[Value] = [None] * len(places)
        self._key = [places[name] for name in layout.key]
        self._any_of = [([places[name] for name in names], layout.titles(names)) for names in layout.any_of]
        self._meant = {
            header.positions[name]: words
            for name, words in plan.values.items()
            if words and name in header.positions and not layout.column(name).choices
        }
        self._columns = layout.columns
        self._owed = {places[name] for names in (layout.key, *layout.any_of) for name in names}
        self._emptied = {name for name in plan.emptied if name in places and layout.may_lack(name)}
        self._note, self._noted = layout.note, plan.noted if layout.note else frozenset()
        self._since = {each.name: places[each.counts_from] for each in layout.columns if each.counts_from in places}
        self._titles = titles
        self._edits = _by_place(plan.edits, header.positions)
        self._joins = joins_of(layout, header.positions, header.further, titles=titles)
        self._told = told or Remarks()
        self._remarks = places[self._note.name] if self._note else places.get(REMARKS, 0)
        self._told.keeps_phones = REMARKS in places

    def read(self, place: int, cells: Sequence[Cell]) -> tuple[SpooledRow, list[Fault]]:
        """Parse a row; where it is shorter than the header its cells are empty."""
        values = self._nothing.copy()
        faults: list[Fault] = []
        said: list[Fault] = []
        spare: list[str] = []
        if self._meant or self._edits or self._joins:
            said += self._told_of_emptied(place, cells, spare)
            cells = self._as_meant(place, cells)
        bad: set[int] = set()
        width = len(cells)
        for target, position, column, is_odd in self._plan:
            cell = cells[position] if position < width else self._blank
            try:
                values[target] = parse(column, cell)
                if is_odd(cell):
                    said += self._told.about(place, column, cell=cell, value=values[target], spare=spare)
            except BadCell as error:
                since = values[self._since.get(column.name, target)]
                mended = self._mended(place, column, cell=cell, position=position, since=since, spare=spare)
                values[target], told = mended or (None, [self._told.about_bad(place, column, phrase=error.phrase)])
                (said if mended else faults).extend(told)
                bad |= set() if mended else {target}
        if width > self._width or self._any_of:
            faults += [Fault(place, "", phrase) for phrase in self._faults_of_row(cells, values, bad)]
        if spare or bad:
            faults += self._keep_rest(place, values, spare=spare, bad=bad if len(faults) == len(bad) else ())
        return (place, self._key_of(place, values), None if faults else _encode(values)), faults + said

    def _keep_rest(
        self, place: int, values: list[Value], *, spare: Sequence[str], bad: Collection[int]
    ) -> Iterator[Fault]:
        """Keep what other columns have no room for, and what could be read of a row with bad cells.

        That only if those do not say whose row it is.
        """
        columns = self._columns
        if spare:
            note = columns[self._remarks]
            both = "；".join([*([str(values[self._remarks])] if values[self._remarks] else []), *spare])
            try:
                values[self._remarks] = within(both, note.longest)
            except BadCell as error:
                if self._noted:
                    yield self._told.about_bad(place, note, phrase=error.phrase)
        if not bad or len(self._told.halves) == MOST_HALVES or not self._owed.isdisjoint(bad):
            return
        filled = [_stand_in(columns[at]) if at in bad else value for at, value in enumerate(values)]
        titles = tuple(columns[at].title for at in sorted(bad))
        self._told.halves.append(Half(place, self._key_of(place, values), _encode(filled), titles))

    def _mended(
        self, place: int, column: Column, *, cell: Cell, position: int, since: Value, spare: list[str]
    ) -> tuple[Value, Iterable[Fault]] | None:
        """Read a bad cell as its row or its column explains it, or leave it empty; None if it stays bad."""
        if found := loosely(column, cell, since):
            return found[0], self._told.said(place, column, phrase=found[1])
        if column.name in self._emptied:
            return None, self._set_aside(place, column, cell=cell, position=position, spare=spare)
        return None

    def _set_aside(self, place: int, column: Column, *, cell: Cell, position: int, spare: list[str]) -> Iterator[Fault]:
        """Leave a cell empty because somebody wanted that, and put what stood there among what is to `spare`."""
        text, phrase = written(cell).strip(), EMPTIED
        if column.name in self._noted and self._note and self._note.name != column.name:
            title = self._titles[position].strip() if position < len(self._titles) else ""
            plain = "".join(char for char in one_line(text) if char.isprintable())
            spare.append(f"{title or column.title}：{plain}")
            phrase = NOTED.given(into=self._note.title)
        yield from self._told.said(place, column, phrase=phrase.given(**phrase.values, value=shown(text)))

    def _told_of_emptied(self, place: int, cells: Sequence[Cell], spare: list[str]) -> Iterator[Fault]:
        """Remark which cells were emptied by hand."""
        emptied = [position for position, text in self._edits.get(place, {}).items() if not text]
        for _, position, column, _odd in self._plan:
            if position in emptied and position < len(cells) and written(cells[position]).strip():
                yield from self._set_aside(place, column, cell=cells[position], position=position, spare=spare)

    def _as_meant(self, place: int, cells: Sequence[Cell]) -> Sequence[Cell]:
        """Put in what somebody said is meant by a word, and what was corrected by hand."""
        edits = self._edits.get(place, {})
        if not edits and not self._meant and not self._joins:
            return cells
        meant = list(cells)
        for position, words in self._meant.items():
            if position < len(meant) and meant[position] is not None:
                meant[position] = words.get(str(meant[position]).strip(), meant[position])
        for position, text in edits.items():
            meant += [self._blank] * (position + 1 - len(meant))
            meant[position] = text
        for join in self._joins:
            if join.home not in edits:  # what was written by hand stands for all of it
                join.put(meant)
        return meant

    def _faults_of_row(self, cells: Sequence[Cell], values: Sequence[Value], bad: set[int]) -> Iterator[Phrase]:
        if len(cells) > self._width and any(cell not in (None, "") for cell in cells[self._width :]):
            yield Phrase(
                "The row has more cells than the header: a delimiter too many, or a cell outside the table?",
            )
        for places, titles in self._any_of:
            if all([values[place] is None and place not in bad for place in places]):  # noqa: C419 - of every row
                yield Phrase("One of these is needed: %(columns)s.", {"columns": titles})

    def _key_of(self, place: int, values: Sequence[Value]) -> str:
        """Give the key of the row's group; a row without one is a group of its own."""
        for target in self._key:
            if values[target] is not None:
                return group_key(values[target])
        return f"\n{place:016d}"  # no key holds a line break


def _stand_in(column: Column) -> Value:
    if not column.needed:
        return None
    return next(iter(column.choices.values()), None) or STAND_INS.get(column.kind, "1")


def _read_as(column: Column, titles: Sequence[str], position: int, *, plan: Plan, unit: int) -> Column:
    """Tell a column what the file says of its cells: their unit, their year, what its words mean."""
    title = titles[position] if position < len(titles) else ""
    changes: dict[str, object] = {}
    if column.kind == "money":
        said = unit_of(title)
        changes["unit"] = unit if said is None else said
    elif column.kind == "date":
        changes["year"] = plan.year
    if column.choices and (words := plan.values.get(column.name)):
        changes["choices"] = {**column.choices, **words}
    if all(getattr(column, name) == value for name, value in changes.items()):
        return column
    return replace(column, **changes)  # type: ignore[arg-type]


def _encode(values: Sequence[Value]) -> str:
    """Write values as a JSON list; the library makes an encoder for each list, which takes twice as long."""
    words = ["null" if v is None else encode_basestring(v) if isinstance(v, str) else str(v) for v in values]
    return f"[{','.join(words)}]"


def _by_place(edits: Mapping[tuple[int, str], str], positions: Mapping[str, int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for (place, name), text in edits.items():
        if name in positions:
            found.setdefault(place, {})[positions[name]] = text
    return found
