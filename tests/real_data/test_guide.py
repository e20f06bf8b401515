"""The guide of the analytics library prints what it says it prints."""

import pytest

from benchmarks.analytics_reference import BLOCK, GUIDE, TABLE, filled


def test_every_example_and_every_reference_value_comes_out_as_printed() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert len(BLOCK.findall(text)) >= 10
    assert TABLE.search(text)
    assert filled(text) == text, "run `python -m benchmarks.analytics_reference`"


def test_an_example_that_prints_something_else_is_noticed() -> None:
    example = "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    assert filled(example) == example.replace("3", "2")
    with pytest.raises(ZeroDivisionError):
        filled("```python\n1 / 0\n```\n")
