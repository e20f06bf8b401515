from typing import Any

from django.db import migrations

RIGHT, EDIT = "customers.inner_needs", 30
INTERNAL = {"delight", "secret"}


def let_those_who_answer_for_others_see_them(apps: Any, schema_editor: Any) -> None:
    """Who leads still sees what would delight and what is secret; others see it of their own customers."""
    for role in apps.get_model("access", "Role").objects.filter(code__in=("owner", "manager")):
        role.fields = {RIGHT: EDIT} | role.fields
        role.save(update_fields=["fields"])


def keep_inner_needs_apart_in_the_audit(apps: Any, schema_editor: Any) -> None:
    """Give what was written of such needs its own fields; a change that did not tell the kind counts as one of them."""
    Need, Entry = apps.get_model("customers", "Need"), apps.get_model("audit", "Entry")
    having = set(Need.objects.filter(kind__in=INTERNAL).values_list("customer", flat=True))
    entries = Entry.objects.filter(kind="customers.customer", action__in=("need noted", "need changed"))
    for entry in entries.prefetch_related("values").iterator(chunk_size=500):
        values = list(entry.values.all())
        kinds = {kind for each in values if each.field == "need_kind" for kind in (each.before, each.after)}
        if not kinds & INTERNAL and (kinds or entry.object_id not in having):
            continue
        for value in values:
            value.field = f"inner_{value.field}"
            value.save(update_fields=["field"])
        Entry.objects.filter(pk=entry.pk).update(fields=[f"inner_{field}" for field in entry.fields])


class Migration(migrations.Migration):
    dependencies = [("customers", "0009_matters_and_bonds"), ("access", "0006_offered"), ("audit", "0002_values")]

    operations = [
        migrations.RunPython(let_those_who_answer_for_others_see_them, migrations.RunPython.noop),
        migrations.RunPython(keep_inner_needs_apart_in_the_audit, migrations.RunPython.noop),
    ]
