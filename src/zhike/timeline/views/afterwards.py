"""What becomes of a follow-up once it is written."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhike.core.access import queries as access
from zhike.core.accounts.requests import SignedInRequest
from zhike.kit.forms import Form
from zhike.kit.pages.asking import Question, ask
from zhike.kit.paging import CappedPaginator, numbers_around
from zhike.timeline import operations, permissions, queries
from zhike.timeline.forms import WordsForm
from zhike.timeline.models import Interaction

SEEN = ("GET", "HEAD", "POST")


@require_http_methods(SEEN)
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct one's own words."""
    access.require(request.user, permissions.RECORD)
    found = get_object_or_404(queries.own_interactions(for_user=request.user), pk=pk)
    initial = {"words": found.words, "version": found.version}
    question = Question(
        title=_("Correct the follow-up"),
        action=_("Save"),
        back=_back(found),
        done=_("Saved"),
        record=found.customer,
        advice=_("Your own words can be corrected for 24 hours; what they were is kept in the log."),
    )
    form = WordsForm(request.POST if request.method == "POST" else None, initial=initial)
    return ask(
        request,
        question,
        form,
        run=lambda data: operations.correct_interaction(
            interaction=found, words=data["words"], version=data["version"] or 0, by=request.user, at=timezone.now()
        ),
    )


@require_http_methods(SEEN)
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add to a follow-up whose words stay as they are."""
    access.require(request.user, permissions.RECORD)
    found = get_object_or_404(queries.extensible_interactions(for_user=request.user), pk=pk)
    question = Question(
        title=_("Add to the follow-up"),
        action=_("Add"),
        back=_back(found),
        done=_("Saved"),
        record=found.customer,
        advice=str(found),
    )
    form = WordsForm(request.POST if request.method == "POST" else None)
    return ask(
        request,
        question,
        form,
        run=lambda data: operations.add_to_interaction(
            interaction=found, words=data["words"], key=data["key"], by=request.user, at=timezone.now()
        ),
    )


@require_http_methods(SEEN)
def trash(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a follow-up into the trash, once it is said again that it shall be there."""
    access.require(request.user, permissions.RECORD)
    found = get_object_or_404(queries.trashable_interactions(for_user=request.user), pk=pk)
    question = Question(
        title=_("Put this follow-up into the trash?"),
        action=_("Into the trash"),
        back=_back(found),
        done=_("The follow-up is in the trash; the list of follow-ups leads there."),
        record=found.customer,
        advice=str(found),
    )
    form = Form(request.POST if request.method == "POST" else None)
    put_away = partial(operations.trash_interaction, interaction=found, by=request.user, at=timezone.now())
    return ask(request, question, form, run=lambda data: put_away())


@require_safe
def trashed(request: SignedInRequest) -> HttpResponse:
    """Show the follow-ups that lie in the trash."""
    access.require(request.user, permissions.RECORD)
    page = CappedPaginator(queries.trashed_interactions(for_user=request.user), 50).get_page(request.GET.get("page"))
    return render(request, "timeline/trashed.html", {"page_obj": page, "page_numbers": numbers_around(page)})


@require_POST
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a follow-up out of the trash."""
    access.require(request.user, permissions.RECORD)
    found = get_object_or_404(queries.trashed_interactions(for_user=request.user), pk=pk)
    operations.restore_interaction(interaction=found, by=request.user)
    messages.success(request, _("The follow-up is back."))
    return HttpResponseRedirect(_back(found))


def _back(interaction: Interaction) -> str:
    return f"{interaction.customer.get_absolute_url()}#follow-ups"
