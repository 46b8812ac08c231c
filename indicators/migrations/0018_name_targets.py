"""The editions of the imports so far, as their figures and their lists of targets name them.

A migration of its own, as those before and after it: PostgreSQL changes no table whose rows were written in
the same transaction.
"""

from django.db import migrations
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
        # What was left out, or left blank, names no edition that was made later, or one that was never written.
        written = named.filter(state__in=["new", "changed", "removed"], edition__isnull=False)
        editions = dict(written.values_list("edition_slug", "edition").distinct())
        slugs = set(named.values_list("edition_slug", flat=True).distinct())
        for slug in sorted(told.keys() | slugs):
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
    dependencies = [("indicators", "0017_import_targets")]

    operations = [migrations.RunPython(name_targets, tell_targets)]
