"""Checks of the mail server: what the settings say of it and, when asked for, whether it lets us in."""

import smtplib
import ssl
from urllib.parse import unquote, urlsplit

from zhike.cli.doctor.finding import Finding, State
from zhike.config.environment import Environment
from zhike.phrases import Phrase

TIMEOUT_SECONDS = 10


def can_be_sent(settings: Environment, *, network: bool) -> Finding:
    if not settings.mail_url:
        return Finding("mail", State.GOOD, Phrase("Notices go out by no mail: ZHIKE_MAIL_URL is not set."))
    host = urlsplit(settings.mail_url).hostname
    if not settings.url:
        said = Phrase("Mail goes out by %(host)s, with links that nobody may be able to open.", {"host": host})
        return Finding("mail", State.DOUBTFUL, said, Phrase("Set ZHIKE_URL to the address that colleagues type."))
    if not network:
        said = Phrase("Mail goes out by %(host)s; --network tries whether it lets us in.", {"host": host})
        return Finding("mail", State.GOOD, said)
    return _lets_us_in(settings.mail_url)


def _lets_us_in(url: str) -> Finding:
    """Greet the server and sign in, and send nothing."""
    parts = urlsplit(url)
    values = {"host": parts.hostname}
    try:
        with _connected(parts.scheme, parts.hostname or "", parts.port) as server:
            if parts.username:
                if parts.scheme != "smtps":
                    server.starttls(context=ssl.create_default_context())
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        reason = type(error).__name__  # its words may repeat the name or the password
        said = Phrase("The mail server %(host)s does not let us in (%(reason)s).", {**values, "reason": reason})
        return Finding("mail", State.BAD, said, Phrase("Check ZHIKE_MAIL_URL, the firewall, and that the server runs."))
    return Finding("mail", State.GOOD, Phrase("The mail server %(host)s lets us in.", values))


def _connected(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    if scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS, context=context)
    return smtplib.SMTP(host, port or 587, timeout=TIMEOUT_SECONDS)
