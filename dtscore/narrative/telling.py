"""From facts to a paragraph, by the set of patterns of a language."""

from collections.abc import Callable, Iterable

from dtscore.narrative import vietnamese
from dtscore.narrative.facts import ComparisonFacts, EditionFacts, GroupFacts, UnitFacts
from dtscore.narrative.pieces import Narrative, Sentence, capitalised
from indicators.notation import UnknownLanguageError

Facts = UnitFacts | EditionFacts | GroupFacts | ComparisonFacts
PATTERNS: dict[str, dict[type, Callable[..., Iterable[Sentence]]]] = {"vi": vietnamese.PATTERNS}


def tell(facts: Facts, *, language: str = "vi") -> Narrative:
    """Tell facts in sentences; the same facts always give the same sentences.

    Raises:
        UnknownLanguageError: if nobody wrote the patterns of the language.
    """
    if language not in PATTERNS:
        raise UnknownLanguageError(language)
    sentences = PATTERNS[language][type(facts)](facts)
    return Narrative(tuple(capitalised(sentence) for sentence in sentences if sentence))
