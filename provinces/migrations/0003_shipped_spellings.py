"""Which spellings came with the project, so that one that officers took out does not come back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("provinces", "0002_table_permissions")]

    operations = [
        migrations.CreateModel(
            name="ShippedSpelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("spelling", models.CharField(max_length=160)),
                (
                    "unit_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="provinces.unitset",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit_set", "spelling"), name="shipped_spelling_once_a_set"
                    )
                ],
            },
        ),
    ]
