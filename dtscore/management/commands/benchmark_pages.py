import logging
import statistics
import time
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client

from dtscore.pages.editions import DEFAULT_SCORECARD, editions_of
from dtscore.pages.links import comparison_url, group_url, profile_url, ranking_url, simulator_url

# Answered by the same middleware and the same base template, without a figure in it.
FLOOR = "/khong-co-trang-nay/"


class Command(BaseCommand):
    help = "Measure the public pages, each against an empty page of the same run."

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=9, help="renders of each page; the median counts")

    def handle(self, *, rounds, **options):
        addresses = public_addresses()
        client = Client(headers={"host": next(iter(settings.ALLOWED_HOSTS), "localhost")})
        logging.getLogger("django.request").setLevel(logging.ERROR)
        floor, _queries = measured(client, FLOOR, rounds=rounds)
        self.stdout.write(f"{'page':24}{'CPU ms':>8}{'× floor':>9}{'queries':>9}")
        self.stdout.write(f"{'floor':24}{floor:8.1f}{1:9.1f}")
        for name, address in addresses.items():
            milliseconds, queries = measured(client, address, rounds=rounds)
            self.stdout.write(f"{name:24}{milliseconds:8.1f}{milliseconds / floor:9.1f}{queries:9}")


def public_addresses() -> dict[str, str]:
    """Return an address of each kind of public page, of the edition that ranks the most units."""
    editions = editions_of(DEFAULT_SCORECARD)
    if not editions:
        raise CommandError("There is no published edition to measure; `manage.py load_published` loads some.")
    edition = max(editions, key=lambda edition: edition.unit_count or 0)
    ranking = ranking_url(edition)
    slugs = list(edition.unit_set.members.order_by("order").values_list("unit__slug", flat=True)[:2])
    groups = {
        f"group {code}": group_url(edition, code)
        for code in edition.methodology.measures.valued().in_order().values_list("code", flat=True)[:2]
    }
    return {
        "overview": "/",
        "ranking": ranking,
        "ranking as a map": f"{ranking}?tab=ban-do",
        "ranking as a chart": f"{ranking}?tab=bieu-do",
        "ranking by movement": f"{ranking}?tab=bien-dong",
        "profile": profile_url(slugs[0], edition=edition),
        "comparison": comparison_url(slugs, edition=edition.slug),
        "simulator": simulator_url(slugs[0], edition=edition.slug),
        **groups,
        "methodology": f"/phuong-phap/{DEFAULT_SCORECARD}/",
        "mergers": "/sap-nhap-2025/",
        "data quality": "/chat-luong-du-lieu/",
    }


def measured(client: Client, address: str, *, rounds: int) -> tuple[float, int]:
    """Return the median CPU time of a page in milliseconds, and how many queries it asks."""
    times = []
    for _round in range(rounds):
        start = time.process_time()
        with counted_queries() as queries:
            answer = client.get(address, secure=settings.SECURE_SSL_REDIRECT)
        times.append(time.process_time() - start)
        if answer.status_code != (404 if address == FLOOR else 200):
            raise CommandError(f"{address} answers {answer.status_code}.")
    return 1000 * statistics.median(times), len(queries)


@contextmanager
def counted_queries():
    """Collect the statements that are sent to the database."""
    statements = []

    def note(execute, statement, *arguments):
        statements.append(statement)
        return execute(statement, *arguments)

    with connection.execute_wrapper(note):
        yield statements
