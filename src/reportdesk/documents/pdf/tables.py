"""Ruled tables on pages, from the boxes that their lines make, and on to the next page."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from reportdesk.documents.blocks import Grid, GridCell
from reportdesk.documents.pdf.lines import Char, page_lines
from reportdesk.documents.tables import MOST_CELLS
from reportdesk.errors import ReadingError

Box = tuple[float, float, float, float]  # left, top, right, bottom, in points
_SEVERAL = 3  # rules that end at the same height: two columns
_NEAR = 3.0  # points: what pdfplumber takes for one line


class PageCut(NamedTuple):
    """Where the ends of a page cut tables, in points from its top; None where they do not."""

    above: float | None
    below: float | None

    @property
    def places(self) -> list[float]:
        return [y for y in self if y is not None]

    def holds(self, box: Box) -> bool:
        """Whether a box lies on the page: rules may run on beyond."""
        after = self.above is None or box[3] > self.above + _NEAR
        return after and (self.below is None or box[1] < self.below - _NEAR)


@dataclass(slots=True)
class Cell:
    """A cell of a table: the rows it takes and where it begins and ends from left to right, in points."""

    top: int
    bottom: int
    x0: float
    x1: float
    text: str


@dataclass(slots=True)
class RuledTable:
    """A table of a page, or of several, with its number of rows.

    `cut_above` and `cut_below` say whether the page ends within its first or last row, which no rule closes there.
    """

    cells: list[Cell]
    rows: int
    cut_above: bool = False
    cut_below: bool = False

    @property
    def edges(self) -> list[float]:
        """Where columns begin and end."""
        return _apart([x for cell in self.cells for x in (cell.x0, cell.x1)])

    def grid(self) -> Grid:
        """The table with the columns its cells cover; rows in which nothing begins are left out."""
        if len(self.cells) > MOST_CELLS:
            raise ReadingError("这个 PDF 文件中的表格过大，没有读取。")
        edges = self.edges
        grid: Grid = [[] for _ in range(self.rows)]
        for cell in sorted(self.cells, key=lambda cell: cell.x0):
            left, right = _index(edges, cell.x0), _index(edges, cell.x1)
            first = GridCell(cell.text, left, max(right, left + 1), rows=cell.bottom - cell.top)
            grid[cell.top].append(first)
            for row in range(cell.top + 1, cell.bottom):
                grid[row].append(GridCell(cell.text, first.left, first.right, continued=True))
        return [row for row in grid if not all(spot.continued for spot in row)]

    def goes_on_in(self, other: "RuledTable") -> bool:
        """Whether a table on the next page has the columns of this one, or some of their edges."""
        mine, others = self.edges, other.edges
        if abs(mine[0] - others[0]) > _NEAR or abs(mine[-1] - others[-1]) > _NEAR:
            return False
        fewer, more = sorted((mine, others), key=len)
        return all(any(abs(a - b) <= _NEAR for b in more) for a in fewer)

    def go_on_with(self, other: "RuledTable") -> None:
        """Adds the rows of a table on the next page, without heads that are printed again."""
        again = self._repeated(other)
        ending = {_sides(cell): cell for cell in self.cells if cell.bottom == self.rows}
        whole = self.cut_below and other.cut_above and not again
        down = self.rows - again - (1 if whole and self._is_same_row(other, ending) else 0)
        for cell in other.cells:
            if cell.top < again:
                continue
            above = ending.get(_sides(cell)) if cell.top == again else None
            if above is not None and (cell.top + down < self.rows or _is_same_label(above, cell)):
                above.bottom = cell.bottom + down
                above.text = "\n".join(filter(None, (above.text, cell.text)))
            else:
                self.cells.append(Cell(cell.top + down, cell.bottom + down, cell.x0, cell.x1, cell.text))
        self.rows = other.rows + down
        self.cut_below = other.cut_below

    def _is_same_row(self, other: "RuledTable", ending: dict[tuple[int, int], Cell]) -> bool:
        """Whether the first row of a table on the next page has the cells of the last one of this."""
        return {_sides(cell) for cell in other.cells if cell.top == 0} == ending.keys()

    def _repeated(self, other: "RuledTable") -> int:
        """How many rows at the top of both are the same."""
        row = 0
        while row < min(self.rows, other.rows) and self._row(row) == other._row(row) != []:
            row += 1
        cut = any(cell.top < row < cell.bottom for cell in other.cells)
        return 0 if cut or row == other.rows else row

    def _row(self, row: int) -> list[tuple[int, str]]:
        return sorted((round(cell.x0 / _NEAR), cell.text) for cell in self.cells if cell.top == row and cell.text)


def _sides(cell: Cell) -> tuple[int, int]:
    return round(cell.x0), round(cell.x1)


def _is_same_label(above: Cell, cell: Cell) -> bool:
    """Whether a blank cell on the next page only goes on with one beside several rows, cut by the page's end."""
    return not cell.text and (cell.bottom - cell.top > 1 or above.bottom - above.top > 1)


