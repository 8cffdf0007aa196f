"""The figures of one row → the columns they stand in."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

from reportdesk.documents.blocks import GridCell
from reportdesk.recognition.row_classifier import is_value
from reportdesk.recognition.table_index import TableIndex

Assignment = list[tuple[int, GridCell]]  # column number, cell
_MOST_WAYS = 120
_TEXT_CELL = 4  # characters of a text in front of the figures that is part of the label


class ColumnMatch(NamedTuple):
    """Ways to place a row: one that is certain, or some of which the sums must confirm one; none if it cannot be."""

    assignments: list[Assignment]
    certain: bool


class ColumnHeaders:
    """The header rows above a row of figures."""

    def __init__(self, index: TableIndex, rows: Sequence[list[GridCell]], exact: bool, caption: str = "") -> None:
        self._index, self._exact = index, exact
        self._labels = [[(spot, index.head(spot.text)) for spot in row] for row in rows]
        self._over = [(spot.left, spot.right, label) for row in self._labels for spot, label in row if label]
        self._all = {label for _, _, label in self._over}
        self._caption = caption
        self._columns: dict[int, dict[tuple[int, int], int | None]] = {}
        self._active: dict[int, list[int]] = {}
        self._foreign: dict[int, dict[int, str]] = {}

    def over(self, block: int, spots: list[GridCell]) -> list[int | None]:
        """The columns whose labels stand above cells; None where that is not certain."""
        if not self._exact:
            return [None] * len(spots)
        known = self._columns.setdefault(block, {})
        for spot in spots:
            if (spot.left, spot.right) not in known:
                known[spot.left, spot.right] = self._column(block, spot)
        return [known[spot.left, spot.right] for spot in spots]

    def _column(self, block: int, spot: GridCell) -> int | None:
        above = {label for left, right, label in self._over if left < spot.right and spot.left < right}
        paths = self._index.columns[block]
        fitting = [(len(above.intersection(path[:-1])), i) for i, path in enumerate(paths) if path[-1] in above]
        if not fitting or len({paths[i][-1] for _, i in fitting}) > 1:
            return None  # two different last labels: the cell spans both, or the grid is askew
        most = max(common for common, _ in fitting)
        best = [i for common, i in fitting if common == most]
        return best[0] if len(best) == 1 else None

    def reached_by(self, values: list[GridCell]) -> bool:
        """Whether a row goes as far right as its heads: one that ends before may have lost a cell anywhere."""
        edge = max((spot.right for row in self._labels for spot, _ in row), default=0)
        return not values or values[-1].right >= edge

    def active(self, block: int, figures: int = 0) -> list[int]:
        """The columns that this part of the table has: those of the groups named above, all where none is.

        All too where there are more figures than that.
        """
        if block not in self._active:
            self._active[block] = self._named(block)
        found = self._active[block]
        return found if found and figures <= len(found) else list(range(len(self._index.columns[block])))

    def _named(self, block: int) -> list[int]:
        paths = self._index.columns[block]
        if len({path[-1] for path in paths}) == len(paths):
            return []
        groups = [path[:-1] for path in paths]
        named = {group for group in groups if group and group[-1] in self._all}
        named |= {
            group
            for group in groups
            if self._all & set(group) and not any(set(group[:-1]) & set(each) for each in named)
        }
        named = named or {group for group in groups if group and group[-1] in self._caption}
        return [i for i, group in enumerate(groups) if group in named]

    def in_order(self, block: int) -> bool:
        """Whether the column labels stand in the order of the form, as far as a row of heads shows."""
        paths = self._index.columns[block]
        places = {path[-1]: i for i, path in enumerate(paths)}
        if len(places) < len(paths):
            return True
        for row in self._labels:
            seen = [places[label] for spot, label in row if label in places and not spot.continued]
            if seen != sorted(seen):
                return False
        return True

    def foreign_units(self, block: int) -> Mapping[int, str]:
        """Columns whose head names another unit than the form → that unit."""
        if block in self._foreign:
            return self._foreign[block]
        found = self._foreign[block] = {}
        for number, column in enumerate(self._index.blocks[block].columns):
            last = self._index.columns[block][number][-1]
            for spot in (spot for row in self._labels for spot, label in row if column.unit and label == last):
                if unit := self._index.foreign_unit(spot.text, column):
                    found[number] = unit
        return found


class RowGeometry(NamedTuple):
    """How a row stands in its grid: `exact` as the grid; `slack`, how many blanks a merged label may have left behind
    in front of the figures; `longest`, whether no row of the grid is longer, so that nothing was left out at its end.
    """

    exact: bool
    slack: int
    longest: bool


def match_columns(
    values: list[GridCell], block: int, heads: ColumnHeaders, shape: RowGeometry, known: Mapping[int, int]
) -> ColumnMatch:
    """Where the cells of a row after its label belong. `known` are the columns of left edges seen in whole rows."""
    active = heads.active(block)
    if shape.exact and heads.over(block, values) == active:
        return ColumnMatch([list(zip(active, values, strict=True))], True)
    while len(values) > len(active) and _is_text(values[0]):
        values = values[1:]
    live = [spot for spot in values if spot.text.strip()]
    if not live:
        return ColumnMatch([[]], True)
    active = heads.active(block, len(live))
    if len(live) > len(active):
        return ColumnMatch([], False)
    if shape.exact and (placed := _by_heads(values, block, heads, active, known)):
        return placed
    if not heads.in_order(block):
        return ColumnMatch([], False)
    width = len(active)
    if shape.exact and len(values) == width:
        return ColumnMatch([list(zip(active, values, strict=True))], True)
    if len(live) == 1 and width > 2 and len(pieces := live[0].text.split()) == width:
        return ColumnMatch(
            [[(column, GridCell(piece, 0, 1)) for column, piece in zip(active, pieces, strict=True)]], True
        )
    shifts = figure_windows(values, width, shape)
    ways = [list(zip(active, values[shift : shift + width], strict=False)) for shift in shifts]
    return ColumnMatch(ways, len(shifts) == 1 and shifts[0] + width <= len(values))


def figure_windows(values: list[GridCell], width: int, shape: RowGeometry) -> list[int]:
    """Where the figures of a row may begin, so that only blanks fall off in front and behind."""
    live = [i for i, spot in enumerate(values) if spot.text.strip()]
    spare = len(values) - width
    most = max(shape.slack, spare)
    found = [shift for shift in range(most + 1) if shift <= live[0] and live[-1] < shift + width]
    whole = [shift for shift in found if shift <= spare]
    return whole if shape.longest and whole else found


def ordered_assignments(figures: list[str], columns: list[int]) -> list[Assignment]:
    """The ways to lay figures over more columns without changing their order; none where there are too many."""
    if not 0 < len(figures) <= len(columns) or comb(len(columns), len(figures)) > _MOST_WAYS:
        return []
    spots = [GridCell(text, i, i + 1) for i, text in enumerate(figures)]
    return [list(zip(chosen, spots, strict=True)) for chosen in combinations(columns, len(figures))]


def _by_heads(
    values: list[GridCell], block: int, heads: ColumnHeaders, active: list[int], known: Mapping[int, int]
) -> ColumnMatch | None:
    columns = heads.over(block, values)
    certain = [column for column in columns if column is not None]
    distinct = len(set(certain)) == len(certain)
    if len(values) == len(active):
        if all(column in (None, wanted) for column, wanted in zip(columns, active, strict=True)):
            return ColumnMatch([list(zip(active, values, strict=True))], True)
        if distinct and len(certain) == len(values):
            return ColumnMatch([list(zip(certain, values, strict=True))], True)
        return ColumnMatch([list(zip(active, values, strict=True))], False)
    for places in (columns, [known.get(spot.left) for spot in values]):
        live = [(column, spot) for column, spot in zip(places, values, strict=True) if spot.text.strip()]
        if all(column is not None for column, _ in live) and len({column for column, _ in live}) == len(live):
            way = [(column, spot) for column, spot in live if column is not None]
            return ColumnMatch([way], heads.reached_by(values))
    return None


def _is_text(spot: GridCell) -> bool:
    return len(spot.text.strip()) >= _TEXT_CELL and not is_value(spot.text)
