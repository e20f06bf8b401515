"""What happened with one customer, newest first, a page at a time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q

from zhike.timeline.models import Interaction, NextContact
from zhike.timeline.queries.due import next_contacts
from zhike.timeline.queries.records import interactions

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from zhike.core.accounts.models import User
    from zhike.customers.models import Customer

PAGE = 20


@dataclass(frozen=True)
class Story:
    """A page of what happened with a customer, and what is agreed for next time."""

    told: list[Interaction]
    open: list[NextContact]
    authors: list[tuple[int, str]]
    older: int | None  # the follow-up after which older ones begin
    way: str = ""
    author: int | None = None
    is_older: bool = False

    @property
    def ways(self) -> list[tuple[str, str]]:
        return [(value, str(words)) for value, words in Interaction.Way.choices]

    @property
    def query(self) -> str:
        """The words of the address under which the older ones are."""
        words = {"way": self.way, "author": self.author, "after": self.older}
        return urlencode({name: value for name, value in words.items() if value})

    @property
    def is_filtered(self) -> bool:
        return bool(self.way or self.author)


def story(
    customer: "Customer",
    *,
    for_user: "User | AnonymousUser | None",
    way: str = "",
    author: int | None = None,
    after: int | None = None,
) -> Story:
    """Answer a page of a customer's follow-ups by way and author, from the one after `after` on."""
    whole = interactions(for_user=for_user).filter(customer=customer)
    rows = whole.filter(way=way) if way in Interaction.Way.values else whole
    rows = rows.filter(author=author) if author else rows
    last = whole.filter(pk=after).values_list("happened_at", "pk").first() if after else None
    if last is not None:
        rows = rows.filter(Q(happened_at__lt=last[0]) | Q(happened_at=last[0], pk__lt=last[1]))
    found = list(rows.prefetch_related("additions__author", "next_contacts")[: PAGE + 1]) if _is_told(customer) else []
    told, coming = found[:PAGE], next_contacts(for_user=for_user).filter(customer=customer)
    return Story(
        told=told,
        open=list(coming) if customer.next_contact_on and after is None else [],
        authors=_authors(whole) if len(found) > PAGE or way or author else [],
        older=told[-1].pk if len(found) > PAGE else None,
        way=way if way in Interaction.Way.values else "",
        author=author,
        is_older=last is not None,
    )


def _is_told(customer: "Customer") -> bool:
    """Say whether anything was recorded at all: the customer's row knows."""
    return customer.last_contacted_at is not None


def _authors(rows: Any) -> list[tuple[int, str]]:
    return list(rows.exclude(author=None).order_by("author__name").values_list("author", "author__name").distinct())
