"""Keeps what stands already as the first state of each row, so that its first change tells from what."""

from django.db import migrations
from django.utils import timezone

APP = "indicators"


def keep_what_stands(apps, schema_editor):
    now = timezone.now()
    for history in apps.get_app_config(APP).get_models():
        if not history.__name__.startswith("Historical"):
            continue
        model = apps.get_model(APP, history.__name__.removeprefix("Historical"))
        names = [field.attname for field in model._meta.concrete_fields]
        rows = (
            history(history_date=now, history_type="+", **dict(zip(names, values)))
            for values in model.objects.order_by("pk").values_list(*names).iterator()
        )
        history.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0011_history")]

    operations = [migrations.RunPython(keep_what_stands, migrations.RunPython.noop)]
