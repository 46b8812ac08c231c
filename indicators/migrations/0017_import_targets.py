"""Rows for the editions of imports, which their figures are to name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0016_rounded_values"), ("provinces", "0008_numbers_with_letters")]

    operations = [
        # The name is needed for the rows.
        migrations.RenameField(model_name="importbatch", old_name="targets", new_name="old_targets"),
        migrations.CreateModel(
            name="ImportTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=60, verbose_name="edition")),
                (
                    "period_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("year", "year"),
                            ("month", "month"),
                            ("week", "week"),
                            ("as_of", "as of a day"),
                        ],
                        max_length=8,
                    ),
                ),
                ("period", models.CharField(blank=True, max_length=40)),
                ("period_start", models.DateField(null=True)),
                ("period_end", models.DateField(null=True)),
                ("unit_count", models.PositiveIntegerField(null=True)),
                (
                    "opened",
                    models.CharField(
                        blank=True,
                        choices=[("edition", "a new edition"), ("revision", "a revision")],
                        help_text="What the import opened to write to",
                        max_length=10,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="indicators.importbatch",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_targets",
                        to="indicators.edition",
                    ),
                ),
                (
                    "methodology",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="indicators.methodology",
                    ),
                ),
                (
                    "unit_set",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="provinces.unitset",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition of an import",
                "verbose_name_plural": "editions of imports",
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="importtarget",
            constraint=models.UniqueConstraint(fields=("batch", "slug"), name="import_target_once_an_import"),
        ),
        migrations.AddField(
            model_name="importcell",
            name="target",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cells",
                to="indicators.importtarget",
            ),
        ),
    ]
