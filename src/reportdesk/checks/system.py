"""The equations of a report as a linear system over the figures that somebody typed.

Computed totals are no unknowns: each stands for the sum of its members, and an equation that only defines one says
nothing. Equations with blank members are left out.
"""

from collections.abc import Mapping, Set
from functools import lru_cache
from typing import NamedTuple

from reportdesk.form import Form, Sum
from reportdesk.numbers import Quantity, add, difference, quantity
from reportdesk.report import Figures

Coefficients = dict[str, int]
Changes = tuple[tuple[str, Quantity], ...]


class System(NamedTuple):
    """`rows[e]` are the coefficients of equation e over typed cells, `columns[cell]` the equations it stands in,
    `residuals[e]` its left minus its right side where that is not 0. `sums[e]` is the equation itself."""

    sums: list[Sum]
    rows: list[Coefficients]
    columns: dict[str, list[tuple[int, int]]]
    residuals: dict[int, Quantity]

    def explained(self, broken: Mapping[int, Quantity], changes: Changes) -> bool:
        """Whether these changes let all the broken equations hold, and break none."""
        left = dict(broken)
        for cell, change in changes:
            for e, factor in self.columns.get(cell, ()):
                left[e] = add((left.get(e, 0), factor * change))
        return not any(left.values())


def system(form: Form, figures: Figures, settled: Set[str] = frozenset()) -> System:
    """The system of a report's complete equations, without the `settled` ones (ids of sums)."""
    sums: list[Sum] = []
    rows: list[Coefficients] = []
    residuals: dict[int, Quantity] = {}
    for each, plain in zip(form.sums, _plain_rows(form), strict=True):
        row = plain if figures.computed.isdisjoint(plain) else _expanded(form, plain, figures)
        left = _side(each.left, figures)
        right = _side(each.right, figures)
        if left is None or right is None or not row or each.id in settled:
            continue
        if left != right:
            residuals[len(rows)] = difference(left, right)
        sums.append(each)
        rows.append(row)
    columns: dict[str, list[tuple[int, int]]] = {}
    for e, row in enumerate(rows):
        for cell, coefficient in row.items():
            columns.setdefault(cell, []).append((e, coefficient))
    return System(sums, rows, columns, residuals)


@lru_cache(maxsize=8)
def _plain_rows(form: Form) -> list[Coefficients]:
    return [{**dict.fromkeys(each.left, 1), **dict.fromkeys(each.right, -1)} for each in form.sums]


def _expanded(form: Form, row: Mapping[str, int], figures: Figures) -> Coefficients:
    found: Coefficients = {}
    waiting = list(row.items())
    while waiting:
        cell, coefficient = waiting.pop()
        if cell in figures.computed:
            waiting.extend((member, coefficient) for member in form.totals[cell].left)
        else:
            found[cell] = found.get(cell, 0) + coefficient
    return {cell: coefficient for cell, coefficient in found.items() if coefficient}


def _side(cells: tuple[str, ...], figures: Figures) -> Quantity | None:
    values = [figures[cell] for cell in cells]
    return None if None in values else add([quantity(value) for value in values if value is not None])
