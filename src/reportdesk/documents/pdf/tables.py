"""Ruled tables on the pages of a PDF file, which may continue on the next page.

In: the boxes that ruled lines make on a page, and the characters in them. Out: `RuledTable`s, and their grids.

    two boxes in a row, over one as wide as both      →  a row of two cells over a row with one merged cell
    a table at the end of a page and one with the     →  one table; header rows printed again and rows cut in two by
    same columns at the beginning of the next one         the page are put together
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from reportdesk.documents.blocks import Grid, GridCell
from reportdesk.documents.pdf.lines import Char, page_lines
from reportdesk.documents.tables import MOST_CELLS
from reportdesk.errors import ReadingError

Box = tuple[float, float, float, float]  # left, top, right, bottom, in points from the top left corner of the page
_FEWEST_OPEN_RULES = 3  # upright rules that end at the same height, as those of two columns
_NEAR = 3.0  # points; pdfplumber takes lines closer than that for one


class PageCut(NamedTuple):
    """Where the ends of a page cut a table: at the height `above` and `below`, in points; None where they do not.

    Many programs draw the upright rules of a table to the end of the page and let no horizontal rule close the row.
    """

    above: float | None
    below: float | None

    @property
    def places(self) -> list[float]:
        return [y for y in self if y is not None]

    def holds(self, box: Box) -> bool:
        """Whether a box lies between the two heights; rules may be drawn beyond."""
        is_below = self.above is None or box[3] > self.above + _NEAR
        return is_below and (self.below is None or box[1] < self.below - _NEAR)


@dataclass(slots=True)
class Cell:
    """A cell of a table: it takes the rows `top` to before `bottom`, and reaches from `x0` to `x1`, in points."""

    top: int
    bottom: int
    x0: float
    x1: float
    text: str


@dataclass(slots=True)
class RuledTable:
    """A table of one page or of several. `rows` is the number of its rows.

    `cut_above` says that its first row begins on the page before, `cut_below` that its last row ends on the next page.
    """

    cells: list[Cell]
    rows: int
    cut_above: bool = False
    cut_below: bool = False

    @property
    def edges(self) -> list[float]:
        """Where columns begin and end, in points from the left."""
        return _distinct([x for cell in self.cells for x in (cell.x0, cell.x1)])

    def grid(self) -> Grid:
        """The table as a grid, without rows in which no cell begins."""
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
        return [row for row in grid if not all(cell.continued for cell in row)]

    def is_continued_by(self, other: "RuledTable") -> bool:
        """Whether a table on the next page has the same columns: equal sides, and the edges of one are in the other."""
        mine, others = self.edges, other.edges
        if abs(mine[0] - others[0]) > _NEAR or abs(mine[-1] - others[-1]) > _NEAR:
            return False
        fewer, more = sorted((mine, others), key=len)
        return all(any(abs(a - b) <= _NEAR for b in more) for a in fewer)

    def append(self, other: "RuledTable") -> None:
        """Adds the rows of a table on the next page, without header rows that are printed again.

        A row that the end of the page cuts in two becomes one row; so does a merged label.
        """
        repeated = self._repeated_rows(other)
        last_cells = {_sides(cell): cell for cell in self.cells if cell.bottom == self.rows}
        is_row_cut = self.cut_below and other.cut_above and not repeated and self._is_same_row(other, last_cells)
        offset = self.rows - repeated - (1 if is_row_cut else 0)
        for cell in other.cells:
            if cell.top < repeated:
                continue
            above = last_cells.get(_sides(cell)) if cell.top == repeated else None
            if above is not None and (cell.top + offset < self.rows or _is_rest_of_label(above, cell)):
                above.bottom = cell.bottom + offset
                above.text = "\n".join(filter(None, (above.text, cell.text)))
            else:
                self.cells.append(Cell(cell.top + offset, cell.bottom + offset, cell.x0, cell.x1, cell.text))
        self.rows = other.rows + offset
        self.cut_below = other.cut_below

    def _is_same_row(self, other: "RuledTable", last_cells: dict[tuple[int, int], Cell]) -> bool:
        """Whether the first row of a table on the next page has cells of the same widths as the last row of this."""
        return {_sides(cell) for cell in other.cells if cell.top == 0} == last_cells.keys()

    def _repeated_rows(self, other: "RuledTable") -> int:
        """How many rows at the top of both tables are the same."""
        row = 0
        while row < min(self.rows, other.rows) and self._row_texts(row) == other._row_texts(row) != []:
            row += 1
        is_cell_cut = any(cell.top < row < cell.bottom for cell in other.cells)
        return 0 if is_cell_cut or row == other.rows else row

    def _row_texts(self, row: int) -> list[tuple[int, str]]:
        return sorted((round(cell.x0 / _NEAR), cell.text) for cell in self.cells if cell.top == row and cell.text)


def _sides(cell: Cell) -> tuple[int, int]:
    return round(cell.x0), round(cell.x1)


def _is_rest_of_label(above: Cell, cell: Cell) -> bool:
    """Whether a blank cell on the next page is the rest of a label beside several rows, which the page cuts."""
    return not cell.text and (cell.bottom - cell.top > 1 or above.bottom - above.top > 1)


def ruled_table(boxes: list[Box], chars: list[Char], cut: PageCut) -> RuledTable:
    """A table from the boxes of its cells, the characters within it, and where the page cuts tables."""
    tops = _distinct([y for box in boxes for y in (box[1], box[3])])
    lefts = _distinct([x for box in boxes for x in (box[0], box[2])])
    box_at: dict[tuple[int, int], int] = {}  # (row, column) → the number of the box that covers it
    rows = []
    for number, (x0, top, x1, bottom) in enumerate(boxes):
        first_row, end_row = _index(tops, top), _index(tops, bottom)
        rows.append((first_row, max(end_row, first_row + 1)))
        for row in range(first_row, end_row):
            for column in range(_index(lefts, x0), _index(lefts, x1)):
                box_at.setdefault((row, column), number)
        if len(box_at) > MOST_CELLS:
            raise ReadingError("这个 PDF 文件中的表格过大，没有读取。")
    chars_in: dict[int, list[Char]] = {}
    for char in chars:
        row = bisect_right(tops, (char["top"] + char["bottom"]) / 2) - 1
        column = bisect_right(lefts, (char["x0"] + char["x1"]) / 2) - 1
        if (number := box_at.get((row, column), -1)) >= 0:
            chars_in.setdefault(number, []).append(char)
    cells = []
    for number, ((x0, _, x1, _), (first_row, end_row)) in enumerate(zip(boxes, rows, strict=True)):
        text = "\n".join(line.text for line in page_lines(chars_in.get(number, [])))
        cells.append(Cell(first_row, end_row, x0, x1, text))
    return RuledTable(
        cells,
        max(cell.bottom for cell in cells),
        cut_above=cut.above is not None and abs(tops[0] - cut.above) < _NEAR,
        cut_below=cut.below is not None and abs(tops[-1] - cut.below) < _NEAR,
    )


def page_cut(edges: Sequence[dict[str, Any]], height: float) -> PageCut:
    """Where upright rules begin or end although no horizontal rule closes the row there.

    `edges` are the edges of pdfplumber, `height` is that of the page in points.
    """
    upright = [edge for edge in edges if edge["orientation"] == "v" and edge["height"] > _NEAR]
    closing = _distinct([float(edge["top"]) for edge in edges if edge["orientation"] == "h" and edge["width"] > _NEAR])

    def open_ends(end: str) -> Iterator[float]:
        for y, count in Counter(round(float(edge[end]), 1) for edge in upright).items():
            if count >= _FEWEST_OPEN_RULES and 0 < y < height and not _is_near(closing, y):
                yield y

    return PageCut(min(open_ends("top"), default=None), max(open_ends("bottom"), default=None))


def _is_near(values: list[float], value: float) -> bool:
    """Whether one of the values, which are in order, lies close to a value."""
    place = bisect_right(values, value - 2 * _NEAR)
    return any(abs(each - value) < 2 * _NEAR for each in values[place : place + 5])


def _distinct(values: list[float]) -> list[float]:
    """Values in order; of those that lie close together only the first."""
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > _NEAR:
            distinct.append(value)
    return distinct


def _index(edges: list[float], value: float) -> int:
    """The number of the last edge that is not behind a value."""
    return max(0, bisect_right(edges, value + _NEAR / 10) - 1)
