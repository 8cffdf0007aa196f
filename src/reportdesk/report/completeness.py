"""What a section still lacks, and whether the clerk has declared it finished (本部分填写完毕)."""

from collections.abc import Mapping

from reportdesk.report.schema import Report
from reportdesk.report.totals import cells_to_fill


def what_is_missing(report: Report, shown: Mapping[str, str | None], section: str) -> str:
    """Why a section cannot be finished yet, in words; "" when every cell is declared and every text written.

    A cell is declared when it holds a figure, 0 or “/”. The text before a table may stay empty.
    """
    table = report.form.section(section).table
    if table:
        waiting = len(cells_to_fill(report, shown, table))
        return f"还有 {waiting} 格未填" if waiting else ""
    return "" if report.text(section).strip() else "尚未填写"


def is_done(report: Report, shown: Mapping[str, str | None], section: str) -> bool:
    """True when the clerk has said so and nothing is missing: a blank form can never pass as finished."""
    return bool(report.done.get(section)) and not what_is_missing(report, shown, section)


def is_started(report: Report, shown: Mapping[str, str | None], section: str) -> bool:
    """True when anything stands in a section."""
    table = report.form.section(section).table
    if report.text(section).strip():
        return True
    return bool(table) and any(shown[cell] is not None for cell in report.form.table_cells(table))


def count_characters(text: str) -> int:
    """The characters of a text without blanks."""
    return sum(map(len, text.split()))
