"""Sentences for people, kept in English with their values until somebody reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

LOCALE_DIR = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Phrase:
    """A message id with its values: pure code may make it, the edge translates it."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def given(self, **values: object) -> "Phrase":
        """Fill in the values of a phrase that was written down without them."""
        return Phrase(self.text, values)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


@cache
def _catalogue() -> NullTranslations:
    return translation("django", LOCALE_DIR, languages=["zh_Hans"], fallback=True)


def chinese(text: str) -> str:
    """Translate without Django, for the command line and for child processes."""
    return _catalogue().gettext(text) if text else text


def say(phrase: Phrase) -> str:
    """Translate a phrase without Django and fill its values in."""
    return chinese(phrase.text) % phrase.values if phrase.values else chinese(phrase.text)
