"""Sentences that a page puts above its content, with links that help on."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Link:
    """An address and what it is called."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A sentence that must not be overlooked; ``kind`` is info or warning."""

    text: str
    kind: str = "info"
    links: Sequence[Link] = ()
