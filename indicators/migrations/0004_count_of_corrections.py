"""How many figures a revision changed, counted once when it is published."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_indexes_of_figures")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="computed_corrections",
            field=models.PositiveIntegerField(
                editable=False,
                help_text="How many figures differ from the edition that it replaces; counted on publishing",
                null=True,
            ),
        ),
    ]
