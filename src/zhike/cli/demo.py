"""`zhike demo`: an invented company on this machine only, in a directory of its own."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from django.db import connections
from django.utils import timezone

from zhike.cli import demo_directory
from zhike.cli.address import Address, refuse_taken
from zhike.cli.banner import Login, demo_banner
from zhike.cli.database import start_django
from zhike.cli.household import run_household, tell_children
from zhike.cli.migrate import bring_up_to_date
from zhike.cli.refusal import Refusal
from zhike.config.environment import sqlite_url
from zhike.phrases import Phrase, chinese

COMPANY = "顺和粮油商行"  # invented, like everything the demo holds


def run(arguments: Namespace) -> int:
    address = Address("127.0.0.1", arguments.port)
    directory = demo_directory.chosen(os.environ)
    refuse_taken(address)
    with demo_directory.claimed(directory):
        _use_only(directory)
        start_django()
        if arguments.fresh:
            start_over(directory)
        logins = prepare(directory)

        def announce() -> None:
            print(demo_banner(address.url(https=False), logins), flush=True)

        code = run_household(address, announce=announce)
    print(chinese("Stopped. What you did is kept; `--fresh` starts over."), file=sys.stderr)
    return code


def prepare(directory: Path) -> list[Login]:
    """Bring the demo's database up to date and fill it on the first start."""
    from zhike.cli import demo_company

    print(chinese("Preparing the demo…"), file=sys.stderr)
    bring_up_to_date(directory)
    logins = demo_company.ensure(directory, on=timezone.localdate())
    connections.close_all()
    return list(logins)


def start_over(directory: Path) -> None:
    """Delete the demo if it holds nothing but the demo.

    Raises:
        Refusal: naming what else it holds.
    """
    demo_directory.refuse_strangers(directory)
    if (directory / demo_directory.DATABASE).exists():
        _refuse_foreign_rows(directory)
    connections.close_all()
    demo_directory.clear(directory)


def _refuse_foreign_rows(directory: Path) -> None:
    from zhike.cli import demo_company

    bring_up_to_date(directory)
    foreign = demo_company.foreign_rows()
    if foreign:
        raise Refusal(
            Phrase(
                "The demo in %(path)s holds what somebody entered (%(rows)s), so nothing was deleted. "
                "If it may go, delete the directory yourself.",
                {"path": directory, "rows": ", ".join(f"{kind} {count}" for kind, count in foreign.items())},
            )
        )


def _use_only(directory: Path) -> None:
    """Point this process and the children to the demo's own database, whatever a real installation has set."""
    if os.environ.get("ZHIKE_DATABASE_URL"):
        print(chinese("The demo uses its own database; ZHIKE_DATABASE_URL is left alone."), file=sys.stderr)
    tell_children(
        ZHIKE_LOG_LEVEL=os.environ.get("ZHIKE_LOG_LEVEL") or "WARNING",  # the passwords stay in view
        ZHIKE_DATA_DIR=str(directory),
        ZHIKE_DATABASE_URL=sqlite_url(directory / demo_directory.DATABASE),
        ZHIKE_COMPANY=os.environ.get("ZHIKE_COMPANY", "").strip() or COMPANY,
        ZHIKE_SECRET_KEY="",
        ZHIKE_HOSTS="",
        ZHIKE_HTTPS="",
        ZHIKE_BEHIND_PROXY="",
    )
