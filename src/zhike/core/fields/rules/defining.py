"""What makes a good definition: an administrator's draft, checked against the other fields of the same kind."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhike.core.fields.rules import types
from zhike.core.fields.rules.formulas import BadFormula, compiled
from zhike.core.fields.rules.reading import SEPARATORS, cut
from zhike.core.fields.rules.types import Choice, Field, choices_of, name_key
from zhike.core.fields.rules.values import named, used
from zhike.phrases import Phrase

CODE_LONGEST = 40
_CODE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)

NEEDED = Phrase("It is empty but needed.")
TITLE_TAKEN = Phrase("Another field is called “%(title)s” already, perhaps one that is switched off.")
TITLE_BRACES = Phrase("A name has no braces: formulas put it into them.")
CODE_WRONG = Phrase("A code begins with a letter and has small letters, digits and _ only.")
CODE_TAKEN = Phrase("Another field has this code.")
NO_BLOCK = Phrase("There is no such part of the card.")
NO_CHOICES = Phrase("Write at least one choice, each in a line of its own.")
TOO_MANY = Phrase("At most %(most)d choices are possible.")
CHOICE_TWICE = Phrase("“%(title)s” is there twice.")
CHOICE_LONG = Phrase("“%(title)s” is too long, at most %(most)d characters are possible.")
CHOICE_SIGNS = Phrase("“%(title)s”: where several can be chosen, a choice has no comma, semicolon or 、.")
CHOICE_GONE = Phrase("“%(title)s” can only be replaced by a choice that is still offered.")
NO_RESULT = Phrase("Say what the formula comes to.")
NO_FIELD = Phrase("There is no field “%(title)s”.")
NO_OPERAND = Phrase("“%(title)s” cannot be calculated with.")
CIRCLE = Phrase("It would be calculated from itself.")
LEAK = Phrase("“%(title)s” is not for everybody, and the formula would show it: give both the same rule.")
LEAKS = Phrase("The formula “%(title)s” would show it: give that field the same rule first.")
NOT_FILTERED = Phrase("A field of this type cannot be used in filters.")
DAILY = Phrase("What depends on today changes each day and cannot be used in filters.")
USED = Phrase("The formula “%(title)s” needs it: change that one first.")

Fault = tuple[str, Phrase]


@dataclass(frozen=True)
class Draft:
    """A definition as it is meant to become."""

    title: str
    type: str
    code: str = ""
    block: str = ""
    choices: Sequence[dict[str, Any]] = ()
    formula: str = ""
    result: str = types.NUMBER
    help: str = ""
    unit: str = ""
    is_needed: bool = False
    is_filtered: bool = False
    right: str = ""


def validate_definition(
    draft: Draft, others: Sequence[Field], *, blocks: Collection[str], idle: Sequence[Field] = ()
) -> list[Fault]:
    """Answer what is wrong with a draft, as (field, phrase).

    `others` are the other fields of its kind; of the `idle` ones, which are switched off, only the names count.
    """
    found = [fault for check in _OF_NAMES for fault in check(draft, [*others, *idle])]
    found += [fault for check in _OF_MEANING for fault in check(draft, others)]
    return found if draft.block in blocks else [*found, ("block", NO_BLOCK)]


def code_of(title: str, taken: Collection[str]) -> str:
    """Make a code of a title by its pinyin: 车间数量 is chejianshuliang, or chejianshuliang_2 when that is taken."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionary takes 60 MB, and fields are seldom made

    aloud = "".join(lazy_pinyin(types.name_key(title), v_to_u=False))
    code = re.sub(r"[^a-z0-9]+", "_", aloud.lower()).strip("_")[: CODE_LONGEST - 4].strip("_")
    code = code if code and code[0].isalpha() else f"f_{code}".rstrip("_")
    if code not in taken:
        return code
    return next(f"{code}_{n}" for n in range(2, len(taken) + 3) if f"{code}_{n}" not in taken)


def added_choices(choices: Sequence[Choice], titles: Sequence[str]) -> list[Choice]:
    """Add choices with these titles behind the others, under keys that were never used."""
    keys = {choice.key for choice in choices}
    fresh = (key for key in (f"c{n}" for n in range(1, len(keys) + len(titles) + 2)) if key not in keys)
    return [*choices, *(Choice(next(fresh), title) for title in titles)]


