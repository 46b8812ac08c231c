"""What rows say of units by measures, as a grid."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd


def unit_by_measure(
    cells: Iterable[tuple[int, str, object]],
    *,
    units: Sequence[int],
    codes: Sequence[str],
    missing: float | bool = np.nan,
) -> pd.DataFrame:
    """Return one row a unit and one column a measure, in the order given; other units are left out.

    Args:
        cells: unit id, measure code and what stands there, None where nothing does.
        missing: what fills the rest; its type is that of the whole.
    """
    rows = {unit: row for row, unit in enumerate(units)}
    columns = {code: column for column, code in enumerate(codes)}
    grid = np.full((len(rows), len(columns)), missing)
    for unit, code, cell in cells:
        if unit in rows and cell is not None:
            grid[rows[unit], columns[code]] = cell
    return pd.DataFrame(
        grid,
        index=pd.Index(units, name="unit_id", dtype="int64"),
        columns=pd.Index(codes, name="measure", dtype=object),
    )
