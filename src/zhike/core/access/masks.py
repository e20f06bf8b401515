"""What is left of a value for who may not read it: enough to recognise it, too little to use it."""

import re

from zhike.core.access.rules import MaskKind

STARS = "*"


def masked(value: str, kind: MaskKind) -> str:
    """Mask a value: 138****5678, 3101**********1234, li***@x.com; of anything else nothing is left."""
    if not value:
        return ""
    return {"phone": _phone, "email": _email, "id": _id}.get(kind, _text)(value)


def _phone(value: str) -> str:
    """Keep the first three and the last four digits of a mobile number, of a shorter one the last two alone."""
    digits = re.sub(r"\D", "", value)
    if len(digits) < 11:
        return STARS * max(len(digits) - 2, 4) + digits[-2:]
    return f"{digits[:-8]}{STARS * 4}{digits[-4:]}"


def _email(value: str) -> str:
    name, at, host = value.partition("@")
    return f"{name[: min(2, len(name) - 1)]}{STARS * 3}{at}{host}"


def _id(value: str) -> str:
    if len(value) < 12:
        return _text(value)
    return f"{value[:4]}{STARS * (len(value) - 8)}{value[-4:]}"


def _text(value: str) -> str:
    return STARS * 4
