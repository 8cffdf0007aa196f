"""The web page and the checklist of a busy report."""

from statistics import median

from tests.benchmarks.pairs import seconds
from tests.benchmarks.row import Row
from tests.support.reports import busy_report

from reportdesk.writing import checklist, html

RUNS = 51


def rows() -> list[Row]:
    """Milliseconds of one page, median."""
    report = busy_report()
    return [
        Row("Web page of a full report, ms", _milliseconds(lambda: html.render(report)), 10),
        Row("Checklist of a full report, ms", _milliseconds(lambda: checklist.render(report)), 10),
    ]


def _milliseconds(action: object) -> float:
    assert callable(action)
    action()
    return 1000 * median(seconds(action) for _ in range(RUNS))


if __name__ == "__main__":
    for row in rows():
        print(row.name, row)
