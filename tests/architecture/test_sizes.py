"""Budgets that keep files and functions small; docstrings and migrations do not count."""

from pathlib import Path
from statistics import median, quantiles

from tests.architecture.tree import (
    ROOT,
    SRC,
    all_files,
    functions,
    is_test,
    length_of_file,
    length_of_function,
    name_of,
    product_files,
)

LARGEST_FILE = 300
LARGEST_TEST_FILE = 400
LARGEST_TEMPLATE = 80
LARGEST_FUNCTION = 60


def too_long(paths: list[Path], most: int) -> list[str]:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{name_of(path)}: {length} lines" for path, length in lengths.items() if length > most]


def test_no_file_is_longer_than_its_budget() -> None:
    lengths = {path: length_of_file(path) for path in all_files()}
    wrong = [
        f"{name_of(path)}: {length} lines"
        for path, length in lengths.items()
        if length > (LARGEST_TEST_FILE if is_test(path) else LARGEST_FILE)
    ]
    assert not wrong, "split it: a shelf file becomes a folder of the same name"


def test_most_files_are_short() -> None:
    lengths = [length_of_file(path) for path in product_files()]
    assert median(lengths) <= 60
    assert quantiles(lengths, n=10)[-1] <= 200


def test_templates_and_scripts_of_the_page_are_short() -> None:
    frontend = [path for path in (ROOT / "frontend" / "src").rglob("*.ts") if "node_modules" not in path.parts]
    assert not too_long(sorted(SRC.rglob("templates/**/*.html")), LARGEST_TEMPLATE)
    assert not too_long(sorted(frontend), LARGEST_FILE)


def test_no_function_is_longer_than_its_budget() -> None:
    wrong = [
        f"{name_of(path)}:{function.lineno} {function.name}: {length_of_function(function)} lines"
        for path in all_files()
        for function in functions(path)
        if length_of_function(function) > LARGEST_FUNCTION
    ]
    assert not wrong


def test_most_functions_are_very_short() -> None:
    lengths = [length_of_function(function) for path in product_files() for function in functions(path)]
    assert median(lengths) <= 8


def test_every_function_says_what_it_returns() -> None:
    wrong = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in all_files()
        for function in functions(path)
        if function.returns is None
    ]
    assert not wrong
