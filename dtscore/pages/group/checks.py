"""Where what was published and what we compute from it differ by a measure."""

from collections.abc import Callable

import pandas as pd
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from dtscore.pages.standings import rank_text, value_text
from indicators.models import Edition
from indicators.scoring.differences import differs


def difference_texts(frame: pd.DataFrame, *, edition: Edition) -> list[str]:
    """Name the units whose published value or rank is not the one that comes out; nothing where all agree."""
    decimals = edition.methodology.decimals
    values = frame[differs(frame["published_value"], frame["computed_value"], decimals=decimals)]
    ranks = frame[(frame["published_rank"] != frame["computed_rank"]).fillna(False)]
    return [
        *_texts(
            values,
            _("The published value differs from the computed one: %(units)s."),
            kind="value",
            print_figure=lambda value, printed: value_text(value, edition=edition, printed=printed),
        ),
        *_texts(
            ranks,
            _("The published rank differs from the computed one: %(units)s."),
            kind="rank",
            print_figure=lambda rank, printed: rank_text(rank, edition.unit_count),
        ),
    ]


def _texts(rows: pd.DataFrame, sentence: str, *, kind: str, print_figure: Callable) -> list[str]:
    if rows.empty:
        return []
    units = [
        _("%(name)s %(published)s (computed %(computed)s)")
        % {
            "name": row["name"],
            "published": print_figure(row[f"published_{kind}"], row["value_text"]),
            "computed": print_figure(row[f"computed_{kind}"], ""),
        }
        for row in rows.to_dict("records")
    ]
    return [sentence % {"units": get_text_list(units, _("and"))}]
