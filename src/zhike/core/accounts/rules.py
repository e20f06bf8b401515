"""What a phone number is when people sign in by it, how long a session lasts, what a browser calls itself."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

INVITATION_LIFE = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=1)  # a page asks for no write more often than this

_FILLING = re.compile(r"[\s()\-‐-―−]+")
_HOME = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)", re.ASCII)
_MOBILE = re.compile(r"1\d{10}", re.ASCII)
# The first that is found counts: an app's own browser names the engine too, Edge and Opera call themselves Chrome.
_BROWSERS = (
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Lark", "飞书"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("QQBrowser", "QQ"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def home_phone(phone: str) -> str:
    """Write a phone as it is dialled at home: `+86 138-0000-1111` is 13800001111."""
    return _HOME.sub("", _FILLING.sub("", unicodedata.normalize("NFKC", phone)))


def is_mobile(phone: str) -> bool:
    return _MOBILE.fullmatch(phone) is not None


@dataclass(frozen=True)
class Origin:
    """Where a request came from: its address, and what its browser calls itself."""

    address: str = ""
    agent: str = ""


NOWHERE = Origin()


@dataclass(frozen=True)
class Limits:
    """How long a session may stay untouched, and how long it may last at all."""

    idle: timedelta
    absolute: timedelta


def is_over(*, since: datetime, seen_at: datetime, at: datetime, limits: Limits) -> bool:
    """Tell whether a session has come to its end at an instant."""
    return at >= seen_at + limits.idle or at >= since + limits.absolute


def is_due(*, seen_at: datetime, at: datetime) -> bool:
    """Tell whether it is time to write down again that somebody is there; a clock put back counts too."""
    return abs(at - seen_at) >= SEEN_EVERY


def stamp(at: datetime) -> int:
    """Write an instant as microseconds, the same whatever zone it is told in."""
    return round(at.timestamp() * 1_000_000)


def handle_of(session_key: str) -> str:
    """Name a session on a page: the key itself would open it."""
    return sha256(b"zhike.session:" + session_key.encode()).hexdigest()[:24]


def browser(agent: str) -> str:
    """Name the browser by what it says of itself; empty when it says nothing known."""
    return _first(_BROWSERS, agent)


def system(agent: str) -> str:
    return _first(_SYSTEMS, agent)


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in known if mark in agent), "")
