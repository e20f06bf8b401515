"""The follow-ups that an import has made, taken back."""

from collections.abc import Sequence

from zhike.exchange.undoing import Step, Undo, take_back_made
from zhike.timeline.models import Interaction, NextContact
from zhike.timeline.operations.telling import tell_customers


def take_back_follow_ups(undo: Undo, below: int | None) -> Step:
    """Remove the next follow-ups that the run has made, with what was agreed in them; one that was added to stays."""
    return take_back_made(Interaction.objects.all(), undo, below, remove=_remove, parts=(NextContact,))


def _remove(interactions: Sequence[Interaction]) -> None:
    ids = [each.pk for each in interactions]
    NextContact.objects.filter(set_in__in=ids).delete()
    Interaction.objects.filter(pk__in=ids).delete()
    tell_customers({each.customer_id for each in interactions})
