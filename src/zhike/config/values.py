"""Read single environment variables, each in the one way its kind of value is written."""

from collections.abc import Mapping
from pathlib import Path

from zhike.phrases import Phrase

SHORTEST_TOKEN = 24


class BadSetting(Exception):
    """A variable cannot be understood; the phrase names it and the remedy."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


def folder(environ: Mapping[str, str], name: str) -> Path | None:
    """Read a directory, None where there is none."""
    value = environ.get(name, "").strip()
    return Path(value).expanduser().absolute() if value else None


def switch(environ: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    """Read on or off.

    Raises:
        BadSetting: it is something else.
    """
    value = environ.get(name, "").strip().lower() or str(int(default))
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise BadSetting(Phrase("%(name)s is “%(value)s”: write 1 (on) or 0 (off).", {"name": name, "value": value}))


def number(environ: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    """Read a whole number.

    Raises:
        BadSetting: it is something else.
    """
    value = environ.get(name, "").strip() or str(default)
    if value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most:
        return int(value)
    raise BadSetting(
        Phrase(
            "%(name)s is “%(value)s”: write a whole number from %(least)s to %(most)s.",
            {"name": name, "value": value, "least": least, "most": most},
        )
    )


def one_of(environ: Mapping[str, str], name: str, choices: tuple[str, ...], *, default: str) -> str:
    """Read one of some words, whatever its case.

    Raises:
        BadSetting: it is something else.
    """
    value = environ.get(name, "").strip() or default
    for choice in choices:
        if value.lower() == choice.lower():
            return choice
    raise BadSetting(
        Phrase(
            "%(name)s is “%(value)s”: write one of %(choices)s.",
            {"name": name, "value": value, "choices": ", ".join(choices)},
        )
    )


def token(environ: Mapping[str, str], name: str) -> str:
    """Read a secret that programs show.

    Raises:
        BadSetting: it is easy to guess.
    """
    value = environ.get(name, "").strip()
    if value and (len(value) < SHORTEST_TOKEN or not value.isascii()):
        raise BadSetting(
            Phrase(
                "%(name)s is too short: give at least %(length)s random letters and digits.",
                {"name": name, "length": SHORTEST_TOKEN},
            )
        )
    return value
