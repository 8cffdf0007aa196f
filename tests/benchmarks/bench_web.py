"""The web page and the checklist of a busy report, held against the standard library writing the same elements."""

from tests.benchmarks.measure import median_ratio
from tests.benchmarks.references import plain_page
from tests.benchmarks.row import Row
from tests.reports import busy_report

from reportdesk.writing import checklist, html


def rows() -> list[Row]:
    """Both as whole files."""
    report = busy_report()
    page, sheet = plain_page(html.render(report)), plain_page(checklist.render(report))
    return [
        Row("web page ÷ ElementTree writing it", median_ratio(lambda: html.render(report), page), 0.55),
        Row("checklist ÷ ElementTree writing it", median_ratio(lambda: checklist.render(report), sheet), 0.54),
    ]
