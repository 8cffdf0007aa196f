"""Findings that a person has looked into and dismissed: 已核实，不作修改.

A dismissal is stored under a fingerprint of the finding, not under its id. It holds while the rule, the cells and their
figures are the same; when one figure changes, the finding counts again. For a finding in a text the fingerprint is of
the rule, the section and the words: the place in the text and the findings before it do not matter.
"""

import msgspec

from reportdesk.checks.findings import Finding, PreviousYearFinding
from reportdesk.report import Dismissal, Edit, Figures, Report, edit

REASONS = ("按当地统计口径填报", "机构改革、职能调整", "联合发文，按牵头单位统计", "已与台账核对无误", "其他")


def fingerprint(finding: Finding, figures: Figures) -> str:
    """The key of a finding's dismissal in `report.dismissals`: 24 hexadecimal digits."""
    from hashlib import sha256  # brings OpenSSL's 4 MB along, and few reports have dismissals

    name = [finding.rule, finding.section, finding.actual or ""] if finding.place else [finding.id]
    parts = [*name, *(f"{cell}={figures[cell]}" for cell in finding.cells)]
    if isinstance(finding, PreviousYearFinding):
        parts.append(finding.expected or finding.message)  # the figures of last year's report
    return sha256("\n".join(parts).encode()).hexdigest()[:24]


def apply_dismissals(findings: list[Finding], report: Report, figures: Figures) -> list[Finding]:
    """The findings in their order; `judged` of each dismissed one is the reason."""
    if not report.dismissals:
        return findings
    found = []
    for finding in findings:
        dismissal = report.dismissals.get(fingerprint(finding, figures))
        found.append(msgspec.structs.replace(finding, judged=dismissal.reason) if dismissal else finding)
    return found


def dismiss(report: Report, figures: Figures, finding: Finding, reason: str, by: str = "", at: str = "") -> Edit:
    """The edit that dismisses a finding. `reason` is one of REASONS or the person's words, `at` a time as stored."""
    dismissal = Dismissal(finding=finding.id, reason=reason, by=by, at=at)
    return edit(report, {("dismissals", fingerprint(finding, figures)): dismissal}, "已核实，不作修改")


def restore(report: Report, figures: Figures, finding: Finding) -> Edit:
    """The edit that takes a dismissal back: the finding counts again."""
    return edit(report, {("dismissals", fingerprint(finding, figures)): None}, "恢复检查")
