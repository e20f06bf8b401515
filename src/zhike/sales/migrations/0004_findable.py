from typing import Any

from django.db import migrations
from django.utils import timezone


def index(apps: Any, editor: Any) -> None:
    """Let the worker make receipts and returns findable that are there already."""
    Job = apps.get_model("jobs", "Job")
    if apps.get_model("sales", "Receipt").objects.exists() or apps.get_model("sales", "Return").objects.exists():
        Job.objects.create(name="sales.index", payload={}, due_at=timezone.now(), unique_key="sales.index findable")


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0003_job_request_id"),
        ("search", "0004_words_by_hand"),
        ("sales", "0003_receipts_returns_versions"),
    ]

    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
