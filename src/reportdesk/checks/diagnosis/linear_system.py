"""The equations of a report as a linear system over the figures that somebody typed.

Rows and columns here are those of the system's matrix, not those of the form's tables: a row of the matrix is an
equation, a column is a cell. The coefficient of a cell in a row is 1 where the cell stands on the left of the equation,
−1 where it stands on the right. A table of the form with cells a to i and the figures

                个人     企业     总计        row 0: a + b = c    {a: 1, b: 1, c: −1}    21 + 3 − 15 = 9
    予以公开    a 21     b  3     c 15        row 1: d + e = f    {d: 1, e: 1, f: −1}     4 + 1 −  5 = 0
    不予公开    d  4     e  1     f  5        row 2: a + d = g    {a: 1, d: 1, g: −1}    21 + 4 − 16 = 9
    总计        g 16     h  4     i 20        row 3: b + e = h, row 4: c + f = i, row 5: g + h = i: they hold

gives these rows; the numbers on the right are their residuals, 0 where the equation holds. The column of cell a is
[(0, 1), (2, 1)]: it stands in rows 0 and 2, in each with the coefficient 1. Adding −9 to a lets both hold.

Computed totals are no unknowns. Each is replaced by its members, and what cancels out is left out; the equation that
defines a computed total becomes an empty row and is left out too. So are equations with blank members.
"""

from collections.abc import Mapping, Set
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reportdesk.form import Form, Sum
from reportdesk.numbers import EXACT, Quantity, add, difference, quantity
from reportdesk.report import Figures

Coefficients = dict[str, int]  # cell → coefficient: a row of the matrix
Changes = tuple[tuple[str, Quantity], ...]  # cells, and what must be added to the figure of each


class UnfinishedEquation(NamedTuple):
    """An equation with blanks on one side: on the left (`blank_side` 1) or on the right (−1).

    `residual` is the sum of the known members on the left minus that on the right. Blanks can only add to their side.
    """

    row: Coefficients
    residual: Quantity
    blank_side: int

    def exceeded_by(self, changes: Mapping[str, Quantity]) -> bool:
        """Whether these changes leave no room for the blanks where there was room before: 5 ＋ 未填 ＝ 8 with 5 → 9."""
        if self.row.keys().isdisjoint(changes):
            return False
        changed = self.residual
        for cell, change in changes.items():
            changed = add_multiple(changed, change, self.row.get(cell, 0))
        return self.blank_side * changed > 0 >= self.blank_side * self.residual


class LinearSystem(NamedTuple):
    """The matrix by rows and by columns; e is the number of a row.

    `sums[e]` is the equation of the form, `rows[e]` its coefficients, `residuals[e]` its left minus its right side
    (broken equations only). `columns[cell]` lists (e, coefficient) for every row that the cell stands in. `groups[e]`
    is the same for rows that cells connect, directly or through other rows. `unfinished` are equations with blanks,
    which the changes of an explanation must not exceed.
    """

    sums: list[Sum]
    rows: list[Coefficients]
    columns: dict[str, list[tuple[int, int]]]
    groups: list[int]
    residuals: dict[int, Quantity]
    unfinished: list[UnfinishedEquation]

    def components(self) -> list[dict[int, Quantity]]:
        """The broken equations (e → residual), one dict for those that cells connect.

        Broken equations of different tables, for example, are explained separately.
        """
        found: dict[int, dict[int, Quantity]] = {}
        for e, residual in self.residuals.items():
            found.setdefault(self.groups[e], {})[e] = residual
        return list(found.values())

    def is_explained(self, broken: Mapping[int, Quantity], changes: Changes) -> bool:
        """Whether all equations hold after these changes; `broken` are the residuals before them."""
        residuals = dict(broken)
        for cell, change in changes:
            for e, coefficient in self.columns.get(cell, ()):
                residuals[e] = add_multiple(residuals.get(e, 0), change, coefficient)
        return not any(residuals.values())


def add_multiple(number: Quantity, change: Quantity, factor: int) -> Quantity:
    """number + factor × change, exact."""
    if type(number) is int and type(change) is int:
        return number + factor * change
    return EXACT.fma(Decimal(change), Decimal(factor), Decimal(number))


def build_system(form: Form, figures: Figures, dismissed: Set[str] = frozenset()) -> LinearSystem:
    """The system of a report's complete equations; `dismissed` are the ids of sums to leave out."""
    sums: list[Sum] = []
    rows: list[Coefficients] = []
    residuals: dict[int, Quantity] = {}
    unfinished: list[UnfinishedEquation] = []
    for each, form_row in zip(form.sums, _form_rows(form), strict=True):
        left = _add_side(each.left, figures)
        right = _add_side(each.right, figures)
        if left is None and right is None:
            continue
        row = form_row if figures.computed.isdisjoint(form_row) else _expand_totals(form, form_row, figures)
        if left is None:
            unfinished.append(UnfinishedEquation(row, difference(_add_known(each.left, figures), right or 0), 1))
            continue
        if right is None:
            unfinished.append(UnfinishedEquation(row, difference(left, _add_known(each.right, figures)), -1))
            continue
        if not row or each.id in dismissed:
            continue
        if left != right:
            residuals[len(rows)] = difference(left, right)
        sums.append(each)
        rows.append(row)
    is_whole_form = not figures.computed and len(rows) == len(form.sums)
    columns, groups = _form_columns(form) if is_whole_form else _columns_and_groups(rows)
    return LinearSystem(sums, rows, columns, groups, residuals, unfinished)


@lru_cache(maxsize=8)
def _form_rows(form: Form) -> list[Coefficients]:
    """The rows of all equations of a form, totals as unknowns like every other cell."""
    return [{**dict.fromkeys(each.left, 1), **dict.fromkeys(each.right, -1)} for each in form.sums]


@lru_cache(maxsize=8)
def _form_columns(form: Form) -> tuple[dict[str, list[tuple[int, int]]], list[int]]:
    return _columns_and_groups(_form_rows(form))


def _columns_and_groups(rows: list[Coefficients]) -> tuple[dict[str, list[tuple[int, int]]], list[int]]:
    """`columns` and `groups` of a system with these rows."""
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


def _expand_totals(form: Form, row: Mapping[str, int], figures: Figures) -> Coefficients:
    """A row with its computed totals replaced by their members, down to typed cells; without coefficients of 0."""
    found: Coefficients = {}
    waiting = list(row.items())
    while waiting:
        cell, coefficient = waiting.pop()
        if cell in figures.computed:
            waiting.extend((member, coefficient) for member in form.totals[cell].left)
        else:
            found[cell] = found.get(cell, 0) + coefficient
    return {cell: coefficient for cell, coefficient in found.items() if coefficient}


def _add_side(cells: tuple[str, ...], figures: Figures) -> Quantity | None:
    """The sum of cells; None where one is blank."""
    values = [figures[cell] for cell in cells]
    return None if None in values else add([quantity(value) for value in values if value is not None])


def _add_known(cells: tuple[str, ...], figures: Figures) -> Quantity:
    """The sum of the cells that are not blank."""
    return add([quantity(value) for value in map(figures.__getitem__, cells) if value is not None])
