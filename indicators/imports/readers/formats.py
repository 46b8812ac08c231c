"""Formats of the numbers of a spreadsheet, as far as they change what is read."""

import re

BUILT_IN_PERCENTAGES = frozenset({9, 10})

_TEXT_IN_A_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def is_percentage(code: str) -> bool:
    """Tell whether a number format such as 0,00% multiplies by a hundred what it shows."""
    return "%" in _TEXT_IN_A_FORMAT.sub("", code)
