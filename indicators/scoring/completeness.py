"""Whether an edition knows enough units to speak of averages, leaders and movement."""

import pandas as pd


def is_complete(values: pd.Series, *, unit_count: int | None) -> bool:
    """Tell whether every unit of the set has a value.

    Args:
        values: one value a unit, shape (n_units,), indexed by unit.
        unit_count: the published number of units; None where it was not published.

    Returns:
        True where no value is missing and there are ``unit_count`` of them. An edition whose number of
        units is unknown or 0 is never complete.
    """
    return bool(unit_count) and len(values) == unit_count and bool(values.notna().all())
