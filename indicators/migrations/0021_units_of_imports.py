"""Units and measures that figures of imports name stand once an import; no key binds each figure any more."""

import django.db.models.deletion
from django.db import migrations, models


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def batch(*, related_name):
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name=related_name,
        to="indicators.importbatch",
    )


def held(to):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to)


def unbound(to, *, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", null=True):
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        null=null,
        on_delete=on_delete,
        related_name=related_name,
        to=to,
    )


def of_cells(to, *, null):
    return unbound(to, on_delete=django.db.models.deletion.CASCADE, related_name="cells", null=null)


def those_named(model):
    """Return the operation that holds what the imports so far name."""
    return migrations.RunSQL(
        f"INSERT INTO indicators_import{model} (batch_id, {model}_id)"
        f" SELECT DISTINCT batch_id, {model}_id FROM indicators_importcell WHERE {model}_id IS NOT NULL",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0020_rankings_by_edition"), ("provinces", "0008_numbers_with_letters")]

    operations = [
        migrations.AlterField(model_name="importcell", name="measure", field=unbound("indicators.measure")),
        migrations.AlterField(model_name="importcell", name="unit", field=unbound("provinces.unit")),
        migrations.AlterField(
            model_name="importcell", name="batch", field=of_cells("indicators.importbatch", null=False)
        ),
        migrations.AlterField(
            model_name="importcell", name="target", field=of_cells("indicators.importtarget", null=True)
        ),
        migrations.CreateModel(
            name="ImportUnit",
            fields=[
                ("id", key()),
                ("batch", batch(related_name="units")),
                ("unit", held("provinces.unit")),
            ],
            options={
                "verbose_name": "unit of an import",
                "verbose_name_plural": "units of imports",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "unit"), name="import_unit_once_an_import")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportMeasure",
            fields=[
                ("id", key()),
                ("batch", batch(related_name="measures")),
                ("measure", held("indicators.measure")),
            ],
            options={
                "verbose_name": "measure of an import",
                "verbose_name_plural": "measures of imports",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "measure"), name="import_measure_once_an_import"
                    )
                ],
            },
        ),
        those_named("unit"),
        those_named("measure"),
    ]
