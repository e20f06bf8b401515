"""What a phone number is when people sign in by it."""

import re
import unicodedata

_FILLING = re.compile(r"[\s()\-‐-―−]+")
_HOME = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)", re.ASCII)
_MOBILE = re.compile(r"1\d{10}", re.ASCII)


def home_phone(phone: str) -> str:
    """Write a phone as it is dialled at home: `+86 138-0000-1111` is 13800001111."""
    return _HOME.sub("", _FILLING.sub("", unicodedata.normalize("NFKC", phone)))


def is_mobile(phone: str) -> bool:
    return _MOBILE.fullmatch(phone) is not None
