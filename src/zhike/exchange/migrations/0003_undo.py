import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_values"),
        ("exchange", "0002_exports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="changes",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="audit.batch",
                verbose_name="what it changed",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="undone",
            field=models.PositiveIntegerField(default=0, verbose_name="records undone"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="undone_at",
            field=models.DateTimeField(null=True, verbose_name="undone"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="undone_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("checking", "trial under way"),
                    ("checked", "tried, nothing written"),
                    ("importing", "import under way"),
                    ("done", "imported"),
                    ("refused", "refused"),
                    ("broken", "broken off"),
                    ("undoing", "undo under way"),
                    ("undone", "undone"),
                ],
                max_length=10,
                verbose_name="state",
            ),
        ),
    ]
