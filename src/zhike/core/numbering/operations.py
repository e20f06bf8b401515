from django.db import transaction

from zhike.core.numbering.models import Sequence


@transaction.atomic
def next_numbers(prefix: str, count: int = 1, *, width: int = 6) -> list[str]:
    """Give out numbers nobody else gets: the row stays locked until the caller's transaction ends."""
    Sequence.objects.get_or_create(prefix=prefix)
    sequence = Sequence.objects.select_for_update().get(prefix=prefix)
    first = sequence.last + 1
    sequence.last += count
    sequence.save(update_fields=["last"])
    return [f"{prefix}{number:0{width}d}" for number in range(first, first + count)]
