"""Reading what a text says of the tables: 5,000 characters at once, and again after one paragraph changed."""

from statistics import median

from tests.benchmarks.pairs import seconds
from tests.benchmarks.row import Row

from reportdesk import resources
from reportdesk.checks.statements import statements
from reportdesk.checks.statements.statement import clear_cache
from reportdesk.report import figures
from reportdesk.store import open_report

CHARACTERS = 5_000
RUNS = 15


def text() -> list[Row]:
    """The overview of the busy sample over and over, about a hundred statements, in milliseconds."""
    report = open_report(resources.path("samples", "busy.rdesk"))
    shown = figures(report)
    paragraphs = (report.text("overview") + "\n") * (1 + CHARACTERS // len(report.text("overview")))
    whole = report.with_sections({**dict.fromkeys(report.sections, ""), "overview": paragraphs[:CHARACTERS]})
    statements(whole, shown)
    first, again = [], []
    for run in range(RUNS):
        clear_cache()
        first.append(seconds(lambda: statements(whole, shown)))
        typed = whole.with_sections({"overview": f"第{run}次，行政处罚3件。\n{paragraphs[:CHARACTERS]}"})
        again.append(seconds(lambda typed=typed: statements(typed, shown)))
    return [
        Row("statements of 5,000 characters (ms)", 1000 * median(first), 15),
        Row("the same after a paragraph changed (ms)", 1000 * median(again), 5),
    ]
