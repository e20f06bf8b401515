import logging
import re

_INVITATION = re.compile(r"(/invitation/)[^/\s\"']+")


class WithoutLinks(logging.Filter):
    """Keeps the links by which people choose their passwords out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = _INVITATION.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
