"""What the parts of a total are called."""

from django.utils.translation import ngettext

from indicators.models import Edition
from indicators.scoring.parts import BLOCK, Parts


def part_labels(parts: Parts, *, edition: Edition) -> dict[str, str]:
    """Return the name of each part by its code; that of a block says how many groups are in it."""
    measures = edition.methodology.measures.filter(code__in=list(parts.values))
    names = dict(measures.values_list("code", "name"))
    count = len(parts.block)
    names[BLOCK] = ngettext("%(count)d common group", "%(count)d common groups", count) % {"count": count}
    return {code: names[code] for code in parts.values}
