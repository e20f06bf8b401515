from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fields", "0001_initial"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="blob",
            field=models.ForeignKey(null=True, on_delete=models.deletion.PROTECT, related_name="+", to="files.blob"),
        ),
    ]
