from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

STEPS = (("customer", 0), ("customer", 1), ("order", 0), ("product", 0))


def index_again(apps: Any, editor: Any) -> None:
    """Let the worker give everything that is there the new tokens, and index the orders and products at last."""
    if not apps.get_model("search", "Entry").objects.exists():
        return
    Job, now = apps.get_model("jobs", "Job"), timezone.now()
    for page, step in STEPS:
        payload = {"page": page, "step": step, "after": 0}
        Job.objects.create(name="search.index", payload=payload, due_at=now, unique_key=f"search.index {page} {step} 2")


def order_by_newest(apps: Any, editor: Any) -> None:
    """PostgreSQL looks through the newest entries of a page first; SQLite's word index has their order itself."""
    if editor.connection.vendor == "postgresql":
        editor.execute("CREATE INDEX search_newest ON search_entry (page, id)")
        editor.execute("ALTER TABLE search_entry ALTER COLUMN words SET STATISTICS 1000")


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("search", "0002_word_index")]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_column="rowid",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="search.entry",
                    ),
                ),
                ("found_by", models.TextField(db_column="search_words")),
            ],
            options={"db_table": "search_words", "managed": False},
        ),
        migrations.AlterField(
            model_name="entry",
            name="forms",
            field=models.TextField(verbose_name="whole forms: |宏达商贸|`hong`da`shang`mao|~h~d~s~m|"),
        ),
        migrations.RunPython(order_by_newest, migrations.RunPython.noop),
        migrations.RunPython(index_again, migrations.RunPython.noop),
    ]
