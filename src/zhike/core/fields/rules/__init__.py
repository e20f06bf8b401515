"""How custom fields are defined, read, shown, compared and calculated; pure, so that imports may use it anywhere."""

from zhike.core.fields.rules.comparing import Asked, asked, holds, keys, ops, place_of
from zhike.core.fields.rules.defining import (
    Draft,
    added_choices,
    code_of,
    dependents,
    validate_definition,
    with_code,
)
from zhike.core.fields.rules.reading import BadValue, clean, merged, needed, read, record_number
from zhike.core.fields.rules.showing import Shown, cell, searchable, shown, typed, words
from zhike.core.fields.rules.types import (
    NOBODY,
    Choice,
    Extra,
    Field,
    Known,
    Missing,
    Stored,
    choices_of,
    offered,
    value_type,
)
from zhike.core.fields.rules.values import Values, stored, with_codes, with_titles

__all__ = [
    "NOBODY",
    "Asked",
    "BadValue",
    "Choice",
    "Draft",
    "Extra",
    "Field",
    "Known",
    "Missing",
    "Shown",
    "Stored",
    "Values",
    "added_choices",
    "asked",
    "cell",
    "choices_of",
    "clean",
    "code_of",
    "dependents",
    "holds",
    "keys",
    "merged",
    "needed",
    "offered",
    "ops",
    "place_of",
    "read",
    "record_number",
    "searchable",
    "shown",
    "stored",
    "typed",
    "validate_definition",
    "value_type",
    "with_code",
    "with_codes",
    "with_titles",
    "words",
]
