"""The figures of one row → the columns they stand in."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

from reportdesk.reading.blocks import Spot
from reportdesk.reading.index import TableIndex
from reportdesk.reading.lines import is_value

Way = list[tuple[int, Spot]]  # column number, cell
_MOST_WAYS = 120
_TEXT_CELL = 4  # characters of a text in front of the figures that is part of the label


class Placing(NamedTuple):
    """Ways to place a row: one that is certain, or some of which the sums must confirm one; none if it cannot be."""

    ways: list[Way]
    certain: bool


class Heads:
    """The header rows above a row of figures."""

    def __init__(self, index: TableIndex, rows: Sequence[list[Spot]], exact: bool, caption: str = "") -> None:
        self._index, self._exact = index, exact
        self._labels = [[(spot, index.head(spot.text)) for spot in row] for row in rows]
        self._all = {label for row in self._labels for _, label in row if label}
        self._caption = caption
        self._above: dict[tuple[int, int], frozenset[str]] = {}

    def column(self, block: int, spot: Spot) -> int | None:
        """The column whose labels stand above a cell; None where that is not certain."""
        if not self._exact:
            return None
        key = spot.left, spot.right
        if key not in self._above:
            self._above[key] = frozenset(
                label for row in self._labels for head, label in row if label and head.overlaps(spot)
            )
        above = self._above[key]
        paths = self._index.columns[block]
        if sum(path[-1] in above for path in set(paths)) == 0:
            return None
        ranked = sorted(((len(above.intersection(path[:-1])), -i) for i, path in enumerate(paths) if path[-1] in above))
        clear = len(ranked) == 1 or ranked[-1][0] > ranked[-2][0]
        # two different last labels above one cell: it spans both, or the grid is askew
        return -ranked[-1][1] if clear and len({path[-1] for path in paths if path[-1] in above}) == 1 else None

    def reached_by(self, values: list[Spot]) -> bool:
        """Whether a row goes as far right as its heads: one that ends before may have lost a cell anywhere."""
        edge = max((spot.right for row in self._labels for spot, _ in row), default=0)
        return not values or values[-1].right >= edge

    def paths(self, block: int) -> list[tuple[str, ...]]:
        """The labels of the columns of a block."""
        return self._index.columns[block]

    def active(self, block: int) -> list[int]:
        """The columns that this part of the table has: those of the groups named above, all where none is."""
        paths = self._index.columns[block]
        if len({path[-1] for path in paths}) == len(paths):
            return list(range(len(paths)))
        groups = [path[-2] if len(path) > 1 else "" for path in paths]
        named = self._all.intersection(groups) or {group for group in groups if group and group in self._caption}
        return [i for i, group in enumerate(groups) if group in named] or list(range(len(paths)))

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
        found = {}
        for number, column in enumerate(self._index.blocks[block].columns):
            last = self._index.columns[block][number][-1]
            for spot in (spot for row in self._labels for spot, label in row if column.unit and label == last):
                if unit := self._index.foreign_unit(spot.text, column):
                    found[number] = unit
        return found


def place(values: list[Spot], block: int, heads: Heads, exact: bool, known: Mapping[int, int]) -> Placing:
    """Where the cells of a row after its label belong. `known` are the columns of left edges seen in whole rows."""
    live = [spot for spot in values if spot.text.strip()]
    if not live:
        return Placing([[]], True)
    active = heads.active(block)
    while len(values) > len(active) and _is_text(values[0]):
        values = values[1:]
    live = [spot for spot in values if spot.text.strip()]
    if len(live) > len(active):  # more than the groups named above
        active = list(range(len(heads.paths(block))))
    if len(live) > len(active):
        return Placing([], False)
    width = len(active)
    if exact and (placed := _by_heads(values, block, heads, active, known)):
        return placed
    if not heads.in_order(block):
        return Placing([], False)
    if len(values) == width:
        return Placing([list(zip(active, values, strict=True))], True)
    if len(live) == 1 and width > 2 and len(pieces := live[0].text.split()) == width:
        return Placing([[(column, Spot(piece, 0, 1)) for column, piece in zip(active, pieces, strict=True)]], True)
    if len(values) > width:
        ways = windows(values, active)
        return Placing(ways, len(ways) == 1)
    return Placing([list(zip(active, values, strict=False))], False)


def windows(values: list[Spot], active: list[int]) -> list[Way]:
    """The ways to lay more cells than there are columns over them, so that only blanks fall off."""
    return [
        list(zip(active, values[first : first + len(active)], strict=True))
        for first in range(len(values) - len(active) + 1)
        if not any(spot.text.strip() for spot in values[:first] + values[first + len(active) :])
    ]


def scattered(figures: list[str], columns: list[int]) -> list[Way]:
    """The ways to lay figures over more columns without changing their order; none where there are too many."""
    if not 0 < len(figures) <= len(columns) or comb(len(columns), len(figures)) > _MOST_WAYS:
        return []
    spots = [Spot(text, i, i + 1) for i, text in enumerate(figures)]
    return [list(zip(chosen, spots, strict=True)) for chosen in combinations(columns, len(figures))]


def _by_heads(
    values: list[Spot], block: int, heads: Heads, active: list[int], known: Mapping[int, int]
) -> Placing | None:
    columns = [heads.column(block, spot) for spot in values]
    certain = [column for column in columns if column is not None]
    distinct = len(set(certain)) == len(certain)
    if len(values) == len(active):
        if all(column in (None, wanted) for column, wanted in zip(columns, active, strict=True)):
            return Placing([list(zip(active, values, strict=True))], True)
        if distinct and len(certain) == len(values):
            return Placing([list(zip(certain, values, strict=True))], True)
        return Placing([list(zip(active, values, strict=True))], False)
    for places in (columns, [known.get(spot.left) for spot in values]):
        live = [(column, spot) for column, spot in zip(places, values, strict=True) if spot.text.strip()]
        if all(column is not None for column, _ in live) and len({column for column, _ in live}) == len(live):
            way = [(column, spot) for column, spot in live if column is not None]
            return Placing([way], heads.reached_by(values))
    return None


def _is_text(spot: Spot) -> bool:
    return len(spot.text.strip()) >= _TEXT_CELL and not is_value(spot.text)
