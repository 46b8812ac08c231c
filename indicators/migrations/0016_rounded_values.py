"""Which values of an import differ by rounding alone, and whether what stood was kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0015_rank_intervals")]

    operations = [
        migrations.AddField(
            model_name="importcell",
            name="keeps_value",
            field=models.BooleanField(
                help_text="The value differs from what stands by rounding alone: whether that stays", null=True
            ),
        ),
    ]
