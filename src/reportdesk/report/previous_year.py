"""Last year's report, as far as this year's needs it; and a figure beside last year's."""

from collections.abc import Mapping
from typing import NamedTuple

from reportdesk.numbers import NOT_APPLICABLE, difference, quantity, written
from reportdesk.report.schema import Predecessor, Report
from reportdesk.report.totals import figures


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


def predecessor_of(previous: Report) -> Predecessor:
    """What a report keeps of the one before it: its figures, automatic totals included, and its texts."""
    return Predecessor(
        unit=previous.unit,
        year=previous.year,
        edition=previous.edition,
        cells={cell: value for cell, value in figures(previous).items() if value is not None},
        sections={section: text for section, text in previous.sections.items() if text},
    )


def last_year(report: Report, previous: Report | Predecessor | None = None) -> Predecessor | None:
    """Last year's report as given, else the one that the report keeps; None without either."""
    if previous is None:
        return report.predecessor
    return previous if isinstance(previous, Predecessor) else predecessor_of(previous)
