"""Looking with a colleague's eyes: every page as she sees it, and not one change."""

from typing import Any

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import add_user, customer, signed_in
from tests.factories.files import tables
from tests.factories.pages import words
from zhike.administration import operations, permissions
from zhike.administration.middleware import PREVIEW_OF, PreviewWrites, previewing
from zhike.administration.tests.conftest import House, role
from zhike.core.access.models import Member
from zhike.core.accounts.models import User
from zhike.core.audit.models import Entry
from zhike.kit.refusals import FieldRefused

LIST = "customers:list"


def begin(client: Client, user: User) -> Any:
    return client.post(reverse("administration:preview"), {"colleague": user.pk})


def shown(client: Client) -> set[str]:
    return {row.party.name for row in client.get(reverse(LIST)).context["page_obj"]}


@pytest.fixture
def books(house: House) -> None:
    customer("远山商贸", number="K1", owner=house.rep)
    customer("宏达商贸", number="K2", owner=house.cast.other_rep)


@pytest.mark.usefixtures("books")
def test_pages_show_what_the_colleague_sees_until_the_end(house: House, owner: Client) -> None:
    assert shown(owner) == {"远山商贸", "宏达商贸"}
    assert begin(owner, house.rep)["Location"] == reverse("home")
    assert shown(owner) == {"远山商贸"}
    assert owner.get(reverse("customers:card", args=["K2"])).status_code == 404
    assert owner.get(reverse("administration:start")).status_code == 403
    assert owner.post(reverse("administration:end_preview"))["Location"] == reverse("administration:preview")
    assert shown(owner) == {"远山商贸", "宏达商贸"}
    told = list(Entry.objects.order_by("pk").values_list("action", "by", "object_id"))
    assert told == [(f"preview {word}", house.owner.pk, house.rep.pk) for word in ("started", "ended")]


@pytest.mark.usefixtures("books")
def test_nothing_can_be_changed_meanwhile(house: House, owner: Client) -> None:
    begin(owner, house.rep)
    before = tables()
    for method in ("post", "put", "patch", "delete"):
        for address in (
            reverse("customers:edit", args=["K1"]),
            reverse("customers:new"),
            reverse("account_logout"),
            reverse("administration:preview"),
            reverse("administration:log_export"),
        ):
            answer = getattr(owner, method)(address, {"name": "改名", "kind": "person", "version": 1})
            assert answer.status_code == 403
            assert reverse("administration:end_preview") in words(answer)
    assert tables() == before


def test_the_colleagues_own_account_is_not_shown(house: House, owner: Client) -> None:
    begin(owner, house.rep)
    for name in ("account", "account_change_password", "mfa_activate_totp"):
        assert owner.get(reverse(name)).status_code == 403


@pytest.mark.usefixtures("books")
def test_a_page_that_would_write_is_refused_before_it_does(house: House, rf: RequestFactory) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        Member.objects.create(kind="x", object_id=1, user=house.rep)
        return HttpResponse("written")

    request = rf.get("/", headers={"cookie": "zhike-session=x"})
    request.user, request.session = house.owner, SessionBase()
    request.session[PREVIEW_OF] = house.rep.pk
    middleware = previewing(page)
    with pytest.raises(PreviewWrites) as stopped, transaction.atomic():
        middleware(request)
    assert not Member.objects.exists()
    answer = middleware.process_exception(request, stopped.value)
    assert answer is not None
    assert answer.status_code == 403
    assert middleware.process_exception(request, ValueError()) is None


@pytest.mark.usefixtures("books")
def test_a_preview_ends_with_the_right_to_it(house: House, clerk: Client) -> None:
    begin(clerk, house.cast.visitor)
    assert PREVIEW_OF in clerk.session
    found = role("clerk")
    found.grants = {code: reach for code, reach in found.grants.items() if code != permissions.PREVIEW}
    found.save()
    assert clerk.get(reverse("administration:colleagues")).status_code == 200
    assert PREVIEW_OF not in clerk.session
    assert Entry.objects.filter(action="preview ended").count() == 1


def test_a_preview_ends_when_the_colleague_leaves(house: House, owner: Client) -> None:
    begin(owner, house.rep)
    User.objects.filter(pk=house.rep.pk).update(is_active=False)
    assert owner.get(reverse("administration:start")).status_code == 200
    assert PREVIEW_OF not in owner.session


def test_a_preview_ends_with_signing_in_anew(house: House, owner: Client) -> None:
    begin(owner, house.rep)
    owner.force_login(house.clerk)
    assert PREVIEW_OF not in owner.session


def test_only_who_edits_roles_looks_with_the_eyes_of_who_may_do_more(house: House, clerk: Client) -> None:
    for user in (house.owner, add_user("高远", role="manager")):
        answer = begin(clerk, user)
        assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"colleague"})
    assert PREVIEW_OF not in clerk.session


def test_a_field_that_is_masked_for_oneself_is_not_read_by_other_eyes(house: House) -> None:
    found = role("clerk")
    found.fields = {"customers.phone": 10}
    found.grants |= dict.fromkeys(role("rep").grants, 100)
    found.save()
    with pytest.raises(FieldRefused):
        operations.start_preview(colleague=house.rep.pk, by=house.clerk)


def test_nobody_previews_oneself_the_gone_or_without_the_right(house: House) -> None:
    with pytest.raises(FieldRefused):
        operations.start_preview(colleague=house.owner.pk, by=house.owner)
    gone = add_user("何田", is_active=False)
    with pytest.raises(User.DoesNotExist):
        operations.start_preview(colleague=gone.pk, by=house.owner)
    with pytest.raises(PermissionDenied):
        operations.start_preview(colleague=house.cast.visitor.pk, by=house.rep)


def test_ending_what_has_not_begun_is_refused(house: House, owner: Client) -> None:
    assert owner.post(reverse("administration:end_preview")).status_code == 403


def test_a_preview_costs_two_questions_a_page(
    house: House, owner: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rep = signed_in(house.rep)
    with django_assert_num_queries(3):  # session and user, roles, own work
        rep.get(reverse("gallery"))
    begin(owner, house.rep)
    with django_assert_num_queries(5):  # and whose eyes, and their roles
        owner.get(reverse("gallery"))


@pytest.mark.usefixtures("books")
def test_why_somebody_sees_a_record_is_answered_to_who_sees_it(
    house: House, owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    asked: dict[str, Any] = {"colleague": house.rep.pk, "kind": "customers.customer", "number": "K1"}
    with django_assert_max_num_queries(10):
        page = owner.get(reverse("administration:why"), asked)
    assert page.context["does"]
    assert "业务员" in words(page)
    page = owner.get(reverse("administration:why"), asked | {"colleague": house.cast.visitor.pk})
    assert not page.context["does"]
    assert page.context["rules"]


@pytest.mark.usefixtures("books")
def test_of_a_record_out_of_sight_the_answer_is_that_of_a_missing_one(house: House, clerk: Client) -> None:
    asked: dict[str, Any] = {"colleague": house.rep.pk, "kind": "customers.customer"}
    pages = [words(clerk.get(reverse("administration:why"), asked | {"number": n})) for n in ("K1", "K404")]
    assert pages[0].replace("K1", "") == pages[1].replace("K404", "")


def test_why_keeps_quiet_until_it_is_asked(house: House, owner: Client) -> None:
    page = owner.get(reverse("administration:why"))
    assert page.status_code == 200
    assert not page.context["form"].is_bound
    page = owner.get(reverse("administration:why"), {"kind": "dogs"})
    assert page.context["form"].errors
