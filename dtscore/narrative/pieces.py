"""What is told: sentences of pieces, of which the figures and names lead to where they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True)
class Piece:
    """A part of a sentence; ``reference`` is the address of what it tells, empty for words in between."""

    text: str
    reference: str = ""


Sentence = tuple[Piece, ...]
Part = str | Piece | Sequence[Piece]


@dataclass(frozen=True)
class Narrative:
    """A paragraph, sentence by sentence; the first one is the answer."""

    sentences: tuple[Sentence, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sentences)

    @property
    def texts(self) -> list[str]:
        """The sentences as plain text."""
        return [text_of(sentence) for sentence in self.sentences]

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    @property
    def answer(self) -> Sentence:
        return self.sentences[0] if self.sentences else ()

    @property
    def rest(self) -> Sentence:
        """The sentences behind the answer as one run of pieces, a blank between each two."""
        return listed(self.sentences[1:], comma=" ", last=" ")


def text_of(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def filled(pattern: str, **parts: Part) -> Sentence:
    """Put parts into the slots of a pattern: ``filled("{name} xếp hạng {rank}", name=…, rank=…)``."""
    pieces = []
    for text, slot, _spec, _conversion in Formatter().parse(pattern):
        pieces.append(Piece(text))
        if slot is not None:
            pieces += as_pieces(parts[slot])
    return tidy(pieces)


def as_pieces(part: Part) -> Sequence[Piece]:
    if isinstance(part, str):
        return [Piece(part)]
    return [part] if isinstance(part, Piece) else part


def listed(parts: Sequence[Part], *, comma: str, last: str) -> Sentence:
    """Return parts in a line: “A, B và C”, with ``comma`` between them and ``last`` before the last."""
    pieces: list[Piece] = []
    for place, part in enumerate(parts):
        if place:
            pieces.append(Piece(last if place == len(parts) - 1 else comma))
        pieces += as_pieces(part)
    return tidy(pieces)


def tidy(pieces: Iterable[Piece]) -> Sentence:
    """Join words that stand beside each other into one piece and drop empty ones."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and not piece.reference and not joined[-1].reference:
            joined[-1] = Piece(joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return tuple(joined)


def capitalised(sentence: Sentence) -> Sentence:
    """Return a sentence that begins with a capital letter."""
    if not sentence:
        return sentence
    first, *others = sentence
    return (Piece(first.text[:1].upper() + first.text[1:], first.reference), *others)
