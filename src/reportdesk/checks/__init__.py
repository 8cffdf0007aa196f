"""Checks: a report, and last year's, → findings and their causes."""

from collections.abc import Iterable, Mapping

import msgspec

from reportdesk.checks.cells import check_blanks, check_numbers
from reportdesk.checks.dismissals import with_judgements
from reportdesk.checks.findings import AgainstLastYear, Cause, Finding, Outcome, Suspect
from reportdesk.checks.sums import Balance, check_sums, spelled, weigh
from reportdesk.report import Figures, PreviousReport, Report, figures, previous_report

__all__ = [
    "AgainstLastYear",
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
    "with_more",
]

_ORDER = {"error": 0, "warning": 1, "hint": 2}


def check(
    report: Report, previous: Report | PreviousReport | None = None, own: Mapping[str, str] | None = None
) -> Outcome:
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


def check_figures(report: Report, shown: Figures) -> Outcome:
    """The findings of a report whose figures are at hand, without those of its texts and without causes.

    Quick enough for every keystroke.
    """
    return _outcome(_of_figures(report, shown, report.previous), report, shown)


def _of_figures(report: Report, shown: Figures, last: PreviousReport | None) -> list[Finding]:
    found = [*check_sums(report.form, shown), *check_numbers(report.form, shown), *check_blanks(report, shown)]
    if last:
        from reportdesk.checks.previous_year import check_across

        found += check_across(report, shown, last)
    return found


def _outcome(found: list[Finding], report: Report, shown: Figures) -> Outcome:
    found.sort(key=lambda finding: _ORDER[finding.severity])
    return Outcome(with_judgements(found, report, shown))


def with_more(report: Report, shown: Figures, outcome: Outcome, more: list[Finding]) -> Outcome:
    """The outcome with further findings at their places."""
    found = sorted([*outcome.findings, *with_judgements(more, report, shown)], key=lambda each: _ORDER[each.severity])
    return msgspec.structs.replace(outcome, findings=found)


def with_causes(
    report: Report, shown: Figures, outcome: Outcome, edited: Iterable[str] = (), contradicted: Iterable[str] = ()
) -> Outcome:
    """The outcome with the causes of its broken sums.

    `edited` are the cells typed last, newest first; `contradicted` those that a text says otherwise.
    """
    from reportdesk.checks.diagnosis.error_localization import Evidence, find_causes

    settled = {finding.id for finding in outcome.findings if finding.judged is not None}
    against_last_year = {
        finding.cells[-1]
        for finding in outcome.findings
        if isinstance(finding, AgainstLastYear) and finding.severity == "error" and finding.judged is None
    }
    evidence = Evidence(tuple(edited), frozenset(report.origins), frozenset({*contradicted, *against_last_year}))
    found = find_causes(report.form, shown, evidence, settled)
    return msgspec.structs.replace(outcome, causes=found.causes, gave_up=found.gave_up)
