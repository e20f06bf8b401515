from django.utils import timezone

from zhike.core.notices import operations


def send(message_id: int) -> None:
    """Send one message; a second run never sends it again."""
    operations.send(message_id, at=timezone.now())
