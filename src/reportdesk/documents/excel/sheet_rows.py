"""The rows of a sheet that hold something, with their merged cells in place."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from reportdesk.documents.blocks import GridCell
from reportdesk.documents.excel.workbook import Merged, Sheet
from reportdesk.errors import ReadingError

MOST_WIDE = 256  # columns with anything in them
_MOST_SPOTS = 200_000
_TOO_BIG = "这个 Excel 工作簿中的表格过大，没有读取。请只保留年度报告的部分，另存后再试。"


class SheetRow(NamedTuple):
    """A row of a sheet: its spots from left to right, whether it stands in a frame, and in a table at all."""

    number: int
    spots: list[GridCell]
    framed: bool
    tabular: bool


def sheet_rows(sheet: Sheet) -> Iterator[SheetRow]:
    """The rows of a sheet, framed blank ones only up to the one behind the last text."""
    last = max(sheet.cells, default=-1) + 1
    columns = [column for row in (*sheet.cells.values(), *sheet.framed.values()) for column in row]
    widest = max(columns, default=0) + 1
    if widest > MOST_WIDE:
        raise ReadingError(_TOO_BIG)
    merging = _Merging(sheet.merged, widest)
    made = 0
    for number in sorted(each for each in {*sheet.cells, *sheet.framed} if each <= last):
        cells, framed = sheet.cells.get(number, {}), sheet.framed.get(number, set())
        spots = merging.spots(number, cells)
        lefts = [spot.left for spot in spots]
        for column in {*cells, *framed}:
            before = bisect_right(lefts, column) - 1
            if before < 0 or column >= spots[before].right:
                spots.append(GridCell(cells.get(column, ""), column, column + 1))
        spots.sort(key=lambda spot: spot.left)
        made += len(spots)
        if made > _MOST_SPOTS:
            raise ReadingError(_TOO_BIG)
        lefts = [spot.left for spot in spots]
        in_frame = len({bisect_right(lefts, column) for column in framed}) * 2 > len(spots)
        filled = sum(bool(spot.text) for spot in spots) + list(cells.values()).count("")
        if in_frame or filled:
            yield SheetRow(number, spots, in_frame, in_frame or filled > 1)


class _Merging:
    """The merged cells that reach into a row, while going down the rows. Where some overlap, the first one counts."""

    def __init__(self, merged: list[Merged], widest: int) -> None:
        self._waiting = sorted(merged, reverse=True)
        self._widest = widest
        self._open: list[tuple[Merged, GridCell]] = []

    def spots(self, number: int, cells: dict[int, str]) -> list[GridCell]:
        self._open = [each for each in self._open if each[0].bottom > number]
        spots = []
        for _, first in self._open:
            first.rows += 1
            spots.append(GridCell(first.text, first.left, first.right, continued=True))
        while self._waiting and self._waiting[-1].top <= number:
            area = self._waiting.pop()
            spot = GridCell("", area.left, min(area.right, self._widest))
            if area.bottom > number and area.left < spot.right and not any(map(spot.overlaps, spots)):
                if area.top == number:
                    spot.text = cells.get(area.left, "")
                self._open.append((area, spot))
                spots.append(spot)
        return sorted(spots, key=lambda spot: spot.left)
