from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhike.core.accounts import queries as accounts
from zhike.customers import operations, permissions, queries
from zhike.customers.forms import (
    ChangeManyForm,
    CustomerForm,
    NewCustomerForm,
    TransferForm,
    TrashForm,
    common_fields,
    custom_fields,
    initial_of,
)
from zhike.customers.models import Customer, Party
from zhike.customers.models.customer import KIND
from zhike.customers.screens.regions import region_cell, region_fits, region_of
from zhike.exchange.origins import MADE_BY
from zhike.kit import cells
from zhike.kit.columns import Column
from zhike.kit.lists.conditions import Condition, Group
from zhike.kit.lists.custom import custom_columns
from zhike.kit.lists.state import FirstView
from zhike.kit.pages.bulk import BulkAction
from zhike.kit.records import RecordKind
from zhike.kit.screens import Screen


def _level(level: str) -> SafeString:
    return cells.badge(Customer.Level(level).label, Customer.Level(level).tone)


def _state(state: int) -> SafeString:
    return cells.badge(Customer.State(state).label, Customer.State(state).tone)


def _bought(customer: Customer) -> SafeString:
    """Show no sum as long as no purchase is known: a zero would be a guess."""
    return cells.NOTHING if customer.last_bought_on is None else cells.money(customer.bought_365d)


def _colleagues(user: Any) -> list[tuple[int, str]]:
    return [(colleague.pk, colleague.name) for colleague in accounts.active_users()]


def _form_options(user: Any, record: Customer | None) -> dict[str, Any]:
    return {"for_user": user, "definitions": custom_fields(record, for_user=user)}


def _change_form(posted: Any, *, for_user: Any) -> ChangeManyForm:
    return ChangeManyForm(posted, for_user=for_user, definitions=common_fields(for_user=for_user))


def _changes(customer: Customer, form: ChangeManyForm) -> list[tuple[Any, Any, Any]]:
    told = ((name, operations.current_value(customer, name), new) for name, new in form.cleaned_data.items())
    return [
        (form.fields[name].label, form.words(name, now), form.words(name, new)) for name, now, new in told if now != new
    ]


def _transfer_form(posted: Any, *, for_user: Any) -> TransferForm:
    return TransferForm(posted)


def _handing_over(customer: Customer, form: TransferForm) -> list[tuple[Any, Any, Any]]:
    owner = form.cleaned_data["owner"]
    return [] if customer.owner == owner else [(_("Owner"), customer.owner, owner)]


def _trash_form(posted: Any, *, for_user: Any) -> TrashForm:
    return TrashForm(posted)


def _trashing(customer: Customer, form: TrashForm) -> list[tuple[Any, Any, Any]]:
    return [(_("Where it is"), _("in the lists"), _("in the trash"))]


