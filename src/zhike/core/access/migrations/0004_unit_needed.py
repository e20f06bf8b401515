import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the rows written before: PostgreSQL alters no table with pending checks."""

    dependencies = [("access", "0003_everybody_in_a_unit")]

    operations = [
        migrations.AlterField(
            model_name="position",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="positions", to="access.unit"
            ),
        ),
    ]
