"""A table of the form as writers need it: row by row, merges spelt out, widths in one total."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

from reportdesk.form import Placed, TableLayout

Merge = Literal["", "restart", "continue"]


class GridSlot(NamedTuple):
    """What stands at a place of one row: the cell that covers it, over all columns of that cell.

    `merge` says whether the cell reaches over several rows and begins ("restart") or goes on ("continue") in this one.
    """

    placed: Placed
    merge: Merge


def grid_rows(layout: TableLayout) -> list[list[GridSlot]]:
    """Every row of the grid, left to right, with the continuations of merged cells."""
    found: list[list[GridSlot]] = [[] for _ in range(layout.rows)]
    for placed in layout.cells:
        found[placed.row].append(GridSlot(placed, "restart" if placed.row_span > 1 else ""))
        for row in range(placed.row + 1, placed.row + placed.row_span):
            found[row].append(GridSlot(placed, "continue"))
    for slots in found:
        slots.sort(key=lambda slot: slot.placed.column)
    return found


def distribute(widths: Sequence[int], total: int) -> list[int]:
    """Whole widths in the given proportions that add up to `total` exactly."""
    edges = [round(edge * total / sum(widths)) for edge in accumulate(widths, initial=0)]
    return [right - left for left, right in pairwise(edges)]


def labels_are_tree(layout: TableLayout) -> bool:
    """True where row labels are long and nested, and so are set to the left; simple ones are centred."""
    return any(placed.role == "row" and (placed.column or placed.column_span > 1) for placed in layout.cells)


def is_left_aligned(placed: Placed, tree: bool) -> bool:
    """Whether the text of a cell starts at the left; `tree` is `labels_are_tree` of its table."""
    return placed.role == "banner" or (tree and placed.role in ("row", "corner"))
