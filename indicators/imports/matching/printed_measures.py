"""The measures of a rule book as a table prints them, with the tops of their scales."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.imports.figures import PrintedFigure
from indicators.imports.layouts.cells import Memo
from indicators.imports.matching.measure_names import MeasureNames
from indicators.imports.problems import Problem
from indicators.models import Methodology
from indicators.notation import format_points
from indicators.workflow.entry import scale_top

MOST_NAMED = 20


class RuleBook:
    """The measures of one methodology, by printed text, with their scales."""

    def __init__(self, methodology: Methodology):
        self.names = MeasureNames.of(methodology)
        measures = methodology.measures.select_related("methodology")
        self._tops = {measure.pk: scale_top(measure) for measure in measures}
        self.known: Memo[tuple[int | None, Decimal | None, Problem | None]] = Memo(self._look_up)

    def of(self, figure: PrintedFigure) -> tuple[int | None, Problem | None]:
        """Return the measure of a figure, and what is wrong with it or with the value on its scale."""
        measure_id, top, problem = self.known[figure.measure]
        if problem is None and is_beyond(figure.value, top):
            problem = Problem("out_of_scale", _beyond(figure.value, top))
        return measure_id, problem

    def _look_up(self, text: str) -> tuple[int | None, Decimal | None, Problem | None]:
        codes = (text,) if text in self.names.ids else self.names.match(text)
        if len(codes) == 1:
            measure_id = self.names.ids[codes[0]]
            return measure_id, self._tops.get(measure_id), None
        if codes:
            message = _(
                "“%(text)s” may mean the measures %(codes)s. Write the code of the one that is meant."
            )
            values = {"text": text, "codes": ", ".join(codes)}
            return None, None, Problem("ambiguous_measure", message % values, suggestions=codes)
        message = _("“%(text)s” is no measure of the rule book. Write its code or its name: %(codes)s.")
        known = tuple(self.names.ids)[:MOST_NAMED]
        values = {"text": text, "codes": ", ".join(known)}
        return None, None, Problem("unknown_measure", message % values, suggestions=known)


def is_beyond(value: Decimal | None, top: Decimal | None) -> bool:
    """Tell whether a value lies above the top of its scale."""
    return value is not None and top is not None and value > top


def any_beyond(values: Sequence[Decimal | None], tops: Sequence[Decimal | None]) -> bool:
    """Tell whether one of many values lies above the top of its scale; mostly all are on one."""
    top = tops[0]
    if tops.count(top) < len(tops):
        return any(map(is_beyond, values, tops))
    # Nothing and zero lie above no top.
    return top is not None and any(map(top.__lt__, filter(None, values)))


def _beyond(value: Decimal, top: Decimal) -> str:
    message = _(
        "%(value)s lies above %(top)s, the top of the scale. Correct the figure, say that the column is of "
        "another measure, or turn the column into this scale in the file: nothing is converted here."
    )
    return message % {"value": format_points(value), "top": format_points(top)}
