"""The rows of a sheet that hold something, with their merged cells in place.

In: a `Sheet`. Out: `SheetRow`s from top to bottom.

    A1:B1 merged "规章", C1 "3"    →  row 0: GridCell("规章", 0, 2), GridCell("3", 2, 3)
    A1:A2 merged "规章", B2 "3"    →  row 1: GridCell("规章", 0, 1, continued), GridCell("3", 1, 2)
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from reportdesk.documents.blocks import GridCell
from reportdesk.documents.excel.workbook import MergedArea, Sheet
from reportdesk.errors import ReadingError

MOST_COLUMNS = 256  # of a sheet, up to the last one with anything in it
_MOST_CELLS = 200_000
_TOO_BIG = "这个 Excel 工作簿中的表格过大，没有读取。请只保留年度报告的部分，另存后再试。"


class SheetRow(NamedTuple):
    """A row of a sheet: its number from 0, and its cells from left to right.

    `has_borders` says that more than half of its cells have borders; `is_tabular` that it may be a row of a table: it
    has borders, or several filled cells.
    """

    number: int
    cells: list[GridCell]
    has_borders: bool
    is_tabular: bool


def sheet_rows(sheet: Sheet) -> Iterator[SheetRow]:
    """The rows of a sheet that hold text or have borders; blank ones only up to the one below the last text."""
    last = max(sheet.cells, default=-1) + 1
    columns = [column for row in (*sheet.cells.values(), *sheet.bordered.values()) for column in row]
    width = max(columns, default=0) + 1
    if width > MOST_COLUMNS:
        raise ReadingError(_TOO_BIG)
    merged_cells = _MergedCells(sheet.merged, width)
    total = 0
    for number in sorted(each for each in {*sheet.cells, *sheet.bordered} if each <= last):
        texts, bordered = sheet.cells.get(number, {}), sheet.bordered.get(number, set())
        cells = merged_cells.in_row(number, texts)
        lefts = [cell.left for cell in cells]
        for column in {*texts, *bordered}:
            before = bisect_right(lefts, column) - 1
            if before < 0 or column >= cells[before].right:
                cells.append(GridCell(texts.get(column, ""), column, column + 1))
        cells.sort(key=lambda cell: cell.left)
        total += len(cells)
        if total > _MOST_CELLS:
            raise ReadingError(_TOO_BIG)
        lefts = [cell.left for cell in cells]
        has_borders = len({bisect_right(lefts, column) for column in bordered}) * 2 > len(cells)
        filled = sum(bool(cell.text) for cell in cells) + list(texts.values()).count("")
        if has_borders or filled:
            yield SheetRow(number, cells, has_borders, has_borders or filled > 1)


class _MergedCells:
    """The merged cells of a sheet, asked for row by row from top to bottom. Of areas that overlap the first counts."""

    def __init__(self, areas: list[MergedArea], width: int) -> None:
        self._waiting = sorted(areas, reverse=True)  # those that begin further down, the next one last
        self._width = width
        self._open: list[tuple[MergedArea, GridCell]] = []  # areas that reach into this row, with their first cell

    def in_row(self, number: int, texts: dict[int, str]) -> list[GridCell]:
        """The merged cells in a row, from left to right. `texts` are the texts of the row by column."""
        self._open = [each for each in self._open if each[0].bottom > number]
        cells = []
        for _, first in self._open:
            first.rows += 1
            cells.append(GridCell(first.text, first.left, first.right, continued=True))
        while self._waiting and self._waiting[-1].top <= number:
            area = self._waiting.pop()
            cell = GridCell("", area.left, min(area.right, self._width))
            if area.bottom > number and area.left < cell.right and not any(map(cell.overlaps, cells)):
                if area.top == number:
                    cell.text = texts.get(area.left, "")
                self._open.append((area, cell))
                cells.append(cell)
        return sorted(cells, key=lambda cell: cell.left)
