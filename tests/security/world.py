"""The records the walk meets: each rep has one of everything, and the owner's part is there too."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils import timezone

from tests.factories import TODAY, Cast, customer, order, product
from tests.factories.files import AT, upload
from zhike.core.access import operations as access
from zhike.core.access.models import Member, Position, Role, Unit
from zhike.core.accounts.models import User
from zhike.core.audit.models import Batch
from zhike.core.fields.models import Definition
from zhike.core.files import operations as files
from zhike.core.files.models import Attachment
from zhike.core.jobs import operations as jobs
from zhike.core.jobs.models import Job
from zhike.core.notices import operations as notices
from zhike.core.notices.models import Notice
from zhike.customers.models import Contact, Customer, Need, Preference
from zhike.exchange.models import Export, ExportSchedule, ImportRun
from zhike.phrases import Phrase
from zhike.sales.models import Receipt, Return
from zhike.timeline.models import Interaction, NextContact

Lookup = Callable[[], int]


TABLE = {"sheet": "", "head_line": 1, "titles": ["客户名称"], "first_line": 2, "left_out": [], "rows_seen": 1}
UNDERSTOOD = {
    "understanding": {"kind": "csv", "encoding": "utf-8", "delimiter": ",", "tables": [TABLE], "chosen": [0]},
    "glances": [{"sheet": "", "rows": [[1, ["客户名称"]], [2, ["远山"]]]}],
    "samples": [[["远山"]]],
}


def made_for(people: Cast) -> None:
    """Give the two reps a customer with all that belongs to it, an order, an import and an export each."""
    bought = product("P1", "礼盒")
    for rep, number in ((people.rep, "1"), (people.other_rep, "2")):
        buyer = customer(
            f"商贸{number}", number=f"K{number}", owner=rep, contact=(f"李{number}", f"1390000000{number}")
        )
        sold = order(buyer, number=f"D{number}", of=bought)
        Receipt.objects.create(number=f"S{number}", customer=buyer, received_on=TODAY, amount=100)
        Return.objects.create(number=f"R{number}", customer=buyer, order=sold, returned_on=TODAY, amount=100)
        Need.objects.create(customer=buyer, kind="stated", text=f"要快{number}")
        Preference.objects.create(party=buyer.party, subject="饮料", text=f"茶{number}")
        Member.objects.create(kind="customers.customer", object_id=buyer.pk, user=people.visitor, given_by=rep)
        files.attach(
            kind="customers.customer", object_id=buyer.pk, uploads=[upload(f"合同{number}.pdf")], key="", by=rep, at=AT
        )
        told = Interaction.objects.create(
            customer=buyer, way="phone", words=f"问价{number}", author=rep, happened_at=AT, key=f"one{number}"
        )
        Interaction.objects.create(
            customer=buyer, way="phone", words="旧的", author=rep, happened_at=AT, key=f"gone{number}", trashed_at=AT
        )
        NextContact.objects.create(customer=buyer, who=rep, due_on=TODAY, set_at=AT, set_in=told)
        Export.objects.create(by=rep, at=AT, screen="customers", file_kind="csv", rows=int(number), state="asked")
        jobs.enqueue(name="value.score", payload={}, at=AT, by=rep)
        notices.tell([rep], Phrase("Saved."), key="one", at=AT, url="/")
        _bring(int(number), by=rep)
    gone = customer("旧客户", number="K0", owner=people.rep)
    Customer.objects.filter(pk=gone.pk).update(trashed_at=timezone.now())
    Batch.objects.create(by=people.owner, action="changed")
    what = {"by": people.owner, "screen": "customers", "file_kind": "csv"}
    Export.objects.create(at=AT, rows=1, state="done", **what)
    ExportSchedule.objects.create(name="客户", time="06:00", kept=3, since_at=AT, **what)
    Definition.objects.create(
        kind="customers.customer", code="workshops", title="车间数量", type="number", block="basic"
    )
    access.make_unit(name="华东", parent=access.company())


def _bring(number: int, *, by: User) -> None:
    run = ImportRun(pk=number, kind="customers", by=by, state="checked", source_name="客户.csv", ended_at=AT)
    run.peek, run.plan = UNDERSTOOD, {"tables": [{"table": 0, "head_line": 1}], "mapping": [[0, "name"]]}
    run.source.save("客户.csv", upload("客户.csv", "客户名称\n远山\n".encode()), save=False)
    run.save()


def _pk(model: type[Model], **where: Any) -> Lookup:
    return lambda: int(model._default_manager.filter(**where).order_by("pk").values_list("pk", flat=True)[0])


def of_customer(number: str) -> Lookup:
    return _pk(Customer, number=number)


def attachment(number: str) -> Lookup:
    return lambda: Attachment.objects.get(object_id=of_customer(number)()).pk


def contact(number: str) -> Lookup:
    return _pk(Contact, customer__number=number)


def person_of(number: str) -> Lookup:
    return lambda: Contact.objects.get(customer__number=number).person_id


def export_of(username: str) -> Lookup:
    return _pk(Export, by__username=username)


def notice(username: str) -> Lookup:
    return _pk(Notice, user__username=username)


def job(username: str) -> Lookup:
    return _pk(Job, by__username=username)


def need(number: str) -> Lookup:
    return _pk(Need, customer__number=number)


def interaction(number: str) -> Lookup:
    return _pk(Interaction, customer__number=number, trashed_at=None)


def trashed_interaction(number: str) -> Lookup:
    return _pk(Interaction, customer__number=number, trashed_at__isnull=False)


def next_contact(number: str) -> Lookup:
    return _pk(NextContact, customer__number=number)


def preference(number: str) -> Lookup:
    return _pk(Preference, party__customer__number=number)


def member(number: str) -> Lookup:
    return lambda: Member.objects.get(object_id=Customer.objects.get(number=number).pk).pk


colleague, owners_position = _pk(User, username="wangfang"), _pk(Position, user__username="wangfang")
any_job = _pk(Job)
schedule = _pk(ExportSchedule)
unit, role, batch, field, export = (
    _pk(Unit, name="华东"),
    _pk(Role, code="rep"),
    _pk(Batch),
    _pk(Definition),
    _pk(Export),
)
