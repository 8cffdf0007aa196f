"""The report that the corpora stand in: every table filled, one application carried out, no charges."""

from functools import lru_cache

from tests.support.proofreading import clean

from reportdesk.checks.proofreading import text_findings
from reportdesk.report import Report, figures

RECEIVED = "requests.received.natural_person"
CARRIED_OUT, CHARGES = "requests.carried_out.natural_person", "disclosure.charges.amount"
TEXTS = {
    "lead_in": clean.LEAD_IN,
    "overview": clean.OVERVIEW,
    "problems": clean.PROBLEMS,
    "other_matters": clean.OTHER,
}


@lru_cache(maxsize=1)
def empty():
    """The figures without a text."""
    report = Report.new(unit=clean.UNIT, year=clean.YEAR)
    form = report.form
    figures_of = {cell: "0" for cell in form.cells if cell not in form.totals}
    return report.with_cells({**figures_of, RECEIVED: "1", CARRIED_OUT: "1"})


def report_of(**sections):
    """The clean report with these sections instead of its own."""
    return empty().with_sections({**TEXTS, **sections})


def with_paragraph(paragraph):
    """The clean report with one more paragraph at the end of its overview."""
    return report_of(overview=f"{clean.OVERVIEW}\n{paragraph}")


def findings(report, *rules, custom_words=None):
    return [each for each in text_findings(report, figures(report), custom_words) if not rules or each.rule in rules]


def words(report, finding):
    """What stands at the place of a finding."""
    section, start, end = finding.place
    return report.text(section)[start:end]
