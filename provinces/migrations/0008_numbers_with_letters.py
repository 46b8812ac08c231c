"""Makes the keys of names with numbers anew: Phường 2A stands before Phường 10."""

from django.db import migrations

from provinces.names import sort_key


def set_keys(apps, schema_editor):
    names = apps.get_model("provinces", "UnitName").objects.filter(name__regex="[0-9]")
    changed = list(names.only("name", "sort_key"))
    for name in changed:
        name.sort_key = sort_key(name.name)
    names.model.objects.bulk_update(changed, ["sort_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("provinces", "0007_numbers_in_order")]

    operations = [migrations.RunPython(set_keys, migrations.RunPython.noop)]
