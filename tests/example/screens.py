from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from tests.example import operations, permissions, queries
from tests.example.filters import BookFilters
from tests.example.forms import BookForm
from tests.example.models import Book
from zhike.kit import cells
from zhike.kit.columns import Column
from zhike.kit.screens import Screen


def _initial(book: Book) -> dict[str, Any]:
    return {"name": book.name, "shelf": book.shelf, "price": Decimal(book.price).scaleb(-2)}


class BookScreen(Screen):
    model = Book
    title, new_title, empty = _("Books"), _("New book"), _("No books here yet")
    namespace = "books"
    see, edit = permissions.SEE, permissions.EDIT
    rows, editable = queries.books, queries.editable_books
    filters, form, initial = BookFilters, BookForm, _initial
    add, change = operations.add_book, operations.change_book
    columns = (
        Column("name", _("Name"), cell=cells.link, sort=("name", "id")),
        Column("shelf", _("Shelf"), "shelf"),
        Column("price", _("Price"), "price", cells.money, sort=("price", "id"), falls_first=True, is_number=True),
    )
    details = columns[1:]
    page_size = 5
