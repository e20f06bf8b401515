from typing import Any

from django.db import migrations, models


def remember_what_there_was(apps: Any, schema_editor: Any) -> None:
    """Take all that any role holds for what was offered: whatever else this version has is new."""
    roles = list(apps.get_model("access", "Role").objects.all())
    known = sorted({permission for role in roles for permission in role.grants})
    for role in roles:
        role.offered = known
        role.save(update_fields=["offered"])


class Migration(migrations.Migration):
    dependencies = [("access", "0005_closed_and_retired")]

    operations = [
        migrations.AddField(
            model_name="role",
            name="offered",
            field=models.JSONField(default=list, verbose_name="permissions it began with"),
        ),
        migrations.RunPython(remember_what_there_was, migrations.RunPython.noop),
    ]
