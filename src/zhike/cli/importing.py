"""`zhike import`: a file's rows into the books, in the foreground."""

import json
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from zhike.cli import understanding
from zhike.cli.database import refuse_unmigrated, start_django
from zhike.cli.readable import refuse_unreadable
from zhike.cli.refusal import Refusal
from zhike.phrases import Phrase, chinese, say

if TYPE_CHECKING:
    from zhike.core.accounts.models import User

DONE = 0
SOME_ROWS_ERRED = 1


def run(arguments: Namespace) -> int:
    start_django()
    if arguments.undo is not None:
        refuse_unmigrated()
        return _undo(arguments)
    if not arguments.kind or not arguments.file:
        raise Refusal(Phrase("Name the kind and the file, such as `zhike import customers FILE`."))
    _refuse_unknown_kind(arguments.kind)
    refuse_unreadable(arguments.file)
    if arguments.show:
        understanding.show(arguments)
        return DONE
    refuse_unmigrated()
    outcome = _import(arguments)
    report(outcome, dry_run=arguments.dry_run)
    if arguments.json:
        print(json.dumps(outcome, ensure_ascii=False))
    return SOME_ROWS_ERRED if outcome["errored"] else DONE


def report(outcome: dict[str, Any], *, dry_run: bool) -> None:
    """Say in one or two sentences what happened."""
    if dry_run:
        print(chinese("Dry run: nothing was changed."))
    words = Phrase(
        "%(rows)s rows: %(created)s new, %(updated)s changed, %(skipped)s unchanged, %(errored)s with errors.", outcome
    )
    print(say(words))
    if outcome["error_file"]:
        print(say(Phrase("Rows with errors and their reasons are in %(error_file)s", outcome)))


def _import(arguments: Namespace) -> dict[str, Any]:
    from zhike.exchange import operations as exchange
    from zhike.exchange.columns import Refused

    user = _user(arguments.user)
    try:
        run = exchange.import_file(
            kind=arguments.kind,
            path=arguments.file,
            by=user,
            dry_run=arguments.dry_run,
            options=_options(arguments),
            plan=understanding.plan(arguments),
            at=timezone.now(),
            progress=show_progress,
        )
    except Refused as refused:
        raise Refusal(refused.phrase) from refused
    except PermissionDenied as denied:
        raise Refusal(Phrase("%(name)s may not import: choose another user with --as.", {"name": user})) from denied
    finally:
        end_progress()
    numbers = {name: getattr(run, name) for name in ("id", "rows", "created", "updated", "skipped", "errored")}
    return {**numbers, "error_file": str(run.error_file_path) if run.error_file_path else None}


def _options(arguments: Namespace) -> dict[str, str]:
    """Read the choices; one that the kind of file does not offer is refused with those it does."""
    from zhike.exchange.kinds import kinds

    chosen = {"unknown_customers": "create"} if arguments.create_customers else {}
    offered = {option.name: list(option.choices) for option in kinds()[arguments.kind].options}
    for word in arguments.option:
        name, _, value = word.partition("=")
        if value not in offered.get(name, ()):
            listed = ", ".join(f"{each}={'|'.join(values)}" for each, values in offered.items()) or "–"
            raise Refusal(
                Phrase("There is no choice “%(word)s” (--option): %(offered)s.", {"word": word, "offered": listed})
            )
        chosen[name] = value
    return chosen


def _undo(arguments: Namespace) -> int:
    from zhike.exchange import undoing
    from zhike.exchange.models import ImportRun

    user, number = _user(arguments.user), arguments.undo
    found = ImportRun.objects.filter(pk=number).first()
    if found is None or not found.may_be_undone:
        raise Refusal(Phrase("There is no import %(number)d that can be undone (--undo).", {"number": number}))
    user = user or found.by
    if user is None:
        raise Refusal(Phrase("The system brought it in: say who takes it back (--as)."))
    try:
        undoing.undo_here(run=found, by=user, at=timezone.now())
    except PermissionDenied as denied:
        raise Refusal(Phrase("%(name)s may not import: choose another user with --as.", {"name": user})) from denied
    outcome = {"id": found.pk, "undone": found.undone, "kept": found.notes.get("kept_count", 0)}
    print(say(Phrase("%(undone)s records are as before, %(kept)s were kept.", outcome)))
    if arguments.json:
        print(json.dumps(outcome, ensure_ascii=False))
    return DONE


def show_progress(done: int, total: int) -> None:
    """Rewrite one line on a terminal; a log file is not filled with it. Nothing is done while the file is read."""
    if sys.stderr.isatty():
        numbers = {"done": f"{done:,}", "total": f"{total:,}"}
        words = Phrase("%(done)s of %(total)s rows", numbers) if done else Phrase("%(total)s rows read", numbers)
        print(f"\r\033[K{say(words)}", end="", file=sys.stderr, flush=True)


def end_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _user(word: str | None) -> "User | None":
    from zhike.core.accounts import queries as accounts

    if not word:
        return None
    user = accounts.user_named(word)
    if user is None:
        raise Refusal(
            Phrase("Nobody has the user name, phone or e-mail “%(word)s” (--as): correct it.", {"word": word})
        )
    return user


def _refuse_unknown_kind(kind: str) -> None:
    kinds = settings.ZHIKE_IMPORT_KINDS
    if kind not in kinds:
        raise Refusal(
            Phrase("“%(kind)s” cannot be imported: write one of %(kinds)s.", {"kind": kind, "kinds": ", ".join(kinds)})
        )
