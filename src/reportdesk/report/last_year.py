"""Last year's report, as far as this year's needs it."""

from reportdesk.report.figures import figures
from reportdesk.report.schema import Predecessor, Report


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
