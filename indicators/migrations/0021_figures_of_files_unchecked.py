"""What a figure of a file names was looked up just before: the database no longer looks it up again."""

import django.db.models.deletion
from django.db import migrations, models

UNCHECKED = {"db_index": False, "db_constraint": False}
PROTECTED = {"null": True, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [("indicators", "0020_rankings_by_edition"), ("provinces", "0008_numbers_with_letters")]

    operations = [
        migrations.AlterField(
            model_name="importcell",
            name="batch",
            field=models.ForeignKey(
                to="indicators.importbatch",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cells",
                **UNCHECKED,
            ),
        ),
        *(
            migrations.AlterField(
                model_name="importcell",
                name=name,
                field=models.ForeignKey(to=named, **PROTECTED, **UNCHECKED),
            )
            for name, named in (
                ("unit", "provinces.unit"),
                ("measure", "indicators.measure"),
                ("value_source", "provinces.source"),
                ("rank_source", "provinces.source"),
                ("context_source", "provinces.source"),
            )
        ),
    ]
