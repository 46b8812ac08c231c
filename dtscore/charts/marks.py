"""What each mark of a figure is of, for the rows behind the picture; no browser is sent it."""

from collections.abc import Iterable, Mapping

import pandas as pd

PLAIN_DECIMALS = 6


def mark_facts(count: int, **facts: Iterable | str) -> list[dict[str, str]]:
    """Return the facts of each mark of a trace, in the order of the marks.

    Args:
        count: how many marks the trace holds, gaps counted.
        facts: ``name`` (of the unit or group), ``series``, ``basis`` (how the value is known, in words) and
            ``text`` (what the mark shows), each one for all marks or one a mark; a missing one says nothing.
    """
    columns = {
        key: [words] * count if isinstance(words, str) else list(words) for key, words in facts.items()
    }
    return [
        {key: column[place] for key, column in columns.items() if not pd.isna(column[place])}
        for place in range(count)
    ]


def optional(frame: pd.DataFrame, column: str) -> Iterable | str:
    """Return a column that a caller need not give."""
    return frame.get(column, "")


def layout_facts(*, value: str = "", place: str = "", decimals: int = PLAIN_DECIMALS) -> dict[str, Mapping]:
    """Return what a layout says of the rows behind it.

    Args:
        value: what the values are called, where no axis or legend says it.
        place: what stands on the axis of names, where marks have names of their own.
        decimals: those that the values are given with.
    """
    return {"meta": {"value": value, "place": place, "decimals": decimals}}
