from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhike.customers import operations
from zhike.customers.queries import Duplicate
from zhike.kit.pages.editing import AddPage

ANYWAY = "anyway"


class AddCustomerPage(AddPage):
    """The form of a new customer; when we may have it already, it says so, and a second click is deliberate."""

    def form_valid(self, form: Any) -> HttpResponse:
        told = form.cleaned_data
        mark = _mark(told)
        if self.request.POST.get(ANYWAY) == mark:
            return super().form_valid(form)
        found = operations.look_for_duplicates(
            name=told["name"],
            phones=[told.get("phone", ""), told.get("contact_phone", "")],
            credit_code=told.get("credit_code", ""),
            by=self.request.user,
            at=timezone.now(),
        )
        return self._ask(form, found, mark) if found else super().form_valid(form)

    def _ask(self, form: Any, found: list[Duplicate], mark: str) -> HttpResponse:
        context = self.get_context_data(form=form, duplicates=found, mark=mark)
        return self.render_to_response(context, status=409)


def _mark(told: dict[str, Any]) -> str:
    """Answer a mark of what was looked for: a name or phone changed meanwhile is looked for anew."""
    looked_for = [told.get(name, "") for name in ("name", "phone", "contact_phone", "credit_code")]
    return salted_hmac("zhike.duplicates", repr(looked_for)).hexdigest()[:16]
