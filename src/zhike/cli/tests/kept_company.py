"""Run as a process: fill an empty installation with a bit of everything that a backup must keep."""

import os
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import django

AT = datetime(2026, 11, 20, 1, 2, 3, 450_000, tzinfo=UTC)
ERASED, KEPT = 7, 8  # parties that the log of changes speaks of


def main(folder: Path) -> None:
    django.setup()
    from django.conf import settings
    from django.contrib.auth import SESSION_KEY

    from zhike.core.accounts.models import User
    from zhike.core.accounts.sessions import SessionStore
    from zhike.core.audit import operations as audit
    from zhike.core.jobs import operations as jobs
    from zhike.core.numbering.models import Sequence
    from zhike.exchange import operations as exchange

    owner = User.objects.create(username="wangmin", name="王敏", phone="13800000001")
    session = SessionStore()
    session[SESSION_KEY] = str(owner.pk)
    session.save()
    for kind in ("customers", "orders"):
        exchange.import_file(kind=kind, path=folder / f"{kind}.csv", by=None, dry_run=False, options={}, at=AT)
    for subject in (ERASED, KEPT):
        audit.record(by=owner, action="changed", about=owner, changes={"phone": ("1", "2")}, subject=subject)
    jobs.enqueue(name="exchange.run", payload={"run_id": 0}, at=AT, unique_key="sends")
    jobs.enqueue(name="search.index", payload={"page": "customer", "step": 0, "after": 0}, at=AT, unique_key="computes")
    jobs.enqueue(name="backups.daily", payload={}, at=AT, unique_key="recurs")
    Sequence.objects.create(prefix="gone").delete()  # its id was given and is never given again
    upload(Path(settings.MEDIA_ROOT) / "fields" / "合同 1.bin")
    long_decimals()


def upload(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(200_000))


def long_decimals() -> None:
    """Write numbers with more digits than a binary fraction has, where the database keeps them."""
    from zhike.sales.models import OrderLine

    line = OrderLine.objects.order_by("pk").first()
    assert line
    line.quantity = Decimal("123456789012.345678")
    line.save()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
