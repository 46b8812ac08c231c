"""Files of imports and of evidence: kept apart from what is served, swept when no row names them."""

import importlib
import io
import os
import time
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from indicators.imports import door
from indicators.models import Evidence, ImportBatch
from tests.factories import OfficerFactory
from tests.officers import assessment_of, submission_of

pytestmark = pytest.mark.django_db
DATA = "Đơn vị;DTI\nHà Nội;0,7\n".encode()
A_WEEK = 7 * 24 * 60 * 60


@pytest.fixture
def kept(settings, tmp_path):
    settings.KEPT_FILES = tmp_path / "kept"
    settings.EVIDENCE_FILES = tmp_path / "evidence"
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.KEPT_FILES


@pytest.fixture
def batch(kept):
    batch = door.register(DATA, name="bang.csv")
    door.keep_file(batch, DATA)
    return batch


def orphan(kept, *, name="imports/2026/11/mo-coi.csv", age=A_WEEK) -> Path:
    """Leave a file behind as a process does that is killed before it ends its transaction."""
    path = kept / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(DATA)
    os.utime(path, (time.time() - age,) * 2)
    return path


def sweep(*arguments) -> str:
    output = io.StringIO()
    call_command("sweep_files", *arguments, stdout=output)
    return output.getvalue()


def test_file_is_kept_outside_of_what_is_served(settings, kept, batch):
    assert Path(batch.file.path).is_relative_to(kept)
    assert not Path(settings.MEDIA_ROOT).exists()
    with pytest.raises(ValueError, match="not served"):
        _address = batch.file.url


def test_sweep_lists_orphans_and_deletes_them_on_demand_alone(kept, batch):
    path = orphan(kept)

    assert sweep() == f"{path}\n"
    assert path.exists()
    assert sweep("--delete") == "Đã xóa 1 tệp.\n"
    assert not path.exists()
    assert Path(batch.file.path).exists()
    assert sweep() == "Mọi tệp được lưu đều thuộc về một lần nhập hoặc một tài liệu.\n"


def test_sweep_finds_documents_that_no_score_has(settings, kept, published_data):
    path = orphan(settings.EVIDENCE_FILES, name="2026/11/mo-coi.pdf")
    named = orphan(settings.EVIDENCE_FILES, name="2026/11/van-ban.pdf")
    score = assessment_of(submission_of())
    Evidence.objects.create(
        assessment=score,
        title="Kế hoạch",
        file="2026/11/van-ban.pdf",
        sha256="0" * 64,
        size=len(DATA),
        added_by=OfficerFactory(),
    )

    assert sweep() == f"{path}\n"
    sweep("--delete")
    assert (path.exists(), named.exists()) == (False, True)


def test_sweep_leaves_what_may_be_under_way(kept):
    path = orphan(kept, age=60)

    sweep("--delete")

    assert path.exists()


def test_sweep_of_a_server_without_files_finds_none(kept):
    assert "Mọi tệp" in sweep()


def test_files_of_older_versions_move_and_stay_readable(settings, kept, batch):
    former = Path(settings.MEDIA_ROOT) / batch.file.name
    former.parent.mkdir(parents=True)
    Path(batch.file.path).rename(former)
    migration = importlib.import_module("indicators.migrations.0005_kept_files")

    migration.move_out(apps, None)
    migration.move_out(apps, None)

    assert not former.exists()
    assert door.book_of(ImportBatch.objects.get(pk=batch.pk)).sheets[0]
    migration.move_back(apps, None)
    assert former.read_bytes() == DATA
