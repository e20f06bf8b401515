"""`zhike createowner`: the first person who may sign in."""

import sys
from argparse import Namespace
from getpass import getpass

from django.core.exceptions import ValidationError

from zhike.cli.database import refuse_unmigrated, start_django
from zhike.cli.refusal import Refusal, bullet
from zhike.phrases import Phrase, chinese, say


def run(arguments: Namespace) -> int:
    start_django()
    refuse_unmigrated()
    from zhike.core.access import operations as access

    try:
        access.create_owner(
            username=arguments.username,
            name=arguments.name,
            phone=arguments.phone,
            email=arguments.email,
            password=_from_stdin() if arguments.password_stdin else _asked(arguments),
        )
    except ValidationError as error:
        raise Refusal(Phrase("No owner was added:"), *complaints(error)) from error
    words = Phrase("%(name)s can sign in as “%(username)s”.", vars(arguments))
    print(say(words))
    return 0


def complaints(error: ValidationError) -> list[Phrase]:
    """List what is wrong, each with its field's name in the product."""
    if not hasattr(error, "error_dict"):
        return [bullet(Phrase(message)) for message in error.messages]
    return [
        bullet(Phrase(f"{_label(field)}{message}"))
        for field, messages in error.message_dict.items()
        for message in messages
    ]


def _label(field: str) -> str:
    from zhike.core.accounts.models import User

    names = {one.name: str(one.verbose_name) for one in User._meta.fields}
    return f"{names[field]}: " if field in names else ""


def _from_stdin() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _asked(arguments: Namespace) -> str:
    """Ask twice, and judge the password before it is typed again.

    Raises:
        Refusal: if nobody can be asked or the two differ.
        ValidationError: if the password is too weak.
    """
    from django.contrib.auth.password_validation import validate_password

    from zhike.core.accounts.models import User

    if not sys.stdin.isatty():
        raise Refusal(Phrase("Nobody can be asked for a password here: give it with --password-stdin."))
    password = getpass(chinese("Password: "))
    validate_password(password, User(username=arguments.username, name=arguments.name, email=arguments.email or None))
    if getpass(chinese("Password again: ")) != password:
        raise Refusal(Phrase("The two passwords differ: try again."))
    return password
