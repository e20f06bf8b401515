"""Likely doubles of customers: looked for before one is made, and what is told of those who belong to others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.customers import permissions, queries
from zhike.customers.models import Customer
from zhike.customers.queries import Duplicate, Sign
from zhike.customers.rules.identity import name_key, phone_key
from zhike.exchange.kinds import PAIRED
from zhike.exchange.models import ImportRun
from zhike.exchange.spool import Row, Spool
from zhike.phrases import Phrase

MET = "met a duplicate"
MOST_CHECKS = 60  # of a colleague in an hour: the answer tells what others have
HOUR = 60 * 60

COLUMN_OF = {Sign.CREDIT_CODE: "统一社会信用代码", Sign.PHONE: "电话", Sign.CONTACT: "电话", Sign.NAME: "客户名称"}
OURS = {
    Sign.CREDIT_CODE: Phrase("Probably %(number)s %(name)s: the same unified social credit code"),
    Sign.PHONE: Phrase("Probably %(number)s %(name)s: the same phone"),
    Sign.CONTACT: Phrase("Probably %(number)s %(name)s: the same phone as one of its contacts"),
    Sign.NAME: Phrase("Probably %(number)s %(name)s: the same name"),
}
ANOTHERS = {
    Sign.CREDIT_CODE: Phrase("Probably %(name)s, a customer of %(owner)s: the same unified social credit code"),
    Sign.PHONE: Phrase("Probably %(name)s, a customer of %(owner)s: the same phone"),
    Sign.CONTACT: Phrase("Probably %(name)s, a customer of %(owner)s: the same phone as one of its contacts"),
    Sign.NAME: Phrase("Probably %(name)s, a customer of %(owner)s: the same name"),
}


FORMER: dict[Sign, tuple[str, Callable[[str], str]]] = {
    Sign.CREDIT_CODE: ("credit_code", str),
    Sign.PHONE: ("phone", phone_key),
    Sign.NAME: ("name", name_key),
}
Changes = Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Doubt:
    """What is said of a row that looks like a known customer, and of which column."""

    reason: Phrase
    column: str
    customer_id: int
    is_ours: bool
    becomes: Mapping[str, str] | None = None
    """What stands in the row's cells if it is the same as an earlier one: that one's line is then the id, below 0."""

    def paired(self, name: str) -> "Doubt":
        """Say it of a row that is made all the same, under this name."""
        return replace(self, reason=self.reason.given(**{**self.reason.values, PAIRED: name}))


@transaction.atomic
def look_for_duplicates(
    *, name: str, phones: Sequence[str], credit_code: str, by: User, at: datetime
) -> list[Duplicate]:
    """Answer the customers that a new one may be, and write down which of others' were met.

    Who asks more often than anybody adds customers by hand is told of the own ones alone.

    Raises:
        PermissionDenied: the role may not add customers.
    """
    access.require(by, permissions.EDIT)
    found = queries.duplicates(name=name, phones=phones, credit_code=credit_code, for_user=by)
    if not _may_ask_again(by, at):
        found = [each for each in found if each.customer is not None]
    write_down([each.customer_id for each in found if each.customer is None], by=by)
    return found


def doubts(rows: Sequence[Row], *, run: ImportRun, file: Spool) -> dict[int, Doubt]:
    """Say which rows of new customers look like known ones, by line, and write down which of others' were met.

    The known ones count as they were before this run: a trial rolls back what it writes, and would end otherwise than
    the import.
    """
    if not rows:
        return {}
    signs = {row.line: signs_of(row) for row in rows}
    alike = queries.alike({sign for each in signs.values() for sign in each}, besides=run)
    for word, customer_id in file.formers.among(word_of(*sign) for each in signs.values() for sign in each):
        sign, _, key = word.partition(":")
        alike[Sign(sign), key] = sorted({customer_id, *alike.get((Sign(sign), key), ())})
    met = {
        line: (sign, alike[sign, key][0]) for line, each in signs.items() for sign, key in each if (sign, key) in alike
    }
    known = queries.described({customer_id for _, customer_id in met.values()}, for_user=run.by)
    write_down([each.customer_id for each in known.values() if each.customer is None], by=run.by)
    return {line: _doubt(known[customer_id], sign) for line, (sign, customer_id) in met.items()}


def keep_former(customers: Iterable[tuple[Customer, Changes]], *, file: Spool) -> None:
    """Let the file know what known customers were recognised by before this run changed it."""
    former = [
        (word_of(sign, key), customer.pk)
        for customer, changes in customers
        for sign, (field, key_of) in FORMER.items()
        if field in changes and (key := key_of(str(changes[field][0] or "")))
    ]
    file.formers.keep(former)


def keep_former_phones(contacts: Iterable[tuple[int, Changes]], *, file: Spool) -> None:
    """Let the file know by which phones people spoke for known customers before this run changed them."""
    file.formers.keep(
        (word_of(Sign.CONTACT, phone_key(str(changes["phone"][0]))), customer_id)
        for customer_id, changes in contacts
        if "phone" in changes and changes["phone"][0]
    )


def word_of(sign: Sign, key: str) -> str:
    """Write by what somebody is known in one word."""
    return f"{sign.value}:{key}"


def signs_of(row: Row) -> list[tuple[Sign, str]]:
    """Answer what a row could be recognised by, the surest last: it is the one that is told."""
    cell = row.values.get
    phones = dict.fromkeys(key for name in ("contact_phone_key", "phone_key") if (key := cell(name)))
    signs = [(Sign.NAME, str(cell("name_key")))]
    signs += [(sign, str(phone)) for sign in (Sign.CONTACT, Sign.PHONE) for phone in phones]
    return [*signs, (Sign.CREDIT_CODE, str(code))] if (code := cell("credit_code")) else signs


def _doubt(met: Duplicate, sign: Sign) -> Doubt:
    if met.customer is None:
        reason = ANOTHERS[sign].given(name=met.name, owner=met.owner)
        return Doubt(reason, COLUMN_OF[sign], met.customer_id, is_ours=False)
    reason = OURS[sign].given(number=met.customer.number, name=met.name)
    return Doubt(reason, COLUMN_OF[sign], met.customer_id, is_ours=True)


def _may_ask_again(user: User, at: datetime) -> bool:
    key = f"duplicates:{user.pk}:{at:%Y%m%d%H}"
    cache.add(key, 0, HOUR)
    return cache.incr(key) <= MOST_CHECKS


def write_down(ids: Sequence[int], *, by: User | None) -> None:
    """Keep whose customers a colleague was told of."""
    met = Customer.objects.filter(pk__in=ids).only("pk") if ids else ()
    if met:
        audit.record_all(by=by, action=MET, told=[audit.Told(customer) for customer in met])
