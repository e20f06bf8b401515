"""Formulas over a record's other fields: `{车间数量} * 2`, checked when written and worked out when read.

A field stands in braces, by its title or its code. What is not on the short lists below is refused when the formula
is written, so that nothing is left for the evaluator to fear: no attributes, no powers, no loops.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from simpleeval import SimpleEval

from zhike.core.fields.rules.functions import (
    COUNTS,
    FUNCTIONS,
    NAMES,
    OPERATORS,
    Operand,
    Unknown,
    as_truth,
    today,
)
from zhike.core.fields.rules.types import FORMULA_LONGEST, name_key
from zhike.phrases import Phrase

DEEPEST, MOST_NODES = 25, 200
REFERENCE = "zk_ref_"  # how a field in braces is called while the formula is read as an expression

EMPTY_FORMULA = Phrase("Write a formula, like {Workshops} * 2.")
TOO_LONG = Phrase("The formula is too long or too deeply nested.")
NOT_READ = Phrase("The formula cannot be read: check brackets, commas and quotation marks.")
NOT_ALLOWED = Phrase("Only fields in braces, numbers, texts in quotation marks, + - * / and comparisons can be used.")
UNKNOWN_WORD = Phrase("“%(word)s” is not known: put fields into braces, like {%(word)s}.")
UNKNOWN_FUNCTION = Phrase("There is no function “%(word)s”. There are: %(words)s.")
WRONG_COUNT = Phrase("“%(word)s” takes another number of values.")

_PARTS = re.compile(r"\{([^{}]*)\}|(\"[^\"]*\"|'[^']*')|([^{}\"']+)|(.)", re.DOTALL)
_MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "｛": "{", "｝": "}"})
_SIGNS = {"×": "*", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!=", "<>": "!=", "−": "-"}
_EQUAL = re.compile(r"(?<![<>=!])=(?!=)")
_IF = re.compile(r"\bif\s*\(")
_ALLOWED = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Call, ast.Name, ast.Constant, ast.Load,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.UAdd, ast.Not, ast.And, ast.Or,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
)  # fmt: skip


class BadFormula(ValueError):
    """A formula cannot stand; the phrase names the remedy."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


@dataclass(frozen=True)
class Compiled:
    """A formula ready to be worked out: its tree, and the folded names of the fields it needs."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]
    asks_for_today: bool


@lru_cache(maxsize=512)
def compiled(text: str) -> Compiled:
    """Read a formula.

    Raises:
        BadFormula: it is empty, too long, or holds what formulas have not.
    """
    if not text.strip():
        raise BadFormula(EMPTY_FORMULA)
    if len(text) > FORMULA_LONGEST:
        raise BadFormula(TOO_LONG)
    names: list[str] = []
    source = "".join(_source(text, names)).strip()
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadFormula(NOT_READ) from None
    _check_size(tree)
    tree = _Shaped(names).visit(tree)
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return Compiled(text, tree, tuple(dict.fromkeys(names)), "today" in calls)


def rewritten(text: str, names: Mapping[str, str]) -> str:
    """Write the fields of a formula under other names: it is kept with codes, and shown with titles."""
    return _PARTS.sub(lambda match: _renamed(match, names), text.translate(_MARKS))


class Evaluator(SimpleEval):  # type: ignore[misc] # it carries no types
    """Works formulas out; `look_up` answers a field's value by its folded name, or raises `Unknown`."""

    def __init__(self, look_up: Callable[[str], Operand], *, on: date | None) -> None:
        super().__init__(operators=OPERATORS, functions=FUNCTIONS | {"today": lambda: today(on)}, names={})
        self.names = lambda node: look_up(node.zk_name)
        self.nodes[ast.Call] = self._call

    def work_out(self, formula: Compiled) -> Operand:
        """Answer what a formula comes to.

        Raises:
            Unknown: a value is not there.
            Unfit: values do not fit together.
            ArithmeticError: it cannot be calculated.
        """
        found: Operand = self.eval(formula.text, previously_parsed=formula.tree)
        return found

    def _call(self, node: ast.Call) -> Any:
        """Work out only that of two ways which is taken, and let the first value of `ifempty` be empty."""
        name = getattr(node.func, "id", "")
        if name == "when":
            return self._eval(node.args[1] if as_truth(self._eval(node.args[0])) else node.args[2])
        if name == "ifempty":
            try:
                return self._eval(node.args[0])
            except Unknown:
                return self._eval(node.args[1])
        return self._eval_call(node)


class _Shaped(ast.NodeTransformer):
    """Makes numbers exact, gives functions one name each, and refuses what formulas have not."""

    def __init__(self, names: list[str]) -> None:
        self.field_names = names

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if not isinstance(node, _ALLOWED):
            raise BadFormula(NOT_ALLOWED)
        return super().generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, bool | str):
            return node
        if not isinstance(node.value, int | float) or abs(node.value) > 10**15:
            raise BadFormula(NOT_ALLOWED)
        return ast.copy_location(ast.Constant(Decimal(repr(node.value))), node)  # type: ignore[arg-type]

    def visit_Name(self, node: ast.Name) -> ast.AST:
        place = node.id.removeprefix(REFERENCE)
        if place == node.id:
            raise BadFormula(UNKNOWN_WORD.given(word=node.id))
        node.zk_name = self.field_names[int(place)]  # type: ignore[attr-defined]
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise BadFormula(NOT_ALLOWED)
        name = NAMES.get(node.func.id.casefold(), "")
        if not name:
            words = "、".join(word for word in NAMES if word not in ("when", "ifempty"))
            raise BadFormula(UNKNOWN_FUNCTION.given(word=node.func.id, words=words))
        fewest, most = COUNTS[name]
        if not fewest <= len(node.args) <= most:
            raise BadFormula(WRONG_COUNT.given(word=node.func.id))
        node.func.id, node.args = name, [self.visit(each) for each in node.args]
        return node


def _renamed(match: re.Match[str], names: Mapping[str, str]) -> str:
    name = match[1]
    return match[0] if name is None else f"{{{names.get(name_key(name), name.strip())}}}"


def _source(text: str, names: list[str]) -> Iterator[str]:
    """Write a formula as an expression, noting the fields in braces."""
    for match in _PARTS.finditer(text.translate(_MARKS)):
        name, quoted, code, stray = match.groups()
        if stray is not None or (code and (REFERENCE in code or "\\" in code)):
            raise BadFormula(NOT_READ)
        if name is not None:
            names.append(name_key(name))
            yield f" {REFERENCE}{len(names) - 1} "
        elif quoted is not None:
            yield repr(quoted[1:-1])
        else:
            yield _code(code)


def _code(part: str) -> str:
    for sign, plain_sign in _SIGNS.items():
        part = part.replace(sign, plain_sign)
    part = normalize("NFKC", part).replace("\n", " ").replace("\r", " ")
    for word, python in (("且", " and "), ("或", " or ")):
        part = part.replace(word, python)
    return _IF.sub("when(", _EQUAL.sub("==", part))


def _check_size(tree: ast.AST) -> None:
    level: list[ast.AST] = [tree]
    nodes = 0
    for _ in range(DEEPEST):
        nodes += len(level)
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level and nodes <= MOST_NODES:
            return
    raise BadFormula(TOO_LONG)
