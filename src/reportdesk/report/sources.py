"""Where figures come from (数从哪来): the rows of a form, and the office, person, date and document behind each.

`Report.sources` is kept by row keys. This module is the one place that makes them.
"""

from typing import NamedTuple

from reportdesk.form import Cell, Form, line_name
from reportdesk.form.layout import cell_id
from reportdesk.report.schema import Report, Source

NO_DATE = "年　　月　　日"  # on a form that is filled in by hand


class SourceRow(NamedTuple):
    """A row of figures that somebody supplies: its key, its labels, outermost first, and its cells.

    The one unnamed row of a table bears the title of the table.
    """

    key: str
    labels: tuple[str, ...]
    cells: tuple[str, ...]
    name: str


def row_key(form: Form, cell: str) -> str:
    """The key of the row that a cell stands in: "<table>.<row id>", the table alone for its one unnamed row.

    Raises UnknownId.
    """
    return _key(form.cell(cell))


def source_rows(form: Form) -> list[SourceRow]:
    """All rows of figures in the order of the form."""
    cells: dict[str, list[Cell]] = {}
    for cell in form.cells.values():
        cells.setdefault(_key(cell), []).append(cell)
    return [
        SourceRow(
            key,
            tuple(found[0].row.labels) or (form.tables[found[0].table].title,),
            tuple(cell.id for cell in found),
            line_name(found[0].row) or form.tables[found[0].table].title,
        )
        for key, found in cells.items()
    ]


def source_of(report: Report, cell: str) -> Source | None:
    """Where a cell's figure comes from; None where nobody said. Raises UnknownId."""
    return report.sources.get(row_key(report.form, cell))


def rows_by_office(report: Report) -> dict[str, list[str]]:
    """Office → the keys of the rows it supplies, in the order of the form; rows without an office are left out."""
    found: dict[str, list[str]] = {}
    for row in source_rows(report.form):
        source = report.sources.get(row.key)
        if source and source.office:
            found.setdefault(source.office, []).append(row.key)
    return found


def _key(cell: Cell) -> str:
    return cell_id(cell.table, cell.row.id, "")
