"""Looking at the figures of an import by what would become of them, page by page."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.translation import gettext as _

from indicators.admin.imports.preview_rows import as_recorded, figure_rows
from indicators.imports.writing.previews import ORDER, Preview
from indicators.models import ImportBatch, ImportCell
from provinces.admin.requests import are_keys

ROWS_A_PAGE = 100


class StateTab(NamedTuple):
    """One state to look at, for ``components/_tabs.html``."""

    label: str
    url: str
    current: bool


class FiguresPage:
    """The figures of one state, one page of them, with the tabs that lead to the others.

    A preview also says which ranks the values would give; the record shows the cells of the file alone.
    """

    def __init__(self, batch: ImportBatch, asked, *, is_preview: bool = False):
        self.counts = counts_of(batch)
        pointed_at = asked.get("o", "")
        points = are_keys(pointed_at)
        self.state = "" if points else chosen_state(asked, self.counts)
        cells = ImportCell.objects.filter(batch=batch).order_by("pk")
        before = cells.filter(pk__lt=pointed_at).count() if points else 0
        paginator = Paginator(range(self._count()), ROWS_A_PAGE)
        self.page = paginator.get_page(before // ROWS_A_PAGE + 1 if points else asked.get("p"))
        start, stop = max(self.page.start_index() - 1, 0), self.page.end_index()
        if is_preview:
            found = Preview(batch).rows(start, stop, states=[self.state] if self.state else ORDER)
        else:
            cells = cells.filter(state=self.state) if self.state else cells
            found = [as_recorded(cell) for cell in cells[start:stop]]
        self.rows = figure_rows(found, batch=batch)

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
        label = _("All figures")
        all_of_them = StateTab(f"{label} ({sum(self.counts.values())})", "?state=all", not self.state)
        return [
            StateTab(f"{label} ({self.counts[state]})", f"?state={state}", state == self.state)
            for state, label in ImportCell.State.choices
            if self.counts.get(state)
        ] + [all_of_them]


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
