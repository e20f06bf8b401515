"""The list of customers as people work with it: filters, views, columns, many at once, one cell in its place."""

from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.factories import Cast, customer
from tests.factories.files import tables
from tests.factories.pages import sent, words
from zhike.core.access.models import Role
from zhike.core.audit.models import Batch, Entry
from zhike.customers.models import Customer
from zhike.kit.models import Filter, View

pytestmark = pytest.mark.django_db
LIST = "/customers/"


@pytest.fixture
def people(people: Cast) -> Cast:
    for number, (name, owner, level, bought) in enumerate(
        [
            ("宏达商贸", people.rep, "A", 500_000),
            ("远山建材", people.rep, "B", 90_000),
            ("云海食品", people.other_rep, "A", 0),
        ],
        start=1,
    ):
        made = customer(name, number=f"K{number}", owner=owner, phone=f"1380000000{number}")
        Customer.objects.filter(pk=made.pk).update(level=level, bought_365d=bought, industry="批发")
    return people


def names(answer: HttpResponseBase) -> list[str]:
    return [str(row) for row in answer.context["page_obj"]]  # type: ignore[attr-defined]


def add(client: Client, query: str = "", **told: Any) -> HttpResponseBase:
    return client.post(f"{LIST}-/filter/?{query}", told, follow=True)


def test_a_condition_narrows_the_list_and_the_address_says_no_value(owner: Client) -> None:
    answer = add(owner, ask="name", op="contains", v="宏达")
    assert names(answer) == ["宏达商贸"]
    assert "宏达" not in answer.redirect_chain[-1][0]  # type: ignore[attr-defined]
    assert "客户 包含 宏达" in words(answer)


def test_conditions_are_joined_by_and_and_by_or(owner: Client) -> None:
    answer = add(owner, ask="level", op="in", v=["A"])
    query = answer.request["QUERY_STRING"]  # type: ignore[attr-defined]
    both = add(owner, query, ask="bought", op="ge", v="1000")
    assert names(both) == ["宏达商贸"]
    either = add(owner, query, ask="number", op="is", v="K2", at="0", mode="any")
    assert names(either) == ["云海食品", "远山建材", "宏达商贸"]


