"""Checks: a report, and last year's, → findings and their causes."""

from collections.abc import Iterable

import msgspec

from reportdesk.checks.cells import check_blanks, check_numbers
from reportdesk.checks.findings import Cause, Finding, Outcome, Suspect
from reportdesk.checks.judging import with_judgements
from reportdesk.checks.sums import Balance, check_sums, spelled, weigh
from reportdesk.report import Figures, Report, figures

__all__ = [
    "Balance",
    "Cause",
    "Finding",
    "Outcome",
    "Suspect",
    "check",
    "check_figures",
    "check_sums",
    "spelled",
    "weigh",
    "with_causes",
]

_ORDER = {"error": 0, "warning": 1, "hint": 2}


def check(report: Report, previous: Report | None = None) -> Outcome:
    """All findings of a report and their causes. `previous` is last year's; no rule across years uses it yet."""
    from reportdesk.checks.statements import contradicted, findings_of, statements

    shown = figures(report)
    said = statements(report, shown)
    outcome = _with_more(report, shown, check_figures(report, shown), findings_of(report.form, said))
    return with_causes(report, shown, outcome, contradicted=contradicted(said))


def check_figures(report: Report, shown: Figures) -> Outcome:
    """The findings of a report whose figures are at hand, without causes: quick enough for every keystroke."""
    found = [*check_sums(report.form, shown), *check_numbers(report.form, shown), *check_blanks(report, shown)]
    found.sort(key=lambda finding: _ORDER[finding.severity])
    return Outcome(with_judgements(found, report, shown))


def _with_more(report: Report, shown: Figures, outcome: Outcome, more: list[Finding]) -> Outcome:
    """The outcome with further findings at their places."""
    found = sorted([*outcome.findings, *with_judgements(more, report, shown)], key=lambda each: _ORDER[each.severity])
    return msgspec.structs.replace(outcome, findings=found)


def with_causes(
    report: Report, shown: Figures, outcome: Outcome, edited: Iterable[str] = (), contradicted: Iterable[str] = ()
) -> Outcome:
    """The outcome with the causes of its broken sums.

    `edited` are the cells typed last, newest first; `contradicted` those that a text says otherwise.
    """
    from reportdesk.checks.causes import Evidence, find_causes

    settled = {finding.id for finding in outcome.findings if finding.judged is not None}
    evidence = Evidence(tuple(edited), frozenset(report.origins), frozenset(contradicted))
    found = find_causes(report.form, shown, evidence, settled)
    return msgspec.structs.replace(outcome, causes=found.causes, gave_up=found.gave_up)
