"""The rules that hold for every scorecard, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dtscore.pages.marks import Badge, basis_badge
from dtscore.pages.methodology.books import RuleBook
from dtscore.pages.ranges import draws_text, percent_text
from indicators.models import Methodology, Scorecard
from indicators.models.basis import Basis
from indicators.scoring.robustness import DRAWS
from provinces.models import Unit

RULES = (
    (
        gettext_lazy("Published figures win"),
        gettext_lazy(
            "A published value or rank is kept as it was printed, with its source. What this site "
            "computes stands beside it and is shown only where nothing was published; it is then marked."
        ),
    ),
    (
        gettext_lazy("Rank"),
        gettext_lazy(
            "The best value is first. Values are compared unrounded. Units with the same value share a "
            "rank, and the next ranks are skipped: 15, 15, 17."
        ),
    ),
    (
        gettext_lazy("Change of rank"),
        gettext_lazy(
            "The rank in the edition before minus the rank now, so that a rise is positive. Only "
            "editions of the same unit set are compared, and only where both rank every unit."
        ),
    ),
    (
        gettext_lazy("Rank in the region"),
        gettext_lazy("The rank among the units of the same region, where all of them have a value."),
    ),
    (
        gettext_lazy("Average and best"),
        gettext_lazy("Taken over all units of the unit set. A published average wins over a computed one."),
    ),
    (
        gettext_lazy("Leaders"),
        gettext_lazy(
            "The first %(count)d ranks; units that share the last of them are all in. Where the issuer "
            "published a list, that list stands. It has no order."
        ),
    ),
    (
        gettext_lazy("Editions with gaps"),
        gettext_lazy(
            "Where not every unit has a value, the page says how many have and shows published figures "
            "alone: no average, no best, no leaders, no computed rank or change."
        ),
    ),
    (
        gettext_lazy("Sensitivity range of a rank"),
        gettext_lazy(
            "How far a rank depends on the weights. The points of each group are changed at random by up "
            "to ±%(band)s of themselves and brought back to the same sum, %(draws)s times; each time all "
            "units are ranked anew. The range leaves out the lowest 5 and the highest 5 of 100 ranks and "
            "always holds the rank by the rule book’s own points. Two units cannot be told apart where "
            "their order turns round in about 5 of 100 draws or more. Common groups that were not "
            "published for every unit count as one block; without the total or a group of activity there "
            "is no range. Errors in the figures are not in "
            "it: it is no confidence interval."
        ),
    ),
    (
        gettext_lazy("Missing figures"),
        gettext_lazy(
            "A unit without a figure is listed apart with the reason. Missing is never counted as 0."
        ),
    ),
)
MERGER_RULE = (
    gettext_lazy("Mergers of 1 July 2025"),
    gettext_lazy(
        "The year 2024 was published for the 63 old and for the 34 new units. The published score of a "
        "merged unit is the plain mean of its predecessors, which the data quality page checks. Ranks "
        "among 63 and ranks among 34 are never joined in one series."
    ),
)


def common_rules(scorecard: Scorecard, books: list[RuleBook]) -> list[tuple[str, str]]:
    """Return the rules as pairs: what is meant, and how it is done."""
    methodology = books[-1].methodology if books else Methodology()
    facts = {
        "count": methodology.leader_count,
        "band": percent_text(methodology.weight_band),
        "draws": draws_text(DRAWS),
    }
    rules = (*RULES, MERGER_RULE) if scorecard.level == Unit.Level.PROVINCE else RULES
    return [(str(term), str(text) % facts) for term, text in rules]


def badges() -> list[tuple[Badge, str]]:
    """Return every badge with what it means."""
    return [
        (
            basis_badge("", is_computed=True),
            _("Computed by this site with the formulas above, since the figure was not published."),
        ),
        (
            basis_badge(Basis.ROW_ORDER, is_computed=False),
            _("The rank is the place of the row in a published, sorted table; the rank column was not read."),
        ),
        (
            basis_badge(Basis.DERIVED, is_computed=False),
            _("Derived from two published figures, such as this year’s rank and “up 1 place”."),
        ),
    ]
