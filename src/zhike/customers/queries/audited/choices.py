from collections.abc import Callable
from typing import Any


def in_words(choices: Any) -> Callable[[Any], str]:
    """Make what writes a kept value as its choice is called; one that is no choice any more stands for itself."""

    def words(value: Any) -> str:
        return str(choices(value).label) if value in choices.values else str(value)

    return words
