"""The session engine: each row says whose it is, since when, from where, so that it can be shown and ended."""

from datetime import UTC, datetime
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.utils import timezone

from zhike.core.accounts.models import Session, User
from zhike.core.accounts.rules import Origin
from zhike.core.prepared import Prepared

SINCE, SEEN, ADDRESS, AGENT = "since", "seen", "address", "agent"
ENDED = "ended"  # left in a session that came to its end, for the sign-in page to say so


def begin(session: SessionBase, *, at: datetime, origin: Origin) -> None:
    """Write down that somebody has signed in."""
    session[SINCE] = at.timestamp()
    session.pop(ENDED, None)
    touch(session, at=at, origin=origin)


def touch(session: SessionBase, *, at: datetime, origin: Origin) -> None:
    """Write down that somebody is there."""
    session[SEEN], session[ADDRESS], session[AGENT] = at.timestamp(), origin.address, origin.agent


def since(session: SessionBase) -> datetime:
    """Answer when somebody signed in; long ago when nothing is known."""
    return _instant(session.get(SINCE, 0.0))


def seen_at(session: SessionBase) -> datetime:
    return _instant(session.get(SEEN, 0.0))


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _session_and_user(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key).select_related("user")


SESSIONS = Prepared(_session_and_user, key=str)


class SessionStore(db.SessionStore):
    """Keeps sessions in a table of ours; what it says of them comes from their content.

    `user` is whose the session was when it was read: every page asks for both, so one statement answers both.
    """

    user: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        """Read the row as Django does: one that has expired is none."""
        now = timezone.now()  # noqa: TID251 - nobody passes one in: Django's own engine reads the clock here
        found = SESSIONS.records(key=self.session_key)
        row: Session | None = found[0] if found and found[0].expire_date > now else None
        if row is None:
            self._session_key = None
        self.user = row.user if row else None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        if SESSION_KEY in data:
            row.user_id = int(data[SESSION_KEY])
            row.since, row.seen_at = _instant(data.get(SINCE, 0.0)), _instant(data.get(SEEN, 0.0))
            row.address, row.agent = data.get(ADDRESS, ""), data.get(AGENT, "")
        return row
