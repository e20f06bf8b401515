from collections.abc import Iterable

from django.db import transaction

from zhike.core.fields.kinds import FirstField, kinds
from zhike.core.fields.models import Definition


def seed_fields() -> None:
    """Make the first fields of every kind that are not there yet; what an administrator changed stays."""
    for code, kind in kinds().items():
        seed(code, kind.first)


@transaction.atomic
def seed(kind: str, fields: Iterable[FirstField]) -> None:
    """Make those of these fields whose code and title are both free."""
    present = Definition.objects.filter(kind=kind)
    taken = {name for names in present.values_list("code", "title") for name in names}
    Definition.objects.bulk_create(
        Definition(
            kind=kind,
            code=field.code,
            title=field.title,
            type=field.type,
            block=field.block,
            choices=field.as_choices,
            help=field.help,
            unit=field.unit,
            right=field.right,
            position=place,
            is_filtered=field.is_filtered,
            is_ready=field.is_filtered,
        )
        for place, field in enumerate(fields, start=1)
        if not {field.code, field.title} & taken
    )
