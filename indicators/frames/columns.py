"""Rows of the database as typed columns of a dataframe; missing stays missing (NaN, <NA>, None)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

VALUES = ("value",)
COUNTS = ("rank", "change", "regional_rank", "regional_count", "regional_change")
KEYS = ("edition_id", "unit_id", "order")
FLOATS = {f"{origin}_{name}" for origin in ("published", "computed") for name in VALUES}
WHOLES = {f"{origin}_{name}" for origin in ("published", "computed") for name in COUNTS}
# Of sensitivity ranges.
INTERVAL_COUNTS = ("lowest", "highest", "leave_out_lowest", "leave_out_highest", "similar_count")


def framed(rows: Sequence[Sequence], names: Sequence[str]) -> pd.DataFrame:
    """Return rows as a frame, by the names of their columns."""
    return pd.DataFrame(columns_of(rows, names))


def columns_of(rows: Sequence[Sequence], names: Sequence[str]) -> dict:
    """Turn rows into typed columns by name.

    Texts stay Python objects: pandas keeps all of them in one block, while each column of its own text type
    is one more to copy whenever a page picks rows.
    """
    cells = zip(*rows, strict=True) if rows else [()] * len(names)
    return {name: _column(name, column) for name, column in zip(names, cells, strict=True)}


def _column(name: str, cells: Sequence):
    if name in FLOATS:
        return np.array([np.nan if cell is None else float(cell) for cell in cells], dtype="float64")
    if name in WHOLES or name in INTERVAL_COUNTS:
        return pd.arrays.IntegerArray(
            np.array([0 if cell is None else cell for cell in cells], dtype="int64"),
            np.array([cell is None for cell in cells], dtype="bool"),
        )
    if name in KEYS:
        return np.array(cells, dtype="int64")
    return pd.Series(cells, dtype=object)
