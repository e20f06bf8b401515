"""E-mail by SMTP. What the server refused was not sent; where it fell silent, nobody knows."""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from zhike.core.notices.channels.letter import Letter
from zhike.core.notices.rules import NotSent, PerhapsSent


def send(letter: Letter) -> None:
    """Send one letter.

    Raises:
        NotSent: the server could not be reached, or refused.
        PerhapsSent: it fell silent after the letter was under way.
    """
    connection = get_connection(fail_silently=False)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(type(error).__name__, for_good=False) from error
    message = EmailMessage(
        letter.subject, letter.body, to=[letter.to], connection=connection, headers={"Message-ID": _message_id(letter)}
    )
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        raise NotSent(f"{type(error).__name__} {_code(error)}", for_good=_code(error) >= 500) from error
    except (OSError, smtplib.SMTPException) as error:
        raise PerhapsSent(type(error).__name__) from error
    finally:
        connection.close()


def _message_id(letter: Letter) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{letter.key}@{domain}>"


def _code(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return int(getattr(error, "smtp_code", 500))
