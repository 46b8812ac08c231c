"""Where the figures of a page come from."""

from collections.abc import Iterable

import pandas as pd

from indicators.models import Edition
from provinces.models import Source
from provinces.names import sort_key

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
    own = (edition.source, edition.methodology.source) if edition is not None else ()
    others = codes - {source.code for source in own if source is not None}
    named = {*(source for source in own if source is not None), *Source.objects.filter(code__in=others)}
    return in_order(named)


def in_order(sources: Iterable[Source]) -> list[Source]:
    """Return sources by issuer and title, the same on every database."""
    return sorted(sources, key=lambda source: (sort_key(source.issuer), sort_key(source.title), source.code))
