import logging

from zhike.core.logs import rules


class WithoutLinks(logging.Filter):
    """Keeps the links by which people choose their passwords out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = rules.without_links(said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
