"""Which column of the form each cell of a row of figures belongs to.

In: the cells of a row behind its label, the header rows above it, and how the row lies in its grid. Out: a
`ColumnMatch` with one assignment that is certain, with several possible ones, or with none.

    headers 结果维持 | 结果纠正 | 总计    cells 1 | 0 | 1    →  certain: 1 结果维持, 0 结果纠正, 1 总计
    the same headers, no grid            cells 1 | 1        →  three assignments; the sums must decide
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

from reportdesk.documents.blocks import GridCell, unmerged_row
from reportdesk.recognition.row_classifier import is_value
from reportdesk.recognition.table_index import TableIndex

Assignment = list[tuple[int, GridCell]]  # column number in the block, from 0, and the cell that belongs to it
_MOST_ASSIGNMENTS = 120
_SHORTEST_LABEL_TEXT = 4  # characters of a text in front of the figures that is still part of the label


class ColumnMatch(NamedTuple):
    """The assignments that a row allows: exactly one if `certain`, else any number; the sums must confirm one."""

    assignments: list[Assignment]
    certain: bool


class ColumnHeaders:
    """The header rows above a row of figures.

    `exact` says that they stand in the same grid as the figures and that the grid's columns are exact, so that a header
    covers what stands below it. `caption` is the line above the grid, which may name a group of columns.
    """

    def __init__(self, index: TableIndex, rows: Sequence[list[GridCell]], exact: bool, caption: str = "") -> None:
        self._index, self._exact = index, exact
        self._rows = [[(cell, index.find_column_label(cell.text)) for cell in row] for row in rows]
        self._spans = [(cell.left, cell.right, label) for row in self._rows for cell, label in row if label]
        self._labels = {label for _, _, label in self._spans}
        self._caption = caption
        # Answers that were asked for before, by block.
        self._columns_above: dict[int, dict[tuple[int, int], int | None]] = {}
        self._present: dict[int, list[int]] = {}
        self._foreign_units: dict[int, dict[int, str]] = {}

    def columns_above(self, block: int, cells: list[GridCell]) -> list[int | None]:
        """For each cell the column whose labels stand above it; None where that is not certain."""
        if not self._exact:
            return [None] * len(cells)
        columns = self._columns_above.setdefault(block, {})
        for cell in cells:
            if (cell.left, cell.right) not in columns:
                columns[cell.left, cell.right] = self._column_above(block, cell)
        return [columns[cell.left, cell.right] for cell in cells]

    def _column_above(self, block: int, cell: GridCell) -> int | None:
        above = {label for left, right, label in self._spans if left < cell.right and cell.left < right}
        paths = self._index.column_paths[block]
        fitting = [(len(above.intersection(path[:-1])), i) for i, path in enumerate(paths) if path[-1] in above]
        if not fitting or len({paths[i][-1] for _, i in fitting}) > 1:
            return None  # two different last labels: the cell spans both, or the grid is askew
        most = max(common for common, _ in fitting)
        best = [i for common, i in fitting if common == most]
        return best[0] if len(best) == 1 else None

    def are_reached_by(self, values: list[GridCell]) -> bool:
        """Whether a row goes as far right as the headers; a shorter one may have lost a cell anywhere."""
        edge = max((cell.right for row in self._rows for cell, _ in row), default=0)
        return not values or values[-1].right >= edge

    def columns_present(self, block: int, figures: int = 0) -> list[int]:
        """The columns that this part of the table has: those of the groups that headers or caption name.

        All columns if no group is named, or if a row has more than these `figures`. Example: under the caption
        "（1）行政复议" only the first five columns of 行政复议、行政诉讼.
        """
        if block not in self._present:
            self._present[block] = self._columns_of_named_groups(block)
        columns = self._present[block]
        return columns if columns and figures <= len(columns) else list(range(len(self._index.column_paths[block])))

    def _columns_of_named_groups(self, block: int) -> list[int]:
        paths = self._index.column_paths[block]
        if len({path[-1] for path in paths}) == len(paths):
            return []  # last labels are unique: no group is needed
        groups = [path[:-1] for path in paths]
        named = {group for group in groups if group and group[-1] in self._labels}
        named |= {
            group
            for group in groups
            if self._labels & set(group) and not any(set(group[:-1]) & set(other) for other in named)
        }
        named = named or {group for group in groups if group and group[-1] in self._caption}
        return [i for i, group in enumerate(groups) if group in named]

    def are_in_form_order(self, block: int) -> bool:
        """Whether the column labels of each header row stand in the order of the form."""
        paths = self._index.column_paths[block]
        places = {path[-1]: i for i, path in enumerate(paths)}
        if len(places) < len(paths):
            return True
        for row in self._rows:
            order = [places[label] for cell, label in row if label in places and not cell.continued]
            if order != sorted(order):
                return False
        return True

    def foreign_units(self, block: int) -> Mapping[int, str]:
        """Column → the unit that its header names, for headers with another unit than the form (元 for 万元)."""
        if block in self._foreign_units:
            return self._foreign_units[block]
        units = self._foreign_units[block] = {}
        for number, column in enumerate(self._index.blocks[block].columns):
            last = self._index.column_paths[block][number][-1]
            for cell in (cell for row in self._rows for cell, label in row if column.unit and label == last):
                if unit := self._index.foreign_unit(cell.text, column):
                    units[number] = unit
        return units


class RowGeometry(NamedTuple):
    """How a row of figures lies in its grid.

    `exact`: the format states columns and merged cells (Word, web pages, Excel). The two others matter only where it
    does not, as in text copied with tabs:

    `spare_blanks`: how many blank cells in front of the figures may belong to a merged label, not to columns. Labels
    take three columns of the form, but "（一）予以公开 | | | 5 | 0" has its label in the first cell: 2 spare blanks.

    `is_longest`: no row of the grid has more cells. Then nothing was cut off at the end of this one; the shorter
    "（一）予以公开 | | | 5" may have lost blank cells there.
    """

    exact: bool
    spare_blanks: int
    is_longest: bool


def match_columns(
    values: list[GridCell],
    block: int,
    headers: ColumnHeaders,
    geometry: RowGeometry,
    columns_by_left_edge: Mapping[int, int],
) -> ColumnMatch:
    """The columns of the cells of a row behind its label.

    `columns_by_left_edge` was learned from rows of the same block that are complete: left edge → column.
    """
    columns = headers.columns_present(block)
    if geometry.exact and headers.columns_above(block, values) == columns:
        return ColumnMatch([list(zip(columns, values, strict=True))], True)
    while len(values) > len(columns) and _is_label_text(values[0]):
        values = values[1:]
    filled = [cell for cell in values if cell.text.strip()]
    if not filled:
        return ColumnMatch([[]], True)
    columns = headers.columns_present(block, len(filled))
    width = len(columns)
    if len(filled) > width:
        return ColumnMatch([], False)
    if geometry.exact and (match := _match_by_headers(values, block, headers, columns, columns_by_left_edge)):
        return match
    if not headers.are_in_form_order(block):
        return ColumnMatch([], False)
    if geometry.exact and len(values) == width:
        return ColumnMatch([list(zip(columns, values, strict=True))], True)
    if len(filled) == 1 and width > 2 and len(pieces := filled[0].text.split()) == width:  # all figures in one cell
        cells = [GridCell(piece, 0, 1) for piece in pieces]
        return ColumnMatch([list(zip(columns, cells, strict=True))], True)
    starts = window_starts(values, width, geometry)
    assignments = [list(zip(columns, values[start : start + width], strict=False)) for start in starts]
    return ColumnMatch(assignments, len(starts) == 1 and starts[0] + width <= len(values))


def window_starts(values: list[GridCell], width: int, geometry: RowGeometry) -> list[int]:
    """Where the `width` figures of a row may begin, so that only blank cells are left over on both sides.

    At least one cell must be filled. Examples with width 3:

        "" | 5 | 0 | 1                                     →  [1]: the last three cells
        "" | 5 | 0, one spare blank                        →  [0, 1]: 0 is the third figure, or a blank follows it
        "" | 5 | 0, one spare blank, row is the longest    →  [0]: nothing can follow
    """
    filled = [i for i, cell in enumerate(values) if cell.text.strip()]
    surplus = len(values) - width
    last_start = max(geometry.spare_blanks, surplus)
    starts = [start for start in range(last_start + 1) if start <= filled[0] and filled[-1] < start + width]
    inside = [start for start in starts if start <= surplus]
    return inside if geometry.is_longest and inside else starts


def ordered_assignments(figures: list[str], columns: list[int]) -> list[Assignment]:
    """All ways to give figures to at least as many columns in the same order; none if there are too many ways."""
    if not 0 < len(figures) <= len(columns) or comb(len(columns), len(figures)) > _MOST_ASSIGNMENTS:
        return []
    cells = unmerged_row(figures)
    return [list(zip(chosen, cells, strict=True)) for chosen in combinations(columns, len(figures))]


def _match_by_headers(
    values: list[GridCell],
    block: int,
    headers: ColumnHeaders,
    columns: list[int],
    columns_by_left_edge: Mapping[int, int],
) -> ColumnMatch | None:
    """The columns by what stands above each cell, or by the left edges of complete rows; None if neither tells."""
    above = headers.columns_above(block, values)
    certain = [column for column in above if column is not None]
    is_distinct = len(set(certain)) == len(certain)
    if len(values) == len(columns):
        if all(column in (None, expected) for column, expected in zip(above, columns, strict=True)):
            return ColumnMatch([list(zip(columns, values, strict=True))], True)
        if is_distinct and len(certain) == len(values):
            return ColumnMatch([list(zip(certain, values, strict=True))], True)
        return ColumnMatch([list(zip(columns, values, strict=True))], False)
    for candidates in (above, [columns_by_left_edge.get(cell.left) for cell in values]):
        filled = [(column, cell) for column, cell in zip(candidates, values, strict=True) if cell.text.strip()]
        if all(column is not None for column, _ in filled) and len({column for column, _ in filled}) == len(filled):
            assignment = [(column, cell) for column, cell in filled if column is not None]
            return ColumnMatch([assignment], headers.are_reached_by(values))
    return None


def _is_label_text(cell: GridCell) -> bool:
    return len(cell.text.strip()) >= _SHORTEST_LABEL_TEXT and not is_value(cell.text)
