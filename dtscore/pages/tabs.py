"""Views of one page, each with an address of its own."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A view as components/_tabs.html prints it: what it is called, where it is, whether it is shown."""

    label: str
    url: str
    current: bool
