"""Colleagues come by a link, hold positions from day to day, and leave at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import add_user, give_role, signed_in
from tests.factories.files import AT, tables
from tests.factories.pages import words
from zhike.administration import operations
from zhike.administration.tests.conftest import TODAY, House, role
from zhike.core.access.models import Position
from zhike.core.accounts.models import User
from zhike.core.audit.models import Entry, Value
from zhike.kit.refusals import FieldRefused, StaleRecord

LINYI = {"name": "林毅", "username": "linyi", "phone": "", "email": ""}


def give(house: House, user: User, code: str = "rep", by: User | None = None, **days: Any) -> Position:
    days = {"since_on": TODAY, "until_on": None} | days
    return operations.give_position(
        colleague=user.pk, role=role(code).pk, unit=house.east.pk, by=by or house.owner, **days
    )


def end(house: House, held: Position, by: User | None = None, until_on: date = TODAY) -> Position:
    return operations.end_position(
        colleague=held.user_id, position=held.pk, until_on=until_on, on=TODAY, by=by or house.owner
    )


def position_of(user: User) -> Position:
    return Position.objects.get(user=user)


def test_a_position_is_given_for_days_and_audited(house: House) -> None:
    held = give(house, house.cast.visitor, until_on=date(2026, 12, 1))
    assert (held.since_on, held.until_on) == (TODAY, date(2026, 12, 1))
    value = Value.objects.get(entry__action="position given")
    assert (value.before, value.after) == (None, "业务员 · 华东 · 2026-11-22 – 2026-12-01")
    assert value.entry.object_id == house.cast.visitor.pk


def test_the_same_position_is_held_once_on_a_day(house: House) -> None:
    give(house, house.rep, until_on=date(2026, 12, 1))
    with pytest.raises(FieldRefused):
        give(house, house.rep, since_on=date(2026, 11, 30))
    give(house, house.rep, since_on=date(2026, 12, 1))


def test_a_position_that_ends_before_it_begins_is_refused(house: House) -> None:
    with pytest.raises(FieldRefused) as refused:
        give(house, house.rep, until_on=TODAY)
    assert refused.value.field == "until_on"


def test_a_position_ends_and_is_not_ended_again(house: House) -> None:
    held = position_of(house.rep)
    assert end(house, held).until_on == TODAY
    with pytest.raises(StaleRecord):
        end(house, held)
    assert str(Value.objects.get(entry__action="position ended").after).endswith("2026-11-22")


def test_what_is_over_stays_as_it_was(house: House) -> None:
    with pytest.raises(FieldRefused) as refused:
        end(house, position_of(house.rep), until_on=TODAY - timedelta(days=1))
    assert refused.value.field == "until_on"


def test_somebody_elses_position_is_not_there(house: House) -> None:
    with pytest.raises(Position.DoesNotExist):
        operations.end_position(
            colleague=house.rep.pk, position=position_of(house.owner).pk, until_on=TODAY, on=TODAY, by=house.owner
        )


def test_the_last_who_may_edit_roles_neither_leaves_nor_loses_the_position(house: House) -> None:
    stand_in = add_user("高远")
    give(house, stand_in, "owner", since_on=date(2026, 1, 1), until_on=date(2030, 1, 1))
    before = tables()
    for until_on in (TODAY, date(2030, 1, 1)):
        with pytest.raises(FieldRefused):
            end(house, position_of(house.owner), until_on=until_on)
    with pytest.raises(FieldRefused):
        operations.end_access(colleague=house.owner.pk, by=stand_in, at=AT, on=TODAY)
    assert tables() == before
    give_role(house.rep, "owner")
    operations.end_access(colleague=house.owner.pk, by=stand_in, at=AT, on=TODAY)


def test_who_is_gone_invited_or_there_for_a_time_keeps_no_roles(house: House) -> None:
    gone, coming = add_user("高远", role="owner", is_active=False), add_user("何田")
    give(house, coming, "owner", until_on=date(2030, 1, 1))
    assert Position.objects.filter(user=gone).exists()
    with pytest.raises(FieldRefused):
        end(house, position_of(house.owner))


def test_who_edits_no_roles_gives_and_takes_none_that_administers_more(house: House) -> None:
    before = tables()
    for attempt in (
        lambda: give(house, house.cast.visitor, "owner", by=house.clerk),
        lambda: end(house, position_of(house.owner), by=house.clerk),
        lambda: operations.end_access(colleague=house.owner.pk, by=house.clerk, at=AT, on=TODAY),
        lambda: operations.renew_invitation(colleague=house.owner.pk, by=house.clerk, at=AT),
        lambda: operations.remove_factors(colleague=house.owner.pk, by=house.clerk, at=AT),
        lambda: operations.invite(
            data=LINYI | {"role": role("owner").pk, "unit": house.east.pk}, by=house.clerk, at=AT, on=TODAY
        ),
    ):
        with pytest.raises(FieldRefused):
            attempt()
    assert tables() == before


def test_who_edits_no_roles_changes_not_the_own_position(house: House) -> None:
    with pytest.raises(FieldRefused):
        give(house, house.clerk, "manager", by=house.clerk)
    with pytest.raises(FieldRefused):
        end(house, position_of(house.clerk), by=house.clerk)


def test_an_account_that_may_do_more_is_not_taken_over_by_a_new_link(house: House) -> None:
    manager = add_user("高远", role="manager")
    for attempt in (operations.renew_invitation, operations.remove_factors):
        with pytest.raises(FieldRefused):
            attempt(colleague=manager.pk, by=house.clerk, at=AT)
        with pytest.raises(FieldRefused):
            attempt(colleague=house.owner.pk, by=house.owner, at=AT)
    assert operations.renew_invitation(colleague=manager.pk, by=house.owner, at=AT).token


def test_an_invited_colleague_has_a_position_and_a_link_that_no_log_keeps(house: House) -> None:
    data = LINYI | {"role": role("rep").pk, "unit": house.east.pk}
    made = operations.invite(data=data, by=house.clerk, at=AT, on=TODAY)
    assert not made.user.is_active
    assert position_of(made.user).unit == house.east
    assert made.token not in str(list(Value.objects.values()))
    again = operations.renew_invitation(colleague=made.user.pk, by=house.clerk, at=AT + timedelta(minutes=1))
    assert again.token != made.token


def test_leaving_keeps_the_positions_and_is_undone_by_letting_back_in(house: House) -> None:
    User.objects.filter(pk=house.rep.pk).update(password="pbkdf2_sha256$1$a$b")
    operations.end_access(colleague=house.rep.pk, by=house.clerk, at=AT, on=TODAY)
    house.rep.refresh_from_db()
    assert (house.rep.is_active, position_of(house.rep).until_on) == (False, None)
    with pytest.raises(StaleRecord):
        operations.end_access(colleague=house.rep.pk, by=house.clerk, at=AT, on=TODAY)
    operations.let_back_in(colleague=house.rep.pk, by=house.clerk, at=AT)
    with pytest.raises(StaleRecord):
        operations.let_back_in(colleague=house.rep.pk, by=house.clerk, at=AT)
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == ["access ended", "let back in"]


def test_nobody_ends_the_own_access(house: House) -> None:
    add_user("高远", role="owner")
    with pytest.raises(FieldRefused):
        operations.end_access(colleague=house.owner.pk, by=house.owner, at=AT, on=TODAY)


def test_nobody_without_the_permission_touches_a_colleague(house: House) -> None:
    before = tables()
    for attempt in (
        lambda: give(house, house.cast.visitor, by=house.rep),
        lambda: end(house, position_of(house.rep), by=house.rep),
        lambda: operations.end_access(colleague=house.clerk.pk, by=house.rep, at=AT, on=TODAY),
        lambda: operations.let_back_in(colleague=house.clerk.pk, by=house.rep, at=AT),
        lambda: operations.renew_invitation(colleague=house.clerk.pk, by=house.rep, at=AT),
        lambda: operations.remove_factors(colleague=house.clerk.pk, by=house.rep, at=AT),
        lambda: operations.invite(data=LINYI, by=house.rep, at=AT, on=TODAY),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert tables() == before


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"周敏", "李强", "王芳", "陈静", "林月", "何田"}),
        ({"q": "李"}, {"李强"}),
        ({"q": "zhou"}, {"周敏"}),
        ({"state": "left"}, {"何田"}),
        ({"state": "here", "q": "何田"}, set()),
        ({"state": "dog"}, {"周敏", "李强", "王芳", "陈静", "林月", "何田"}),
    ],
)
def test_the_list_is_narrowed_by_name_and_state(query: Any, names: set[str], house: House, clerk: Client) -> None:
    add_user("何田", is_active=False)
    rows = clerk.get(reverse("administration:colleagues"), query).context["page_obj"]
    assert {user.name for user in rows} == names


def test_the_list_asks_the_same_few_questions_for_many_colleagues(
    house: House, clerk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        add_user(f"同事{number}", role="rep")
    with django_assert_num_queries(7):  # session and user, roles, count, ids, users, positions, own work
        clerk.get(reverse("administration:colleagues"))


def test_the_card_shows_positions_and_what_can_be_done(
    house: House, owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    give(house, house.rep, since_on=date(2026, 1, 1), until_on=date(2026, 2, 1))
    with django_assert_max_num_queries(8):
        page = words(owner.get(reverse("administration:colleague", args=[house.rep.pk])))
    assert "业务员" in page
    assert "2026-02-01" in page
    assert owner.get(reverse("administration:colleague", args=[404])).status_code == 404


def test_an_invitation_is_shown_once_as_the_answer_to_the_form(house: House, clerk: Client) -> None:
    sent = LINYI | {"role": role("rep").pk, "unit": house.east.pk}
    page = clerk.post(reverse("administration:invite"), sent)
    assert page.status_code == 200
    assert "/invitation/" in page.context["link"]
    made = User.objects.get(username="linyi")
    assert page.context["link"] not in words(clerk.get(reverse("administration:colleague", args=[made.pk])))
    renewed = clerk.post(reverse("administration:renew", args=[made.pk]))
    assert renewed.context["link"] != page.context["link"]


def test_a_taken_user_name_is_refused_beside_its_field(house: House, clerk: Client) -> None:
    sent = LINYI | {"username": "LiQiang", "phone": "110", "role": role("rep").pk, "unit": house.east.pk}
    before = tables()
    answer = clerk.post(reverse("administration:invite"), sent | {"phone": ""})
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, ["username"])
    sent |= {"username": "linyi"}
    assert clerk.post(reverse("administration:invite"), sent).context["form"].errors.keys() == {"phone"}
    assert tables() == before


def test_leaving_is_announced_before_and_ends_the_open_session(house: House, clerk: Client) -> None:
    rep = signed_in(house.rep)
    assert rep.get(reverse("home")).status_code == 200
    address = reverse("administration:leave", args=[house.rep.pk])
    assert clerk.get(address).context["consequences"]
    assert clerk.post(address).status_code == 302
    assert rep.get(reverse("home")).status_code == 302
    assert clerk.get(reverse("administration:come_back", args=[house.rep.pk])).status_code == 200
    assert clerk.post(reverse("administration:come_back", args=[house.rep.pk])).status_code == 302


def test_a_refusal_to_leave_is_told_on_the_page(house: House, owner: Client) -> None:
    answer = owner.post(reverse("administration:leave", args=[house.owner.pk]))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_positions_are_given_and_ended_in_the_browser(house: House, clerk: Client) -> None:
    today = timezone.localdate()
    address = reverse("administration:position_give", args=[house.cast.visitor.pk])
    assert clerk.get(address).status_code == 200
    sent = {"role": role("rep").pk, "unit": house.shanghai.pk, "since_on": today.isoformat()}
    assert clerk.post(address, sent).status_code == 302
    assert clerk.post(address, sent).status_code == 422
    assert clerk.post(address, sent | {"role": role("owner").pk}).context["form"].errors.keys() == {"role"}
    held = position_of(house.cast.visitor)
    address = reverse("administration:position_end", args=[house.cast.visitor.pk, held.pk])
    assert clerk.get(address).status_code == 200
    assert clerk.post(address, {"until_on": today.isoformat()}).status_code == 302
    assert not Position.objects.filter(user=house.cast.visitor, until_on=None).exists()
    assert clerk.get(reverse("administration:position_end", args=[house.rep.pk, held.pk])).status_code == 404


def test_second_factors_are_removed_after_a_question(house: House, owner: Client) -> None:
    address = reverse("administration:factors", args=[house.rep.pk])
    assert owner.get(address).context["is_grave"]
    assert owner.post(address).status_code == 302
    assert Entry.objects.get().action == "second factors removed"
