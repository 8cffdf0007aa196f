"""Rows and columns entered one place too far: what each figure would be if they moved back.

The figures that moved are those between the first and the last whose other sum is broken: a column's figures each
stand in the sum of their row. The place left over gets what the sums then lack.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from reportdesk.checks.diagnosis.linear_system import Changes, LinearSystem, add_multiple
from reportdesk.form import Form
from reportdesk.form.layout import cell_id
from reportdesk.numbers import Quantity, difference, is_whole, quantity
from reportdesk.report import Figures

Line = tuple[str, str, str, tuple[str, ...]]
FEWEST_MOVED = 3


def find_shifted_lines(
    form: Form, figures: Figures, whole: LinearSystem, broken: Mapping[int, Quantity]
) -> Iterator[tuple[str, Changes]]:
    """The wrong whole figures of a row or column moved back by one place, one way or the other, where that explains all
    that is broken: (reason, changes)."""
    lines = _lines(form)
    for number, wrong in sorted(_wrong(form, whole, broken).items()):
        place, back, forth, cells = lines[number]
        first, last = min(wrong), max(wrong)
        values = [figures[cell] or "" for cell in cells[first : last + 1]]
        if len(values) < FEWEST_MOVED or not all(value.isdigit() for value in values):
            continue
        known = [quantity(value) for value in values]
        moving = list(zip(cells[first : last + 1], known, strict=True))
        for way, order, near, far in ((forth, moving, first, last), (back, moving[::-1], last, first)):
            # Each gets its neighbour's figure; that the first one's sum asks for just that rules out nearly all lines.
            if difference(order[1][1], order[0][1]) != _lack(broken, wrong[near]):
                continue
            changes = {cell: difference(new, now) for (cell, now), (_, new) in pairwise(order)}
            cell, now = order[-1]
            changes[cell] = _lack(broken, wrong[far])
            found = tuple((cell, changes[cell]) for cell, _ in moving if changes[cell])
            left_over = add_multiple(now, changes[cell], 1)
            if left_over >= 0 and is_whole(left_over) and len(found) >= FEWEST_MOVED and whole.explained(broken, found):
                yield f"这{place}的这几格疑为整体向{way}错了一格", found


def _lack(broken: Mapping[int, Quantity], own: tuple[int, int]) -> Quantity:
    """What must be added to a cell for its own sum to hold."""
    e, factor = own
    return add_multiple(0, broken[e], -factor)


def _wrong(form: Form, whole: LinearSystem, broken: Mapping[int, Quantity]) -> dict[int, dict[int, tuple[int, int]]]:
    """Line → the places whose own sum is broken, one that no other cell of the line stands in: (equation, factor)."""
    places = _places(form)
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for e in broken:
        met: dict[int, list[tuple[int, int]]] = {}
        for cell, factor in whole.rows[e].items():
            for number, at in places[cell]:
                met.setdefault(number, []).append((at, factor))
        for number, members in met.items():
            if len(members) == 1:
                ((at, factor),) = members
                found.setdefault(number, {})[at] = (e, factor)
    return found


@lru_cache(maxsize=8)
def _lines(form: Form) -> list[Line]:
    """Every row and column of figures: (its name, back, forth, cells)."""
    found: list[Line] = []
    for table in form.definition.tables:
        for block in table.blocks:
            rows = [tuple(cell_id(table.id, row.id, column.id) for column in block.columns) for row in block.rows]
            found += [("一行", "左", "右", cells) for cells in rows]
            found += [("一列", "上", "下", cells) for cells in zip(*rows, strict=True)]
    return found


@lru_cache(maxsize=8)
def _places(form: Form) -> dict[str, list[tuple[int, int]]]:
    """Cell → the lines it stands in, and where."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, (_, _, _, cells) in enumerate(_lines(form)):
        for at, cell in enumerate(cells):
            found.setdefault(cell, []).append((number, at))
    return found
