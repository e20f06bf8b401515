"""The source tree as the architecture tests see it: its files, their syntax, its apps and their steps."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "zhike"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

ENGINES = frozenset({"core", "kit", "exchange"})
EDGES = frozenset({"cli", "config", "gateway"})
BESIDE = frozenset({"analytics", "locale", "phrases", "static", "templates"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts


def python_files(*roots: Path) -> list[Path]:
    """List what people wrote: no migrations, nothing empty."""
    found = chain.from_iterable(root.rglob("*.py") if root.is_dir() else [root] for root in roots if root.exists())
    return sorted(path for path in found if "migrations" not in path.parts and path.stat().st_size)


def product_files() -> list[Path]:
    return [path for path in python_files(SRC) if not is_test(path)]


def all_files() -> list[Path]:
    return python_files(SRC, ROOT / "tests", ROOT / "scripts", ROOT / "benchmarks", ROOT / "hatch_build.py")


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=name_of(path))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(syntax(path)) if isinstance(node, Function))


def docstring_lines(node: ast.Module | ast.ClassDef | Function) -> int:
    if ast.get_docstring(node, clean=False) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def length_of_file(path: Path) -> int:
    """Count lines, docstrings left out: explaining more is never a reason to split."""
    documented = (node for node in ast.walk(syntax(path)) if isinstance(node, ast.Module | ast.ClassDef | Function))
    return len(path.read_text(encoding="utf-8").splitlines()) - sum(map(docstring_lines, documented))


def length_of_function(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring_lines(node)


def app_folders() -> list[Path]:
    """List the folders that are apps of the product: neither engine, nor edge, nor beside the staircase."""
    folders = (path for path in SRC.iterdir() if path.is_dir() and (path / "__init__.py").exists())
    return sorted(path for path in folders if path.name not in ENGINES | EDGES | BESIDE)


def contract(name: str) -> list[str]:
    """Give the layers of an import-linter contract, the highest first, as pyproject.toml has them."""
    contracts: list[dict[str, Any]] = PROJECT["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(each["layers"] for each in contracts if each["id"] == name)
    return layers


def steps(name: str) -> dict[str, int]:
    """Give each app of a staircase the height of its step."""
    rows = enumerate(reversed(contract(name)))
    return {app.strip(" ()"): height for height, row in rows for app in row.split("|")}
