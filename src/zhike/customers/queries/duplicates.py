from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhike.core.access import queries as access
from zhike.core.audit import queries as log
from zhike.core.bulk import Among
from zhike.customers.models import Customer, CustomerRows, Party
from zhike.customers.queries.records import customers
from zhike.customers.rules.identity import name_key, phone_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User
    from zhike.core.audit.models import Batch
    from zhike.exchange.models import ImportRun

MOST_DUPLICATES = 8


class Sign(TextChoices):
    """By what two customers look like one, the surest first."""

    CREDIT_CODE = "credit_code", _("the same unified social credit code")
    PHONE = "phone", _("the same phone")
    CONTACT = "contact", _("the same phone as one of its contacts")
    NAME = "name", _("the same name")


COLUMN_OF = {
    Sign.CREDIT_CODE: "credit_code",
    Sign.PHONE: "phone_key",
    Sign.CONTACT: "phone_key",
    Sign.NAME: "name_key",
}


FIELD_OF = {"credit_code": "credit_code", "phone_key": "phone", "name_key": "name"}


@dataclass(frozen=True)
class Duplicate:
    """A customer that a new one may be; of another's only the name's beginning, the owner and the unit are told."""

    customer_id: int
    name: str
    owner: str
    unit: str
    customer: Customer | None
    signs: tuple[Sign, ...] = ()


def duplicates(
    *,
    name: str,
    phones: Iterable[str],
    credit_code: str,
    except_id: int | None = None,
    for_user: "User | AnonymousUser | None",
) -> list[Duplicate]:
    """Answer the customers that may be the one with this name, these phones and this code, the likeliest first."""
    keys = [key for phone in phones if (key := phone_key(phone))]
    asked = [(Sign.CREDIT_CODE, credit_code), *((Sign.PHONE, key) for key in keys)]
    asked += [*((Sign.CONTACT, key) for key in keys), (Sign.NAME, name_key(name))]
    found = alike({(sign, key) for sign, key in asked if key})
    signs: dict[int, list[Sign]] = {}
    for sign, key in asked:
        for customer_id in found.get((sign, key), ()):
            if customer_id != except_id and sign not in signs.setdefault(customer_id, []):
                signs[customer_id].append(sign)
    likeliest = sorted(signs, key=lambda i: (-len(signs[i]), list(Sign).index(signs[i][0]), i))[:MOST_DUPLICATES]
    known = described(likeliest, for_user=for_user)
    return [replace(known[i], signs=tuple(signs[i])) for i in likeliest if i in known]


def alike(
    wanted: Collection[tuple[Sign, str]], *, besides: "ImportRun | None" = None
) -> dict[tuple[Sign, str], list[int]]:
    """Answer which customers have these signs, whoever owns them; what an import is just writing does not count.

    Parties are asked first, without a join: an import asks for hundreds of keys at a time, and most find nobody.
    """
    keys: dict[str, set[str]] = {}
    for sign, key in wanted:
        keys.setdefault(COLUMN_OF[sign], set()).add(key)
    parties = {column: _parties(column, asked) for column, asked in keys.items()}
    if besides is not None and besides.changes is not None:
        parties = _without_news(parties, besides.changes)
    ids = {pk for by_key in parties.values() for its in by_key.values() for pk in its}
    if not ids:
        return {}
    rows = Customer.objects.filter(trashed_at=None)
    if besides is not None:
        rows = rows.exclude(origin=besides)  # keeps those without an origin: Django knows of NULL
    own = {party: [pk] for party, pk in rows.filter(party__in=ids).values_list("party", "pk")}
    spoken_for = _spoken_for(rows, ids)
    found = {}
    for sign, key in wanted:
        its = parties[COLUMN_OF[sign]].get(key, ())
        ours = [(spoken_for if sign == Sign.CONTACT else own).get(pk, []) for pk in its]
        if customer_ids := sorted({customer_id for each in ours for customer_id in each}):
            found[sign, key] = customer_ids
    return found


def _parties(column: str, keys: set[str]) -> dict[str, list[int]]:
    """Answer the parties with these keys in a column, by key."""
    found: dict[str, list[int]] = {}
    for key, pk in Party.objects.filter(Among(column, keys)).values_list(column, "pk"):
        found.setdefault(key, []).append(pk)
    return found


def _without_news(parties: dict[str, dict[str, list[int]]], changes: "Batch") -> dict[str, dict[str, list[int]]]:
    """Leave out the parties whose key a change set has written: before it they had another one."""
    ids = {pk for by_key in parties.values() for its in by_key.values() for pk in its}
    news = log.told_by(changes, subjects=ids, fields=FIELD_OF.values()) if ids else set()
    return {
        column: {key: [pk for pk in its if (pk, FIELD_OF[column]) not in news] for key, its in by_key.items()}
        for column, by_key in parties.items()
    }


def _spoken_for(rows: CustomerRows, people: Collection[int]) -> dict[int, list[int]]:
    """Answer for which of these customers people speak, by person."""
    found: dict[int, list[int]] = {}
    current = rows.filter(contacts__person__in=people, contacts__until_on=None)
    for person, customer_id in current.values_list("contacts__person", "pk"):
        found.setdefault(person, []).append(customer_id)
    return found


def described(ids: Collection[int], *, for_user: "User | AnonymousUser | None") -> dict[int, Duplicate]:
    """Say of customers what may be said to a user, by id."""
    if not ids:
        return {}
    seen = {*customers(for_user=for_user).filter(pk__in=ids).values_list("pk", flat=True)}
    rows = Customer.objects.filter(pk__in=ids).select_related("party", "owner")
    owners = {row.owner_id for row in rows if row.pk not in seen}
    units = dict(access.positions().filter(user__in=owners).values_list("user", "unit__name")) if owners else {}
    return {
        row.pk: Duplicate(
            row.pk,
            row.party.name if row.pk in seen else f"{row.party.name[:1]}***",
            row.owner.name if row.owner else str(_("nobody yet")),
            units.get(row.owner_id or 0, ""),
            row if row.pk in seen else None,
        )
        for row in rows
    }
