from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.administration.calendar import operations, queries
from zhike.administration.calendar.forms import DayForm, HoursForm, day_as_asked, hours_as_asked
from zhike.administration.forms import said
from zhike.administration.views import editing
from zhike.core.accounts.requests import SignedInRequest
from zhike.core.workdays.models import Calendar
from zhike.core.workdays.rules import YEARS
from zhike.kit.refusals import StaleRecord


@require_safe
def year(request: SignedInRequest) -> HttpResponse:
    """Show a year month by month, this one unless another is asked for."""
    today = timezone.localdate()
    asked = request.GET.get("year", str(today.year))
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    shown = queries.year_shown(number if number in YEARS else today.year, on=today, for_user=request.user)
    if number not in YEARS:
        raise Http404
    context = {"shown": shown, "alarms": [said(phrase) for phrase in shown.alarms]}
    return render(request, "administration/calendar.html", context)


@require_http_methods(editing.METHODS)
def hours(request: SignedInRequest) -> HttpResponse:
    """Change the hours of the week."""
    seen = hours_as_asked(queries.company_plan(for_user=request.user))
    form = editing.form_of(HoursForm, request, initial=seen)
    if request.method == "POST" and editing.save(
        form,
        lambda: operations.change_hours(
            week=form.week, make_up=form.cleaned_data["make_up"], version=_version(request), by=request.user
        ),
    ):
        messages.success(request, _("Saved"))
        return redirect("work_calendar:year")
    words = {"title": _("Working hours"), "back": reverse("work_calendar:year")}
    return editing.page(request, "administration/form.html", form=form, words=words, theirs=seen)


@require_http_methods(editing.METHODS)
def day(request: SignedInRequest, day: str) -> HttpResponse:
    """Say of a day, or of all up to another one, whether it is worked."""
    plan = queries.company_plan(for_user=request.user)
    first_on = _day(day)
    seen = day_as_asked(plan, plan.days.get(first_on))
    form = editing.form_of(DayForm, request, initial=seen)
    if request.method == "POST" and editing.save(
        form,
        lambda: operations.change_days(
            first_on=first_on,
            last_on=form.cleaned_data["last_on"] or first_on,
            own=form.own_day,
            version=_version(request),
            by=request.user,
        ),
    ):
        messages.success(request, _("Saved"))
        return _to_year(first_on.year)
    words = {"title": f"{first_on} {_weekday(first_on)}", "back": _address(first_on.year)}
    return editing.page(request, "administration/form.html", form=form, words=words, theirs=seen)


@require_POST
def prepare(request: SignedInRequest, number: int) -> HttpResponse:
    """Write the holidays of a year as far as they are certain."""
    told: dict[str, Any] = {"number": number, "version": _version(request), "by": request.user}
    return _done(request, number, lambda: operations.prepare_year(**told))


@require_POST
def official(request: SignedInRequest, number: int) -> HttpResponse:
    """Say that a year's announced list has been entered, or that it has not."""
    told: dict[str, Any] = {"number": number, "version": _version(request), "by": request.user}
    is_official = request.POST.get("to") == "on"
    return _done(request, number, lambda: operations.mark_official(is_official=is_official, **told))


def _done(request: SignedInRequest, number: int, operation: Callable[[], Calendar]) -> HttpResponse:
    """Call the operation of one button and go back to the year."""
    try:
        operation()
    except StaleRecord:
        messages.warning(request, _("Somebody else has changed this meanwhile: look again, then repeat it."))
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return _to_year(number)


def _version(request: SignedInRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError as wrong:
        raise Http404 from wrong
    if found.year not in YEARS or text != found.isoformat():
        raise Http404
    return found


def _weekday(day: date) -> str:
    return str(WEEKDAYS[day.weekday()])


def _address(number: int) -> str:
    return f"{reverse('work_calendar:year')}?year={number}"


def _to_year(number: int) -> HttpResponse:
    return redirect(_address(number))
