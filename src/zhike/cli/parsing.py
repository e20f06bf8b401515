"""The command line's grammar, in Chinese."""

import argparse
from collections.abc import Sequence

from zhike import __version__
from zhike.cli.commands import COMMANDS
from zhike.phrases import Phrase, chinese, say

# What argparse itself says; it looks these up through its own gettext, which knows no Chinese.
ARGPARSE_WORDS = (
    Phrase("usage: "),
    Phrase("options"),
    Phrase("positional arguments"),
    Phrase("show this help message and exit"),
    Phrase("%(prog)s: error: %(message)s\n"),
    Phrase("the following arguments are required: %s"),
    Phrase("unrecognized arguments: %s"),
    Phrase("expected one argument"),
    Phrase("argument %(argument_name)s: %(message)s"),
    Phrase("invalid %(type)s value: %(value)r"),
    Phrase("invalid choice: %(value)r (choose from %(choices)s)"),
    Phrase("not allowed with argument %s"),
    Phrase("ambiguous option: %(option)s could match %(matches)s"),
)


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the words after `zhike`; argparse exits with 2 where they make no sense, with 0 after a help."""
    setattr(argparse, "_", chinese)  # noqa: B010 - argparse offers no other way to translate its own words
    return _parser().parse_args(argv)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zhike",
        description=chinese("Zhike: customers, their loyalty and their value on one set of books."),
        epilog=chinese("`zhike COMMAND --help` explains one command.\nExit codes: 0 done, 1 partly, 2 refused.") + "\n",
        formatter_class=_wide,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"zhike {__version__}", help=chinese("show the version"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title=chinese("commands"))
    for command in COMMANDS:
        words = say(command.help)
        one = commands.add_parser(
            command.name, help=words, description=words, allow_abbrev=False, formatter_class=_wide
        )
        command.arguments(one)
        one.set_defaults(module=command.module)
    return parser


def _wide(prog: str) -> argparse.HelpFormatter:
    formatter = argparse.RawDescriptionHelpFormatter(prog, max_help_position=30)
    formatter._action_max_length = 17  # the longest command's; argparse forgets that commands are indented twice
    return formatter
