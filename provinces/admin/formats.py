"""The files that tables of the admin are exported to and imported from."""

from import_export.formats.base_formats import CSV, XLSX

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


class FormulaFree:
    """Stands in for the library's own escaping, which takes out one "=" and turns empty cells into "None"."""

    def _escape_formulae(self, dataset):
        for _row in range(len(dataset)):
            dataset.append([without_formula(cell) for cell in dataset.lpop()])


class FormulaFreeCSV(FormulaFree, CSV):
    pass


class FormulaFreeXLSX(FormulaFree, XLSX):
    pass
