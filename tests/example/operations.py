from typing import Any

from django.db import transaction

from tests.example import permissions
from tests.example.models import Book
from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

NAME_TAKEN = Phrase("“%(name)s” is on a shelf already; give the edition too")


@transaction.atomic
def add_book(*, data: dict[str, Any], by: User) -> Book:
    access.require(by, permissions.EDIT)
    if Book.objects.filter(name=data["name"]).exists():
        raise FieldRefused("name", Phrase(NAME_TAKEN.text, {"name": data["name"]}))
    return Book.objects.create(**_columns(data))


@transaction.atomic
def change_book(*, book: Book, data: dict[str, Any], version: int, by: User) -> Book:
    access.require(by, permissions.EDIT)
    changed = Book.objects.filter(pk=book.pk, version=version).update(**_columns(data), version=version + 1)
    if not changed:
        raise StaleRecord
    return Book.objects.get(pk=book.pk)


def _columns(data: dict[str, Any]) -> dict[str, Any]:
    return {"name": data["name"], "shelf": data["shelf"], "price": int(data["price"] * 100)}
