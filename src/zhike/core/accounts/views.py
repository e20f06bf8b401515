"""One's own account: what opens it, where it is open; and the page behind an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.core.accounts import operations, queries, rules
from zhike.core.accounts.forms import InvitationForm
from zhike.core.accounts.models import Session, User
from zhike.core.accounts.requests import SignedInRequest

SIGN_INS_SHOWN = 20


@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    """Show who one is, how one signs in, where one is signed in and what happened."""
    return render(
        request,
        "accounts/account.html",
        {
            "factors": queries.factors_of(request.user),
            "sessions": queries.sessions_of(request.user),
            "here": _here(request),
            "sign_ins": queries.sign_ins_of(request.user)[:SIGN_INS_SHOWN],
        },
    )


@require_POST
def end_session(request: SignedInRequest, key: str) -> HttpResponse:
    try:
        operations.end_session(user=request.user, key=key, at=timezone.now())
    except Session.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("Signed out there."))
    return redirect("account")


@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    ended = operations.end_other_sessions(user=request.user, key=_here(request), at=timezone.now())
    words = ngettext("Signed out of %(count)d other browser.", "Signed out of %(count)d other browsers.", ended)
    messages.success(request, words % {"count": ended})
    return redirect("account")


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited colleague choose her password; a link that does not open says so, and never why."""
    user = queries.invited(token=token, at=timezone.now())
    form = InvitationForm(request.POST or None)
    if user is not None and request.method == "POST" and form.is_valid():
        user = _accept(request, token, form)
        if user is not None and not form.errors:
            messages.success(request, _("Your password is kept. Sign in with it now."))
            return _unreferred(redirect("account_login"))
    if user is None:
        return _unreferred(render(request, "accounts/invitation_ended.html", status=410))
    status = 422 if form.errors else 200
    return _unreferred(render(request, "accounts/invitation.html", {"form": form, "invited": user}, status=status))


def _accept(request: HttpRequest, token: str, form: InvitationForm) -> User | None:
    """Keep the password, or say in the form why not; nobody when the link was used meanwhile."""
    at = timezone.now()
    try:
        return operations.accept_invitation(token=token, password=form.cleaned_data["password1"], at=at)
    except operations.InvitationEnded:
        return None
    except ValidationError as error:
        form.add_error("password1", error)
        return queries.invited(token=token, at=at)


def _unreferred(answer: HttpResponse) -> HttpResponse:
    """Tell nobody the address, our own files' log neither; with `no-referrer` browsers send the form from nowhere."""
    answer["Referrer-Policy"] = "strict-origin"
    return answer


def _here(request: HttpRequest) -> str:
    return rules.handle_of(request.session.session_key or "")
