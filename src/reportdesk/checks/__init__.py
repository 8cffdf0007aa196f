"""Checks: a report, and last year's, → findings and their causes."""

from collections.abc import Iterable, Mapping

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


def check(report: Report, previous: Report | None = None, own: Mapping[str, str] | None = None) -> Outcome:
    """All findings of a report and their causes.

    `previous` is last year's; no rule across years uses it yet. `own` are the office's own wrong → right words.
    """
    from reportdesk.checks.wording import text_findings  # many patterns, and a window shows its tables first

    shown = figures(report)
    found = _figure_findings(report, shown)
    found += text_findings(report, shown, own)
    return with_causes(report, shown, _outcome(report, shown, found))


def check_figures(report: Report, shown: Figures) -> Outcome:
    """The findings of a report whose figures are at hand, without causes: quick enough for every keystroke."""
    return _outcome(report, shown, _figure_findings(report, shown))


def _figure_findings(report: Report, shown: Figures) -> list[Finding]:
    return [*check_sums(report.form, shown), *check_numbers(report.form, shown), *check_blanks(report, shown)]


def _outcome(report: Report, shown: Figures, found: list[Finding]) -> Outcome:
    return Outcome(with_judgements(sorted(found, key=lambda each: _ORDER[each.severity]), report, shown))


def with_causes(report: Report, shown: Figures, outcome: Outcome, edited: Iterable[str] = ()) -> Outcome:
    """The outcome with the causes of its broken sums; `edited` are the cells typed last, newest first."""
    from reportdesk.checks.causes import Evidence, find_causes

    settled = {finding.id for finding in outcome.findings if finding.judged is not None}
    evidence = Evidence(tuple(edited), frozenset(report.origins))
    found = find_causes(report.form, shown, evidence, settled)
    return msgspec.structs.replace(outcome, causes=found.causes, gave_up=found.gave_up)
