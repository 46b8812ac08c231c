"""Cells as a spreadsheet may have them."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def without_formula(cell):
    """Put an apostrophe before a text that a spreadsheet would run as a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
