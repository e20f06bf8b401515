from typing import Any

from django.db import migrations
from django.utils import timezone


def index(apps: Any, editor: Any) -> None:
    """Let the worker make the follow-ups findable that are there already."""
    Job = apps.get_model("jobs", "Job")
    if apps.get_model("timeline", "Interaction").objects.exists():
        Job.objects.create(
            name="timeline.index", payload={}, due_at=timezone.now(), unique_key="timeline.index findable"
        )


class Migration(migrations.Migration):
    dependencies = [("jobs", "0003_job_request_id"), ("search", "0004_words_by_hand"), ("timeline", "0001_initial")]

    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
