from typing import Any

from django.conf import settings
from django.db import migrations


def put_everybody_into_the_company(apps: Any, schema_editor: Any) -> None:
    """Give an installation from before the organisation its root unit, and each position that unit."""
    Unit, Position = apps.get_model("access", "Unit"), apps.get_model("access", "Position")
    if not Position.objects.filter(unit=None).exists():
        return
    root = Unit.objects.create(name=settings.COMPANY or "公司", path="new/")
    root.path = f"{root.pk}/"
    root.save()
    Position.objects.filter(unit=None).update(unit=root)


def let_the_owner_role_do_what_is_new(apps: Any, schema_editor: Any) -> None:
    """An owner may do everything: also what this version brings."""
    Role = apps.get_model("access", "Role")
    for role in Role.objects.filter(code="owner"):
        role.grants = dict.fromkeys(NEW, 100) | role.grants
        role.fields = {"customers.sensitive": 30} | role.fields
        role.reveals_per_day = 1000
        role.save()


NEW = (
    "customers.assign", "customers.share", "customers.bulk", "customers.export", "customers.reveal", "customers.trash",
    "administration.people", "administration.roles", "administration.fields", "administration.audit",
    "administration.preview", "administration.views", "exchange.approve_exports",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("access", "0002_organisation")]

    operations = [
        migrations.RunPython(put_everybody_into_the_company, migrations.RunPython.noop),
        migrations.RunPython(let_the_owner_role_do_what_is_new, migrations.RunPython.noop),
    ]
