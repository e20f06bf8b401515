"""What becomes of a follow-up afterwards: its words are corrected for a day, then only added to."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from zhike.core.access import queries as access
from zhike.core.accounts.models import User
from zhike.core.audit import operations as audit
from zhike.customers import operations as customers
from zhike.kit.refusals import FieldRefused, StaleRecord
from zhike.phrases import Phrase
from zhike.timeline import permissions, queries, rules
from zhike.timeline.models import Addition, Interaction
from zhike.timeline.operations import indexing
from zhike.timeline.operations.recording import read_words
from zhike.timeline.operations.repeats import own_key
from zhike.timeline.operations.telling import tell_customers

TOO_LATE = Phrase("Words can be corrected for 24 hours; add to the follow-up instead")


@transaction.atomic
def correct_interaction(*, interaction: Interaction, words: str, version: int, by: User, at: datetime) -> Interaction:
    """Correct one's own words within a day; what they were is kept in the log.

    Raises:
        PermissionDenied: the role may record nothing.
        Interaction.DoesNotExist: there is no such follow-up of the user's own.
        StaleRecord: the version is not the one the user has seen; nothing is written.
        FieldRefused: it is too late, or nothing is left.
    """
    access.require(by, permissions.RECORD)
    current = _held(queries.own_interactions(for_user=by), interaction)
    if current.version != version:
        raise StaleRecord
    if not rules.may_correct(current.recorded_at, at=at):
        raise FieldRefused("words", TOO_LATE)
    before, current.words = current.words, read_words(words)
    if before != current.words:
        current.version += 1
        current.save(update_fields=["words", "version"])
        indexing.index([current])
        changes = {"words": (before, current.words)}
        subject = current.customer.party_id
        audit.record(by=by, action="corrected", about=current, changes=changes, subject=subject)
    return current


@transaction.atomic
def add_to_interaction(*, interaction: Interaction, words: str, key: str, by: User, at: datetime) -> Addition:
    """Add to a follow-up; the same under one key is added once.

    Raises:
        PermissionDenied: the role may record nothing.
        Interaction.DoesNotExist: there is no such follow-up that the user may add to.
        FieldRefused: nothing is said.
    """
    access.require(by, permissions.RECORD)
    current = _held(queries.extensible_interactions(for_user=by), interaction)
    known = own_key(key, by.pk, current.pk, words)
    found = Addition.objects.filter(key=known).first()
    if found is not None:
        return found
    said = read_words(words)
    made = Addition.objects.create(interaction=current, words=said, author=by, added_at=at, key=known)
    indexing.index([current])
    audit.record(by=by, action="added to", about=current)
    return made


@transaction.atomic
def trash_interaction(*, interaction: Interaction, by: User, at: datetime) -> None:
    """Put a follow-up into the trash; a next contact agreed in it stays.

    Raises:
        Interaction.DoesNotExist: there is none that the user may put there.
    """
    current = _held(queries.trashable_interactions(for_user=by), interaction)
    _put(current, trashed_at=at, trashed_by=by)
    indexing.forget([current.pk])
    audit.record(by=by, action="trashed", about=current)


@transaction.atomic
def restore_interaction(*, interaction: Interaction, by: User) -> Interaction:
    """Take a follow-up out of the trash, as it was.

    Raises:
        Interaction.DoesNotExist: there is none in the trash that the user may take out.
    """
    current = _held(queries.trashed_interactions(for_user=by), interaction)
    _put(current, trashed_at=None, trashed_by=None)
    indexing.index([current])
    audit.record(by=by, action="restored", about=current)
    return current


def _put(interaction: Interaction, *, trashed_at: datetime | None, trashed_by: User | None) -> None:
    interaction.trashed_at, interaction.trashed_by = trashed_at, trashed_by
    interaction.version += 1
    interaction.save(update_fields=["trashed_at", "trashed_by", "version"])
    tell_customers([interaction.customer_id])


def _held(rows: QuerySet[Interaction], interaction: Interaction) -> Interaction:
    customers.hold_customers([interaction.customer_id])
    return rows.select_for_update(of=("self",)).get(pk=interaction.pk)
