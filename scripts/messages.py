"""Keep the Chinese message catalogue in step with the code, without GNU gettext.

update: collect the texts of code and templates into the catalogue
merge FILE...: fill what is still untranslated from files of msgid/msgstr pairs
compile: make the binary catalogue that running code reads
check: name every text that is missing, left over, doubtful or broken
"""

import argparse
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "zhike"
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"

# No dates and no line numbers: two people who translate at the same time change only their own lines.
HEADER = """\
# Chinese (simplified) texts of Zhike. Made by scripts/messages.py; translations are edited here.
msgid ""
msgstr ""
"Project-Id-Version: zhike\\n"
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

# Which argument of a call is the text: the first, or (text, plural), or after a context ("c").
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "Phrase", "chinese")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}

PLACEHOLDER = re.compile(r"%\((\w+)\)|%([sdrf])")


class Key(NamedTuple):
    """What makes a message one message: its text (the singular, if it counts) and its context."""

    text: str
    context: str | None


def key_of(message: Message) -> Key:
    return Key(message.id if isinstance(message.id, str) else message.id[0], message.context)


def messages_in(catalogue: Catalog) -> dict[Key, Message]:
    """Index a catalogue, its header left out."""
    return {key_of(message): message for message in catalogue if message.id}


def python_of(path: Path) -> str:
    """Give the Python text of a source file; a template becomes lines of gettext calls."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    calls = templatize(text, origin=str(path))
    # What templatize blanks out keeps its indentation, which means nothing here and breaks Python's tokenizer.
    return "\n".join(line.strip() for line in calls.splitlines())


def sources(root: Path = SOURCE) -> list[Path]:
    code = (path for path in root.rglob("*.py") if not {"tests", "migrations"} & set(path.relative_to(root).parts))
    templates = (path for path in root.rglob("templates/**/*") if path.suffix in {".html", ".txt"})
    return sorted([*code, *templates])


def collect(root: Path = SOURCE) -> Catalog:
    """Gather every text for people that code and templates hold, untranslated."""
    found = Catalog(locale="zh_Hans")
    for path in sources(root):
        code = BytesIO(python_of(path).encode())
        calls = extract("python", code, keywords=KEYWORDS, options={"encoding": "utf-8"})
        for _line, text, _comments, context in calls:
            if text and text != ("",):
                found.add(text, context=context)
    return found


def read(path: Path = CATALOGUE) -> Catalog:
    if not path.exists():
        return Catalog(locale="zh_Hans")
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans", abort_invalid=True)


def write(catalogue: Catalog, path: Path = CATALOGUE) -> None:
    body = BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    path.write_text(HEADER + body.getvalue().decode(), encoding="utf-8")
    make_binary(path)


def make_binary(path: Path = CATALOGUE) -> int:
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, read(path))
    return 0


def fill(wanted: Catalog, known: Catalog) -> list[Key]:
    """Give each untranslated message of `wanted` its translation in `known`; return what `wanted` does not have."""
    targets = messages_in(wanted)
    strangers = []
    for key, message in messages_in(known).items():
        if key not in targets:
            strangers.append(key)
        elif not is_translated(targets[key]):
            targets[key].string = message.string
            targets[key].flags |= message.flags & {"fuzzy"}
    return strangers


def translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def is_translated(message: Message) -> bool:
    return bool(translations(message)) and all(translations(message))


def placeholders(text: str) -> set[str]:
    return {name or kind for name, kind in PLACEHOLDER.findall(text.replace("%%", ""))}


def is_filled_alike(message: Message) -> bool:
    """Tell whether the translation takes the same values as the text; one that counts follows its plural."""
    text = message.id if isinstance(message.id, str) else message.id[-1]
    return all(placeholders(translation) == placeholders(text) for translation in translations(message))


def faults(found: Catalog, catalogue: Catalog) -> Iterator[str]:
    """Say in one line each what keeps the catalogue from being complete and sound."""
    wanted, had = messages_in(found), messages_in(catalogue)
    for key in wanted:
        if key not in had:
            yield f"not in the catalogue (run: make messages): {key.text!r}"
    for key, message in had.items():
        if key not in wanted:
            yield f"no longer in the code (run: make messages): {key.text!r}"
        elif not is_translated(message):
            yield f"not translated: {key.text!r}"
        elif message.fuzzy:
            yield f"marked as doubtful (fuzzy): {key.text!r}"
        elif not is_filled_alike(message):
            yield f"other placeholders in the translation: {key.text!r}"


def update() -> int:
    found = collect()
    left = fill(found, read())
    write(found)
    print(f"{len(found)} texts, {len(left)} dropped as no longer used")
    return check()


def merge(paths: list[Path]) -> int:
    """Fill in from several files; a text that the code does not have is named and left out."""
    catalogue = read()
    for path in paths:
        for key in fill(catalogue, read(path)):
            print(f"{path}: the catalogue has no {key.text!r}", file=sys.stderr)
    write(catalogue)
    return check()


def check() -> int:
    wrong = list(faults(collect(), read()))
    for line in wrong:
        print(line)
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("update")
    commands.add_parser("merge").add_argument("files", nargs="+", type=Path)
    for name in ("compile", "check"):
        commands.add_parser(name)
    arguments = parser.parse_args()
    if arguments.command == "merge":
        return merge(arguments.files)
    return {"update": update, "compile": make_binary, "check": check}[arguments.command]()


if __name__ == "__main__":
    sys.exit(main())
