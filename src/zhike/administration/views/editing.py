"""What the forms of the settings share: refusals beside their fields, stale saves with both values."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhike.administration.forms import said
from zhike.core.accounts.requests import SignedInRequest
from zhike.kit.forms import IDENTITY, Form
from zhike.kit.refusals import FieldRefused, StaleRecord

METHODS = ("GET", "HEAD", "POST")
Words = Mapping[str, Any]


def form_of(kind: type[Form], request: SignedInRequest, *, initial: Mapping[str, Any]) -> Any:
    """Make a form, filled with what was sent or with what is."""
    return kind(request.POST) if request.method == "POST" else kind(initial=dict(initial))


def save(form: Any, operation: Callable[[], Any]) -> Any:
    """Call the operation of a sound form; None when the form now says why it was not saved.

    Raises:
        Http404: what it is about is not there.
    """
    if not form.is_valid():
        return None
    try:
        return operation() or True
    except FieldRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, said(refused.phrase))
    except ValidationError as wrong:
        _add_all(form, wrong)
    except StaleRecord:
        form.is_stale = True
        form.add_error(None, _("Somebody else has changed this meanwhile. Compare, then save again to keep yours."))
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return None


def page(
    request: SignedInRequest, template: str, *, form: Any, words: Words, theirs: Words | None = None
) -> HttpResponse:
    """Show a form: 422 with faults, 409 with the values of somebody else beside the own ones."""
    if not getattr(form, "is_stale", False):
        status = 422 if form.is_bound and form.errors else 200
        return render(request, template, {**words, "form": form}, status=status)
    now = theirs or {}
    differing = [
        (form.fields[name].label, _shown(form.fields[name], now[name]), _shown(form.fields[name], value))
        for name, value in form.cleaned_data.items()
        if name in now and name not in IDENTITY and now[name] != value
    ]
    form.data = form.data.copy()
    form.data["version"] = str(now.get("version", ""))
    return render(request, template, {**words, "form": form, "differing": differing}, status=409)


def _add_all(form: Any, wrong: ValidationError) -> None:
    """Put each fault beside its field, and what belongs to none above them all."""
    faults_of = wrong.error_dict if hasattr(wrong, "error_dict") else {NON_FIELD_ERRORS: wrong.error_list}
    for name, faults in faults_of.items():
        form.add_error(name if name in form.fields else None, ValidationError(faults))


def _shown(field: Any, value: Any) -> Any:
    if value is None:
        return ""
    words = next((words for key, words in getattr(field, "choices", ()) if key == value), None)
    return field.prepare_value(value) if words is None else words
