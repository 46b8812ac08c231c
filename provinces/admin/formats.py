"""The files that tables of the admin are exported to and imported from."""

from import_export.formats.base_formats import CSV, XLSX

from provinces.spreadsheets import without_formula


class FormulaFree:
    """Stands in for the library's own escaping, which takes out one "=" and turns empty cells into "None"."""

    def _escape_formulae(self, dataset):
        for _row in range(len(dataset)):
            dataset.append([without_formula(cell) for cell in dataset.lpop()])


class FormulaFreeCSV(FormulaFree, CSV):
    pass


class FormulaFreeXLSX(FormulaFree, XLSX):
    pass
