import os
import subprocess
import sys

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
PRODUCTION = {
    "SECRET_KEY": "an example as long and as mixed as a key has to be: 0123456789",
    "ALLOWED_HOSTS": "scorecard.example",
    "DATABASE_URL": "sqlite://:memory:",
    "DEBUG": "off",
    "DTSCORE_HTTPS": "on",
}


def run_python(*arguments, folder, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_production_settings_pass_the_deployment_check():
    outcome = run_python("manage.py", "check", "--deploy", "--fail-level", "DEBUG", folder=ROOT, **PRODUCTION)

    assert outcome.returncode == 0, outcome.stdout
    assert "no issues (0 silenced)" in outcome.stdout


@pytest.fixture
def bare_checkout(tmp_path):
    """A folder with the settings and no .env."""
    (tmp_path / "dtscore").mkdir()
    for name in ("__init__.py", "settings.py"):
        (tmp_path / "dtscore" / name).write_bytes((ROOT / "dtscore" / name).read_bytes())
    return tmp_path


def test_settings_without_a_key_name_the_command_that_writes_one(bare_checkout):
    outcome = run_python("-c", "import dtscore.settings", folder=bare_checkout)

    assert outcome.returncode
    assert "SECRET_KEY is not set. `make setup` writes a .env that holds it." in outcome.stdout


def test_settings_are_for_production_unless_told_otherwise(bare_checkout):
    told = "DEBUG, SECURE_SSL_REDIRECT, SESSION_COOKIE_SECURE, DATABASES['default']['ENGINE']"
    # Django shows every setting in reports of errors, and this one may hold a password.
    program = f"from dtscore.settings import *; print({told}, 'DATABASE_URL' in globals())"

    outcome = run_python("-c", program, folder=bare_checkout, SECRET_KEY="x", DATABASE_URL="")

    assert outcome.stdout.split() == ["False", "True", "True", "dtscore.sqlite", "False"]
