"""Last year's report, as far as this year's needs it; and a figure beside last year's."""

from collections.abc import Mapping
from typing import NamedTuple

from reportdesk.numbers import NOT_APPLICABLE, difference, format_number, quantity
from reportdesk.report.schema import PreviousReport, Report


class PreviousFigure(NamedTuple):
    """Last year's figure, and how this year's differs: "+3", "-2", "0", or "" where one of them is no number."""

    value: str
    change: str


def previous_figure(report: Report, shown: Mapping[str, str | None], cell: str) -> PreviousFigure | None:
    """Last year's figure of a cell and the change; None where last year's report is not known or blank there."""
    last = report.previous.cells.get(cell) if report.previous else None
    if last is None:
        return None
    now = shown[cell]
    if now is None or NOT_APPLICABLE in (now, last):
        return PreviousFigure(last, "")
    change = difference(quantity(now), quantity(last))
    return PreviousFigure(last, f"+{format_number(change)}" if change > 0 else format_number(change))


def previous_report(report: Report, previous: Report | PreviousReport | None = None) -> PreviousReport | None:
    """Last year's report as given, else the one that the report keeps; None without either."""
    if previous is None:
        return report.previous
    return previous if isinstance(previous, PreviousReport) else PreviousReport.from_report(previous)
