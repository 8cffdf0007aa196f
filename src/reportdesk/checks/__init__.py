"""Checks of a report, on its own and against last year's: findings, and explanations of broken sums."""

from reportdesk.checks.findings import CheckResult, Explanation, Finding, PreviousYearFinding, Suspect
from reportdesk.checks.pipeline import check, check_figures
from reportdesk.checks.sums import SumState, check_sums, evaluate_sum, format_equation

__all__ = [
    "CheckResult",
    "Explanation",
    "Finding",
    "PreviousYearFinding",
    "SumState",
    "Suspect",
    "check",
    "check_figures",
    "check_sums",
    "evaluate_sum",
    "format_equation",
]
