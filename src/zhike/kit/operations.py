import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.kit.lists import conditions
from zhike.kit.lists.conditions import Group
from zhike.kit.models import Filter, Layout, View, Visit
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

NAME_TAKEN = Phrase("You have a view of this name already; choose a different one")
MOST_VISITS = 50


def keep_filter(tree: Group) -> str:
    """Answer the word under which a filter stands in addresses; equal filters have one word."""
    text = conditions.write(tree)
    if not text:
        return ""
    token = hashlib.sha256(text.encode()).hexdigest()[:16]
    Filter.objects.get_or_create(token=token, defaults={"tree": text})
    return token


@transaction.atomic
def save_view(*, screen: str, title: str, data: dict[str, Any], by: User) -> View:
    """Keep a list under a name; saving under the name of an own view again replaces it when asked for.

    Raises:
        FieldRefused: there is an own view of this name and replacing was not asked for.
    """
    told = {name: data[name] for name in ("tree", "sort", "columns", "is_shared", "role", "is_default")}
    if data.get("is_default"):
        audience = {"is_shared": data["is_shared"], "role": data["role"]}  # the defaults of others stay theirs
        View.objects.filter(screen=screen, owner=by, is_default=True, **audience).update(is_default=False)
    if data.get("replaces"):
        view = View.objects.update_or_create(screen=screen, owner=by, title=title, defaults=told)[0]
    else:
        try:
            with transaction.atomic():
                view = View.objects.create(screen=screen, owner=by, title=title, **told)
        except IntegrityError as taken:
            raise FieldRefused("title", NAME_TAKEN) from taken
    audit.record(by=by, action="saved a view", about=view, fields=["shared"] if view.is_shared or view.role else [])
    return view


@transaction.atomic
def drop_view(*, view: View, by: User) -> None:
    """Take an own view away; whom it was shared with loses it too."""
    audit.record(by=by, action="dropped a view", about=view)
    view.delete()


def choose_columns(*, screen: str, columns: Sequence[str], by: User) -> None:
    """Remember which columns a colleague wants in a list; none means the usual ones."""
    if columns:
        Layout.objects.update_or_create(user=by, screen=screen, defaults={"columns": list(columns)})
    else:
        Layout.objects.filter(user=by, screen=screen).delete()


@transaction.atomic
def note_visit(*, kind: str, object_id: int, by: User, at: datetime) -> None:
    """Remember that a colleague has looked at a record, and forget the oldest beyond fifty."""
    Visit.objects.update_or_create(user=by, kind=kind, object_id=object_id, defaults={"at": at})
    old = Visit.objects.filter(user=by).order_by("-at").values_list("pk", flat=True)[MOST_VISITS:]
    Visit.objects.filter(pk__in=list(old)).delete()
