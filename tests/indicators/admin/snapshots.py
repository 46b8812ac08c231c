"""What is published, row by row, to compare before and after."""

from django.db import connection

from indicators.models import Benchmark, Edition, LeaderList, Ranking

CLOSED = [Edition.State.PUBLISHED, Edition.State.SUPERSEDED]


def published_rows():
    """Return every column of every row that belongs to a published or superseded edition, as it is stored."""
    editions = Edition.objects.filter(state__in=CLOSED)
    lists = LeaderList.objects.filter(edition__in=editions)
    return [
        stored(rows)
        for rows in (
            editions.order_by("pk").values_list(),
            Ranking.objects.filter(edition__in=editions).order_by("pk").values_list(),
            Benchmark.objects.filter(edition__in=editions).order_by("pk").values_list(),
            lists.order_by("pk").values_list(),
            lists.order_by("pk", "units").values_list("pk", "units"),
        )
    ]


def stored(rows):
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        return cursor.fetchall()
