from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0004_unit_needed")]

    operations = [
        migrations.RemoveConstraint(model_name="unit", name="unit_name_once_among_siblings"),
        migrations.AddField(
            model_name="unit",
            name="closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="closed"),
        ),
        migrations.AddField(
            model_name="unit",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="role",
            name="retired_on",
            field=models.DateField(blank=True, null=True, verbose_name="retired"),
        ),
        migrations.AlterField(
            model_name="role",
            name="name",
            field=models.CharField(max_length=60, verbose_name="name"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)),
                fields=("parent", "name"),
                name="unit_name_once_among_siblings",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_on", None)), fields=("name",), name="role_name_once"
            ),
        ),
    ]
