"""The part of a ranking that the reader asked for, as table, map or chart."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
from django.core.paginator import Page
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dtscore.charts.card import ChartCard
from dtscore.charts.ranking import ranking_figure
from dtscore.charts.tiles import TileMap
from dtscore.pages.basis import basis_text, marked_text
from dtscore.pages.editions import period_text, unit_set_label
from dtscore.pages.facts import told
from dtscore.pages.links import TextLink, profile_url
from dtscore.pages.notices import Notice
from dtscore.pages.paging import PAGE_SIZE, page_of
from dtscore.pages.provenance import figure_codes
from dtscore.pages.ranking.appraised import Appraised, load_appraised
from dtscore.pages.ranking.chosen import asked_units, chosen_units
from dtscore.pages.ranking.facts import edition_facts
from dtscore.pages.ranking.filters import MOVEMENT, MemberFilter, RankingState
from dtscore.pages.ranking.followed import Followed, followed
from dtscore.pages.ranking.intervals import ranges_card
from dtscore.pages.ranking.mine import MyUnits, my_units
from dtscore.pages.ranking.movement import Movement, load_movement
from dtscore.pages.ranking.movement_table import movement_rows
from dtscore.pages.ranking.rows import Order, average_row, heads_of, in_parts, order_units, parts_of
from dtscore.pages.ranking.table import CHANGE, NAME, RANK, REGION, REGIONAL_RANK, VALUE, Column, RankingTable
from dtscore.pages.search import tidy
from dtscore.pages.standings import Standing, standings_of, status_name
from dtscore.pages.table_view import Row, TableView
from dtscore.pages.tile_map import ranking_tile_map

TALL_FROM = 20
MOST_CHOICES = 200


@dataclass(frozen=True, kw_only=True)
class Unplaced:
    """Units without any figure, for one reason; ``more_text`` counts those that are not named."""

    heading: str
    units: tuple[TextLink, ...]
    more_text: str


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
    page_size: int
    notices: tuple[Notice, ...]

    @classmethod
    def from_params(cls, params, *, table: RankingTable, page_size: int = PAGE_SIZE):
        """Read the state from the address; ``notices`` tell what in it means nothing here."""
        asked = asked_units(params)
        params = {name: tidy(params[name]) for name in params}
        filterset = MemberFilter(params, table=table)
        state, sentences = RankingState.from_params(params, table=table, filterset=filterset)
        own = my_units(state, table=table)
        chosen = chosen_units(asked, state=state, table=table)
        state = replace(state, own=own.asked, units=chosen.slugs)
        only = filterset.unit_ids
        by_key = {column.key: column for column in table.columns}
        column, descending = by_key.get(state.sort, table.columns[0]), state.descending
        if state.tab == MOVEMENT and CHANGE in by_key:
            column, descending = by_key[CHANGE], True
        order = order_units(table, column=column, descending=descending, only=only)
        page, page_sentence = page_of(order.units, number=state.page, size=page_size)
        texts = [*sentences, *([page_sentence] if page_sentence else [])]
        notices = [Notice(text=text, kind="warning") for text in texts]
        return cls(
            table=table,
            filterset=filterset,
            state=state,
            own=own,
            only=only,
            order=order,
            page=page,
            page_size=page_size,
            notices=(*notices, *([own.notice] if own.notice else []), *chosen.notices),
        )

    @property
    def title(self) -> str:
        """What the table, the map and the chart show: “… (DTI) năm 2022 – 63 tỉnh, thành phố”."""
        edition = self.table.edition
        return _("%(scorecard)s in %(period)s – %(set)s") % {
            "scorecard": edition.scorecard.name,
            "period": period_text(edition),
            "set": unit_set_label(edition.unit_set),
        }

    @property
    def finding(self) -> str:
        """The answer of the page in a sentence, as its pictures say it."""
        return told(edition_facts(self.table)).texts[0]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns; under a filter by region the rank in it takes the place of its name, in front."""
        columns = {column.key: column for column in self.table.columns}
        if not self.state.region:
            return tuple(columns.values())
        keys = dict.fromkeys((RANK, NAME, REGIONAL_RANK, *columns))
        return tuple(columns[key] for key in keys if key in columns and key != REGION)

    @property
    def table_view(self) -> TableView:
        """Every column of the units of this page, with links that sort."""
        averages = self._averages(self.columns)
        state = None if self.table.is_alone else self.state
        return self._view(self.columns, name="ranking", state=state, averages=averages)

    @property
    def short_view(self) -> TableView:
        """Rank, name and total of the units of this page: the table of the map and of the chart."""
        columns = [column for column in self.table.columns if column.key in (RANK, NAME, VALUE)]
        return self._view(columns, name="ranking-figures")

    @property
    def chart(self) -> ChartCard:
        """A bar for each unit of this page that has a total."""
        return bars_card(
            self.table,
            units=self.page.object_list,
            title=self.title,
            finding=self.finding,
            own=next(iter(self.own.slugs), None),
        )

    @property
    def range_chart(self) -> ChartCard | None:
        """The ranks of this page with their sensitivity ranges; None where there are none."""
        return ranges_card(
            self.table,
            units=self.page.object_list,
            title=self.title,
            own=next(iter(self.own.slugs), None),
        )

    @cached_property
    def movement(self) -> Movement:
        return load_movement(self.table)

    @property
    def movement_view(self) -> TableView:
        """The units of this page beside their standing in the edition before, the largest rise first."""
        units = list(self.page.object_list)
        heads, rows = movement_rows(self.movement, units, own=self.own.slugs)
        return TableView(
            id="movement",
            caption=self.title,
            heads=heads,
            parts=in_parts(dict(zip(units, rows, strict=True)), order=self.order),
            is_tall=len(units) > TALL_FROM,
        )

    @cached_property
    def appraised(self) -> Appraised:
        return load_appraised(self.table, only=self.only, number=self.state.page, page_size=self.page_size)

    @property
    def appraised_view(self) -> TableView:
        """Who gave itself more than the appraisal found; without published scores, the short table."""
        return self.appraised.view(caption=self.title) if self.appraised.has_scores else self.short_view

    @property
    def followed(self) -> Followed:
        return followed(self.movement, asked=self.state.units, own=self.own.slugs, state=self.state)

    @property
    def tile_map(self) -> TileMap | None:
        return ranking_tile_map(
            self.table.members,
            edition=self.table.edition,
            title=self.title,
            description=self.finding,
            only=self.only,
            own=self.own.slugs,
        )

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The units that “my province” is chosen from; none of a set of one, or too long to choose from."""
        members = self.table.members[["slug", "name", "sort_key"]].sort_values("sort_key")
        if self.table.is_alone or len(members) > MOST_CHOICES:
            return []
        outsider = [(self.own.asked, self.own.name)] if self.own.name else []
        return [*outsider, *zip(members["slug"], members["name"], strict=True)]

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
        more = len(rows) - PAGE_SIZE
        more_text = ngettext("and %(count)d more", "and %(count)d more", more)
        heading = ngettext("%(status)s: %(count)d unit", "%(status)s: %(count)d units", len(rows))
        return Unplaced(
            heading=heading % {"status": status_name(status).capitalize(), "count": len(rows)},
            units=tuple(
                TextLink(
                    text=row.name,
                    url=profile_url(row.slug, edition=edition),
                )
                for row in rows[["name", "slug"]].head(PAGE_SIZE).itertuples(index=False, name="Unit")
            ),
            more_text=more_text % {"count": more} if more > 0 else "",
        )


def bars_card(
    table: RankingTable, *, units: Sequence[Hashable], title: str, finding: str, own: str | None = None
) -> ChartCard:
    """Draw a bar for each of some units, in their order; the description counts those without a total."""
    members = table.members.loc[list(units)]
    standings = standings_of(members[members["value"].notna()], edition=table.edition)
    bars = pd.DataFrame(
        [
            (
                standing.name,
                standing.value,
                marked_text(standing.value_text, standing.value_badge),
                _rank_phrase(standing),
                basis_text(standing.value_badge),
            )
            for standing in standings
        ],
        columns=["name", "value", "text", "rank_text", "basis"],
        index=[standing.slug for standing in standings],
    )
    without = len(units) - len(standings)
    missing = ngettext(
        "%(count)d unit without a total has no bar.", "%(count)d units without a total have no bar.", without
    )
    return ChartCard(
        id="ranking-chart",
        title=title,
        description=f"{finding} {missing % {'count': without}}" if without else finding,
        figure=ranking_figure(bars, value_label=_("Total"), highlight=own, language=get_language()),
        sources=figure_codes(members, "value"),
    )


def _rank_phrase(standing: Standing) -> str:
    return (
        ""
        if standing.rank is None
        else _("ranked %(rank)s") % {"rank": marked_text(standing.rank_text, standing.rank_badge)}
    )
