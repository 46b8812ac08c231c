"""Values that hypothesis draws: four decimals as published, missing at times, with many ties."""

from fractions import Fraction

import pandas as pd
from hypothesis import strategies as st

# Drawn from few values as well as from all, since ties are rare among 10,001.
SHARES = st.one_of(st.integers(0, 5), st.integers(0, 10_000)).map(lambda units: Fraction(units, 10_000))
SHARES_OR_MISSING = st.one_of(SHARES, SHARES, SHARES, st.none())
UNIT_KEYS = st.sampled_from([f"u{number:02}" for number in range(25)])

COMPLETE_VALUES = st.dictionaries(UNIT_KEYS, SHARES, min_size=1, max_size=25)
VALUES = st.dictionaries(UNIT_KEYS, SHARES_OR_MISSING, max_size=25)
GROUPS = ("NT", "HT", "CQS_HD", "KTS_HD")
POINTS = st.fixed_dictionaries({group: st.sampled_from([0, 50, 100, 150]) for group in GROUPS})
UNIT_VALUES = st.fixed_dictionaries(dict.fromkeys(GROUPS, SHARES_OR_MISSING))


def series(values: dict[str, Fraction | None]) -> pd.Series:
    """Return the drawn values as the scoring takes them: floats with NaN."""
    floats = {unit: float("nan") if value is None else float(value) for unit, value in values.items()}
    return pd.Series(floats, dtype=float)


def plain(result: pd.Series) -> dict[str, float | int | None]:
    """Return a result as the slow scoring gives it: a dictionary with None for missing."""
    return {unit: None if pd.isna(value) else value for unit, value in result.items()}
