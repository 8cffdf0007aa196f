"""Findings that a person has looked into: 已核实，不作修改.

A judgement is kept under a fingerprint of the finding's rule, cells and figures: it holds while they are the same, and
is as good as gone when one of them changes. Of a finding in a text it is the rule, the section and the words: where
they stand and how many are found before them does not matter.
"""

import msgspec

from reportdesk.checks.findings import Finding, PreviousYearFinding
from reportdesk.report import Dismissal, Edit, Figures, Report, edit

REASONS = ("按当地统计口径填报", "机构改革、职能调整", "联合发文，按牵头单位统计", "已与台账核对无误", "其他")


def fingerprint(finding: Finding, figures: Figures) -> str:
    """What a judgement is kept under."""
    from hashlib import sha256  # brings OpenSSL's 4 MB along, and few reports have judgements

    named = [finding.rule, finding.section, finding.actual or ""] if finding.place else [finding.id]
    parts = [*named, *(f"{cell}={figures[cell]}" for cell in finding.cells)]
    if isinstance(finding, PreviousYearFinding):
        parts.append(finding.expected or finding.message)  # what last year's report says of it
    return sha256("\n".join(parts).encode()).hexdigest()[:24]


def apply_dismissals(findings: list[Finding], report: Report, figures: Figures) -> list[Finding]:
    """The findings, each judged one with its reason."""
    if not report.dismissals:
        return findings
    found = []
    for finding in findings:
        judgement = report.dismissals.get(fingerprint(finding, figures))
        found.append(msgspec.structs.replace(finding, judged=judgement.reason) if judgement else finding)
    return found


def dismiss(report: Report, figures: Figures, finding: Finding, reason: str, by: str = "", at: str = "") -> Edit:
    """The edit that sets a finding aside for a reason."""
    judgement = Dismissal(finding=finding.id, reason=reason, by=by, at=at)
    return edit(report, {("dismissals", fingerprint(finding, figures)): judgement}, "已核实，不作修改")


def restore(report: Report, figures: Figures, finding: Finding) -> Edit:
    """The edit that takes a judgement back."""
    return edit(report, {("dismissals", fingerprint(finding, figures)): None}, "恢复检查")
