import gc
import io
import os
import signal
from contextlib import ExitStack

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

from tests.servers.chromium import FLAGS, WatchedPages, chromium_path
from tests.servers.postgresql import PostgresqlIsMissing, PostgresqlServer, copy_of, published_copy

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
LEFT_OUT = pytest.StashKey[set]()
SERVER = pytest.StashKey[PostgresqlServer]()
# What follows their queries is the same on every database.
SCREENS = ("tests/dtscore/pages", "tests/indicators/admin", "tests/provinces/test_admin.py")

# Times differ from machine to machine; a slow example is no wrong one. Each run draws other examples, so that
# a third of the usual number finds as much in three runs.
hypothesis_settings.register_profile("dtscore", deadline=None, max_examples=33)
hypothesis_settings.load_profile("dtscore")


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        help="SQLite in memory or a PostgreSQL server of the tests' own (default: DATABASE_URL, else SQLite)",
    )


def pytest_configure(config):
    """Choose the database before Django reads its settings."""
    # Looking for garbage among the many objects of Django and pandas took a fifth of the time.
    gc.set_threshold(100_000, 50, 50)
    # Ended from outside, the run stops its servers as it does after Ctrl+C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config.stash[LEFT_OUT] = set()
    if config.option.database == "postgresql":
        os.environ["DATABASE_URL"] = start_postgresql(config).url
    elif config.option.database == "sqlite" or not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        # Never the file of a site that runs here.
        os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    # Playwright keeps an event loop running in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # pytest-django sets Django up right after this, if the settings are loaded by then.
    assert settings.INSTALLED_APPS


def start_postgresql(config):
    try:
        server = PostgresqlServer()
    except PostgresqlIsMissing as missing:
        pytest.exit(f"left out: the tests on PostgreSQL, {missing}", returncode=1 if IN_CI else 0)
    config.stash[SERVER] = server
    server.start()
    return server


def pytest_unconfigure(config):
    if server := config.stash.get(SERVER, None):
        server.stop()


def pytest_report_header():
    from django.db import connection

    return f"database: {connection.vendor}"


def pytest_ignore_collect(collection_path, config):
    """Leave unread what the run would deselect; reading all the tests takes as long as many of them."""
    if not (collection_path.name.startswith("test_") and collection_path.suffix == ".py"):
        return None
    if config.option.markexpr == "browser" and not goes_to_a_page(collection_path):
        return True
    on_postgresql = config.option.database == "postgresql"
    if on_postgresql and is_of_a_screen(collection_path, config):
        return "each_database" not in collection_path.read_text() or None
    return None


def goes_to_a_page(path):
    return ".goto(" in path.read_text()


def is_of_a_screen(path, config):
    return any(path.is_relative_to(config.rootpath / screens) for screens in SCREENS)


def pytest_collection_modifyitems(config, items):
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            if not goes_to_a_page(item.path):
                raise pytest.UsageError(f"{item.nodeid}: the file of a test in the browser calls .goto()")
    if config.option.database == "postgresql":
        # What no database or any database answers alike has run on SQLite.
        config.hook.pytest_deselected(items=[item for item in items if not depends_on_database(item)])
        items[:] = filter(depends_on_database, items)


def pytest_collection_finish():
    # Django, pandas and the tests themselves stay to the end: nothing in them is garbage.
    gc.freeze()


def depends_on_database(item):
    asks_for_one = "db" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db")
    if not asks_for_one or item.get_closest_marker("browser"):
        return False
    if is_of_a_screen(item.path, item.config):
        return item.get_closest_marker("each_database") is not None
    return item.get_closest_marker("sqlite_alone") is None


def pytest_terminal_summary(terminalreporter, config):
    for part in sorted(config.stash[LEFT_OUT]):
        terminalreporter.write_line(f"left out: {part}", yellow=True)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Load what was published into the test database, once: every test of the database sees it."""
    from django.core.management import call_command
    from django.db import connection

    from tests.servers import kept

    def migrate():
        call_command("migrate", verbosity=0)

    def load():
        call_command("load_published", verbosity=0, stdout=io.StringIO())

    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            kept.keep(request.config.cache.mkdir("database"), migrate=migrate, load=load)
        yield
        return
    # pytest-django's own way, which creates the database, migrates it and drops it at the end.
    request.getfixturevalue("django_db_setup")
    with ExitStack() as copies:
        with django_db_blocker.unblock():
            load()
            connection.close()
            name = published_copy(connection)
            copies.enter_context(copy_of(connection, connection.settings_dict["NAME"], name=name))
        yield


@pytest.fixture
def published_data(db):
    """The real, published data of fixtures/; what the test changes is taken back after it."""


@pytest.fixture(scope="session")
def browser(request):
    from playwright.sync_api import expect, sync_playwright

    # Many tests may run beside this one.
    expect.set_options(timeout=30_000)
    path = chromium_path()
    if path is None:
        request.config.stash[LEFT_OUT].add("the tests in a browser, no Chromium found")
        (pytest.fail if IN_CI else pytest.skip)("no Chromium found (deploy/apt-packages.sh installs it)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def site(published_data):
    """The address of the site, served from this process inside the test's own transaction."""
    from tests.servers.site import serve_site

    with serve_site() as address:
        yield address


@pytest.fixture
def watched_pages(browser, site):
    """The pages that a test opens; they end with it."""
    pages = WatchedPages(browser, site)
    yield pages
    pages.close()


@pytest.fixture
def open_page(watched_pages):
    """A function that opens a page: ``open_page(javascript=False, width=360)``.

    The test fails when a page broke the Content-Security-Policy, asked another host or wrote an error.
    """
    yield watched_pages.open
    watched_pages.close()
    assert watched_pages.problems == []


@pytest.fixture
def page(open_page):
    """A page on a desk screen, scripts on; ``page.goto("/")`` goes to the overview."""
    return open_page()
