"""Guards of the whole repository: what no single module can promise."""

import re
import subprocess
import tomllib
from contextlib import suppress
from importlib.metadata import requires
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.template import TemplateDoesNotExist, engines
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = settings.BASE_DIR
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK_FILES = ["constraints.txt", "package.json", "package-lock.json", ".npmrc", "pyproject.toml"]
# Served or rendered by Django itself when something goes wrong.
TEMPLATES_OF_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
# The lines that design says stand outside the storeys.
OUTSIDE_THE_STOREYS = {
    "dtscore": {
        "apps",
        "downloads",
        "finders",
        "formats",
        "messages",
        "settings",
        "sqlite",
        "templatetags",
        "wsgi",
    },
    "indicators": {"apps", "migrations", "templatetags"},
    "provinces": set(),
}


def tracked_files():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def tracked_text():
    for path in tracked_files():
        try:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture


def declared_requirements():
    return [
        Requirement(line) for line in PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    ]


def pinned_names():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return {canonicalize_name(Requirement(line).name) for line in lines}


@pytest.mark.django_db
def test_migrations_hold_every_change_of_the_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_squashed_migrations_lead_where_those_that_they_replace_lead():
    one_by_one = MigrationLoader(None, replace_migrations=False)
    squashed = MigrationLoader(None)
    lasts = [squash.replaces[-1] for squash in squashed.replacements.values()]

    there = one_by_one.project_state(lasts)
    here = squashed.project_state(list(squashed.replacements))

    assert {app for app, _name in lasts} == {"indicators", "provinces"}
    assert MigrationAutodetector(there, here).changes(squashed.graph) == {}


def test_dependencies_each_have_a_reason():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    declared = [line for line in lines if re.match(r'\s+"[\w.\[\]-]+[<>=]=?', line)]

    assert len(declared) == len(declared_requirements())
    assert [line for line in declared if not re.search(r'", # \w', line)] == []


def test_constraints_pin_every_dependency_and_what_it_needs():
    waiting = declared_requirements()
    seen = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, *sorted(requirement.extras)) in seen:
            continue
        seen.add((name, *sorted(requirement.extras)))
        for line in requires(name) or ():
            needed = Requirement(line)
            extras = requirement.extras or {""}
            if not needed.marker or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)

    assert {name for name, *_extras in seen} - pinned_names() == set()


@pytest.mark.parametrize("name", LOCK_FILES)
def test_lock_files_name_no_host(name):
    text = (ROOT / name).read_text()

    assert re.findall(r"https?:|file:|--[a-z-]*index|find-links", text) == []


def test_tracked_files_name_no_path_of_a_machine():
    # A path in an address is preceded by its host.
    pattern = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|work|opt|mnt)/\w+")

    found = {str(path): match.group() for path, text in tracked_text() if (match := pattern.search(text))}

    assert found == {}


@pytest.mark.parametrize(
    "path",
    [
        "dtscore/__pycache__/urls.pyc",
        ".venv/bin/python",
        ".env",
        "db.sqlite3",
        "db.sqlite3-wal",
        "media/evidence.pdf",
        "staticfiles/site.css",
        "node_modules/x/y.js",
        "locale/vi/LC_MESSAGES/django.mo",
    ],
)
def test_git_ignores_what_is_made(path):
    subprocess.run(["git", "check-ignore", "--quiet", path], cwd=ROOT, check=True)


def overrides_a_package(name):
    for engine in engines.all():
        for loader in engine.engine.template_loaders:
            for origin in loader.get_template_sources(name):
                path = Path(origin.name)
                if path.is_file() and not path.is_relative_to(ROOT / "templates"):
                    return True
    return False


def test_templates_are_all_used():
    texts = {path: text for path, text in tracked_text() if path.suffix in {".py", ".html"}}
    names = [path.relative_to("templates") for path in texts if path.parts[0] == "templates"]

    unused = [
        str(name)
        for name in names
        if str(name) not in TEMPLATES_OF_DJANGO
        and not any(
            f'"{name}"' in text and path != Path("templates") / name and path.parts[0] != "tests"
            for path, text in texts.items()
        )
        and not overrides_a_package(str(name))
    ]

    assert unused == []


def test_templates_all_compile():
    broken = {}
    for path in tracked_files():
        if path.is_relative_to(ROOT / "templates") and path.suffix == ".html":
            try:
                engines["django"].get_template(str(path.relative_to(ROOT / "templates")))
            except TemplateDoesNotExist as missing:
                broken[path] = str(missing)

    assert broken == {}


def test_static_files_that_templates_name_are_there():
    named = {
        name
        for path, text in tracked_text()
        if path.parts[0] == "templates"
        for name in re.findall(r'{% static "([^"]+)"', text)
    }

    assert sorted(name for name in named if not finders.find(name)) == []


def addresses_in_tests():
    """Names of the addresses that stand in the tests, as names or as paths."""
    for path, text in tracked_text():
        if path.parts[0] == "tests":
            yield from re.findall(r'reverse\(\s*"(\w+)"', text)
            for address in re.findall(r'"(/[\w/-]*)[?#"]', text):
                with suppress(Resolver404):
                    yield resolve(address).url_name


def test_pages_are_all_tested():
    named = {
        pattern.name
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLPattern) and pattern.name
    }

    assert sorted(named - set(addresses_in_tests())) == []


def test_modules_all_stand_in_a_storey():
    lines = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    storeys = set(re.findall(r"[\w.]+", " ".join(lines)))

    homeless = [
        str(path.relative_to(ROOT))
        for package, outside in OUTSIDE_THE_STOREYS.items()
        if package not in storeys
        for path in (ROOT / package).iterdir()
        if path.stem not in outside | {"__init__", "__pycache__"} and f"{package}.{path.stem}" not in storeys
    ]

    assert homeless == []
