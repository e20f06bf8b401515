"""Where the log goes and how it looks: standard error, one line a record."""

from typing import Any

FORMS = {"text": "zhike.core.logs.writing.Lines", "json": "zhike.core.logs.writing.JsonLines"}


def logging_settings(*, level: str, form: str, with_words: bool) -> dict[str, Any]:
    """Write Django's LOGGING; `with_words` lets errors say what they say, which may be somebody's data."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": FORMS[form], "with_words": with_words}},
        "filters": {"links": {"()": "zhike.core.accounts.logs.WithoutLinks"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["links"]}},
        "loggers": {
            "django": {"handlers": [], "propagate": True},  # not twice, and to nobody by mail
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # each robot of the internet asks by its own name
            **{name: {"level": "WARNING"} for name in ("httpx", "httpcore")},  # they write whole addresses
        },
        "root": {"handlers": ["stderr"], "level": level},
    }


def server_logging(*, form: str) -> dict[str, Any]:
    """Write what the web server's own few lines look like."""
    formatter = {"()": FORMS[form]}
    return {
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {"_granian": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
    }
