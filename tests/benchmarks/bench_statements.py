"""Reading what a text says of the tables: 5,000 characters at once, and again after one paragraph changed."""

from itertools import count

from tests.benchmarks.measure import median_ratio
from tests.benchmarks.references import pass_over_text
from tests.benchmarks.row import Row

from reportdesk import resources
from reportdesk.checks.statements import statements
from reportdesk.checks.statements.statement import forget
from reportdesk.report import figures
from reportdesk.store import open_report

CHARACTERS = 5_000


def rows() -> list[Row]:
    """The overview of the busy sample over and over, about a hundred statements."""
    report = open_report(resources.path("samples", "busy.rdesk"))
    shown = figures(report)
    text = ((report.text("overview") + "\n") * CHARACTERS)[:CHARACTERS]
    whole = report.with_sections({**dict.fromkeys(report.sections, ""), "overview": text})
    numbers = count()

    def first() -> None:
        forget()
        statements(whole, shown)

    def again() -> None:
        typed = whole.with_sections({"overview": f"第{next(numbers)}次，行政处罚3件。\n{text}"})
        statements(typed, shown)

    plain = pass_over_text(text)
    return [
        Row("statements of 5,000 characters ÷ plain pass", median_ratio(first, plain), 0.38),
        Row("the same after a paragraph changed ÷ plain pass", median_ratio(again, plain), 0.095),
    ]
