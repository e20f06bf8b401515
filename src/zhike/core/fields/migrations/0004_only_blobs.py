from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fields", "0003_files_are_blobs")]

    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="file",
            field=models.FileField(default="", max_length=200, upload_to="fields/%Y/%m/", verbose_name="file"),
        ),
        migrations.RemoveField(model_name="storedfile", name="file"),
    ]
