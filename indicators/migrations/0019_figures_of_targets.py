"""What the targets of an import say no longer stands in its figures too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0018_name_targets")]

    operations = [
        migrations.RemoveIndex(model_name="importcell", name="import_cell_of_figure"),
        migrations.RemoveField(model_name="importbatch", name="old_targets"),
        migrations.RemoveField(model_name="importcell", name="edition"),
        migrations.RemoveField(model_name="importcell", name="edition_slug"),
        migrations.AddIndex(
            model_name="importcell",
            index=models.Index(fields=["target", "measure", "unit"], name="import_cell_of_figure"),
        ),
    ]
