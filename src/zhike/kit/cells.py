"""One place for each look of a value. A cell is a function from a value to safe HTML."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhike.core.access import masks
from zhike.core.access import queries as access
from zhike.core.access.rules import Level, MaskKind

NOTHING = mark_safe('<span class="zk-muted">–</span>')


def missing(what: str) -> SafeString:
    """Say what is not known, instead of a guess or a zero."""
    return format_html('<span class="zk-muted">{}</span>', what)


def text(value: Any) -> SafeString:
    if type(value) is str and value:  # nearly always; Django's own way asks each time what it has before it
        return SafeString(escape(value))
    return NOTHING if value in (None, "") else conditional_escape(value)


def link(record: Any) -> SafeString:
    """Show a record by its own words, leading to its page."""
    if record is None:
        return NOTHING
    return SafeString(f'<a href="{escape(record.get_absolute_url())}">{escape(str(record))}</a>')


def yuan(fen: int) -> str:
    """Write 分 as 元: 1234500 is ¥12,345.00."""
    sign = "-" if fen < 0 else ""
    return f"{sign}¥{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def money(fen: int | None) -> SafeString:
    return NOTHING if fen is None else mark_safe(yuan(fen))  # noqa: S308 - digits


def number(value: int | float | Decimal | None) -> SafeString:
    """Show a count or a quantity without useless zeros."""
    if value is None:
        return NOTHING
    exact = Decimal(str(value)).normalize()
    return mark_safe(f"{exact:,f}")  # noqa: S308 - digits


def day(value: date | None) -> SafeString:
    if value is None:
        return NOTHING
    exact = value.isoformat()
    return mark_safe(f'<time datetime="{exact}">{exact}</time>')  # noqa: S308 - digits


def moment(value: datetime | None) -> SafeString:
    """Show an instant in the company's zone, to the minute; the second on hover."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    exact, shown = local.strftime("%Y-%m-%d %H:%M:%S"), local.strftime("%Y-%m-%d %H:%M")
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, shown)


def badge(words: Any, tone: str = "") -> SafeString:
    """Show a choice as a badge, tinted accent, info, good, warn or bad; plain without a tone."""
    shown = "" if words is None else conditional_escape(words)
    return _badge(shown, tone) if shown else NOTHING


@lru_cache(maxsize=1024)
def _badge(words: SafeString, tone: str) -> SafeString:  # escaped before: equal words are equally safe
    return format_html('<span class="zk-badge{}">{}</span>', f" zk-badge-{tone}" if tone else "", words)


def person(user: Any) -> SafeString:
    """Show a colleague, or that nobody is named yet."""
    if user is None:
        return format_html('<span class="zk-muted">{}</span>', _("nobody yet"))
    return SafeString(f'<span class="zk-person">{escape(user.name)}</span>')


def phone(value: str) -> SafeString:
    """Show a phone number to call with one tap."""
    return format_html('<a href="tel:{0}" class="text-nowrap">{0}</a>', value) if value else NOTHING


def email(value: str) -> SafeString:
    return format_html('<a href="mailto:{0}">{0}</a>', value) if value else NOTHING


def masked(value: Any, kind: MaskKind) -> SafeString:
    """Show what is left of a value for who may not read it."""
    left = masks.masked(str(value or ""), kind)
    return format_html('<span class="zk-masked">{}</span>', left) if left else NOTHING


def guarded(value: str, *, right: str, user: Any) -> SafeString:
    """Show a value as far as the user's roles let it be seen: whole, masked, or not at all."""
    level, field = access.field_level(user, right), access.field_rights()[right]
    if level == Level.HIDDEN:
        return missing(_("not for your role"))
    if level == Level.MASKED:
        return masked(value, field.mask)
    cell = phone if field.mask == "phone" else email if field.mask == "email" else text
    return cell(value)
