"""Corrections: one finding, or all of one kind as one step."""

from collections.abc import Iterable, Mapping

from reportdesk.checks.dismissals import apply_dismissals
from reportdesk.checks.findings import Finding
from reportdesk.checks.proofreading.run import text_findings
from reportdesk.report import Edit, Report, Text, figures
from reportdesk.report.find_replace import text_edit
from reportdesk.report.linked_text import Replacement, apply_replacements


def fix_all(
    report: Report, rule: str, custom_words: Mapping[str, str] | None = None, actual: str | None = None
) -> Edit:
    """The edit that corrects every finding of a rule that nobody has dismissed; with `actual` only those that read so.

    Findings on linked figures and findings without a correction stay.
    """
    values = figures(report)
    found = [each for each in text_findings(report, values, custom_words) if each.rule == rule]
    found = apply_dismissals(found, report, values)
    chosen = [each for each in found if each.judged is None and actual in (None, each.actual)]
    return fix_these(report, chosen, "全部改正：" + report.form.rules[rule].title.partition("：")[0])


def fix_one(report: Report, finding: Finding) -> Edit:
    """The edit that corrects one finding of this report as it is."""
    return fix_these(report, [finding], "改正")


def fix_these(report: Report, findings: Iterable[Finding], label: str) -> Edit:
    """The edit that corrects these findings of this report as it is."""
    wanted: dict[str, list[Replacement]] = {}
    for each in findings:
        if each.fix is not None and each.place is not None:
            section, start, end = each.place
            wanted.setdefault(section, []).append(Replacement(start, end, each.fix))
    texts: dict[str, Text] = {key: apply_replacements(report.texts[key], found) for key, found in wanted.items()}
    return text_edit(report, texts, label)
