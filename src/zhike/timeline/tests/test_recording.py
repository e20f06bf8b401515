"""Follow-ups: written once, corrected for a day, added to afterwards; next contacts opened and closed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError

from tests.factories import Cast, customer
from tests.factories.files import tables
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.core.audit.models import Value
from zhike.customers import operations as customers
from zhike.customers.models import Contact, Customer
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.timeline import operations, queries
from zhike.timeline.models import Addition, Interaction, NextContact
from zhike.timeline.tests.conftest import AT, ON, recorded

DAY = timedelta(days=1)


def open_of(buyer: Customer) -> list[tuple[str, object, str]]:
    rows = NextContact.objects.filter(customer=buyer, state="open")
    return [(each.who.name, each.due_on, each.purpose) for each in rows]


def states() -> list[str]:
    return list(NextContact.objects.order_by("pk").values_list("state", flat=True))


def test_a_follow_up_keeps_who_when_and_how(people: Cast, buyer: Customer) -> None:
    contact = Contact.objects.get()
    made = recorded(buyer, people.rep, way="visit", words="看了新样品\r\n要报价", contact=contact)
    assert (made.author, made.happened_at, made.way, made.contact) == (people.rep, AT, "visit", contact)
    assert made.words == "看了新样品\n要报价"
    buyer.refresh_from_db()
    assert (buyer.last_contacted_at, buyer.next_contact_on, buyer.version) == (AT, None, 1)


def test_sent_twice_under_one_key_it_is_written_once(people: Cast, buyer: Customer) -> None:
    first = recorded(buyer, people.rep, key="k", next_on=ON + DAY)
    before = tables()
    assert recorded(buyer, people.rep, key="k", next_on=ON + DAY) == first
    assert tables() == before
    assert recorded(buyer, people.owner, key="k") != first  # a colleague's key is another


MORE = (
    {"words": "问了交货时间，还要报价"},
    {"next_on": ON + DAY},
    {"purpose": "送样品"},
    {"way": "visit"},
    {"is_last": True},
)


@pytest.mark.parametrize("more", MORE, ids=str)
def test_what_is_added_before_a_form_is_sent_again_is_not_lost(
    more: dict[str, Any], people: Cast, buyer: Customer
) -> None:
    first = recorded(buyer, people.rep, key="k", next_on=ON + 2 * DAY)
    second = recorded(buyer, people.rep, key="k", **{"next_on": ON + 2 * DAY} | more)
    assert second != first
    assert len(open_of(buyer)) == ("is_last" not in more)


def test_without_a_key_each_is_another(people: Cast, buyer: Customer) -> None:
    told = {"way": "phone", "words": "没人接"}
    for place in (1, 2):
        made = operations.record(customer=buyer, data=told, key="", by=people.rep, at=AT, on=ON)
        operations.add_to_interaction(interaction=made, words="后来", key="", by=people.rep, at=AT)
        assert (Interaction.objects.count(), Addition.objects.count()) == (place, place)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"words": " \n "}, "words"),
        ({"words": "长" * 5001}, "words"),
        ({"way": "pigeon"}, "way"),
        ({"happened_at": AT + timedelta(minutes=6)}, "happened_at"),
        ({"next_on": ON - DAY}, "next_on"),
    ],
)
def test_what_cannot_be_so_is_refused_and_writes_nothing(
    data: dict[str, Any], field: str, people: Cast, buyer: Customer
) -> None:
    before = tables()
    with pytest.raises(FieldRefused) as refused:
        recorded(buyer, people.rep, **data)
    assert refused.value.field == field
    assert tables() == before


def test_it_may_have_happened_earlier_and_clocks_may_differ(people: Cast, buyer: Customer) -> None:
    recorded(buyer, people.rep, happened_at=AT - 400 * DAY)
    recorded(buyer, people.rep, happened_at=AT + timedelta(minutes=4), words="现在")
    assert [each.words for each in queries.interactions(for_user=people.rep)] == ["现在", "问了交货时间"]


def test_nobody_records_for_a_customer_out_of_reach(people: Cast, buyer: Customer) -> None:
    before = tables()
    with pytest.raises(Customer.DoesNotExist):
        recorded(buyer, people.other_rep)
    with pytest.raises(PermissionDenied):
        recorded(buyer, people.visitor)
    assert tables() == before


def test_a_new_follow_up_does_what_was_due_and_sets_the_next(people: Cast, buyer: Customer) -> None:
    recorded(buyer, people.rep, next_on=ON, purpose="送样品")
    recorded(buyer, people.rep, words="样品已送", next_on=ON + 7 * DAY, purpose="问反馈")
    assert states() == ["done", "open"]
    assert open_of(buyer) == [("李强", ON + 7 * DAY, "问反馈")]
    buyer.refresh_from_db()
    assert buyer.next_contact_on == ON + 7 * DAY


def test_unticked_it_leaves_what_was_due(people: Cast, buyer: Customer) -> None:
    recorded(buyer, people.rep, next_on=ON)
    recorded(buyer, people.rep, words="另一件事", closes=False)
    assert states() == ["open"]


def test_what_is_due_later_stays_moves_or_is_dropped(people: Cast, buyer: Customer) -> None:
    recorded(buyer, people.rep, next_on=ON + 3 * DAY)
    recorded(buyer, people.rep, words="还没到日子")
    assert states() == ["open"]
    recorded(buyer, people.rep, words="改期", next_on=ON + 9 * DAY)
    assert states() == ["moved", "open"]
    recorded(buyer, people.rep, words="不做了", is_last=True)
    assert states() == ["moved", "dropped"]
    buyer.refresh_from_db()
    assert buyer.next_contact_on is None


def test_each_colleague_has_one_open_next_contact_with_a_customer(people: Cast, buyer: Customer) -> None:
    recorded(buyer, people.rep, next_on=ON + DAY)
    recorded(buyer, people.owner, next_on=ON + 2 * DAY)
    recorded(buyer, people.owner, words="老板也打过", closes=True)
    assert len(open_of(buyer)) == 2
    buyer.refresh_from_db()
    assert buyer.next_contact_on == ON + DAY


def test_a_next_contact_is_moved_done_or_dropped_once(people: Cast, buyer: Customer) -> None:
    recorded(buyer, people.rep, next_on=ON, purpose="送样品")
    found = NextContact.objects.get()
    moved = operations.move_next(next_contact=found, due_on=ON + 3 * DAY, reason="出差", by=people.rep, at=AT, on=ON)
    assert (moved.purpose, moved.who, states()) == ("送样品", people.rep, ["moved", "open"])
    operations.close_next(next_contact=moved, by=people.rep, at=AT)
    before = tables()
    operations.close_next(next_contact=moved, by=people.rep, at=AT)
    assert tables() == before
    assert states() == ["moved", "done"]


def test_what_was_closed_meanwhile_is_not_closed_or_moved_in_silence(people: Cast, buyer: Customer) -> None:
    recorded(buyer, people.rep, next_on=ON)
    found = NextContact.objects.get()
    operations.close_next(next_contact=found, by=people.rep, at=AT, reason="关门了", is_done=False)
    before = tables()
    with pytest.raises(FieldRefused, match="agree a new one"):
        operations.close_next(next_contact=found, by=people.rep, at=AT)
    with pytest.raises(FieldRefused, match="agree a new one"):
        operations.close_next(next_contact=found, by=people.rep, at=AT, reason="又", is_done=False)
    with pytest.raises(FieldRefused, match="agree a new one"):
        operations.move_next(next_contact=found, due_on=ON + 5 * DAY, by=people.rep, at=AT, on=ON)
    assert tables() == before


def test_with_whom_it_was_cannot_be_removed(people: Cast, buyer: Customer) -> None:
    contact = Contact.objects.get()
    recorded(buyer, people.rep, contact=contact)
    with pytest.raises(ProtectedError):
        contact.delete()


def test_nobody_else_closes_it_but_the_owner_of_the_customer_and_who_may_change_all(
    people: Cast, buyer: Customer, manager: User
) -> None:
    recorded(buyer, people.owner, next_on=ON)
    found = NextContact.objects.get()
    with pytest.raises(NextContact.DoesNotExist):
        operations.close_next(next_contact=found, by=people.other_rep, at=AT)
    with pytest.raises(PermissionDenied):
        operations.close_next(next_contact=found, by=people.visitor, at=AT)
    assert queries.closable_next_contacts(for_user=people.rep).get() == found
    operations.close_next(next_contact=found, by=manager, at=AT)
    assert states() == ["done"]


def test_own_words_are_corrected_for_a_day_and_the_log_keeps_what_they_were(people: Cast, buyer: Customer) -> None:
    made = recorded(buyer, people.rep)
    operations.correct_interaction(interaction=made, words="问了价格", version=1, by=people.rep, at=AT + DAY)
    value = Value.objects.get(field="words")
    assert (value.before, value.after, value.subject) == ("问了交货时间", "问了价格", buyer.party_id)
    audit.erase(buyer.party_id)
    value.refresh_from_db()
    assert (value.before, value.after) == (None, None)
    before = tables()
    with pytest.raises(StaleRecord):
        operations.correct_interaction(interaction=made, words="x", version=1, by=people.rep, at=AT)
    with pytest.raises(FieldRefused):
        operations.correct_interaction(
            interaction=made, words="x", version=2, by=people.rep, at=AT + DAY + timedelta(minutes=1)
        )
    with pytest.raises(Interaction.DoesNotExist):
        operations.correct_interaction(interaction=made, words="x", version=2, by=people.owner, at=AT)
    assert tables() == before


def test_afterwards_it_is_added_to_once_a_key(people: Cast, buyer: Customer) -> None:
    made = recorded(buyer, people.rep)
    for _ in range(2):
        operations.add_to_interaction(interaction=made, words="后来确认了", key="k", by=people.owner, at=AT + 9 * DAY)
    assert [(each.words, each.author) for each in Addition.objects.all()] == [("后来确认了", people.owner)]
    operations.add_to_interaction(interaction=made, words="后来确认了，下周送", key="k", by=people.owner, at=AT)
    assert Addition.objects.count() == 2
    with pytest.raises(Interaction.DoesNotExist):
        operations.add_to_interaction(interaction=made, words="x", key="x", by=people.other_rep, at=AT)


def test_the_author_or_a_manager_puts_it_into_the_trash_and_takes_it_out(
    people: Cast, buyer: Customer, manager: User
) -> None:
    made = recorded(buyer, people.rep)
    with pytest.raises(Interaction.DoesNotExist):
        operations.trash_interaction(interaction=made, by=people.other_rep, at=AT)
    for who in (people.rep, manager):
        operations.trash_interaction(interaction=made, by=who, at=AT)
        buyer.refresh_from_db()
        assert (list(queries.interactions(for_user=people.owner)), buyer.last_contacted_at) == ([], None)
        operations.restore_interaction(interaction=made, by=who)
    buyer.refresh_from_db()
    assert (list(queries.interactions(for_user=people.owner)), buyer.last_contacted_at) == ([made], AT)


def test_a_rep_cannot_trash_what_a_colleague_wrote(people: Cast, buyer: Customer) -> None:
    made = recorded(buyer, people.owner)
    with pytest.raises(Interaction.DoesNotExist):
        operations.trash_interaction(interaction=made, by=people.rep, at=AT)


def test_follow_ups_stay_with_a_customer_that_changes_its_owner(people: Cast, buyer: Customer) -> None:
    made = recorded(buyer, people.rep, next_on=ON, purpose="送样品")
    customers.transfer_customer(
        customer=buyer, owner=people.other_rep, reason="调岗", version=1, by=people.owner, at=AT
    )
    assert list(queries.interactions(for_user=people.rep)) == []
    assert list(queries.interactions(for_user=people.other_rep)) == [made]
    assert made.author == people.rep
    assert queries.due(for_user=people.rep, on=ON).today == []
    assert [each.purpose for each in queries.due(for_user=people.other_rep, on=ON).today] == ["送样品"]


def test_what_is_due_comes_overdue_first_then_today_then_a_week(people: Cast, manager: User) -> None:
    for place, days in enumerate((-3, 0, 5, 8)):
        buyer = customer(f"客户{days}", number=f"D{place}", owner=people.rep)
        recorded(buyer, people.rep, at=AT - 9 * DAY, next_on=ON + days * DAY, words=f"{days}")
    found = queries.due(for_user=people.rep, on=ON)
    assert [[each.customer.number for each in part] for part in (found.overdue, found.today, found.coming)] == [
        ["D0"],
        ["D1"],
        ["D2"],
    ]
    assert not queries.due(for_user=people.other_rep, on=ON)
    assert not queries.due(for_user=manager, on=ON)
    assert len(queries.due(for_user=manager, on=ON, is_team=True).overdue) == 1
    assert not queries.due(for_user=people.other_rep, on=ON, is_team=True)


def test_who_has_nothing_due_is_told_what_her_team_has(people: Cast, manager: User) -> None:
    recorded(customer("远山", number="D1", owner=people.rep), people.rep, at=AT - 9 * DAY, next_on=ON - DAY)
    assert (queries.due(for_user=manager, on=ON).of_team, queries.due(for_user=manager, on=ON).count) == ("1", "")
    team = queries.due(for_user=manager, on=ON, is_team=True)
    assert (team.of_team, team.count) == ("", "1")
    assert queries.due(for_user=manager, on=ON - 2 * DAY).of_team == ""
    assert (queries.due(for_user=people.rep, on=ON).of_team, queries.due(for_user=people.rep, on=ON).count) == ("", "1")
    assert queries.due(for_user=people.other_rep, on=ON).of_team == ""


def test_no_more_than_fifty_are_due_on_a_page(people: Cast) -> None:
    for number in range(52):
        buyer = customer(f"客户{number}", number=f"D{number}", owner=people.rep)
        recorded(buyer, people.rep, next_on=ON, words=f"{number}")
    found = queries.due(for_user=people.rep, on=ON)
    assert (len(found.today), found.has_more, found.count) == (50, True, "50+")


def test_nobody_sees_follow_ups_of_customers_out_of_sight(people: Cast, buyer: Customer, manager: User) -> None:
    recorded(buyer, people.rep)
    Customer.objects.filter(pk=buyer.pk).update(trashed_at=AT)
    assert list(queries.interactions(for_user=people.owner)) == []
