"""Looking at the figures of an import by what would become of them, page by page."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.translation import gettext as _

from indicators.admin.imports.preview_rows import figure_rows, with_texts
from indicators.models import ImportBatch, ImportCell
from provinces.admin.requests import are_keys

ROWS_A_PAGE = 100


class StateTab(NamedTuple):
    """One state to look at, for ``components/_tabs.html``."""

    label: str
    url: str
    current: bool


class FiguresPage:
    """The figures of one state, one page of them, with the tabs that lead to the others."""

    def __init__(self, batch: ImportBatch, asked):
        self.counts = counts_of(batch)
        pointed_at = asked.get("o", "")
        cells = ImportCell.objects.filter(batch=batch).order_by("pk")
        points = are_keys(pointed_at)
        self.state = "" if points else chosen_state(asked, self.counts)
        if self.state:
            cells = cells.filter(state=self.state)
        # The count is known already; counting again would read the whole import once more.
        paginator = CountedPaginator(with_texts(cells), ROWS_A_PAGE, self._count())
        before = cells.filter(pk__lt=pointed_at).count() if points else 0
        self.page = paginator.get_page(before // ROWS_A_PAGE + 1 if points else asked.get("p"))
        self.rows = figure_rows(self.page.object_list, batch=batch)

    def _count(self) -> int:
        return self.counts.get(self.state, 0) if self.state else sum(self.counts.values())

    @property
    def asked_state(self) -> str:
        """The state as an address says it."""
        return self.state or "all"

    @property
    def tabs_label(self) -> str:
        return _("Figures by state")

    @property
    def tabs(self) -> list[StateTab]:
        all_of_them = StateTab(
            f"{_('All figures')} ({sum(self.counts.values())})", "?state=all", not self.state
        )
        return [
            StateTab(f"{label} ({self.counts[state]})", f"?state={state}", state == self.state)
            for state, label in ImportCell.State.choices
            if self.counts.get(state)
        ] + [all_of_them]


class CountedPaginator(Paginator):
    """Pages of rows whose number is known."""

    def __init__(self, rows, per_page, count):
        super().__init__(rows, per_page)
        self.count = count


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """Count the figures of an import by their state."""
    cells = ImportCell.objects.filter(batch=batch).order_by()
    return dict(cells.values_list("state").annotate(Count("pk")))


def chosen_state(asked, counts) -> str:
    """Return the state that is looked at; unasked the first that needs a look, "" for all of them."""
    state = asked.get("state", "")
    if state in ImportCell.State.values:
        return state
    if state == "all":
        return ""
    needs_a_look = [ImportCell.State.REFUSED, ImportCell.State.CHANGED, ImportCell.State.REMOVED]
    return next((str(state) for state in needs_a_look if counts.get(state)), "")
