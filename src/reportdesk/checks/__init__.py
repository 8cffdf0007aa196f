"""Checks: a report, and last year's, → findings."""

from reportdesk.checks.cells import check_blanks, check_numbers
from reportdesk.checks.findings import Finding, Outcome
from reportdesk.checks.sums import Balance, check_sums, spelled, weigh
from reportdesk.report import Figures, Report, figures

__all__ = ["Balance", "Finding", "Outcome", "check", "check_figures", "check_sums", "spelled", "weigh"]

_ORDER = {"error": 0, "warning": 1, "hint": 2}


def check(report: Report, previous: Report | None = None) -> Outcome:
    """All findings of a report. `previous` is last year's report; the rules across years do not use it yet."""
    return check_figures(report, figures(report))


def check_figures(report: Report, shown: Figures) -> Outcome:
    """`check` for a report whose figures are at hand."""
    found = [*check_sums(report.form, shown), *check_numbers(report.form, shown), *check_blanks(report, shown)]
    found.sort(key=lambda finding: _ORDER[finding.severity])
    return Outcome(found)
