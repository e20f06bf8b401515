from django.conf import settings
from django.utils import timezone

from zhike.core.keeping import nightly


def back_up_daily() -> None:
    """Make tonight's backup if there is a place for it; the same night once more replaces its own."""
    if settings.BACKUP_DIR is not None:
        nightly.back_up(settings.BACKUP_DIR, kept=settings.BACKUPS_KEPT, at=timezone.now())
