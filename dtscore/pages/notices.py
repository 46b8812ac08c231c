"""Sentences that a page puts above its content, with links that help on."""

from collections.abc import Sequence
from dataclasses import dataclass

from dtscore.pages.links import TextLink


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A sentence that must not be overlooked; ``kind`` is info or warning."""

    text: str
    kind: str = "info"
    links: Sequence[TextLink] = ()
