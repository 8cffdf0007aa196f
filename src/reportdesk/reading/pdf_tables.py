"""Ruled tables on pages, from the boxes that their lines make, and on to the next page."""

from bisect import bisect_right
from dataclasses import dataclass

from reportdesk.reading.blocks import Grid, ReadingError, Spot
from reportdesk.reading.pdf_lines import Char, lines_of
from reportdesk.reading.tables import MOST_CELLS

Box = tuple[float, float, float, float]  # left, top, right, bottom, in points
_NEAR = 3.0  # points: what pdfplumber takes for one line


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
    """A table of a page, or of several, with its number of rows."""

    cells: list[Cell]
    rows: int

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
            first = Spot(cell.text, left, max(right, left + 1), rows=cell.bottom - cell.top)
            grid[cell.top].append(first)
            for row in range(cell.top + 1, cell.bottom):
                grid[row].append(Spot(cell.text, first.left, first.right, continued=True))
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
        ending = {(round(cell.x0), round(cell.x1)): cell for cell in self.cells if cell.bottom == self.rows}
        for cell in other.cells:
            above = ending.get((round(cell.x0), round(cell.x1))) if cell.top == again and not cell.text else None
            if above is not None and (cell.bottom - cell.top > 1 or above.bottom - above.top > 1):
                above.bottom = cell.bottom - again + self.rows  # a label beside several rows, cut by the page's end
            elif cell.top >= again:
                self.cells.append(
                    Cell(cell.top - again + self.rows, cell.bottom - again + self.rows, cell.x0, cell.x1, cell.text)
                )
        self.rows += other.rows - again

    def _repeated(self, other: "RuledTable") -> int:
        """How many rows at the top of both are the same."""
        row = 0
        while row < min(self.rows, other.rows) and self._row(row) == other._row(row) != []:
            row += 1
        cut = any(cell.top < row < cell.bottom for cell in other.cells)
        return 0 if cut or row == other.rows else row

    def _row(self, row: int) -> list[tuple[int, str]]:
        return sorted((round(cell.x0 / _NEAR), cell.text) for cell in self.cells if cell.top == row and cell.text)


def ruled_table(boxes: list[Box], chars: list[Char]) -> RuledTable:
    """A table from the boxes of its cells and the characters within it."""
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
        Cell(top, max(bottom, top + 1), box[0], box[2], "\n".join(line.text for line in lines_of(inside.get(i, []))))
        for i, (box, (top, bottom, _, _)) in enumerate(zip(boxes, places, strict=True))
    ]
    return RuledTable(cells, max(cell.bottom for cell in cells))


def _apart(values: list[float]) -> list[float]:
    """Values in order, those that lie close together once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _index(edges: list[float], value: float) -> int:
    return max(0, bisect_right(edges, value + _NEAR / 10) - 1)
