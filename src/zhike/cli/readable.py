"""The file a command is given, looked at before anything else is loaded for it."""

from pathlib import Path

from zhike.cli.refusal import Refusal
from zhike.phrases import Phrase


def refuse_unreadable(path: Path) -> None:
    """Refuse what is no file, may not be read or has nothing in it.

    Raises:
        Refusal: it is such a file.
    """
    if not path.exists():
        raise Refusal(Phrase("The file %(path)s does not exist: check the path.", {"path": path}))
    if not path.is_file():
        raise Refusal(Phrase("%(path)s is not a file: name a table such as an xlsx or csv file.", {"path": path}))
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        values = {"path": path, "reason": error.strerror}
        raise Refusal(Phrase("The file %(path)s cannot be read (%(reason)s).", values)) from error
    if empty:
        raise Refusal(Phrase("The file is empty: choose the file with your data."))
