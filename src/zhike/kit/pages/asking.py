from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form as DjangoForm
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhike.core.accounts.requests import SignedInRequest
from zhike.kit.refusals import FieldRefused, StaleRecord


@dataclass(frozen=True)
class Question:
    """What one small form asks before one operation is called: its words and where to go afterwards."""

    title: str
    action: str
    back: str | Callable[[], str]  # asked after the operation: it may have moved the record out of sight
    done: str  # empty where the next page itself says what is going on
    record: Any = None
    advice: str = ""


def ask(
    request: SignedInRequest, question: Question, form: DjangoForm, *, run: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """Show the form; once it is sent and in order, run the operation with what it says and go back.

    What the operation refuses stands beside the field; what was typed is still there.
    """
    stale = False
    if form.is_bound and form.is_valid():
        try:
            run(form.cleaned_data)
        except FieldRefused as refused:
            form.add_error(refused.field or None, _(refused.phrase.text) % refused.phrase.values)
        except StaleRecord:
            stale = True
        else:
            if question.done:
                messages.success(request, question.done)
            return HttpResponseRedirect(question.back() if callable(question.back) else question.back)
    status = 409 if stale else 422 if form.is_bound else 200
    return render(request, "kit/ask.html", {**vars(question), "form": form, "stale": stale}, status=status)
