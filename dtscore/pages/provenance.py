"""Where the figures of a page come from."""

from collections.abc import Iterable

import pandas as pd

from indicators.models import Edition
from provinces.models import Source

SOURCE_COLUMNS = ["value_source", "rank_source", "context_source"]


def sources_of(
    *standings: pd.DataFrame, edition: Edition | None = None, codes: Iterable[str] = ()
) -> list[Source]:
    """Return the sources that rows of standings name, those of the edition, and others by code."""
    codes = set(codes) | {
        code
        for frame in standings
        for column in SOURCE_COLUMNS
        if column in frame
        for code in frame[column].dropna().unique()
    }
    if edition is not None:
        own = [source.pk for source in (edition.source, edition.methodology.source) if source is not None]
        return list((Source.objects.filter(code__in=codes) | Source.objects.filter(pk__in=own)).in_order())
    return list(Source.objects.filter(code__in=codes).in_order())