def dependents(field: Field, others: Sequence[Field]) -> list[Field]:
    """Answer the formulas among the others that are calculated from a field, directly or through others."""
    by_name = named([field, *others])
    return [other for other in others if any(each.code == field.code for each in _used(other, by_name))]


def _used(field: Field, by_name: dict[str, Field]) -> list[Field]:
    try:
        return list(used(field, by_name))
    except BadFormula:
        return []


def _check_title(draft: Draft, others: Sequence[Field]) -> Iterator[Fault]:
    wanted = name_key(draft.title)
    if not wanted:
        yield "title", NEEDED
    if {*"{}｛｝"} & {*draft.title}:
        yield "title", TITLE_BRACES
    if wanted in {name_key(each) for other in others for each in (other.title, other.code)}:
        yield "title", TITLE_TAKEN.given(title=cut(draft.title))


def _check_code(draft: Draft, others: Sequence[Field]) -> Iterator[Fault]:
    if len(draft.code) > CODE_LONGEST or not _CODE.fullmatch(draft.code):
        yield "code", CODE_WRONG
    elif draft.code in {name_key(each) for other in others for each in (other.title, other.code)}:
        yield "code", CODE_TAKEN


def _check_choices(draft: Draft, others: Sequence[Field]) -> Iterator[Fault]:
    if draft.type not in types.CHOOSING:
        return
    choices = list(choices_of(draft).values())
    if not any(choice.is_offered for choice in choices):
        yield "choices", NO_CHOICES
    if len(choices) > types.CHOICES_MOST:
        yield "choices", TOO_MANY.given(most=types.CHOICES_MOST)
    seen = {choice.key for choice in choices}
    for choice in choices:
        if name_key(choice.title) in seen - {choice.key}:
            yield "choices", CHOICE_TWICE.given(title=choice.title)
        seen.add(name_key(choice.title))
        yield from _check_choice(draft, choice)


def _check_choice(draft: Draft, choice: Choice) -> Iterator[Fault]:
    if not choice.title.strip():
        yield "choices", NEEDED
    if len(choice.title) > types.TITLE_LONGEST:
        yield "choices", CHOICE_LONG.given(title=cut(choice.title), most=types.TITLE_LONGEST)
    if draft.type == types.CHOICES and SEPARATORS.search(choice.title):
        yield "choices", CHOICE_SIGNS.given(title=cut(choice.title))
    after = choices_of(draft).get(choice.now)
    if choice.now and (after is None or not after.is_offered):
        yield "choices", CHOICE_GONE.given(title=cut(choice.title))


def _check_formula(draft: Draft, others: Sequence[Field]) -> Iterator[Fault]:
    if draft.type != types.FORMULA:
        return
    if draft.result not in types.RESULTS:
        yield "result", NO_RESULT
    by_name = named([*others, draft])
    try:
        formula = compiled(draft.formula)
        needed = list(used(draft, by_name))
    except BadFormula as bad:
        yield "formula", bad.phrase
        return
    yield from (("formula", NO_FIELD.given(title=name)) for name in formula.names if name not in by_name)
    yield from _check_needed(draft, needed)
    if draft.is_filtered and any(compiled(each.formula).asks_for_today for each in (draft, *needed) if each.formula):
        yield "is_filtered", DAILY


def _check_needed(draft: Draft, needed: Sequence[Field]) -> Iterator[Fault]:
    for field in needed:
        if field.code == draft.code:
            yield "formula", CIRCLE
        elif field.type not in types.COMPUTABLE:
            yield "formula", NO_OPERAND.given(title=field.title)
        elif field.right and field.right != draft.right:
            yield "right", LEAK.given(title=field.title)


def _check_use(draft: Draft, others: Sequence[Field]) -> Iterator[Fault]:
    if draft.is_filtered and draft.type not in types.FILTERABLE:
        yield "is_filtered", NOT_FILTERED
    if draft.right:
        for formula in dependents(draft, others):
            if formula.right != draft.right:
                yield "right", LEAKS.given(title=formula.title)


_Check = Callable[[Draft, Sequence[Field]], Iterator[Fault]]
_OF_NAMES: tuple[_Check, ...] = (_check_title, _check_code)
_OF_MEANING: tuple[_Check, ...] = (_check_choices, _check_formula, _check_use)


def with_code(draft: Draft, others: Sequence[Field]) -> Draft:
    """Give a draft a code of its own when it came without one."""
    if draft.code:
        return draft
    return replace(draft, code=code_of(draft.title, {name_key(n) for o in others for n in (o.code, o.title)}))
