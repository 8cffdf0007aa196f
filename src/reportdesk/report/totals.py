"""Stored figures with the automatic totals filled in. Nobody else adds."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from reportdesk.form import Form, Sum
from reportdesk.numbers import NOT_APPLICABLE, add, format_number, quantity


class StoredFigures(Protocol):
    """What totals need of a report: its form, and the figures that were typed or imported."""

    @property
    def form(self) -> Form: ...
    @property
    def values(self) -> Mapping[str, str]: ...


class Figures(dict[str, str | None]):
    """Every cell of the form → its figure or None (blank); `computed` are the automatic totals that have a figure."""

    def __init__(self, values: Mapping[str, str | None], computed: frozenset[str] = frozenset()) -> None:
        super().__init__(values)
        self.computed = computed


def figures(report: StoredFigures) -> Figures:
    """The figures of a report as they are shown, checked and printed.

    A total without a stored value is the sum of its members: blank while a member is blank, "/" when all are "/".
    """
    form = report.form
    found: dict[str, str | None] = dict.fromkeys(form.cells)
    found.update(report.values)
    return Figures(found, frozenset(_fill(found, report.values, form.totals)))


def update_figures(before: Figures, report: StoredFigures, touched: Iterable[str]) -> tuple[Figures, set[str]]:
    """The figures after the `touched` cells changed, and all cells whose figure or state may have changed with them.

    Costs what the edit touches, not what the report holds; equal to `figures(report)`.
    """
    form = report.form
    changed = set(touched)
    found: dict[str, str | None] = dict(before)
    for cell in changed:
        found[cell] = report.values.get(cell)
    affected: dict[str, Sum] = {}
    for cell, each in form.totals.items():  # members come before their totals
        if cell in changed or not changed.isdisjoint(each.left):
            affected[cell] = each
            changed.add(cell)
    for cell in affected:
        found[cell] = report.values.get(cell)
    computed = set(before.computed).difference(changed)
    computed.update(_fill(found, report.values, affected))
    return Figures(found, frozenset(computed)), changed


def is_automatic(report: StoredFigures, cell: str) -> bool:
    """True for a total that the program fills in: nothing was typed or imported there."""
    return cell in report.form.totals and cell not in report.values


def cells_to_fill(report: StoredFigures, shown: Mapping[str, str | None], table: str) -> list[str]:
    """The blank cells of a table that somebody must fill: automatic totals follow by themselves."""
    return [cell for cell in report.form.table_cells(table) if shown[cell] is None and not is_automatic(report, cell)]


def _fill(found: dict[str, str | None], stored: Mapping[str, str], totals: Mapping[str, Sum]) -> Iterable[str]:
    for cell, each in totals.items():
        if cell in stored:
            continue
        members = [found[member] for member in each.left]
        if None in members:
            continue
        known = [member for member in members if member is not None]
        all_void = all(member == NOT_APPLICABLE for member in known)
        found[cell] = NOT_APPLICABLE if all_void else format_number(add(map(quantity, known)))
        yield cell
