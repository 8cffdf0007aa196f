"""All that is checked about the texts of a report: too slow for every keystroke, quick enough for every pause."""

from collections.abc import Mapping
from typing import NamedTuple

from reportdesk.checks.findings import Finding
from reportdesk.report import Figures, PreviousReport, Report


class TextCheckResult(NamedTuple):
    """The findings about the texts, judgements not yet applied, and the cells that a text says otherwise."""

    findings: list[Finding]
    contradicted: frozenset[str]


def check_texts(
    report: Report, shown: Figures, last: PreviousReport | None = None, own: Mapping[str, str] | None = None
) -> TextCheckResult:
    """Checks the texts against the tables, last year's report and the rules of good prose.

    `own` are the office's own wrong → right words.
    """
    from reportdesk.checks.proofreading import text_findings
    from reportdesk.checks.statements import contradicted, statement_findings, statements
    from reportdesk.checks.unchanged_sentences import check_unchanged_sentences

    said = statements(report, shown)
    found: list[Finding] = [*statement_findings(report.form, said)]
    if last:
        found += check_unchanged_sentences(report, last)
    found += text_findings(report, shown, own)
    return TextCheckResult(found, frozenset(contradicted(said)))
