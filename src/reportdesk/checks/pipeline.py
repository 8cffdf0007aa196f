"""The steps of a check, their order and their cost. The command line and the window use the same steps.

1. `check_figures`: the figures of the report (equations, single cells, blanks), then last year's report against them.
   Less than a millisecond: done in step with every key.
2. `check_texts`: statements about figures, sentences unchanged since last year, proof-reading. Some ten milliseconds:
   done in the background when the typing pauses, never in step with a key.
3. Dismissals mark the findings that a person has looked into. They are applied as findings are added.
4. `add_explanations`: the search for the cells that explain broken sums. In step with a key while at most
   MOST_EXPLAINED_AT_ONCE sums are broken (`check_in_step`); where more are, when the typing pauses.

`check` does all of them at once. Every step takes last year's report from the report itself.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from reportdesk.checks.cells import check_blanks, check_numbers
from reportdesk.checks.diagnosis.error_localization import Evidence, localize_errors
from reportdesk.checks.dismissals import apply_dismissals
from reportdesk.checks.findings import CheckResult, Finding, PreviousYearFinding, sort_by_severity
from reportdesk.checks.previous_year import check_previous_year
from reportdesk.checks.sums import check_sums
from reportdesk.report import Figures, PreviousReport, Report, figures, previous_report

MOST_EXPLAINED_AT_ONCE = 8  # broken sums: so many are explained within a keystroke without a flicker


class TextCheckResult(NamedTuple):
    """What `check_texts` found.

    `findings` are without dismissals. `contradicted` are cells whose figure a text states differently. `unchanged`
    maps sections to sentences that last year's texts have too: [(start, end)] in characters of the section's text.
    """

    findings: list[Finding]
    contradicted: frozenset[str]
    unchanged: Mapping[str, list[tuple[int, int]]]


class StepResult(NamedTuple):
    """The result of a check in step with a key; `explanations_pending` where too many sums are broken to explain."""

    result: CheckResult
    explanations_pending: bool


def check(
    report: Report,
    previous: Report | PreviousReport | None = None,
    custom_words: Mapping[str, str] | None = None,
) -> CheckResult:
    """All findings of a report and the explanations of its broken sums.

    `previous` is last year's report; without it the one that the report keeps is used. `custom_words` are the office's
    wrong → right words.
    """
    if previous is not None:
        report = msgspec.structs.replace(report, previous=previous_report(report, previous))
    values = figures(report)
    text_results = check_texts(report, values, custom_words)
    result = check_figures(report, values, text_results)
    return add_explanations(report, values, result, text_results)


def check_figures(report: Report, figures: Figures, text_results: TextCheckResult | None = None) -> CheckResult:
    """The findings of a report whose figures are at hand, without explanations.

    `text_results` are what was last found in the texts; without them the texts are left out.
    """
    form = report.form
    found: list[Finding] = [*check_sums(form, figures), *check_numbers(form, figures), *check_blanks(report, figures)]
    if report.previous:
        found += check_previous_year(report, figures, report.previous)
    if text_results:
        found += text_results.findings
    return CheckResult(apply_dismissals(sort_by_severity(found), report, figures))


def check_texts(report: Report, figures: Figures, custom_words: Mapping[str, str] | None = None) -> TextCheckResult:
    """What is found in the texts: against the tables, against last year's texts, and by the rules of proof-reading."""
    from reportdesk.checks import proofreading, statements, unchanged_sentences

    stated = statements.statements(report, figures)
    previous = report.previous
    unchanged = unchanged_sentences.find_unchanged_sentences(report, previous) if previous else {}
    found: list[Finding] = [
        *statements.statement_findings(report.form, stated),
        *unchanged_sentences.unchanged_sentence_findings(report, unchanged),
        *proofreading.text_findings(report, figures, custom_words),
    ]
    return TextCheckResult(found, frozenset(statements.contradicted(stated)), unchanged)


def check_in_step(
    report: Report, figures: Figures, text_results: TextCheckResult | None = None, edited: Iterable[str] = ()
) -> StepResult:
    """The check that is quick enough for every key: the figures, and explanations where few sums are broken.

    `edited` are the cells typed last, newest first.
    """
    result = check_figures(report, figures, text_results)
    errors = count_figure_errors(result)
    if errors > MOST_EXPLAINED_AT_ONCE:
        return StepResult(result, True)
    return StepResult(add_explanations(report, figures, result, text_results, edited) if errors else result, False)


def add_explanations(
    report: Report,
    figures: Figures,
    result: CheckResult,
    text_results: TextCheckResult | None = None,
    edited: Iterable[str] = (),
) -> CheckResult:
    """The result with the explanations of its broken sums.

    Cells that were typed last (`edited`, newest first), that a text contradicts, or that do not fit last year's report
    are suspected first.
    """
    dismissed = {finding.id for finding in result.findings if finding.judged is not None}
    contradicted = {
        finding.cells[-1]
        for finding in result.findings
        if isinstance(finding, PreviousYearFinding) and finding.severity == "error" and finding.judged is None
    }
    if text_results:
        contradicted |= text_results.contradicted
    evidence = Evidence(tuple(edited), frozenset(report.origins), frozenset(contradicted))
    found = localize_errors(report.form, figures, evidence, dismissed)
    return msgspec.structs.replace(result, causes=found.causes, search_aborted=found.search_aborted)


def count_figure_errors(result: CheckResult) -> int:
    """How many errors concern figures and may be explained: broken sums and the like that nobody has dismissed."""
    return sum(1 for f in result.findings if f.severity == "error" and f.judged is None and not f.place)
