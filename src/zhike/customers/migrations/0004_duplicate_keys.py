from typing import Any

from django.db import migrations

from zhike.core import bulk
from zhike.customers.rules.identity import name_key, phone_key

AT_ONCE = 2000


def fill(apps: Any, schema_editor: Any) -> None:
    """Write the keys of all who were there before, a few thousand at a time: there may be millions."""
    Party = apps.get_model("customers", "Party")
    last = 0
    while True:
        rows = list(Party.objects.filter(pk__gt=last).order_by("pk").only("name", "phone")[:AT_ONCE])
        if not rows:
            break
        for row in rows:
            row.name_key, row.phone_key = name_key(row.name), phone_key(row.phone)
        bulk.update(Party, rows, ("name_key", "phone_key"))
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_whole_card")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
