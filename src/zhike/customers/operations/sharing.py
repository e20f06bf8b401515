from datetime import date

from django.db import transaction

from zhike.core.access import operations as access_operations
from zhike.core.access import queries as access
from zhike.core.access.models import Member
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.customers import permissions
from zhike.customers.models import Customer
from zhike.customers.models.customer import KIND
from zhike.customers.operations.assigning import check_owner
from zhike.customers.queries import sharable_customers
from zhike.kit.refusals import FieldRefused
from zhike.phrases import Phrase

IN_THE_PAST = Phrase("This day has passed; choose a later one, or none")


@transaction.atomic
def add_member(*, customer: Customer, user: User, level: int, until_on: date | None, by: User, on: date) -> Member:
    """Let a colleague into one customer, to read or to change, until a day or for good.

    Raises:
        Customer.DoesNotExist: there is no such customer that the user may share.
        FieldRefused: the colleague could not see it, or the day has passed.
    """
    access.require(by, permissions.SHARE)
    current = sharable_customers(for_user=by).get(pk=customer.pk)
    check_owner(user)
    if until_on is not None and until_on <= on:
        raise FieldRefused("until_on", IN_THE_PAST)
    member = access_operations.add_member(
        kind=KIND, object_id=current.pk, user=user, level=level, until_on=until_on, given_by=by
    )
    audit.record(by=by, action="shared", about=current, changes={"member": (None, user), "until": (None, until_on)})
    return member


@transaction.atomic
def drop_member(*, customer: Customer, member_id: int, by: User) -> None:
    """Let a colleague no longer into a customer.

    Raises:
        Customer.DoesNotExist: there is no such customer that the user may share.
        Member.DoesNotExist: nobody of this id was added to it.
    """
    access.require(by, permissions.SHARE)
    current = sharable_customers(for_user=by).get(pk=customer.pk)
    member = Member.objects.get(pk=member_id, kind=KIND, object_id=current.pk)
    audit.record(by=by, action="unshared", about=current, changes={"member": (member.user, None)})
    member.delete()
