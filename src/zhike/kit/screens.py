"""The pages of an entity, declared as a class of constants over Django's generic views.

A toy entity in `tests/example` shows all of it. Two ways out: a template of your own at
`<app>/<model>_list.html` (`_card`, `_form`) is found first, and a view of your own listed
before `*Screen.urls()` wins.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Model
from django.forms import Form as DjangoForm
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django_filters import FilterSet

from zhike.core.access import queries as access
from zhike.kit.columns import Column
from zhike.kit.lists.state import FirstView
from zhike.kit.pages.bulk import BulkAction, BulkPage, UndoPage
from zhike.kit.pages.editing import AddPage, CardPage, ChangePage
from zhike.kit.pages.inline import CellPage
from zhike.kit.pages.listing import ColumnsPage, ExportToolPage, FilterPage, ListPage, ViewPage
from zhike.kit.pages.page import Rows


class Screen:
    """What an entity's pages are made of.

    `rows(for_user=)` and `editable(for_user=)` answer what the user may see and change; `add(data=, by=)` and
    `change(<model>=, data=, version=, by=)` are the operations behind the form. Leave out what the entity has not.
    """

    model: ClassVar[type[Model]]
    title: ClassVar[Promise]
    new_title: ClassVar[Promise]
    empty: ClassVar[Promise]
    advice: ClassVar[Promise | str] = ""  # what to do next when there is nothing yet
    namespace: ClassVar[str]
    field: ClassVar[str] = "pk"
    see: ClassVar[str]
    edit: ClassVar[str] = ""
    export: ClassVar[str] = ""
    rows: ClassVar[Rows]
    editable: ClassVar[Rows]
    exported: ClassVar[Rows]  # what may leave the house: the rows that the right to export reaches
    columns: ClassVar[tuple[Column, ...]]
    more_columns: ClassVar[Callable[[Any], tuple[Column, ...]] | None] = None  # those that are data: custom fields
    details: ClassVar[tuple[Column, ...]] = ()
    views: ClassVar[tuple[FirstView, ...]] = ()  # with views come filters, saved views and the choice of columns
    share_views: ClassVar[str] = "administration.views"
    schedule_exports: ClassVar[str] = "exchange.schedule_exports"
    trash: ClassVar[str] = ""  # the right to its trash, whose page is named `trashed`
    bulk: ClassVar[tuple[BulkAction, ...]] = ()
    undo: ClassVar[Callable[..., Any] | None] = None  # `undo(batch=, by=, at=)` takes a bulk change back
    filters: ClassVar[type[FilterSet] | None] = None  # simple ones, where figures of other pages lead to
    form: ClassVar[type[DjangoForm] | None] = None
    change_form: ClassVar[type[DjangoForm] | None] = None  # when changing asks less than adding
    options: ClassVar[Callable[..., dict[str, Any]] | None] = None  # what forms are given: `options(user, record)`
    initial: ClassVar[Callable[[Any], dict[str, Any]] | None] = None
    add: ClassVar[Callable[..., Any] | None] = None
    change: ClassVar[Callable[..., Any] | None] = None
    page_size: ClassVar[int] = 50

    @classmethod
    def urls(cls) -> list[URLPattern]:
        """Answer the paths list, new, edit and card, and those of the list's tools under `-`.

        Include them under the screen's namespace.
        """
        own = {"screen": cls}
        found = [path("", ListPage.as_view(**own), name="list")]
        if cls.views:
            found += [
                path("-/filter/", FilterPage.as_view(**own), name="filter"),
                path("-/views/", ViewPage.as_view(**own), name="views"),
                path("-/columns/", ColumnsPage.as_view(**own), name="columns"),
            ]
        if cls.export:
            found.append(path("-/export/", ExportToolPage.as_view(**own), name="export"))
        if cls.bulk:
            found += [
                path("-/bulk/<slug:action>/", BulkPage.as_view(**own), name="bulk"),
                path("-/undo/<int:batch>/", UndoPage.as_view(**own), name="undo"),
            ]
        if cls.form is not None:
            found += [
                path("new/", AddPage.as_view(**own), name="new"),
                path(f"edit/<path:{cls.field}>/", ChangePage.as_view(**own), name="edit"),
            ]
        if any(column.edits for column in cls.columns):
            found.append(path("-/cell/<slug:column>/<int:pk>/", CellPage.as_view(**own), name="cell"))
        return [*found, path(f"<path:{cls.field}>/", CardPage.as_view(**own), name="card")]

    @classmethod
    def all_columns(cls, user: Any) -> tuple[Column, ...]:
        """Answer the columns that are code and those that are data."""
        return cls.columns if cls.more_columns is None else (*cls.columns, *cls.more_columns(user))

    @classmethod
    def may_edit(cls, user: Any) -> bool:
        return bool(cls.edit) and cls.form is not None and access.may(user, cls.edit)

    @classmethod
    def form_options(cls, user: Any, record: Any = None) -> dict[str, Any]:
        return {} if cls.options is None else cls.options(user, record)
