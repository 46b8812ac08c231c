"""Self-score beside appraised score: who gave itself more than the appraisal found, and who less."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from django.core.paginator import Page
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.pages.editions import period_text
from dtscore.pages.links import profile_url
from dtscore.pages.marks import computed_badge
from dtscore.pages.paging import page_of
from dtscore.pages.ranking.table import RankingTable
from dtscore.pages.table_view import Cell, Head, Part, Row, TableView
from indicators import frames
from indicators.notation import MISSING, format_difference, format_number, format_points
from indicators.scoring.averages import mean
from indicators.scoring.completeness import is_complete
from indicators.scoring.group_points import in_group_points
from indicators.scoring.overstatements import mean_overstatements, overstatements
from indicators.scoring.ranks import without_noise

# The section of a profile with every adjusted indicator and its reason.
STAGES_ID = "stages-heading"
TALL_FROM = 20
# A mean has no scale of its own; points are seldom printed with more.
MEAN_DECIMALS = 2


@dataclass(frozen=True, kw_only=True)
class Appraised:
    """The published scores of a ranking's units by stage.

    ``scores`` is ``frames.stages_by_group``, in the points that the groups count with.
    """

    table: RankingTable
    scores: pd.DataFrame
    only: Collection[int] | None
    number: str
    page_size: int

    @cached_property
    def totals(self) -> pd.DataFrame:
        """Self-score, appraised score and their difference of each unit, largest difference first."""
        by_unit = self.scores.groupby("unit_id")
        totals = by_unit[["self", "verified"]].agg(lambda scores: scores.sum(skipna=False))
        totals["adjusted"] = by_unit["adjusted"].sum()
        totals["difference"] = without_noise(totals["self"] - totals["verified"])
        named = totals.join(self.table.members[["name", "slug", "sort_key"]], how="inner")
        return named.sort_values(["difference", "sort_key"], ascending=[False, True], na_position="last")

    @property
    def shown(self) -> pd.DataFrame:
        """The units that pass the filters."""
        return self.totals if self.only is None else self.totals[self.totals.index.isin(self.only)]

    @cached_property
    def page(self) -> Page:
        page, _sentence = page_of(list(self.shown.index), number=self.number, size=self.page_size)
        return page

    @property
    def has_scores(self) -> bool:
        return not self.scores.empty

    @property
    def is_whole(self) -> bool:
        """Whether every unit that the edition ranks has both scores, so that averages may be made."""
        return is_complete(self.totals["difference"], unit_count=self.table.edition.unit_count)

    @property
    def sentence(self) -> str:
        """Count who gave itself more, less and the same; or say that there is nothing to compare."""
        if not self.has_scores:
            return _(
                "For %(period)s no self-scores beside appraised scores of units have been published, so it "
                "cannot be told who gave itself more than the appraisal found. Nothing is estimated."
            ) % {"period": period_text(self.table.edition)}
        difference = self.shown["difference"]
        return _(
            "Against the appraisal, %(more)d units gave themselves more, %(less)d less and %(same)d the "
            "same; who gave itself most above it comes first."
        ) % {
            "more": (difference > 0).sum(),
            "less": (difference < 0).sum(),
            "same": (difference == 0).sum(),
        }

    def view(self, *, caption: str) -> TableView:
        """Return a row a unit, and below the averages where all units are known, whatever the filters."""
        groups = dict(zip(self.scores["group"], self.scores["group_name"], strict=True))
        by_group = overstatements(self.scores)
        units = list(self.page.object_list)
        return TableView(
            id="appraised",
            caption=caption,
            heads=(
                Head(label=_("Unit")),
                Head(label=_("Self-score"), css="number"),
                Head(label=_("Appraised score"), css="number"),
                Head(label=_("Self-score minus appraised score"), css="number"),
                Head(label=_("Indicators adjusted"), css="number"),
                *(Head(label=name or code or "", css="number") for code, name in groups.items()),
            ),
            parts=(Part(rows=tuple(self._row(unit, by_group.loc[unit]) for unit in units)),),
            averages=(self._average(),) if self.is_whole else (),
            is_tall=len(units) > TALL_FROM,
        )

    def _row(self, unit: Hashable, by_group: pd.Series) -> Row:
        own, edition = self.totals.loc[unit], self.table.edition
        profile = profile_url(own["slug"], edition=edition)
        return Row(
            cells=(
                Cell(text=own["name"], url=profile and f"{profile}#{STAGES_ID}", is_head=True),
                Cell(text=_points(own["self"]), css="number"),
                Cell(text=_points(own["verified"]), css="number"),
                Cell(text=_difference(own["difference"]), css="number", note=_side(own["difference"])),
                Cell(text=str(own["adjusted"]), css="number"),
                *(Cell(text=_difference(difference), css="number") for difference in by_group),
            )
        )

    def _average(self) -> Row:
        totals, badge = self.totals, computed_badge(self.table.edition)
        texts = [
            *(_mean_points(totals[stage]) for stage in ("self", "verified")),
            _mean_difference(mean(totals["difference"])),
            "",
            *(_mean_difference(own) for own in mean_overstatements(self.scores)),
        ]
        return Row(
            cells=(
                Cell(text=_("Average of all units"), is_head=True),
                *(
                    Cell(text=text, css="number", badge=None if text in ("", MISSING) else badge)
                    for text in texts
                ),
            )
        )


def load_appraised(
    table: RankingTable, *, only: Collection[int] | None, number: str, page_size: int
) -> Appraised:
    """Load the published scores of an edition; ``number`` is the page of a long table."""
    scores = in_group_points(frames.stages_by_group(table.edition), columns=["self", "verified"])
    return Appraised(table=table, scores=scores, only=only, number=number, page_size=page_size)


def _points(points: float) -> str:
    return format_points(points, language=get_language())


def _mean_points(points: pd.Series) -> str:
    return format_number(mean(points), decimals=MEAN_DECIMALS, language=get_language())


def _mean_difference(points: float) -> str:
    return format_difference(points, decimals=MEAN_DECIMALS, language=get_language())


def _difference(points: float) -> str:
    """Return “+10”, “−0,5”, “0”, with the decimals that it needs."""
    if pd.isna(points):
        return MISSING
    decimals = len(format_points(abs(points)).partition(",")[2])
    return format_difference(points, decimals=decimals, language=get_language())


def _side(difference: float) -> str:
    """Say the sign in words."""
    if pd.isna(difference):
        return ""
    if not difference:
        return _("the same")
    return _("gave itself more") if difference > 0 else _("gave itself less")
