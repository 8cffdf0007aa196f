"""The words that every format prints around the figures and texts of a report."""

from reportdesk.report import Report
from reportdesk.writing.measure import half_widths

FOOTNOTE = "注："


def footnotes(report: Report, table: str) -> list[str]:
    """The lines below a table; the first one starts with 注 whether the clerk typed it or not."""
    lines = [line.strip() for line in report.footnotes.get(table, "").split("\n") if line.strip()]
    if lines and not lines[0].startswith("注"):
        lines[0] = FOOTNOTE + lines[0]
    return lines


def title_lines(report: Report, width: float) -> list[str]:
    """The title on one line, or, where it is longer than `width` Chinese characters, the unit and the rest."""
    title = report.title
    rest = title.removeprefix(report.unit)
    return [title] if half_widths(title) <= 2 * width or rest in ("", title) else [report.unit, rest]