def ruled_table(boxes: list[Box], chars: list[Char], cut: PageCut) -> RuledTable:
    """A table from the boxes of its cells, the characters within it, and where the page cuts tables."""
    tops = _apart([y for box in boxes for y in (box[1], box[3])])
    lefts = _apart([x for box in boxes for x in (box[0], box[2])])
    at: dict[tuple[int, int], int] = {}
    places = []
    for number, (x0, top, x1, bottom) in enumerate(boxes):
        place = _index(tops, top), _index(tops, bottom), _index(lefts, x0), _index(lefts, x1)
        places.append(place)
        for row in range(place[0], place[1]):
            for column in range(place[2], place[3]):
                at.setdefault((row, column), number)
        if len(at) > MOST_CELLS:
            raise ReadingError("这个 PDF 文件中的表格过大，没有读取。")
    inside: dict[int, list[Char]] = {}
    for char in chars:
        row = bisect_right(tops, (char["top"] + char["bottom"]) / 2) - 1
        column = bisect_right(lefts, (char["x0"] + char["x1"]) / 2) - 1
        if (cell := at.get((row, column))) is not None:
            inside.setdefault(cell, []).append(char)
    cells = [
        Cell(top, max(bottom, top + 1), box[0], box[2], "\n".join(line.text for line in page_lines(inside.get(i, []))))
        for i, (box, (top, bottom, _, _)) in enumerate(zip(boxes, places, strict=True))
    ]
    return RuledTable(
        cells,
        max(cell.bottom for cell in cells),
        cut_above=cut.above is not None and abs(tops[0] - cut.above) < _NEAR,
        cut_below=cut.below is not None and abs(tops[-1] - cut.below) < _NEAR,
    )


def page_cut(edges: Sequence[dict[str, Any]], height: float) -> PageCut:
    """Where several rules begin or end on a page of a height although no rule across closes the row there."""
    upright = [edge for edge in edges if edge["orientation"] == "v" and edge["height"] > _NEAR]
    across = _apart([float(edge["top"]) for edge in edges if edge["orientation"] == "h" and edge["width"] > _NEAR])

    def open_(end: str) -> Iterator[float]:
        for y, number in Counter(round(float(edge[end]), 1) for edge in upright).items():
            if number >= _SEVERAL and 0 < y < height and not _is_near(across, y):
                yield y

    return PageCut(min(open_("top"), default=None), max(open_("bottom"), default=None))


def _is_near(values: list[float], value: float) -> bool:
    """Whether one of the values in order lies close to a value."""
    place = bisect_right(values, value - 2 * _NEAR)
    return any(abs(each - value) < 2 * _NEAR for each in values[place : place + 5])


def _apart(values: list[float]) -> list[float]:
    """Values in order, those that lie close together once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _index(edges: list[float], value: float) -> int:
    return max(0, bisect_right(edges, value + _NEAR / 10) - 1)
