"""Which measures of a rule book a header or a cell may mean. Pure: the rule book comes as plain rows."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from indicators.imports.layouts.words import IN_BRACKETS, TOTAL_NAMES
from provinces import names

if TYPE_CHECKING:
    from indicators.models import Methodology

TOTAL, COMPOSITE, _BLOCK, GROUP, INDICATOR = KINDS = ("total", "composite", "block", "group", "indicator")
MOST_REMEMBERED = 50_000
# A name of 400 characters with its number, code and maximum.
LONGEST_TEXT = 600


Phrases = frozenset[tuple[str, ...]]


def _phrases(*texts: str) -> Phrases:
    return frozenset(tuple(text.split()) for text in texts)


# What a header says of the figures below it; alone it means those of the total.
VALUE_WORDS = _phrases(
    "diem", "diem so", "tong diem", "gia tri", "ket qua", "ket qua danh gia", "xep hang", "thu hang", "hang",
    "score", "scores", "rank", "ranking", "value", "point", "points",
)  # fmt: skip
# What may stand around a name and says nothing of which it is.
LINKS = _phrases(
    "chi so", "index", "muc do", "phat trien", "danh gia", "theo", "cua", "ve", "cac", "nam", "ky", "of",
    "the", "cap tinh", "cap bo", "cap quoc gia", "cap huyen", "cap xa", "province", "provincial",
)  # fmt: skip
KIND_WORDS = {
    COMPOSITE: _phrases("tru cot", "pillar", "composite"),
    GROUP: _phrases("nhom", "nhom chi so", "group", "linh vuc"),
    "activity": _phrases("hoat dong", "hd", "activities", "activity"),
}
VALUES_AND_LINKS = VALUE_WORDS | LINKS
KINDS_AND_LINKS = LINKS.union(*KIND_WORDS.values())
LONGEST_PHRASE = max(map(len, VALUES_AND_LINKS | KINDS_AND_LINKS))
YEAR = re.compile("(?:19|20)[0-9]{2}")

# Names that rule books of different years and their reports give to the same thing.
SYNONYMS = (
    ("an toan thong tin mang", "an toan thong tin", "an toan an ninh mang", "an toan thong tin an ninh mang",
     "an toan thong tin va an ninh mang", "an ninh mang", "information security", "cybersecurity",
     "cyber security", "network information security"),
    ("ha tang so", "ha tang va nen tang so", "phat trien ha tang va nen tang so", "ha tang nen tang so",
     "ha tang", "digital infrastructure"),
    ("nhan luc so", "nguon nhan luc so", "phat trien nhan luc so", "dao tao va phat trien nhan luc",
     "nhan luc", "digital workforce", "digital human resources"),
    ("nhan thuc so", "chuyen doi nhan thuc", "nhan thuc", "digital awareness"),
    ("the che so", "kien tao the che", "the che", "digital institutions", "digital institution"),
    ("chinh quyen so", "digital government"),
    ("kinh te so", "digital economy"),
    ("xa hoi so", "digital society"),
    ("chuyen doi so", "digital transformation"),
)  # fmt: skip
SYNONYMS_OF = {phrase: group for group in SYNONYMS for phrase in group}
# Two letters are too few to tell: HT is Hạ tầng and a code, TC the Bộ Tài chính.
LEAST_INITIALS = 3
LEAST_BEGINNING = 3

NUMBERED = re.compile(
    r"\s*\(?(?:[0-9]+(?:\.[0-9]+)*|[IVX]+(?=[.)]))[.)]?[\s:–-]+(?=\S)|\s*[0-9]+[.)](?=[^\W\d])"
)
DOTTED_CODE = re.compile(r"\s*([0-9]+(?:\.[0-9]+)+)[.)]?[\s:–-]+(?=\S)")
LEVELS = re.compile(r"\s/\s|\n")
PARTS = re.compile(r"\s[–—-]\s|:\s|\s\|\s")


class NamedMeasure(NamedTuple):
    """A measure as a plain row."""

    id: int
    code: str
    kind: str
    name: str
    name_en: str = ""


class MeasureNames:
    """The measures of a rule book by the texts that tables print for them.

    Args:
        measures: of the rule book; one without a code is told by its name.
        total_names: what else the total is called: the names of the scorecard.

    Attributes:
        total: code of the total, empty where there is none.
        composites: codes of the composites (trụ cột), which share their names with groups.
        ids: of the measures by code.
    """

    def __init__(self, measures: Iterable[NamedMeasure], *, total_names: Iterable[str] = ()):
        rows = sorted(measures, key=lambda row: KINDS.index(row.kind))
        self.ids = {row.code or row.name: row.id for row in rows}
        self.total = next((row.code for row in rows if row.kind == TOTAL), "")
        self.composites = frozenset(row.code for row in rows if row.kind == COMPOSITE)
        self._places = {code: place for place, code in enumerate(self.ids)}
        self._kinds = {row.code or row.name: row.kind for row in rows}
        self._activities: set[str] = set()
        self._codes: dict[str, str] = {_code_key(row.code): row.code for row in rows if row.code}
        self._names: dict[str, set[str]] = defaultdict(set)
        self._cores: dict[str, set[str]] = defaultdict(set)
        self._matches: dict[str, tuple[str, ...]] = {}
        for row in rows:
            for name in (row.name, row.name_en):
                self._add(name, row.code or row.name, is_indicator=row.kind == INDICATOR)
        for name in total_names if self.total else ():
            self._add(name, self.total, is_indicator=False)

    @classmethod
    def of(cls, methodology: "Methodology") -> "MeasureNames":
        """Gather the measures of a methodology, with one query."""
        rows = methodology.measures.values_list("id", "code", "kind", "name", "name_en")
        scorecard = methodology.scorecard
        return cls((NamedMeasure(*row) for row in rows), total_names=(scorecard.name, scorecard.name_en))

    def match(self, text: str) -> tuple[str, ...]:
        """Return the codes that a text may mean: none, one, or several, the total and composites first."""
        found = self._matches.get(text)
        if found is None:
            if len(self._matches) >= MOST_REMEMBERED:
                self._matches.clear()
            codes = self._search(text) if len(text) <= LONGEST_TEXT else ()
            found = tuple(sorted(codes, key=self._places.get))
            self._matches[text] = found
        return found

    def _add(self, name: str, code: str, *, is_indicator: bool) -> None:
        key = names.search_key(name)
        if not key:
            return
        self._names[key].add(code)
        if is_indicator:
            return
        core, kinds = _core(key)
        if "activity" in kinds:
            self._activities.add(code)
        for phrase in {core, *SYNONYMS_OF.get(core, ())} - {""}:
            self._cores[phrase].add(code)
            initials = "".join(word[0] for word in phrase.split())
            if len(initials) >= LEAST_INITIALS:
                self._cores[initials].add(code)

    def _search(self, text: str) -> set[str]:
        """Look up a header of several levels: the lowest that names a measure counts."""
        levels = LEVELS.split(text)
        if len(levels) > 1 and (found := self._named(text)):
            return found
        for level in reversed(levels):
            if found := self._of_level(level):
                return found
        return {self.total} - {""} if any(_says_value(level) for level in levels) else set()

    def _of_level(self, text: str) -> set[str]:
        """Look up a text that may name one measure twice: "HT - Hạ tầng số", "Hạ tầng số (HT)"."""
        if found := self._named(text):
            return found
        pieces = [*PARTS.split(IN_BRACKETS.sub(" ", text)), *IN_BRACKETS.findall(text)]
        found = [named for piece in pieces if (named := self._named(piece))]
        return set.intersection(*found) or set.union(*found) if found else set()

    def _named(self, text: str) -> set[str]:
        """Look up a text that names a measure once."""
        if code := self._codes.get(_code_key(text)):
            return {code}
        key = names.search_key(text)
        unnumbered = NUMBERED.sub("", text, count=1)
        if unnumbered == text or key in self._names:
            return self._of_bare(key)
        found = self._of_bare(names.search_key(unnumbered))
        dotted = DOTTED_CODE.match(text) if found else None
        return found | ({self._codes.get(dotted[1], "")} - {""} if dotted else set())

    def _of_bare(self, key: str) -> set[str]:
        if key in self._names:
            return set(self._names[key])
        bare = " ".join(_without(key.split(), VALUES_AND_LINKS))
        if code := self._codes.get(_code_key(bare)):
            return {code}
        if bare in self._names:
            return set(self._names[bare])
        if bare in TOTAL_NAMES:
            return {self.total} - {""}
        core, kinds = _core(bare)
        if not kinds and (code := self._codes.get(_code_key(core))):
            return {code}
        found = self._cores.get(core) or self._beginning_with(core)
        return {self.total} if self.total in found and not kinds else self._narrowed(found, kinds)

    def _beginning_with(self, core: str) -> set[str]:
        if len(core.split()) < LEAST_BEGINNING:
            return set()
        return {
            code for longer, codes in self._cores.items() if longer.startswith(f"{core} ") for code in codes
        }

    def _narrowed(self, found: set[str], kinds: set[str]) -> set[str]:
        """Keep those of the kind that the words around the name tell, where there are any."""
        if "activity" in kinds:
            return found & self._activities or found
        wanted = {code for code in found if self._kinds[code] in kinds}
        return wanted or set(found)


def _code_key(text: str) -> str:
    """Return a code without capitals, blanks, dashes and underscores; its dots count."""
    tidy = text.strip().rstrip(".")
    if re.fullmatch(r"[0-9.]+", tidy):
        return tidy
    return names.search_key(tidy).replace(" ", "")


def _says_value(text: str) -> bool:
    """Whether a text is about figures and names nothing: "Xếp hạng năm 2022"."""
    words = names.search_key(IN_BRACKETS.sub(" ", text)).split()
    return not _without(words, VALUES_AND_LINKS) and bool(_without(words, LINKS))


def _core(key: str) -> tuple[str, set[str]]:
    """Return a key without the words of kinds around it, and the kinds that they tell."""
    core = " ".join(_without(key.split(), KINDS_AND_LINKS))
    around = f" {key.replace(core, ' ', 1) if core else key} "
    kinds = {
        kind
        for kind, phrases in KIND_WORDS.items()
        if any(f" {' '.join(words)} " in around for words in phrases)
    }
    return core, kinds


def _without(words: list[str], phrases: Phrases) -> list[str]:
    """Take phrases, the longest first, and years off both ends."""
    while words:
        if YEAR.fullmatch(words[0]) or YEAR.fullmatch(words[-1]):
            words = words[1:] if YEAR.fullmatch(words[0]) else words[:-1]
            continue
        for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
            if tuple(words[:length]) in phrases:
                words = words[length:]
                break
            if tuple(words[-length:]) in phrases:
                words = words[:-length]
                break
        else:
            return words
    return words
