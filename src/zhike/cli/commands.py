"""The table of commands: names, helps and arguments; each command's module is imported only when it runs."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhike.phrases import Phrase, chinese


@dataclass(frozen=True)
class Command:
    """One word after `zhike`; its module has `run(arguments) -> exit code`."""

    name: str
    help: Phrase
    arguments: Callable[[ArgumentParser], None]
    module: str


def no_arguments(parser: ArgumentParser) -> None:
    """Take no arguments."""


def address(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=chinese("address to listen on (127.0.0.1)"))
    parser.add_argument("--port", type=int, default=8000, help=chinese("port to listen on (8000)"))


def web(parser: ArgumentParser) -> None:
    address(parser)
    parser.add_argument("--cert", type=Path, metavar="FILE", help=chinese("HTTPS certificate (PEM)"))
    parser.add_argument("--key", type=Path, metavar="FILE", help=chinese("private key of the certificate (PEM)"))


def serve(parser: ArgumentParser) -> None:
    web(parser)
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--self-signed", action="store_true", help=chinese("HTTPS by a certificate that Zhike makes"))
    other.add_argument("--behind-proxy", action="store_true", help=chinese("a proxy in front ends HTTPS"))


def demo(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help=chinese("port to listen on (8000)"))
    parser.add_argument("--fresh", action="store_true", help=chinese("throw the demo data away and start over"))


def createowner(parser: ArgumentParser) -> None:
    parser.add_argument("--username", required=True, help=chinese("user name to sign in with"))
    parser.add_argument("--name", required=True, help=chinese("the person's name"))
    parser.add_argument("--phone", default="", help=chinese("mobile phone, also good to sign in"))
    parser.add_argument("--email", default="", help=chinese("e-mail, also good to sign in"))
    parser.add_argument("--password-stdin", action="store_true", help=chinese("read the password from standard input"))


def as_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=chinese("print one JSON object as the last line"))


def worker(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--no-schedule", action="store_true", help=chinese("leave it to `zhike scheduler` to enqueue what recurs")
    )


def doctor(parser: ArgumentParser) -> None:
    parser.add_argument("--network", action="store_true", help=chinese("also try to reach the mail server"))
    as_json(parser)


def import_file(parser: ArgumentParser) -> None:
    parser.add_argument(
        "kind", metavar="KIND", nargs="?", help=chinese("what the file holds: customers, orders, products and so on")
    )
    parser.add_argument(
        "file", metavar="FILE", nargs="?", type=Path, help=chinese("the table: xlsx, xls, csv, or a zip of them")
    )
    parser.add_argument("--dry-run", action="store_true", help=chinese("check everything, change nothing"))
    parser.add_argument(
        "--show", action="store_true", help=chinese("say what is understood of the file and what is proposed; no more")
    )
    parser.add_argument(
        "--plan", metavar="FILE.json", type=Path, help=chinese("read it as this plan says, as --show --json gives one")
    )
    parser.add_argument("--sheet", metavar="NAME", action="append", help=chinese("read this sheet; may be repeated"))
    parser.add_argument(
        "--option", metavar="NAME=VALUE", action="append", default=[], help=chinese("a choice of this kind of file")
    )
    parser.add_argument("--undo", metavar="RUN", type=int, help=chinese("take the import of this number back"))
    parser.add_argument("--as", dest="user", metavar="USER", help=chinese("import as this user (otherwise the system)"))
    parser.add_argument(
        "--create-customers", action="store_true", help=chinese("create customers that orders name and Zhike lacks")
    )
    as_json(parser)


def backup(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=chinese("file to write, such as zhike.zip"))
    parser.add_argument("--force", action="store_true", help=chinese("replace the file if it is there"))
    as_json(parser)


def restore(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=chinese("file that `zhike backup` has written"))
    as_json(parser)


def move_database(parser: ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help=chinese("postgresql://user:password@host:5432/database, empty"))
    as_json(parser)


def day(word: str) -> date:
    """Read a day.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise ArgumentTypeError(chinese("%(word)s is not a day: write it like 2026-03-31.") % {"word": word}) from None


def score(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=chinese("the purchases: csv, txt, xlsx or parquet"))
    parser.add_argument("--customer", metavar="COLUMN", help=chinese("the column of customers"))
    parser.add_argument("--time", metavar="COLUMN", help=chinese("the column of days"))
    parser.add_argument("--amount", metavar="COLUMN", help=chinese("the column of amounts"))
    parser.add_argument("--as-of", metavar="DATE", type=day, help=chinese("last day that counts, such as 2026-03-31"))
    parser.add_argument("--horizon-days", metavar="N", type=int, default=90, help=chinese("days foretold (90)"))
    parser.add_argument(
        "--time-unit", choices=("day", "week"), default="day", help=chinese("unit of time of the parameters (day)")
    )
    parser.add_argument(
        "--holdout-days", metavar="N", type=int, help=chinese("hold the last days out and judge the forecasts by them")
    )
    parser.add_argument(
        "--out", metavar="FILE", type=Path, help=chinese("write one row per customer: .csv, .xlsx or .parquet")
    )
    parser.add_argument(
        "--blend", action="store_true", help=chinese("foretell by models and learning blended: better, slower")
    )
    parser.add_argument("--json", action="store_true", help=chinese("print the figures as one JSON object"))


def snapshot(parser: ArgumentParser) -> None:
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--check", action="store_true", help=chinese("compare it with the database, change nothing"))
    way.add_argument("--rebuild", action="store_true", help=chinese("write every month anew"))
    as_json(parser)


COMMANDS = (
    Command("demo", Phrase("try Zhike with an invented company"), demo, "zhike.cli.demo"),
    Command("serve", Phrase("run Zhike for real: pages and jobs, kept alive"), serve, "zhike.cli.serve"),
    Command("web", Phrase("run the pages only"), web, "zhike.cli.web"),
    Command("worker", Phrase("run the jobs only"), worker, "zhike.cli.worker"),
    Command("scheduler", Phrase("enqueue what recurs, run nothing"), no_arguments, "zhike.cli.scheduler"),
    Command("migrate", Phrase("create or update the database"), no_arguments, "zhike.cli.migrate"),
    Command("createowner", Phrase("add the first owner"), createowner, "zhike.cli.createowner"),
    Command("doctor", Phrase("check this installation and name remedies"), doctor, "zhike.cli.doctor"),
    Command("import", Phrase("import a file of customers or orders"), import_file, "zhike.cli.importing"),
    Command("score", Phrase("what the customers in a file of purchases are worth"), score, "zhike.cli.score"),
    Command("backup", Phrase("write database and files into one file"), backup, "zhike.cli.backup"),
    Command("restore", Phrase("bring a backup into an empty installation"), restore, "zhike.cli.restore"),
    Command("snapshot", Phrase("bring the order lines for analytics up to date"), snapshot, "zhike.cli.snapshot"),
    Command("move-database", Phrase("move from SQLite to PostgreSQL"), move_database, "zhike.cli.move_database"),
)
