from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.administration import operations, permissions
from zhike.administration.forms import ConfirmForm, FindForm, InviteForm
from zhike.administration.queries import colleagues as asking
from zhike.administration.queries import previewing
from zhike.administration.views import editing
from zhike.administration.views.columns import COLLEAGUES, FACTS, POSITIONS
from zhike.core.access import queries as access
from zhike.core.access.models import Position
from zhike.core.accounts import queries as accounts
from zhike.core.accounts.models import User
from zhike.core.accounts.requests import SignedInRequest
from zhike.kit.paging import CappedPaginator, numbers_around

PAGE_ROWS = 50


@require_safe
def colleagues(request: SignedInRequest) -> HttpResponse:
    """List the colleagues, narrowed by name and by whether they are here."""
    access.require(request.user, permissions.PEOPLE)
    form = FindForm(request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    rows = asking.colleagues(for_user=request.user)
    rows = asking.matching(rows, words=told.get("q", ""), state=told.get("state", ""))
    page = CappedPaginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {"form": form, "columns": COLLEAGUES, "page_obj": page, "page_numbers": numbers_around(page)}
    return render(request, "administration/colleagues.html", context | {"is_narrowed": any(told.values())})


@require_safe
def colleague(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a colleague, the positions, and what can be done."""
    who, today = colleague_of(request, pk), timezone.localdate()
    context = {
        "who": who,
        "state": asking.state_of(who),
        "facts": FACTS,
        "positions": [_position(position, today) for position in asking.positions_of(who)],
        "columns": POSITIONS,
        "may_preview": who != request.user and previewing.may_preview(who, by=request.user),
        "may_audit": access.may(request.user, permissions.AUDIT),
    }
    return render(request, "administration/colleague.html", context)


@require_http_methods(editing.METHODS)
def invite(request: SignedInRequest) -> HttpResponse:
    """Ask a colleague in, and show her link, this once."""
    access.require(request.user, permissions.PEOPLE)
    form = editing.form_of(InviteForm, request, initial={})
    today, now = timezone.localdate(), timezone.now()
    if request.method == "POST":
        made = editing.save(form, lambda: operations.invite(data=form.cleaned_data, by=request.user, at=now, on=today))
        if made:
            return _link_page(request, made)
    words = {
        "title": _("Invite a colleague"),
        "note": _("You get a link for her; by it she chooses her own password."),
        "back": reverse("administration:colleagues"),
        "submit": _("Invite"),
    }
    return editing.page(request, "administration/form.html", form=form, words=words)


@require_POST
def renew(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a new link in place of the old one."""
    who = colleague_of(request, pk)
    form = ConfirmForm(request.POST)
    made = editing.save(form, lambda: operations.renew_invitation(colleague=pk, by=request.user, at=timezone.now()))
    if made:
        return _link_page(request, made)
    words = _words(who, _("New link for %(name)s")) | {"submit": _("Try again")}
    return editing.page(request, "administration/confirm.html", form=form, words=words)


@require_http_methods(editing.METHODS)
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a colleague's access, after showing what will happen."""
    who = colleague_of(request, pk)
    form = editing.form_of(ConfirmForm, request, initial={})
    today, now = timezone.localdate(), timezone.now()
    if request.method == "POST" and editing.save(
        form, lambda: operations.end_access(colleague=pk, by=request.user, at=now, on=today)
    ):
        return redirect("administration:colleague", pk=pk)
    count = len(accounts.sessions_of(who))
    words = _words(who, _("End the access of %(name)s")) | {
        "consequences": [
            ngettext(
                "%(count)s open session ends at once; nobody can sign in with this account any more.",
                "%(count)s open sessions end at once; nobody can sign in with this account any more.",
                count,
            )
            % {"count": count},
            _("An open invitation is worth nothing from now on."),
            _("Customers and papers stay as they are: managers of the unit keep seeing them and can transfer them."),
            _("Everything done by this colleague stays in the log."),
        ],
        "submit": _("End the access now"),
        "is_grave": True,
    }
    return editing.page(request, "administration/confirm.html", form=form, words=words)


@require_http_methods(editing.METHODS)
def come_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a colleague sign in again, after showing with which positions."""
    who = colleague_of(request, pk)
    form = editing.form_of(ConfirmForm, request, initial={})
    if request.method == "POST" and editing.save(
        form, lambda: operations.let_back_in(colleague=pk, by=request.user, at=timezone.now())
    ):
        return redirect("administration:colleague", pk=pk)
    held = "、".join(role.name for role in asking.roles_ever(who)) or _("none")
    words = _words(who, _("Let %(name)s back in")) | {
        "consequences": [
            _("She can sign in again with the password she had."),
            _("Roles that hold again: %(roles)s") % {"roles": held},
        ],
        "submit": _("Let back in"),
    }
    return editing.page(request, "administration/confirm.html", form=form, words=words)


@require_http_methods(editing.METHODS)
def factors(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the second factors off an account whose phone and codes are lost."""
    who = colleague_of(request, pk)
    form = editing.form_of(ConfirmForm, request, initial={})
    if request.method == "POST" and editing.save(
        form, lambda: operations.remove_factors(colleague=pk, by=request.user, at=timezone.now())
    ):
        return redirect("administration:colleague", pk=pk)
    words = _words(who, _("Remove the second factors of %(name)s")) | {
        "consequences": [
            _("The password alone opens the account until new second factors are set up."),
            _("Make sure by voice or in person that it is really this colleague who asks."),
        ],
        "submit": _("Remove the second factors"),
        "is_grave": True,
    }
    return editing.page(request, "administration/confirm.html", form=form, words=words)


def colleague_of(request: SignedInRequest, pk: int) -> User:
    """Find a colleague for who looks after them."""
    access.require(request.user, permissions.PEOPLE)
    return get_object_or_404(asking.colleagues(for_user=request.user), pk=pk)


def _words(who: User, title: str) -> dict[str, Any]:
    return {"title": title % {"name": who.name}, "back": reverse("administration:colleague", args=[who.pk])}


def _position(position: Position, today: date) -> tuple[Position, list[tuple[Any, SafeString]], bool]:
    """Answer a position with its cells, and whether it can still end."""
    is_open = position.until_on is None or position.until_on > today
    return position, [(column.title, column.show(position)) for column in POSITIONS], is_open


def _link_page(request: HttpRequest, made: operations.Invitation) -> HttpResponse:
    """Show the link as the answer itself: no address leads to it again."""
    link = request.build_absolute_uri(reverse("invitation", args=[made.token]))
    return render(request, "administration/invitation.html", {"who": made.user, "link": link})
