"""Checks: a report, and last year's, → findings and their causes."""

from collections.abc import Iterable, Mapping

import msgspec

from reportdesk.checks.cells import check_blanks, check_numbers
from reportdesk.checks.dismissals import apply_dismissals
from reportdesk.checks.findings import CheckResult, Explanation, Finding, PreviousYearFinding, Suspect
from reportdesk.checks.sums import SumState, check_sums, evaluate_sum, format_equation
from reportdesk.report import Figures, PreviousReport, Report, figures, previous_report

__all__ = [
    "CheckResult",
    "Explanation",
    "Finding",
    "PreviousYearFinding",
    "SumState",
    "Suspect",
    "add_findings",
    "check",
    "check_figures",
    "check_sums",
    "evaluate_sum",
    "format_equation",
    "with_causes",
]

_ORDER = {"error": 0, "warning": 1, "hint": 2}


def check(
    report: Report, previous: Report | PreviousReport | None = None, own: Mapping[str, str] | None = None
) -> CheckResult:
    """All findings of a report and their causes.

    `previous` is last year's report; without it the one that the report keeps is used. `own` are the office's own
    wrong → right words.
    """
    from reportdesk.checks.pipeline import check_texts

    shown = figures(report)
    last = previous_report(report, previous)
    of_texts = check_texts(report, shown, last, own)
    found = [*_of_figures(report, shown, last), *of_texts.findings]
    return with_causes(report, shown, _outcome(found, report, shown), contradicted=of_texts.contradicted)


def check_figures(report: Report, shown: Figures) -> CheckResult:
    """The findings of a report whose figures are at hand, without those of its texts and without causes.

    Quick enough for every keystroke.
    """
    return _outcome(_of_figures(report, shown, report.previous), report, shown)


def _of_figures(report: Report, shown: Figures, last: PreviousReport | None) -> list[Finding]:
    found = [*check_sums(report.form, shown), *check_numbers(report.form, shown), *check_blanks(report, shown)]
    if last:
        from reportdesk.checks.previous_year import check_previous_year

        found += check_previous_year(report, shown, last)
    return found


def _outcome(found: list[Finding], report: Report, shown: Figures) -> CheckResult:
    found.sort(key=lambda finding: _ORDER[finding.severity])
    return CheckResult(apply_dismissals(found, report, shown))


def add_findings(report: Report, shown: Figures, outcome: CheckResult, more: list[Finding]) -> CheckResult:
    """The outcome with further findings at their places."""
    found = sorted([*outcome.findings, *apply_dismissals(more, report, shown)], key=lambda each: _ORDER[each.severity])
    return msgspec.structs.replace(outcome, findings=found)


def with_causes(
    report: Report, shown: Figures, outcome: CheckResult, edited: Iterable[str] = (), contradicted: Iterable[str] = ()
) -> CheckResult:
    """The outcome with the causes of its broken sums.

    `edited` are the cells typed last, newest first; `contradicted` those that a text says otherwise.
    """
    from reportdesk.checks.diagnosis.error_localization import Evidence, localize_errors

    settled = {finding.id for finding in outcome.findings if finding.judged is not None}
    against_last_year = {
        finding.cells[-1]
        for finding in outcome.findings
        if isinstance(finding, PreviousYearFinding) and finding.severity == "error" and finding.judged is None
    }
    evidence = Evidence(tuple(edited), frozenset(report.origins), frozenset({*contradicted, *against_last_year}))
    found = localize_errors(report.form, shown, evidence, settled)
    return msgspec.structs.replace(outcome, causes=found.causes, search_aborted=found.search_aborted)
