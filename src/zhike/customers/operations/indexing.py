"""Index customers and their contacts once more, as after a change of the search tokens."""

from zhike.customers.models import Contact, Customer
from zhike.customers.operations.making import index_contacts, index_customers


def index_customers_after(after: int, limit: int) -> int | None:
    """Index the next customers after an id again; answer the last of them, nothing at the end."""
    found = list(Customer.objects.filter(pk__gt=after).select_related("party").order_by("pk")[:limit])
    index_customers(found)
    return found[-1].pk if found else None


def index_contacts_after(after: int, limit: int) -> int | None:
    """Index the next contacts after an id again; answer the last of them, nothing at the end."""
    found = list(Contact.objects.filter(pk__gt=after, until_on=None).select_related("person").order_by("pk")[:limit])
    index_contacts(found)
    return found[-1].pk if found else None
