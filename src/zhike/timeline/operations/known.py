"""Which follow-ups of a file are there already, written by hand: an export that comes back doubles nothing."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from zhike.core import bulk
from zhike.timeline.models import Interaction

if TYPE_CHECKING:
    from zhike.timeline.operations.bringing_in import Coming

MINUTE = timedelta(minutes=1)  # a file has perhaps no seconds


def written_by_hand(coming: "Iterable[Coming]") -> set[int]:
    """Answer the lines whose follow-up is there, though no file brought it.

    It is known by the number its export gave it, whatever became of its words, else by all that was said.
    """
    rows = list(coming)
    if not rows:
        return set()
    by_hand = Q(bulk.Among("customer_id", {each.customer_id for each in rows}), origin=None)
    numbers = {int(each.told.known_as) for each in rows if _is_number(each.told.known_as)}
    moments = [each.happened_at for each in rows]
    then = Interaction.objects.filter(happened_at__gte=min(moments), happened_at__lt=max(moments) + MINUTE)
    found = then.filter(by_hand | Q(bulk.Among("id", numbers))).select_related("author")
    of_customer: dict[int, list[Interaction]] = {}
    for known in found:
        of_customer.setdefault(known.customer_id, []).append(known)
    return {
        each.told.line for each in rows if any(_is_same(each, known) for known in of_customer.get(each.customer_id, ()))
    }


def _is_same(each: "Coming", known: Interaction) -> bool:
    told = each.told
    if not told.is_same_moment(known.local_at):
        return False
    if told.known_as == str(known.pk):
        return True
    is_author = each.author_id == known.author_id if each.author_id else told.author == known.by_name
    return is_author and told.way == known.way and told.words.split() == known.words.split()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
