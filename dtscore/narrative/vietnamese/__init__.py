"""The sentence patterns of Vietnamese, by what is told of."""

from dtscore.narrative.facts import ComparisonFacts, EditionFacts, GroupFacts, UnitFacts
from dtscore.narrative.vietnamese.comparisons import comparison_sentences
from dtscore.narrative.vietnamese.editions import edition_sentences
from dtscore.narrative.vietnamese.groups import group_sentences
from dtscore.narrative.vietnamese.units import unit_sentences

PATTERNS = {
    UnitFacts: unit_sentences,
    EditionFacts: edition_sentences,
    GroupFacts: group_sentences,
    ComparisonFacts: comparison_sentences,
}
