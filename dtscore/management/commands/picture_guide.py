import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from dtscore.management.guide_pictures.made_site import make_site
from dtscore.management.guide_pictures.pictures import PICTURES, WIDTH, Picture
from dtscore.management.serving import environment_of, served_site

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# The folder of a run begins so, and --prepare refuses any other.
SCRATCH = "dtscore-guide-"
PASSWORD = "GUIDE_PASSWORD"


class Command(BaseCommand):
    help = (
        "Take the pictures of docs/huong-dan-can-bo.md: serves the site with made-up data in a database of "
        "its own, signs in as each role and keeps what the screens show."
    )

    def add_arguments(self, parser):
        parser.add_argument("--directory", type=Path, default=settings.BASE_DIR / "docs/img/huong-dan")
        parser.add_argument("--only", nargs="*", default=[], help="names of pictures; all without it")
        # In a process of its own, which has the scratch database for its own.
        parser.add_argument("--prepare", action="store_true", help="used by the command itself")

    def handle(self, *args, directory: Path, only: list[str], prepare: bool, **options):
        if prepare:
            _prepare()
            return
        playwright, browser = _tools()
        wanted = [picture for picture in PICTURES if not only or picture.name in only]
        directory.mkdir(parents=True, exist_ok=True)
        password = secrets.token_urlsafe()
        with tempfile.TemporaryDirectory(prefix=SCRATCH) as folder:
            _run_preparation(Path(folder), password=password)
            environment = environment_of(Path(folder))
            with served_site(environment, asked="/quan-tri/login/") as address, playwright() as drivers:
                chromium = drivers.chromium.launch(executable_path=browser, args=["--no-sandbox"])
                for picture in wanted:
                    target = directory / f"{picture.name}.png"
                    _take(picture, chromium=chromium, address=address, password=password, target=target)
                    self.stdout.write(f"{target.name}: {target.stat().st_size / 1000:.0f} kB")
                chromium.close()


def _tools():
    """Return what drives a browser, and the browser.

    Raises:
        CommandError: if one of them is not installed.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise CommandError("playwright is not installed; `make setup` installs it.") from error
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise CommandError("No Chromium found; deploy/apt-packages.sh installs it.")
    return sync_playwright, browser


def _run_preparation(folder: Path, *, password: str) -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "picture_guide", "--prepare"]
    environment = {**environment_of(folder), PASSWORD: password}
    if subprocess.run(command, env=environment, check=False).returncode:
        raise CommandError("The data of the pictures could not be made.")


def _prepare() -> None:
    """Make the data; the database is the one that the calling process named."""
    database = Path(connection.settings_dict["NAME"])
    if not database.parent.name.startswith(SCRATCH):
        raise CommandError("--prepare is for the command itself: it must not meet the database of the site.")
    call_command("migrate", verbosity=0)
    make_site(password=os.environ[PASSWORD])


def _take(picture: Picture, *, chromium, address: str, password: str, target: Path) -> None:
    """Sign in, go to the screen and keep what it shows."""
    context = chromium.new_context(
        base_url=address,
        viewport={"width": WIDTH, "height": picture.height},
        locale="vi-VN",
        timezone_id=settings.TIME_ZONE,
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/quan-tri/login/")
    page.fill("[name=username]", picture.account)
    page.fill("[name=password]", password)
    page.click("[type=submit]")
    page.wait_for_url("**/quan-tri/")
    picture.go(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=target, animations="disabled")
    context.close()
