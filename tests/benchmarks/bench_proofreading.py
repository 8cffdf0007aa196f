"""Proof-reading of a long text while somebody types in it."""

from itertools import count

from tests.benchmarks.measure import median_ratio
from tests.benchmarks.references import pass_over_text
from tests.benchmarks.row import Row

from reportdesk import resources
from reportdesk.checks.wording import text_findings
from reportdesk.report import figures
from reportdesk.store import open_report

CHARACTERS = 5_000


def rows() -> list[Row]:
    """All findings of 5,000 characters, each time with a few others at the end."""
    report = open_report(resources.path("samples", "busy.rdesk"))
    shown = figures(report)
    text = (report.text("overview") * CHARACTERS)[:CHARACTERS]
    numbers = count()

    def proofread() -> None:
        text_findings(report.with_sections({"overview": f"{text}{next(numbers)}"}), shown)

    return [Row("proof-reading 5,000 characters ÷ plain pass", median_ratio(proofread, pass_over_text(text)), 0.54)]
