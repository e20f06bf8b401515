"""The card of a customer: its custom fields block by block, how much of it is known, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from zhike.core.access import masks
from zhike.core.access import queries as access
from zhike.core.access.rules import Level
from zhike.core.fields import queries as fields
from zhike.core.fields import rules as field_rules
from zhike.core.fields.kinds import kinds
from zhike.core.fields.models import Definition
from zhike.customers.models import Contact, Customer
from zhike.customers.models.customer import KIND
from zhike.customers.rules.completeness import Completeness, Freshness, completeness, freshness

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User


@dataclass(frozen=True)
class CardFact:
    """A custom field of the card with its value in words, as far as the user may read it."""

    code: str
    title: str
    words: str


@dataclass(frozen=True)
class CardBlock:
    """A block of the card: what is known, and how many fields are not."""

    key: str
    title: Any
    facts: tuple[CardFact, ...]
    unknown: int


def card_fields() -> list[Definition]:
    """Answer the custom fields of customers, also those switched off; asked once for a page."""
    return fields.all_definitions(KIND)


def card_blocks(
    customer: Customer, *, defined: Sequence[Definition], for_user: "User | AnonymousUser | None", on: date
) -> tuple[CardBlock, ...]:
    """Answer the custom fields of a customer by block; a field hidden from the user is not even counted."""
    seen = fields.visible([each for each in defined if each.is_active], user=for_user)
    known = fields.known(seen, [customer.extra], for_user=for_user)
    values = field_rules.Values(defined, on=on)
    words = {each.code: field_rules.shown(each, customer.extra, values=values, known=known).text for each in seen}
    return tuple(
        CardBlock(
            block.key,
            block.title,
            tuple(
                CardFact(each.code, each.title, _as_seen(words[each.code], each, for_user))
                for each in seen
                if each.block == block.key and words[each.code]
            ),
            sum(not words[each.code] for each in seen if each.block == block.key),
        )
        for block in kinds()[KIND].blocks
    )


def how_complete(
    customer: Customer, *, contacts: Sequence[Contact], has_needs: bool, has_preferences: bool
) -> Completeness:
    """Count what is known of what counts."""
    party = customer.party
    is_known = {
        "contact": bool(contacts),
        "decider": any(contact.part == Contact.Part.DECIDER for contact in contacts),
        "need": has_needs,
        "preference": has_preferences,
        "owner": customer.owner_id is not None,
        "industry": bool(customer.industry),
        "source": bool(customer.source),
    }
    of_party = ("name", "phone", "email", "address", "area", "credit_code", "birthday")
    return completeness(is_known | {n: bool(getattr(party, n)) for n in of_party}, is_company=party.is_company)


def how_fresh(customer: Customer, *, changed_at: datetime | None, on: date) -> Freshness:
    """Judge by the day on which the facts were made, changed or confirmed last."""
    moments = (customer.created_at, changed_at, customer.confirmed_at)
    made, changed, confirmed = (timezone.localtime(moment).date() if moment else None for moment in moments)
    return freshness(made, changed, confirmed=confirmed, on=on)


def _as_seen(words: str, field: Any, user: "User | AnonymousUser | None") -> str:
    if fields.level(field, user) > Level.MASKED:
        return words
    return masks.masked(words, access.field_rights()[field.right].mask)
