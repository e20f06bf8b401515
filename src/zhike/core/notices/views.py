from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.core.accounts.requests import SignedInRequest
from zhike.core.notices import operations, queries
from zhike.core.notices.forms import WaysForm, initial_of

A_PAGE = 50


@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    """Show what one was told, the newest first."""
    page = Paginator(queries.notices(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/notices.html", {"page": page})


@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    """Note that one has seen everything up to what the page showed."""
    told = request.POST.get("up_to", "")
    operations.read(request.user, up_to=int(told) if told.isdecimal() and len(told) < 19 else 0, at=timezone.now())
    return redirect("notices:list")


@require_POST
def follow(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go where a notice leads, and note that it was seen."""
    notice = get_object_or_404(queries.notices(request.user), pk=pk)
    operations.read_one(notice, at=timezone.now())
    return redirect(notice.url or "notices:list")


@require_http_methods(["GET", "HEAD", "POST"])
def ways(request: SignedInRequest) -> HttpResponse:
    """Choose by which ways one wants to be told besides the bell."""
    chosen = queries.ways(request.user)
    known = {way.channel for way in chosen.values() if way.secret}
    form = WaysForm(request.POST or None, initial=initial_of(chosen), known=known)
    if request.method == "POST" and form.is_valid():
        operations.choose_ways(request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notices:ways")
    context = {"form": form, "has_mail": bool(settings.EMAIL_HOST and request.user.email)}
    return render(request, "notices/ways.html", context, status=422 if form.errors else 200)
