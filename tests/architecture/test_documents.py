"""The documents keep up with the code: glossary, features, decisions, commands."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, name_of, python_files, steps, syntax

DOCS = ROOT / "docs"
DONE, PLANNED = "完成", "计划"
DECISIONS = sorted((DOCS / "adr").glob("[0-9]*.md"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def rows(document: Path) -> Iterator[list[str]]:
    """Read the rows of every table in a document, headings left out."""
    in_body = False
    for line in document.read_text(encoding="utf-8").splitlines():
        if line.startswith("| ---"):
            in_body = True
        elif not line.startswith("|"):
            in_body = False
        elif in_body:
            yield [cell.strip() for cell in line.strip("|").split("|")]


def repeated(words: list[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def test_the_glossary_pairs_one_chinese_word_with_one_english_one() -> None:
    terms = list(rows(DOCS / "glossary.md"))
    assert not [term for term in terms if len(term) != 3 or not all(term)]
    assert not [term for term in terms if not CHINESE.search(term[0]) or not re.search("[a-zA-Z]", term[1])]
    assert not repeated([term[0] for term in terms])
    assert not repeated([term[1].lower() for term in terms])


def marks(path: Path) -> Iterator[str]:
    """Give the rows that the tests of a file prove: the arguments of its `domain` marks."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.domain":
            yield from (str(argument.value) for argument in node.args if isinstance(argument, ast.Constant))


def proven() -> set[str]:
    tests = python_files(ROOT / "src", ROOT / "tests")
    return {row for path in tests if path.name.startswith("test_") for row in marks(path)}


def test_each_feature_has_a_number_a_place_and_a_state() -> None:
    features = list(rows(DOCS / "features.md"))
    assert not [row for row in features if len(row) != 4 or not all(row)]
    assert not repeated([row[0] for row in features])
    assert {row[2] for row in features} <= {*steps("staircase"), "analytics"}
    assert {row[3] for row in features} <= {DONE, PLANNED}


def test_a_feature_is_done_when_and_only_when_a_test_proves_it() -> None:
    done = {row[0] for row in rows(DOCS / "features.md") if row[3] == DONE}
    assert done - proven() == set(), "called done, but no test carries @pytest.mark.domain for it"
    assert proven() - done == set(), "proven by a test, but not called done in docs/features.md"


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_how_it_stands_why_what_and_at_what_cost(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Status", "Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 40
    assert decision.name in (DOCS / "adr" / "README.md").read_text(encoding="utf-8")


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_command_that_a_document_names_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE))
    assert named
    assert named <= targets


def test_no_document_is_left_without_a_heading() -> None:
    documents = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    assert not [name_of(path) for path in documents if not path.read_text(encoding="utf-8").startswith("# ")]
