"""A figure beside last year's."""

from collections.abc import Mapping
from typing import NamedTuple

from reportdesk.numbers import NOT_APPLICABLE, difference, quantity, written
from reportdesk.report.schema import Report


class Beside(NamedTuple):
    """Last year's figure, and how this year's differs: "+3", "-2", "0", or "" where one of them is no number."""

    last: str
    change: str


def beside(report: Report, shown: Mapping[str, str | None], cell: str) -> Beside | None:
    """Last year's figure of a cell and the change; None where last year's report is not known or blank there."""
    last = report.predecessor.cells.get(cell) if report.predecessor else None
    if last is None:
        return None
    now = shown[cell]
    if now is None or NOT_APPLICABLE in (now, last):
        return Beside(last, "")
    change = difference(quantity(now), quantity(last))
    return Beside(last, f"+{written(change)}" if change > 0 else written(change))
