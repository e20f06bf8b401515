from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.customers import permissions
from zhike.customers.models import Customer, Satisfaction, SwitchingCost
from zhike.customers.queries import editable_customers
from zhike.customers.rules.bonds import LEAST, MOST
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase

FIELDS = ("score", "cause", "nature")
NO_SCORE = Phrase("Give a score from 0 to 100")
NO_CAUSE = Phrase("Say what creates it: a score without a cause helps nobody")
NO_NATURE = Phrase("Say whether it serves the customer or locks it in")
NO_GRADE = Phrase("Choose how satisfied the customer said to be")
NO_SOURCE = Phrase("Say where and to whom it was said")
NOT_YET = Phrase("This day has not come yet")


@transaction.atomic
def rate_switching_cost(
    *, customer: Customer, kind: str, data: Mapping[str, Any], version: int, by: User
) -> SwitchingCost:
    """Say what leaving us would cost a customer in one of the three ways; version 0 when it was not rated yet.

    Raises:
        PermissionDenied: the role may not change customers.
        Customer.DoesNotExist: there is no such customer that the user may change.
        StaleRecord: the version is not the one the user has seen; nothing is written.
        FieldRefused: the score is none, or nothing is said of what creates it or whom it serves.
    """
    access.require(by, permissions.EDIT)
    current = editable_customers(for_user=by).select_for_update(of=("self",)).get(pk=customer.pk)
    cost = current.switching_costs.filter(kind=kind).first() or SwitchingCost(customer=current, kind=kind, version=0)
    if cost.version != version:
        raise StaleRecord
    _check(data)
    changes = {name: (getattr(cost, name), data[name]) for name in FIELDS if getattr(cost, name) != data[name]}
    if not changes:
        return cost
    for name, (_, after) in changes.items():
        setattr(cost, name, after)
    cost.noted_by, cost.version = by, version + 1
    cost.save()
    named = {"cost_kind": (kind, kind)} | {f"cost_{name}": change for name, change in changes.items()}
    audit.record(by=by, action="switching cost rated", about=current, changes=named, subject=current.party_id)
    return cost


@transaction.atomic
def note_satisfaction(*, customer: Customer, data: Mapping[str, Any], by: User, on: date) -> Satisfaction:
    """Write down how satisfied a customer said to be; what it said before stays.

    Raises:
        PermissionDenied: the role may not change customers.
        Customer.DoesNotExist: there is no such customer that the user may change.
        FieldRefused: there is no such grade, the day is still to come, or nobody knows where it is from.
    """
    access.require(by, permissions.EDIT)
    current = editable_customers(for_user=by).get(pk=customer.pk)
    if data["grade"] not in Satisfaction.Grade.values:
        raise FieldRefused("grade", NO_GRADE)
    if data["said_on"] > on:
        raise FieldRefused("said_on", NOT_YET)
    if not data["source"].strip():
        raise FieldRefused("source", NO_SOURCE)
    told = {name: data[name] for name in ("grade", "said_on", "source")}
    said = Satisfaction.objects.create(customer=current, noted_by=by, **told)
    named = {f"satisfaction_{name}": (None, value) for name, value in told.items()}
    audit.record(by=by, action="satisfaction noted", about=current, changes=named, subject=current.party_id)
    return said


def _check(data: Mapping[str, Any]) -> None:
    if not isinstance(data["score"], int) or not LEAST <= data["score"] <= MOST:
        raise FieldRefused("score", NO_SCORE)
    if data["score"] and not data["cause"].strip():
        raise FieldRefused("cause", NO_CAUSE)
    if data["nature"] not in SwitchingCost.Nature.values:
        raise FieldRefused("nature", NO_NATURE)