class CustomerScreen(Screen):
    """The list and the forms; the card is the customer page of `insight`."""

    model = Customer
    title = _("Customers")
    new_title = _("New customer")
    empty = _("No customers here yet")
    advice = _("Add the first one here, or have your customer file imported.")
    namespace = "customers"
    field = "number"
    see, edit, export, trash = permissions.SEE, permissions.EDIT, permissions.EXPORT, permissions.TRASH
    rows, editable, exported = queries.customers, queries.editable_customers, queries.exported_customers
    form, change_form, initial = NewCustomerForm, CustomerForm, initial_of
    options = _form_options
    more_columns = custom_columns(KIND)
    add, change, undo = operations.add_customer, operations.change_customer, operations.undo_batch
    views = (
        FirstView("all", _("All")),
        FirstView("mine", _("Mine"), Group("all", (Condition("owner", "in", ("me",)),))),
        FirstView("quiet", _("Silent regulars"), Group("all", (Condition("state", "in", ("2", "3")),)), "-bought"),
        FirstView("new", _("New in 30 days"), Group("all", (Condition("added", "last", ("30",)),))),
    )
    bulk = (
        BulkAction(
            "change",
            _("Change"),
            "edit",
            permissions.BULK,
            queries.bulk_changeable_customers,
            _change_form,
            _changes,
            operations.change_customers,
        ),
        BulkAction(
            "transfer",
            _("Transfer"),
            "user-share",
            permissions.ASSIGN,
            queries.assignable_customers,
            _transfer_form,
            _handing_over,
            operations.transfer_customers,
        ),
        BulkAction(
            "trash",
            _("Into the trash"),
            "trash",
            permissions.TRASH,
            queries.trashable_customers,
            _trash_form,
            _trashing,
            operations.trash_customers,
        ),
    )
    columns = (
        Column(
            "name",
            _("Customer"),
            cell=cells.link,
            kind="text",
            lookup="party__name",
            exports="party.name",
            reads=("party.name", "number"),
        ),
        Column("number", _("Number"), "number", sort=("number",), kind="text"),
        Column(
            "level",
            _("Level"),
            "level",
            _level,
            sort=("level", "-bought_365d", "-id"),
            kind="choice",
            choices=Customer.Level.choices,
        ),
        Column(
            "state",
            _("State"),
            "state",
            _state,
            sort=("state", "-bought_365d", "-id"),
            kind="choice",
            choices=Customer.State.choices,
        ),
        Column(
            "last",
            _("Last purchase"),
            "last_bought_on",
            cells.day,
            sort=("last_bought_on", "id"),
            falls_first=True,
            kind="date",
        ),
        Column(
            "bought",
            _("Amount in 365 days"),
            cell=_bought,
            sort=("bought_365d", "id"),
            falls_first=True,
            is_number=True,
            kind="money",
            lookup="bought_365d",
            exports="bought_365d",
            reads=("bought_365d", "last_bought_on"),
        ),
        Column(
            "region",
            _("Region"),
            cell=region_cell,
            kind="text",
            lookup="region",
            where=region_fits,
            plain_value=region_of,
            edits="region",
            reads=("region", "party.area"),
        ),
        Column(
            "owner",
            _("Owner"),
            "owner",
            cells.person,
            kind="person",
            lookup="owner_id",
            choices=_colleagues,
            exports="owner",
            reads=("owner.name",),
        ),
        Column(
            "phone", _("Phone"), "party.phone", cells.phone, right=permissions.PHONE, is_optional=True, edits="phone"
        ),
        Column(
            "email", _("E-mail"), "party.email", cells.email, right=permissions.EMAIL, is_optional=True, edits="email"
        ),
        Column("address", _("Address"), "party.address", right=permissions.ADDRESS, is_optional=True, edits="address"),
        Column(
            "kind",
            _("Kind"),
            "party.get_kind_display",
            cell=lambda words: cells.text(words()),
            kind="choice",
            lookup="party__kind",
            choices=Party.Kind.choices,
            exports="party.kind",
            is_optional=True,
        ),
        Column(
            "credit_code",
            _("Unified social credit code"),
            "party.credit_code",
            right=permissions.CREDIT_CODE,
            is_optional=True,
        ),
        Column("area", _("Province, city, district"), "party.area_name", is_optional=True, reads=("party.area",)),
        Column("birthday", _("Birthday"), "party.birthday", is_optional=True),
        Column("remarks", _("Remarks"), "remarks", kind="text", is_optional=True),
        Column("industry", _("Industry"), "industry", kind="text", edits="industry", is_optional=True),
        Column("source", _("Source"), "source", kind="text", edits="source", is_optional=True),
        Column(
            "last_contact",
            _("Last contact"),
            "last_contacted_at",
            cells.moment,
            sort=("last_contacted_at", "id"),
            falls_first=True,
            kind="moment",
            is_optional=True,
        ),
        Column(
            "next_contact",
            _("Next contact"),
            "next_contact_on",
            cells.day,
            sort=("next_contact_on", "id"),
            kind="date",
            is_optional=True,
        ),
        Column("added", _("Added"), "created_at", cells.moment, kind="moment", is_optional=True),
        MADE_BY,
    )


RECORD = RecordKind(
    code=KIND,
    title=_("Customer"),
    icon="building",
    permission=permissions.SEE,
    rows=queries.customers,
    fields=queries.TITLES,
    rights=queries.RIGHTS,
)
