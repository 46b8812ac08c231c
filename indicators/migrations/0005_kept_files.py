"""Files of imports move out of MEDIA_ROOT into a directory that nothing serves; their names stay."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import migrations


def move_out(apps, schema_editor):
    move(apps, Path(settings.MEDIA_ROOT), Path(settings.KEPT_FILES))


def move_back(apps, schema_editor):
    move(apps, Path(settings.KEPT_FILES), Path(settings.MEDIA_ROOT))


def move(apps, former: Path, now: Path) -> None:
    """Move each file that stands in the one place alone; a second run, or a stopped one, finds the rest."""
    batches = apps.get_model("indicators", "ImportBatch").objects.exclude(file="")
    for name in batches.values_list("file", flat=True):
        if (former / name).is_file() and not (now / name).exists():
            (now / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(former / name, now / name)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_count_of_corrections"), ("indicators", "0004_officers")]

    operations = [migrations.RunPython(move_out, move_back)]
