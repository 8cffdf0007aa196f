"""Formulas by which a spreadsheet marks broken sums by itself."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from reportdesk.form import Sum

Position = tuple[int, int]
Pattern = tuple[str, object]

_ANCHORS = {"column": "{column}${row}", "row": "${column}{row}", "alone": "${column}${row}"}


class ConditionalFormat(NamedTuple):
    """A conditional format: `formula` is written for the first cell of `ranges` (separated by spaces)."""

    ranges: str
    formula: str


def broken_sum_formats(sums: Iterable[Sum], place: Callable[[str], Position]) -> list[ConditionalFormat]:
    """The marks for the right-hand cells of these sums; `place` gives the (row, column) of a cell, from 1.

    A sum is marked when each of its cells holds a number or "/" and the two sides differ. Sums that repeat one
    another column by column or row by row share one mark.
    """
    groups: dict[Pattern, list[Sum]] = {}
    for each in sums:
        groups.setdefault(_pattern(each, place), []).append(each)
    return [_mark(group, place) for group in groups.values()]


def _pattern(each: Sum, place: Callable[[str], Position]) -> Pattern:
    """What sums have in common whose formulas are the same when copied along a row or a column."""
    left, right = [place(cell) for cell in each.left], [place(cell) for cell in each.right]
    for axis, name in ((1, "column"), (0, "row")):
        if len({position[axis] for position in left + right}) == 1:
            return name, tuple(tuple(position[1 - axis] for position in side) for side in (left, right))
    return "alone", each.id


def _mark(group: Sequence[Sum], place: Callable[[str], Position]) -> ConditionalFormat:
    """One formula, anchored to the rows (or columns) of its members, over the right-hand cells of all sums."""
    first = min(group, key=lambda each: place(each.right[0]))
    anchor = _ANCHORS[_pattern(first, place)[0]]
    left = _ranges(map(place, first.left), anchor)
    right = _ranges(map(place, first.right), anchor)
    counted = "+".join([f"COUNT({','.join(left + right)})", *(f'COUNTIF({area},"/")' for area in left + right)])
    # Rounded: 0.1 + 0.2 is not exactly 0.3 to a spreadsheet.
    differ = f"ROUND(SUM({','.join(left)})-SUM({','.join(right)}),6)<>0"
    cells = (place(cell) for each in group for cell in each.right)
    return ConditionalFormat(" ".join(cell_ranges(cells)), f"AND({counted}={len(first.cells)},{differ})")


def cell_ranges(positions: Iterable[Position]) -> list[str]:
    """Positions (row, column), from 1, as ranges such as D6:D26, the upmost first."""
    return _ranges(positions, "{column}{row}")


def _ranges(positions: Iterable[Position], anchor: str) -> list[str]:
    """Positions as ranges such as D6:D26: neighbours are joined, beside one another first, then below one another."""
    areas = [(row, column, row, column) for row, column in positions]
    for axis in (1, 0):
        areas.sort(key=lambda area: (area[1 - axis], area[3 - axis], area[axis]))
        joined = areas[:1]
        for area in areas[1:]:
            last = joined[-1]
            if last[1 - axis :: 2] == area[1 - axis :: 2] and last[2 + axis] + 1 == area[axis]:
                joined[-1] = (*last[:2], *area[2:])
            else:
                joined.append(area)
        areas = joined
    return [_range(area, anchor) for area in sorted(areas)]


def _range(area: tuple[int, int, int, int], anchor: str) -> str:
    top, left, bottom, right = area
    first, last = (
        anchor.format(column=column_letters(column), row=row) for row, column in ((top, left), (bottom, right))
    )
    return first if first == last else f"{first}:{last}"


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: A … Z, AA …"""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
