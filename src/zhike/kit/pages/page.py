from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from zhike.core.access import queries as access
from zhike.kit.links import page_address

if TYPE_CHECKING:
    from zhike.kit.screens import Screen

Rows = Callable[..., QuerySet[Any]]


class ScreenPage:
    """What the pages of a screen share: the screen, its template and its permission."""

    screen: "type[Screen]" = None  # type: ignore[assignment]  # `as_view` gives it
    request: Any  # a SignedInRequest; Django's views declare theirs otherwise
    kwargs: dict[str, Any]
    page = ""

    def permission(self) -> str:
        """Answer what the page takes; an empty word is a permission that nobody has."""
        return self.screen.see

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.may(request.user, self.permission()):
            raise PermissionDenied(self.permission())
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_template_names(self) -> list[str]:
        meta = self.screen.model._meta
        return [f"{meta.app_label}/{meta.model_name}_{self.page}.html", f"kit/{self.page}.html"]

    def key(self) -> dict[str, Any]:
        """Answer what the record is looked up by: the address says it."""
        return {self.screen.field: self.kwargs[self.screen.field]}

    def record(self, rows: Rows) -> Any:
        """Find the record among the rows; another scope's is as good as missing."""
        try:
            return get_object_or_404(rows(for_user=self.request.user), **self.key())
        except ValueError as unreadable:  # letters where the key is a number, or NUL on PostgreSQL
            raise Http404 from unreadable

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)  # type: ignore[misc]
        may_edit = self.screen.may_edit(self.request.user)
        return context | {"screen": self.screen, "may_edit": may_edit} | self.addresses(may_edit=may_edit)

    def addresses(self, *, may_edit: bool) -> dict[str, str]:
        """Answer where the screen's other pages are, as far as the user may go there."""
        field = self.screen.field
        found = {"list_url": page_address(f"{self.screen.namespace}:list")}
        if may_edit:
            found["new_url"] = page_address(f"{self.screen.namespace}:new")
            if field in self.kwargs:
                found["edit_url"] = self.address("edit", self.kwargs[field])
        return found

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"{self.screen.namespace}:{name}", args=args)
