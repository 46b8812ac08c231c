"""Saves as the script of the grid sends them: over HTTP, to the server that serves the site."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection
from importlib import import_module
from secrets import token_hex
from threading import local
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.core.management.base import CommandError
from django.urls import reverse

from dtscore.management.save_benchmark.made_officers import Place
from indicators.models import Assessment
from provinces.models import User

# Django takes any token of this length, as long as the cookie holds it too.
FORM_TOKEN = token_hex(16)


class OverHttp:
    """Officers who are signed in, each thread with a connection of its own that stays open."""

    def __init__(self, address: str, places: list[Place]):
        self.host = urlsplit(address).netloc
        officers = User.objects.in_bulk([place.user for place in places])
        self.sessions = {key: _signed_in(officer) for key, officer in officers.items()}
        scores = Assessment.objects.filter(pk__in=[score for place in places for score in place.scores])
        submissions = dict(scores.values_list("pk", "submission"))
        self.addresses = {
            score: reverse("submissions:cells", args=[submission])
            for score, submission in submissions.items()
        }
        self.here = local()

    def save(self, place: Place, score: int, version: int, text: str) -> int:
        """Send the note of a score and return the version that came of it.

        Raises:
            CommandError: if it was not saved.
        """
        if not hasattr(self.here, "connection"):
            self.here.connection = HTTPConnection(self.host, timeout=120)
        row = f"r{score}"
        form = {f"{row}-version": version, f"{row}-stated": "{}", f"{row}-note": text, "account": place.user}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.sessions[place.user]}; csrftoken={FORM_TOKEN}",
            "X-CSRFToken": FORM_TOKEN,
        }
        self.here.connection.request("POST", self.addresses[score], urlencode(form), headers)
        answer = self.here.connection.getresponse()
        return _version(answer.status, answer.read(), row)


def _signed_in(officer: User) -> str:
    """Return the key of a session of an officer, as signing in makes it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(officer.pk)
    session[BACKEND_SESSION_KEY] = f"{ModelBackend.__module__}.{ModelBackend.__qualname__}"
    session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
    session.save()
    return session.session_key


def _version(status: int, body: bytes, row: str) -> int:
    stored: Mapping = json.loads(body)["rows"][row] if status == 200 else {}
    if not stored or stored["problems"] or stored["theirs"]:
        raise CommandError(f"A save was answered with {status}: {body[:200]!r}")
    return stored["version"]
