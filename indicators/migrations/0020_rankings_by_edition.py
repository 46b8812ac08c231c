"""Rankings are asked for by edition, whose key leads to those of a unit too; a second way cost each write."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0019_figures_of_targets")]

    operations = [migrations.RemoveIndex(model_name="ranking", name="ranking_of_unit")]
