"""The part of a ranking that the reader asked for, as table, map or chart."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from django.core.paginator import Page
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.ranking import ranking_figure
from dtscore.charts.tiles import TileMap
from dtscore.pages.editions import period_text
from dtscore.pages.links import unit_url
from dtscore.pages.notices import Link
from dtscore.pages.ranking_filters import MemberFilter, MyUnits, RankingState, my_units
from dtscore.pages.ranking_rows import PAGE_SIZE, Order, average_row, heads_of, order_units, page_of, parts_of
from dtscore.pages.ranking_table import NAME, RANK, REGIONAL_RANK, VALUE, Column, RankingTable
from dtscore.pages.ranking_words import lead_sentences
from dtscore.pages.standings import Standing, standings_of, status_name
from dtscore.pages.table_view import Row, TableView
from dtscore.pages.tile_map import ranking_tile_map

TALL_FROM = 20


@dataclass(frozen=True, kw_only=True)
class Unplaced:
    """Units without any figure, for one reason; ``more`` counts those that are not named."""

    heading: str
    units: tuple[Link, ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class ShownRanking:
    """A ranking by the filters, the order and the page of the address; ``only`` is None without filters."""

    table: RankingTable
    filterset: MemberFilter
    state: RankingState
    own: MyUnits
    only: Collection[int] | None
    order: Order
    page: Page
    sentences: tuple[str, ...]

    @classmethod
    def from_params(cls, params, *, table: RankingTable):
        """Read the state from the address; ``sentences`` tell what in it means nothing here."""
        filterset = MemberFilter(params, table=table)
        state, sentences = RankingState.from_params(params, table=table, filterset=filterset)
        own = my_units(state.own, table=table)
        state = replace(state, own=own.asked)
        only = filterset.unit_ids
        column = next(column for column in table.columns if column.key == state.sort)
        order = order_units(table, column=column, descending=state.descending, only=only)
        page, page_sentence = page_of(order, number=state.page)
        return cls(
            table=table,
            filterset=filterset,
            state=state,
            own=own,
            only=only,
            order=order,
            page=page,
            sentences=tuple(text for text in (*sentences, own.sentence, page_sentence) if text),
        )

    @property
    def title(self) -> str:
        """What the table, the map and the chart show: “Xếp hạng DTI cấp tỉnh năm 2022, 63 tỉnh …”."""
        edition = self.table.edition
        return _("%(scorecard)s in %(period)s – %(set)s") % {
            "scorecard": edition.scorecard.name,
            "period": period_text(edition),
            "set": edition.unit_set.name,
        }

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns; under a filter by region the rank in it moves to the front."""
        columns = {column.key: column for column in self.table.columns}
        front = [RANK, NAME, REGIONAL_RANK] if self.state.region else []
        return tuple(columns[key] for key in dict.fromkeys((*front, *columns)) if key in columns)

    @property
    def table_view(self) -> TableView:
        """Every column of the units of this page, with links that sort."""
        averages = self._averages(self.columns)
        return self._view(self.columns, name="ranking", state=self.state, averages=averages)

    @property
    def short_view(self) -> TableView:
        """Rank, name and total of the units of this page: the table of the map and of the chart."""
        columns = [column for column in self.table.columns if column.key in (RANK, NAME, VALUE)]
        return self._view(columns, name="ranking-figures")

    @property
    def chart(self) -> ChartCard:
        """A bar for each unit of this page that has a total."""
        members = self.table.members.loc[list(self.page.object_list)]
        standings = standings_of(members[members["value"].notna()], edition=self.table.edition)
        bars = pd.DataFrame(
            {
                "name": [standing.name for standing in standings],
                "value": [standing.value for standing in standings],
                "text": [standing.value_text for standing in standings],
                "rank_text": [_rank_phrase(standing) for standing in standings],
            },
            index=[standing.slug for standing in standings],
        )
        return ChartCard(
            id="ranking-chart",
            title=self.title,
            description=lead_sentences(self.table)[0],
            figure=ranking_figure(
                bars,
                value_label=_("Total"),
                highlight=next(iter(self.own.slugs), None),
                language=get_language(),
            ),
        )

    @property
    def tile_map(self) -> TileMap | None:
        return ranking_tile_map(
            self.table.members,
            edition=self.table.edition,
            title=self.title,
            description=lead_sentences(self.table)[0],
            only=self.only,
            own=self.own.slugs,
        )

    @property
    def unplaced(self) -> list[Unplaced]:
        """The units without any figure that pass the filters, by the reason why."""
        frame = self.table.members[~self.table.is_placed]
        if self.only is not None:
            frame = frame[frame.index.isin(self.only)]
        return [
            self._unplaced(status, rows.sort_values("sort_key")) for status, rows in frame.groupby("status")
        ]

    def _view(
        self,
        columns: Sequence[Column],
        *,
        name: str,
        state: RankingState | None = None,
        averages: tuple[Row, ...] = (),
    ) -> TableView:
        units = list(self.page.object_list)
        return TableView(
            id=name,
            caption=self.title,
            heads=heads_of(columns, state=state),
            parts=parts_of(self.table, units=units, order=self.order, columns=columns, own=self.own.slugs),
            averages=averages,
            is_tall=len(units) > TALL_FROM,
        )

    def _averages(self, columns: tuple[Column, ...]) -> tuple[Row, ...]:
        """Return the average of the filtered region, where one is, and that of the unit set."""
        rows = average_row(self.table, label=_("Average"), means=self.table.means, columns=columns)
        if not self.state.region:
            return rows
        means = self.table.regional_means(self.state.region)
        return (
            *average_row(self.table, label=_("Average of the region"), means=means, columns=columns),
            *rows,
        )

    def _unplaced(self, status: str, rows: pd.DataFrame) -> Unplaced:
        edition = self.table.edition
        heading = ngettext("%(status)s: %(count)d unit", "%(status)s: %(count)d units", len(rows))
        return Unplaced(
            heading=heading % {"status": status_name(status).capitalize(), "count": len(rows)},
            units=tuple(
                Link(
                    label=row.name,
                    url=unit_url(row.slug, level=edition.scorecard.level, edition=edition.slug),
                )
                for row in rows[["name", "slug"]].head(PAGE_SIZE).itertuples(index=False, name="Unit")
            ),
            more=max(len(rows) - PAGE_SIZE, 0),
        )


def _rank_phrase(standing: Standing) -> str:
    return "" if standing.rank is None else _("ranked %(rank)s") % {"rank": standing.rank_text}