def test_a_condition_is_taken_away(owner: Client) -> None:
    answer = add(owner, ask="level", op="in", v=["B"])
    query = answer.request["QUERY_STRING"]  # type: ignore[attr-defined]
    rest = owner.post(f"{LIST}-/filter/?{query}", {"do": "remove", "at": "0"}, follow=True)
    assert len(names(rest)) == 3


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"ask": "bought", "op": "ge", "v": "abc"}, "“abc”不是数字"),
        ({"ask": "bought", "op": "between", "v": "1"}, "请填写"),
        ({"ask": "last", "op": "since", "v": "2026-02-30"}, "“2026-02-30”不是日期"),
        ({"ask": "last", "op": "last", "v": "0"}, "1"),
        ({"ask": "level", "op": "in"}, "至少"),
        ({"ask": "level", "op": "ge", "v": "A"}, "不能这样"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_it_and_changes_nothing(
    told: dict[str, str], says: str, owner: Client
) -> None:
    answer = owner.post(f"{LIST}-/filter/", told)
    assert answer.status_code == 422
    assert says in words(answer)
    assert not Filter.objects.exists()


@pytest.mark.parametrize("query", ["f=nonsense", "f=%27;drop", "view=99", "view=x", "sort=nothing", "after=x1"])
def test_an_address_that_means_nothing_shows_the_list_or_is_not_found(query: str, owner: Client) -> None:
    assert owner.get(f"{LIST}?{query}").status_code == (404 if "after" in query else 200)


def test_a_column_nobody_knows_is_not_found(owner: Client) -> None:
    assert owner.post(f"{LIST}-/filter/", {"ask": "password", "op": "is", "v": "x"}).status_code == 404


def test_each_column_opens_its_own_boxes(owner: Client) -> None:
    for column in owner.get(f"{LIST}-/filter/").context["state"].criteria:
        assert owner.get(f"{LIST}-/filter/?ask={column.name}").status_code == 200, column.name


def test_a_view_keeps_filter_order_and_columns_for_its_owner_only(owner: Client, rep: Client) -> None:
    query = add(owner, "sort=-bought", ask="level", op="in", v=["A"]).request["QUERY_STRING"]  # type: ignore[attr-defined]
    saved = owner.post(f"{LIST}-/views/?{query}", {"title": "大客户"}, follow=True)
    assert names(saved) == ["宏达商贸", "云海食品"]
    assert "大客户" in words(owner.get(LIST))
    view = View.objects.get()
    assert "大客户" not in words(rep.get(LIST))
    assert len(names(rep.get(f"{LIST}?view={view.pk}"))) == 2  # not hers: the list as it is


def test_a_shared_view_filters_what_each_one_may_see(owner: Client, rep: Client) -> None:
    query = add(owner, ask="level", op="in", v=["A"]).request["QUERY_STRING"]  # type: ignore[attr-defined]
    owner.post(f"{LIST}-/views/?{query}", {"title": "大客户", "is_shared": "on"})
    assert names(rep.get(f"{LIST}?view={View.objects.get().pk}")) == ["宏达商贸"]


def test_who_may_not_share_keeps_a_view_alone_whatever_is_sent(rep: Client) -> None:
    rep.post(f"{LIST}-/views/", {"title": "我的", "is_shared": "on", "role": Role.objects.first().pk})  # type: ignore[union-attr]
    view = View.objects.get()
    assert (view.is_shared, view.role) == (False, None)


def test_a_list_opens_with_the_default_view_of_the_role(owner: Client, rep: Client) -> None:
    query = add(owner, ask="level", op="in", v=["B"]).request["QUERY_STRING"]  # type: ignore[attr-defined]
    role = Role.objects.get(code="rep")
    owner.post(f"{LIST}-/views/?{query}", {"title": "业务员的", "role": role.pk, "is_default": "on"})
    assert names(rep.get(LIST)) == ["远山建材"]
    assert len(names(rep.get(f"{LIST}?view=all"))) == 2


def test_each_role_has_a_default_view_and_who_made_them_keeps_her_own_list(owner: Client, rep: Client) -> None:
    for title, level, code in (("业务员的", "B", "rep"), ("财务的", "A", "finance")):
        query = add(owner, ask="level", op="in", v=[level]).request["QUERY_STRING"]  # type: ignore[attr-defined]
        role = Role.objects.get(code=code)
        owner.post(f"{LIST}-/views/?{query}", {"title": title, "role": role.pk, "is_default": "on"})
    assert View.objects.filter(is_default=True).count() == 2
    assert names(rep.get(LIST)) == ["远山建材"]
    assert len(names(owner.get(LIST))) == 3


def test_a_view_of_the_same_name_is_refused_or_replaced(owner: Client) -> None:
    owner.post(f"{LIST}-/views/", {"title": "大客户"})
    again = owner.post(f"{LIST}-/views/?sort=number", {"title": "大客户"})
    assert again.status_code == 422
    owner.post(f"{LIST}-/views/?sort=number", {"title": "大客户", "replaces": "on"})
    assert View.objects.get().sort == "number"


def test_a_view_that_is_saved_again_stays_shared_unless_its_owner_ends_it(owner: Client) -> None:
    role = Role.objects.first()
    owner.post(f"{LIST}-/views/", {"title": "大客户", "is_shared": "on", "role": role.pk})  # type: ignore[union-attr]
    address = f"{LIST}-/views/?view={View.objects.get().pk}"
    owner.post(address, sent(owner.get(address)))
    view = View.objects.get()
    assert (view.is_shared, view.role) == (True, role)


def test_somebody_elses_view_cannot_be_dropped(owner: Client, rep: Client) -> None:
    owner.post(f"{LIST}-/views/", {"title": "大客户", "is_shared": "on"})
    pk = View.objects.get().pk
    assert rep.post(f"{LIST}-/views/", {"drop": pk}).status_code == 404
    assert owner.post(f"{LIST}-/views/", {"drop": pk}).status_code == 302
    assert not View.objects.exists()


def test_columns_are_chosen_in_an_order_and_given_back(owner: Client) -> None:
    told = {"column": ["name", "industry", "number"], "place-name": "2", "place-industry": "3", "place-number": "1"}
    owner.post(f"{LIST}-/columns/", told)
    assert [column.name for column in owner.get(LIST).context["columns"]] == ["number", "name", "industry"]
    owner.post(f"{LIST}-/columns/", told | {"usual": "1"})
    assert len(owner.get(LIST).context["columns"]) == 8


def test_many_are_changed_after_a_preview_and_undone(owner: Client) -> None:
    ids = list(Customer.objects.values_list("pk", flat=True))
    told: dict[str, Any] = {"pk": ids, "industry": "零售", "step": "preview"}
    before = tables()
    preview = owner.post(f"{LIST}-/bulk/change/", told)
    assert "→ 零售" in words(preview)
    assert tables() == before
    owner.post(f"{LIST}-/bulk/change/", told | {"step": "do"})
    assert set(Customer.objects.values_list("industry", flat=True)) == {"零售"}
    batch = Batch.objects.get()
    assert owner.get(reverse("customers:undo", args=[batch.pk])).status_code == 200
    Customer.objects.filter(number="K1").update(industry="后来改的")
    undone = owner.post(reverse("customers:undo", args=[batch.pk]), follow=True)
    assert "宏达商贸" in words(undone)  # changed since, named and kept
    assert sorted(Customer.objects.values_list("industry", flat=True)) == ["后来改的", "批发", "批发"]


def test_an_undo_happens_once_and_only_for_who_made_the_change(owner: Client, rep: Client, people: Cast) -> None:
    ids = list(Customer.objects.values_list("pk", flat=True))
    owner.post(f"{LIST}-/bulk/change/", {"pk": ids, "industry": "零售", "step": "do"})
    address = reverse("customers:undo", args=[Batch.objects.get().pk])
    assert rep.post(address).status_code in (403, 404)
    owner.post(address)
    before = tables()
    assert owner.post(address).status_code in (302, 409)
    assert tables() == before


def test_records_out_of_reach_are_left_out_of_what_is_done(rep: Client, people: Cast) -> None:
    Role.objects.filter(code="rep").update(grants=Role.objects.get(code="rep").grants | {"customers.bulk": 10})
    ids = list(Customer.objects.values_list("pk", flat=True))
    preview = rep.post(f"{LIST}-/bulk/change/", {"pk": ids})
    assert preview.context["left_out"] == 1
    rep.post(f"{LIST}-/bulk/change/", {"pk": ids, "industry": "零售", "step": "do"})
    assert Customer.objects.get(number="K3").industry == "批发"


def test_all_that_fit_the_filter_are_chosen_at_once(owner: Client) -> None:
    query = add(owner, ask="level", op="in", v=["A"]).request["QUERY_STRING"]  # type: ignore[attr-defined]
    page = owner.post(f"{LIST}-/bulk/change/?{query}", {"everything": "1"})
    assert len(page.context["ids"]) == 2


def test_many_are_given_to_another_owner_and_back(owner: Client, people: Cast) -> None:
    ids = list(Customer.objects.filter(owner=people.rep).values_list("pk", flat=True))
    told = {"pk": ids, "owner": people.other_rep.pk, "reason": "调整片区", "step": "do"}
    owner.post(f"{LIST}-/bulk/transfer/", told)
    assert Customer.objects.filter(owner=people.other_rep).count() == 3
    owner.post(reverse("customers:undo", args=[Batch.objects.get().pk]))
    assert Customer.objects.filter(owner=people.rep).count() == 2


def test_many_go_into_the_trash_and_come_back(owner: Client) -> None:
    ids = list(Customer.objects.values_list("pk", flat=True))
    owner.post(f"{LIST}-/bulk/trash/", {"pk": ids, "step": "do"})
    assert names(owner.get(f"{LIST}?view=all")) == []
    owner.post(reverse("customers:undo", args=[Batch.objects.get().pk]))
    assert len(names(owner.get(LIST))) == 3


def test_a_cell_is_changed_in_its_place_and_audited(rep: Client, people: Cast) -> None:
    row = Customer.objects.get(number="K1")
    address = reverse("customers:cell", args=["region", row.pk])
    assert 'name="region"' in rep.get(address).content.decode()
    answer = rep.post(address, {"region": "上海", "version": row.version})
    assert answer.content.decode() == "上海"
    entry = Entry.objects.get(action="changed")
    assert [(v.field, v.before, v.after) for v in entry.values.all()] == [("region", "", "上海")]
    assert rep.get(f"{address}?back=1").content.decode() == "上海"


def test_a_stale_cell_shows_theirs_and_keeps_what_was_typed(rep: Client) -> None:
    row = Customer.objects.get(number="K1")
    Customer.objects.filter(pk=row.pk).update(region="苏州", version=2)
    answer = rep.post(reverse("customers:cell", args=["region", row.pk]), {"region": "上海", "version": 1})
    assert answer.status_code == 409
    assert "苏州" in answer.content.decode()
    assert 'value="上海"' in answer.content.decode()
    assert Customer.objects.get(pk=row.pk).region == "苏州"


def test_a_cell_that_cannot_be_changed_here_is_not_found(rep: Client) -> None:
    pk = Customer.objects.get(number="K1").pk
    foreign = Customer.objects.get(number="K3").pk
    for column, row in (("level", pk), ("nothing", pk), ("region", foreign), ("region", 404)):
        assert rep.get(reverse("customers:cell", args=[column, row])).status_code == 404
        assert rep.post(reverse("customers:cell", args=[column, row]), {"region": "x"}).status_code == 404


def test_a_masked_column_shows_little_and_cannot_be_asked_or_changed(rep: Client, people: Cast) -> None:
    Role.objects.filter(code="rep").update(fields={"customers.phone": 10})
    rep.post(f"{LIST}-/columns/", {"column": ["name", "phone"]})
    page = words(rep.get(LIST))
    assert "138****0001" in page
    assert "13800000001" not in rep.get(LIST).content.decode()
    assert rep.post(f"{LIST}-/filter/", {"ask": "phone", "op": "is", "v": "13800000001"}).status_code in (404, 422)
    pk = Customer.objects.get(number="K1").pk
    assert (
        rep.post(reverse("customers:cell", args=["phone", pk]), {"phone": "13900000000", "version": 1}).status_code
        == 404
    )


def test_a_hidden_column_is_not_there(rep: Client) -> None:
    Role.objects.filter(code="rep").update(fields={"customers.phone": 0})
    rep.post(f"{LIST}-/columns/", {"column": ["name", "phone"]})
    assert [column.name for column in rep.get(LIST).context["columns"]] == ["name"]


def test_the_list_takes_few_queries_however_long_it_is(
    owner: Client, people: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        customer(f"客户{number}", number=f"N{number}", owner=people.rep)
    owner.get(LIST)
    with django_assert_max_num_queries(12):
        owner.get(f"{LIST}?sort=-bought")


def test_an_undo_reaches_no_further_than_its_user_does_by_then(people: Cast, owner: Client, rep: Client) -> None:
    Role.objects.filter(code="rep").update(grants=Role.objects.get(code="rep").grants | {"customers.bulk": 10})
    ids = list(Customer.objects.filter(owner=people.rep).values_list("pk", flat=True))
    rep.post(f"{LIST}-/bulk/change/", {"pk": ids, "industry": "零售", "step": "do"})
    Customer.objects.filter(number="K1").update(owner=people.other_rep)
    undone = rep.post(reverse("customers:undo", args=[Batch.objects.get().pk]), follow=True)
    assert "宏达商贸" not in words(undone)
    assert dict(Customer.objects.values_list("number", "industry")) == {"K1": "零售", "K2": "批发", "K3": "批发"}
