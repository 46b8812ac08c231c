"""What is published, row by row, to compare before and after."""

from indicators.models import Benchmark, Edition, LeaderList, Ranking

CLOSED = [Edition.State.PUBLISHED, Edition.State.SUPERSEDED]


def published_rows():
    """Return every column of every row that belongs to a published or superseded edition."""
    editions = Edition.objects.filter(state__in=CLOSED)
    lists = LeaderList.objects.filter(edition__in=editions)
    return [
        list(editions.order_by("pk").values_list()),
        list(Ranking.objects.filter(edition__in=editions).order_by("pk").values_list()),
        list(Benchmark.objects.filter(edition__in=editions).order_by("pk").values_list()),
        list(lists.order_by("pk").values_list()),
        list(lists.order_by("pk", "units").values_list("pk", "units")),
    ]
