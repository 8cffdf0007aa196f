"""What connects a form's figures with last year's report, worked out from its data file."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from reportdesk.form.definition import Column, CrossYearRule, Row, Table
from reportdesk.form.elements import Cell, Sum
from reportdesk.form.layout import cell_id


class CrossYearEquation(NamedTuple):
    """A rule across years for one column or row: `cell` should be `previous` (of last year) plus `plus` minus `minus`.

    `id` is "<rule>/<instance>", the id of its findings; `line` is its column or row.
    """

    id: str
    rule: CrossYearRule
    section: str
    unit: str
    line: Row | Column
    cell: str
    previous: tuple[str, ...]
    plus: tuple[str, ...]
    minus: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of this year's report, the one that is held against last year's last."""
        return (*self.plus, *self.minus, self.cell)


def cross_year_equations(rule: CrossYearRule, table: Table, cells: Mapping[str, Cell]) -> Iterator[CrossYearEquation]:
    """A rule for every column or row that has all its cells."""
    for block in table.blocks:
        for line in block.columns if rule.each == "column" else block.rows:

            def members(parts: Iterable[str], line: Row | Column = line) -> tuple[str, ...]:
                places = ((part, line.id) if rule.each == "column" else (line.id, part) for part in parts)
                return tuple(cell_id(table.id, *place) for place in places)

            (cell,) = members([rule.cell])
            last, plus, minus = members(rule.previous), members(rule.plus), members(rule.minus)
            if all(each in cells for each in (cell, *last, *plus, *minus)):
                found = cells[cell]
                yield CrossYearEquation(
                    f"{rule.rule}/{line.id}", rule, found.section, found.unit, line, cell, last, plus, minus
                )


def row_figures(tables: Iterable[Table], sums: Iterable[Sum]) -> dict[str, tuple[str, ...]]:
    """Row key ("<table>.<row>") → the figures that speak for the row: its totals, and what is in none of them."""
    added = [(each.fills, each.left) for each in sums if each.fills]
    found = {}
    for table in tables:
        for block in table.blocks:
            for row in block.rows:
                cells = {cell_id(table.id, row.id, column.id): None for column in block.columns}
                summed = {
                    cell for total, left in added if total in cells and cells.keys() >= set(left) for cell in left
                }
                found[cell_id(table.id, row.id, "")] = tuple(cell for cell in cells if cell not in summed)
    return found
