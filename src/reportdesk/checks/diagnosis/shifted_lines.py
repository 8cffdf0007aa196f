"""Rows and columns of a table whose figures were entered one place too far, and the figures if they move back.

Every figure of a row also stands in the sum of its column, and the other way round: its cross sum. In the row

    right     5   8   2   7   0
    typed     5   0   8   2   7       the cross sums of the last four are broken

the figures from the first to the last cell with a broken cross sum have moved. Each gets the figure of its neighbour
(8, 2, 7); the cell that is left over at the end gets the figure with which its cross sum holds (0).

A line is a row or a column of a table of the form (of one block). Equations are numbered as in `linear_system`.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from reportdesk.checks.diagnosis.linear_system import Changes, LinearSystem, add_multiple
from reportdesk.form import Form
from reportdesk.form.layout import cell_id
from reportdesk.numbers import Quantity, difference, is_whole, quantity
from reportdesk.report import Figures

FEWEST_MOVED = 3  # figures; fewer that are wrong are explained one by one


class Line(NamedTuple):
    """A row or column: its name (一行, 一列), the words for back and forward along it (左 右, 上 下), its cells."""

    name: str
    back: str
    forward: str
    cells: tuple[str, ...]


CrossSums = dict[int, tuple[int, int]]  # place in a line → (number of the equation, coefficient of the cell in it)


def find_shifted_lines(
    form: Form, figures: Figures, system: LinearSystem, broken: Mapping[int, Quantity]
) -> Iterator[tuple[str, Changes]]:
    """Moves of a line's figures by one place that let all equations hold: (reason, changes).

    `broken` are the residuals of the broken equations of one component.
    """
    lines = _lines(form)
    for number, cross_sums in sorted(_broken_cross_sums(form, system, broken).items()):
        line = lines[number]
        first, last = min(cross_sums), max(cross_sums)
        cells = line.cells[first : last + 1]
        values = [figures[cell] or "" for cell in cells]
        if len(values) < FEWEST_MOVED or not all(value.isdigit() for value in values):
            continue
        moved = list(zip(cells, map(quantity, values), strict=True))
        for direction, order, start, end in (
            (line.forward, moved, first, last),
            (line.back, moved[::-1], last, first),
        ):
            # Each cell gets its neighbour's figure. Nearly all lines fail here: their first cell needs another figure.
            if difference(order[1][1], order[0][1]) != _required_change(broken, cross_sums[start]):
                continue
            changes = {cell: difference(new, now) for (cell, now), (_, new) in pairwise(order)}
            left_over, now = order[-1]
            changes[left_over] = _required_change(broken, cross_sums[end])
            found = tuple((cell, changes[cell]) for cell, _ in moved if changes[cell])
            figure = add_multiple(now, changes[left_over], 1)
            if figure >= 0 and is_whole(figure) and len(found) >= FEWEST_MOVED and system.is_explained(broken, found):
                yield f"这{line.name}的这几格疑为整体向{direction}错了一格", found


def _required_change(broken: Mapping[int, Quantity], cross_sum: tuple[int, int]) -> Quantity:
    """What must be added to a cell for its cross sum to hold."""
    e, coefficient = cross_sum
    return add_multiple(0, broken[e], -coefficient)


def _broken_cross_sums(form: Form, system: LinearSystem, broken: Mapping[int, Quantity]) -> dict[int, CrossSums]:
    """Number of a line → its places with a broken cross sum: a broken equation that no other cell of the line is in."""
    places = _places(form)
    found: dict[int, CrossSums] = {}
    for e in broken:
        members: dict[int, list[tuple[int, int]]] = {}
        for cell, coefficient in system.rows[e].items():
            for number, place in places[cell]:
                members.setdefault(number, []).append((place, coefficient))
        for number, of_line in members.items():
            if len(of_line) == 1:
                ((place, coefficient),) = of_line
                found.setdefault(number, {})[place] = (e, coefficient)
    return found


@lru_cache(maxsize=8)
def _lines(form: Form) -> list[Line]:
    found: list[Line] = []
    for table in form.definition.tables:
        for block in table.blocks:
            rows = [tuple(cell_id(table.id, row.id, column.id) for column in block.columns) for row in block.rows]
            found += [Line("一行", "左", "右", cells) for cells in rows]
            found += [Line("一列", "上", "下", cells) for cells in zip(*rows, strict=True)]
    return found


@lru_cache(maxsize=8)
def _places(form: Form) -> dict[str, list[tuple[int, int]]]:
    """Cell → the lines it stands in: [(number of the line, place in it)]."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(_lines(form)):
        for place, cell in enumerate(line.cells):
            found.setdefault(cell, []).append((number, place))
    return found
