"""Bans that share a linter's rule number with a ban that some files are free of."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import SRC, name_of, product_files, syntax

SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals")
# Read the clock when they are called without an instant; with one they only convert it.
CLOCKS = frozenset({"localdate", "localtime", "now", "today"})
CLOCKLESS = frozenset({"rules", "queries", "operations"})


def imported_names(path: Path) -> Iterator[str]:
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_signals_are_received_in_one_place_only() -> None:
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in product_files()
        if path != SRC / "core" / "accounts" / "apps.py"
        for name in imported_names(path)
        if name.startswith(SIGNALS)
    ]
    assert not wrong, "call the operation instead"


def reads_the_clock(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or node.args or node.keywords:
        return False
    return isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS


def test_rules_queries_and_operations_are_told_the_time() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in product_files()
        if CLOCKLESS & {path.stem, path.parent.name} and SRC / "core" / "jobs" not in path.parents
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call) and reads_the_clock(node)
    ]
    assert not wrong, "take `at` or `on` as an argument"
