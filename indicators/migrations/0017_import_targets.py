"""The editions of an import stand in rows of their own, which its figures name."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_targets(apps, schema_editor):
    batches, cells, targets = (
        apps.get_model("indicators", name) for name in ("ImportBatch", "ImportCell", "ImportTarget")
    )
    unit_sets = dict(apps.get_model("provinces", "UnitSet").objects.values_list("code", "pk"))
    methodologies = {
        (scorecard, code): pk
        for pk, scorecard, code in apps.get_model("indicators", "Methodology").objects.values_list(
            "pk", "scorecard", "code"
        )
    }
    for batch in batches.objects.order_by("pk"):
        told = {target["slug"]: target for target in batch.old_targets}
        named = cells.objects.filter(batch=batch).exclude(edition_slug="").order_by()
        editions = dict(named.values_list("edition_slug", "edition").distinct().order_by("edition"))
        for slug in sorted(told.keys() | editions.keys()):
            target = told.get(slug, {})
            row = targets.objects.create(
                batch=batch,
                slug=slug,
                period_kind=target.get("period_kind", ""),
                period=target.get("period", slug)[:40],
                period_start=target.get("period_start"),
                period_end=target.get("period_end"),
                unit_set_id=unit_sets.get(target.get("unit_set")),
                methodology_id=methodologies.get((batch.scorecard_id, target.get("methodology"))),
                unit_count=target.get("unit_count"),
                edition_id=editions.get(slug),
                opened=target.get("made") or "",
            )
            named.filter(edition_slug=slug).update(target=row)


def tell_targets(apps, schema_editor):
    batches, cells, targets = (
        apps.get_model("indicators", name) for name in ("ImportBatch", "ImportCell", "ImportTarget")
    )
    for batch in batches.objects.order_by("pk"):
        rows = targets.objects.filter(batch=batch).select_related("unit_set", "methodology").order_by("slug")
        batch.old_targets = [
            {
                "slug": row.slug,
                "period_kind": row.period_kind,
                "period": row.period,
                "period_start": row.period_start and row.period_start.isoformat(),
                "period_end": row.period_end and row.period_end.isoformat(),
                "unit_set": row.unit_set and row.unit_set.code,
                "methodology": row.methodology and row.methodology.code,
                "unit_count": row.unit_count,
                "edition": row.edition_id,
                "made": row.opened,
            }
            for row in rows
        ]
        batch.save(update_fields=["old_targets"])
    target = targets.objects.filter(pk=OuterRef("target"))
    cells.objects.exclude(target=None).update(
        edition_slug=Subquery(target.values("slug")), edition=Subquery(target.values("edition"))
    )


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
        migrations.RunPython(name_targets, tell_targets),
    ]
