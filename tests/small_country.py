"""A country small enough to check by hand: 3 units, 4 groups, two editions.

The names are made up and mean no real unit. This edition, values 0–1 and the points of each group:

    unit        region   NT    HT    CQS_HD  XHS_HD | total  rank  CQS    rank
                         100   100   200     100    | of 500       of 400
    bien-xanh   bac      0.80  0.60  0.70    0.90   | 0.74   1     0.700  1
    doi-gio     bac      0.50  0.90  0.60    0.70   | 0.66   2     0.650  3
    nui-da      nam      0.60  0.80  0.65    0.60   | 0.66   2     0.675  2
                                                      mean 0.686667, best 0.74

    bien-xanh: (80 + 60 + 140 + 90) / 500 = 370 / 500; CQS (80 + 60 + 140) / 400, or (500 × 0.74 − 90) / 400
    doi-gio:   (50 + 90 + 120 + 70) / 500 = 330 / 500; CQS (50 + 90 + 120) / 400, or (500 × 0.66 − 70) / 400
    nui-da:    (60 + 80 + 130 + 60) / 500 = 330 / 500; CQS (60 + 80 + 130) / 400, or (500 × 0.66 − 60) / 400

The edition before, totals only, and what became of the ranks:

    unit        total  rank   movement  rank in the region now
    bien-xanh   0.60   2      +1        1
    doi-gio     0.62   1      −1        2
    nui-da      0.50   3      +1        1

How officers scored it, in points of each indicator, "–" where the indicator does not apply:

    indicator   1.1   1.2   2.1   3.1   4.1
    group       NT    NT    HT    CQS_HD XHS_HD
    maximum     60    40    100   200   100   | group points      total  rank  CQS
    bien-xanh   50    30    60    140   90    | 80 60 140 90      370 / 500  = 0.74    1  0.700
    doi-gio     30    –     90    120   70    | 50 90 120 70      330 / 500  = 0.66    3  0.650
    nui-da      36    24    80    130   –     | 60 80 130 –       270 / 400  = 0.675   2  0.675

    doi-gio: 30 of the 60 points that apply are 50 of the 100 of NT. nui-da: XHS_HD drops out of both sums.

Later bien-xanh and doi-gio merge into bien-gio, which scores their mean, 0.70; nui-da lives on with 0.66.
"""

import pandas as pd

UNIT_NAMES = {"bien-xanh": "Biển Xanh", "doi-gio": "Đồi Gió", "nui-da": "Núi Đá", "bien-gio": "Biển Gió"}
UNITS = ("bien-xanh", "doi-gio", "nui-da")
REGIONS = {"bien-xanh": "bac", "doi-gio": "bac", "nui-da": "nam"}

POINTS = {"NT": 100, "HT": 100, "CQS_HD": 200, "XHS_HD": 100}
POINTS_ASSESSED = 500
CQS_POINTS = {"NT": 100, "HT": 100, "CQS_HD": 200}

VALUES = {
    "bien-xanh": {"NT": 0.80, "HT": 0.60, "CQS_HD": 0.70, "XHS_HD": 0.90},
    "doi-gio": {"NT": 0.50, "HT": 0.90, "CQS_HD": 0.60, "XHS_HD": 0.70},
    "nui-da": {"NT": 0.60, "HT": 0.80, "CQS_HD": 0.65, "XHS_HD": 0.60},
}
INDICATOR_GROUPS = {"1.1": "NT", "1.2": "NT", "2.1": "HT", "3.1": "CQS_HD", "4.1": "XHS_HD"}
INDICATOR_POINTS = {"1.1": 60, "1.2": 40, "2.1": 100, "3.1": 200, "4.1": 100}
SCORES = {
    "bien-xanh": {"1.1": 50, "1.2": 30, "2.1": 60, "3.1": 140, "4.1": 90},
    "doi-gio": {"1.1": 30, "1.2": None, "2.1": 90, "3.1": 120, "4.1": 70},
    "nui-da": {"1.1": 36, "1.2": 24, "2.1": 80, "3.1": 130, "4.1": None},
}
PREVIOUS_TOTALS = {"bien-xanh": 0.60, "doi-gio": 0.62, "nui-da": 0.50}
SUCCESSORS = {"bien-xanh": "bien-gio", "doi-gio": "bien-gio", "nui-da": "nui-da"}

EXPECTED_TOTALS = {"bien-xanh": 0.74, "doi-gio": 0.66, "nui-da": 0.66}
EXPECTED_RANKS = {"bien-xanh": 1, "doi-gio": 2, "nui-da": 2}
EXPECTED_REGIONAL_RANKS = {"bien-xanh": 1, "doi-gio": 2, "nui-da": 1}
EXPECTED_PREVIOUS_RANKS = {"bien-xanh": 2, "doi-gio": 1, "nui-da": 3}
EXPECTED_MOVEMENT = {"bien-xanh": 1, "doi-gio": -1, "nui-da": 1}
EXPECTED_CQS = {"bien-xanh": 0.7, "doi-gio": 0.65, "nui-da": 0.675}
EXPECTED_CQS_RANKS = {"bien-xanh": 1, "doi-gio": 3, "nui-da": 2}
EXPECTED_ASSESSED_TOTALS = {"bien-xanh": 0.74, "doi-gio": 0.66, "nui-da": 0.675}
EXPECTED_ASSESSED_RANKS = {"bien-xanh": 1, "doi-gio": 3, "nui-da": 2}
EXPECTED_MEAN = 2.06 / 3
EXPECTED_SUCCESSOR_TOTALS = {"bien-gio": 0.70, "nui-da": 0.66}


def values_frame() -> pd.DataFrame:
    """Return a fresh frame unit × group."""
    return pd.DataFrame.from_dict(VALUES, orient="index")


def scores_frame() -> pd.DataFrame:
    """Return a fresh frame unit × indicator; NaN where the indicator does not apply."""
    return pd.DataFrame.from_dict(SCORES, orient="index").astype(float)


def totals() -> pd.Series:
    """Return a fresh series of the totals that the docstring works out."""
    return pd.Series(EXPECTED_TOTALS)


def successions() -> pd.DataFrame:
    """Return a fresh frame of predecessors and successors."""
    return pd.DataFrame(SUCCESSORS.items(), columns=["predecessor", "successor"])
