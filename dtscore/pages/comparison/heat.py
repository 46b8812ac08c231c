"""The heat table of a comparison: its units and the averages beside them, by the parts of their totals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dtscore.pages.comparison.choice import Choice
from dtscore.pages.comparison.table import ComparisonTable
from dtscore.pages.editions import edition_label, unit_set_label
from dtscore.pages.links import group_url, profile_url
from dtscore.pages.marks import Badge
from dtscore.pages.parts import block_text, part_badge, part_labels, part_scale, thin_text, total_scale
from dtscore.pages.peers import Everyone
from dtscore.pages.phrases import in_sentence
from dtscore.pages.standings import value_text
from dtscore.pages.table_view import Cell, Head, Part, Row, TableView
from indicators.models import Edition
from indicators.notation import MISSING
from indicators.scoring.averages import means_within
from indicators.scoring.fifths import STEPS, fifth_of
from indicators.scoring.parts import BLOCK
from provinces.models import UnitName

# The column of the total; no part has such a code.
ALL = ""


@dataclass(frozen=True, kw_only=True)
class HeatTable:
    """The table with the meaning of its steps; without one, ``reason`` says why."""

    table: TableView | None = None
    legend: Sequence[tuple[int, str]] = ()
    reason: str = ""
    block_text: str = ""


@dataclass(frozen=True, kw_only=True)
class _Shares:
    """The printed values of every unit that is ranked, unit × part, the total first."""

    values: pd.DataFrame
    edition: Edition

    def cells(self, own: pd.Series | None) -> list[Cell]:
        """Return the figures of a row, coloured by the fifth of all units that each lies in."""
        if own is None:
            return [Cell(text=MISSING, css="number") for _code in self.values]
        return [self._cell(own[code], among=self.values[code]) for code in self.values]

    def _cell(self, value: float, *, among: pd.Series) -> Cell:
        step = fifth_of(value, among=among)
        css = "number" if step is None else f"number heat level-{step}"
        return Cell(text=value_text(value, edition=self.edition), css=css)


def heat_table(choice: Choice, *, everyone: Everyone, table: ComparisonTable) -> HeatTable:
    """Set the units of a comparison and the averages of their regions and types beside all units."""
    edition, parts = choice.edition, everyone.parts
    if parts is None:
        return HeatTable(reason=thin_text(edition))
    totals = parts.totals * total_scale(parts, edition=edition)
    by_part = parts.values * part_scale(parts, edition=edition)
    shares = _Shares(values=pd.concat([totals.rename(ALL), by_part], axis="columns"), edition=edition)
    labels, total = part_labels(parts, edition=edition), table.total_measure
    averages = [
        *_average_rows(choice, shares=shares, members=everyone.members),
        _whole_row(table, shares=shares),
    ]
    return HeatTable(
        table=TableView(
            id="heat",
            caption=_("Values of the units and averages beside them, edition %(edition)s")
            % {"edition": edition_label(edition)},
            heads=(
                Head(label=_("Unit")),
                Head(label=_("Total"), title=total.name if total else "", css="number"),
                *(_head(code, label, edition=edition) for code, label in labels.items()),
            ),
            parts=(
                Part(rows=tuple(_unit_rows(choice, shares=shares))),
                Part(heading=_("Plain averages, computed"), rows=tuple(averages)),
            ),
        ),
        legend=step_labels() if len(shares.values) >= STEPS else (),
        block_text=block_text(parts, edition=edition),
    )


def step_labels() -> list[tuple[int, str]]:
    """Return what each step says, the lowest first."""
    texts = [
        _("lowest fifth of the units"),
        _("second fifth"),
        _("middle fifth"),
        _("fourth fifth"),
        _("highest fifth"),
    ]
    return list(enumerate(texts))


def _head(code: str, label: str, *, edition: Edition) -> Head:
    url = "" if code == BLOCK else group_url(edition, code)
    return Head(label=label, css="number", url=url, badge=part_badge(code, edition=edition))


def _unit_rows(choice: Choice, *, shares: _Shares) -> Iterable[Row]:
    edition = choice.edition
    for unit in choice.units:
        own = shares.values.loc[unit.pk] if unit.pk in shares.values.index else None
        url = profile_url(unit.slug, edition=edition)
        yield Row(cells=(Cell(text=choice.name_of(unit), url=url, is_head=True), *shares.cells(own)))


def _average_rows(choice: Choice, *, shares: _Shares, members: pd.DataFrame) -> Iterable[Row]:
    """Return the averages of the regions and of the types that the units belong to."""
    ranked = members.loc[members.index.isin(shares.values.index)]
    chosen = members.loc[[unit.pk for unit in choice.units]]
    names = members.drop_duplicates("region").set_index("region")["region_name"]
    regions = {code: names[code] for code in chosen["region"].dropna().unique() if code}
    types = {code: str(UnitName.Type(code).label) for code in chosen["type"].unique() if code}
    kinds = [("region", regions)]
    if ranked["type"].nunique() > 1:
        kinds.append(("type", types))
    for column, labels in kinds:
        means = means_within(shares.values, groups=ranked[column])
        counts = ranked[column].value_counts()
        for code, label in labels.items():
            if code in means.index:
                yield _average(label, means.loc[code], count=int(counts[code]), shares=shares)


def _whole_row(table: ComparisonTable, *, shares: _Shares) -> Row:
    """Return the averages of all units; a published one stands as published, and is marked so."""
    units = in_sentence(unit_set_label(shares.edition.unit_set))
    head = Cell(text=pgettext("average", "All %(units)s") % {"units": units}, is_head=True)
    means = shares.values.mean()
    summaries = {code: table.summaries.get(code) if code else table.summary for code in means.index}
    published = {code: own for code, own in summaries.items() if own and own.mean_is_published}
    means.update(pd.Series({code: own.mean for code, own in published.items()}, dtype=float))
    cells = dict(zip(means.index, shares.cells(means), strict=True))
    for code, own in published.items():
        text = value_text(own.mean, edition=shares.edition, printed=own.mean_printed)
        cells[code] = replace(cells[code], text=text, badge=Badge("published", _("published")))
    return Row(cells=(head, *cells.values()))


def _average(label: str, means: pd.Series, *, count: int, shares: _Shares) -> Row:
    text = ngettext("%(label)s (%(count)d unit)", "%(label)s (%(count)d units)", count)
    head = Cell(text=text % {"label": label[:1].upper() + label[1:], "count": count}, is_head=True)
    return Row(cells=(head, *shares.cells(means)))
