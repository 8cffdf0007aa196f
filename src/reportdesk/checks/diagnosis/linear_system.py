"""The equations of a report as a linear system over the figures that somebody typed.

Computed totals are no unknowns: each stands for the sum of its members, and an equation that only defines one says
nothing. Equations with blank members are left out.
"""

from collections.abc import Mapping, Set
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reportdesk.form import Form, Sum
from reportdesk.numbers import EXACT, Quantity, add, difference, quantity
from reportdesk.report import Figures

Coefficients = dict[str, int]
Changes = tuple[tuple[str, Quantity], ...]


class Unfinished(NamedTuple):
    """An equation with blanks on one side, the left (`side` 1) or the right (-1); `residual` is what is known of the
    left minus what is known of the right. Blanks can only add to their side."""

    row: Coefficients
    residual: Quantity
    side: int

    def exceeded_by(self, changes: Mapping[str, Quantity]) -> bool:
        """Whether the changes, and nothing before them, leave no room for the blanks."""
        if self.row.keys().isdisjoint(changes):
            return False
        then = self.residual
        for cell, change in changes.items():
            then = add_multiple(then, change, self.row.get(cell, 0))
        return self.side * then > 0 >= self.side * self.residual


class LinearSystem(NamedTuple):
    """`rows[e]` are the coefficients of equation e over typed cells, `columns[cell]` the equations it stands in,
    `residuals[e]` its left minus its right side where that is not 0. `sums[e]` is the equation itself; `groups[e]`
    is the same for equations that cells connect. `unfinished` are those with blanks that changes may exceed."""

    sums: list[Sum]
    rows: list[Coefficients]
    columns: dict[str, list[tuple[int, int]]]
    groups: list[int]
    residuals: dict[int, Quantity]
    unfinished: list[Unfinished]

    def components(self) -> list[dict[int, Quantity]]:
        """The broken equations, those together that cells can connect: tables, or groups of a table, by themselves."""
        found: dict[int, dict[int, Quantity]] = {}
        for e, residual in self.residuals.items():
            found.setdefault(self.groups[e], {})[e] = residual
        return list(found.values())

    def explained(self, broken: Mapping[int, Quantity], changes: Changes) -> bool:
        """Whether these changes let all the broken equations hold, and break none."""
        left = dict(broken)
        for cell, change in changes:
            for e, factor in self.columns.get(cell, ()):
                left[e] = add_multiple(left.get(e, 0), change, factor)
        return not any(left.values())


def add_multiple(number: Quantity, change: Quantity, factor: int) -> Quantity:
    """number + factor × change, exact."""
    if type(number) is int and type(change) is int:
        return number + factor * change
    return EXACT.fma(Decimal(change), Decimal(factor), Decimal(number))


def build_system(form: Form, figures: Figures, settled: Set[str] = frozenset()) -> LinearSystem:
    """The system of a report's complete equations, without the `settled` ones (ids of sums)."""
    sums: list[Sum] = []
    rows: list[Coefficients] = []
    residuals: dict[int, Quantity] = {}
    unfinished: list[Unfinished] = []
    for each, plain in zip(form.sums, _plain_rows(form), strict=True):
        left = _side(each.left, figures)
        right = _side(each.right, figures)
        if left is None and right is None:
            continue
        row = plain if figures.computed.isdisjoint(plain) else _expanded(form, plain, figures)
        if left is None:
            unfinished.append(Unfinished(row, difference(_known(each.left, figures), right or 0), 1))
            continue
        if right is None:
            unfinished.append(Unfinished(row, difference(left, _known(each.right, figures)), -1))
            continue
        if not row or each.id in settled:
            continue
        if left != right:
            residuals[len(rows)] = difference(left, right)
        sums.append(each)
        rows.append(row)
    as_printed = not figures.computed and len(rows) == len(form.sums)
    columns, groups = _plain_joints(form) if as_printed else _joints(rows)
    return LinearSystem(sums, rows, columns, groups, residuals, unfinished)


@lru_cache(maxsize=8)
def _plain_rows(form: Form) -> list[Coefficients]:
    return [{**dict.fromkeys(each.left, 1), **dict.fromkeys(each.right, -1)} for each in form.sums]


@lru_cache(maxsize=8)
def _plain_joints(form: Form) -> tuple[dict[str, list[tuple[int, int]]], list[int]]:
    return _joints(_plain_rows(form))


def _joints(rows: list[Coefficients]) -> tuple[dict[str, list[tuple[int, int]]], list[int]]:
    """The equations of each cell with its coefficients, and for each equation the group that cells join it to."""
    columns: dict[str, list[tuple[int, int]]] = {}
    for e, row in enumerate(rows):
        for cell, coefficient in row.items():
            columns.setdefault(cell, []).append((e, coefficient))
    group = list(range(len(rows)))

    def root(e: int) -> int:
        while group[e] != e:
            e = group[e]
        return e

    for places in columns.values():
        first = root(places[0][0])
        for e, _ in places[1:]:
            group[root(e)] = first
    return columns, [root(e) for e in group]


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


def _known(cells: tuple[str, ...], figures: Figures) -> Quantity:
    return add([quantity(value) for value in map(figures.__getitem__, cells) if value is not None])
