"""规则说明: every rule of the edition with its wording, basis, severity and today's state."""

from collections import Counter
from typing import NamedTuple

from reportdesk.checks import CheckResult, evaluate_sum
from reportdesk.checks.findings import SEVERITY_NAMES
from reportdesk.form.definition import CrossYearRule, LargeChangeRule
from reportdesk.report import Figures, Report


class RuleRow(NamedTuple):
    """One rule as an office reads it; `state` is today's, `broken` whether it needs a look."""

    rule: str
    title: str
    basis: str
    severity: str
    advice: str
    state: str
    broken: bool


def rule_rows(report: Report, figures: Figures, outcome: CheckResult) -> list[RuleRow]:
    """The rules of the report's edition: equations first."""
    form = report.form
    open_ = Counter(finding.rule for finding in outcome.findings if finding.judged is None)
    judged = Counter(finding.rule for finding in outcome.findings if finding.judged is not None)
    rows = []
    for each in form.definition.equations:
        states = Counter(evaluate_sum(one, figures).status for one in form.sums if one.equation is each)
        broken = max(states["broken"] + states["exceeded"] - judged[each.rule], 0)
        parts = [f"相符 {states['holds']}", f"不符 {broken}", f"待填 {states['pending'] + states['offered']}"]
        if judged[each.rule]:
            parts.append(f"已核实 {judged[each.rule]}")
        state = "，".join(part for part in parts if not part.endswith(" 0")) or "—"
        title = f"{each.label} {each.title}"
        severity = SEVERITY_NAMES[each.severity]
        rows.append(RuleRow(each.rule, title, each.basis, severity, each.advice, state, broken > 0))
    for rule in (*form.definition.cross_year, *form.definition.changes, *form.definition.rules):
        count = open_[rule.rule]
        parts = [f"{count} 处"] if count else []
        if judged[rule.rule]:
            parts.append(f"已核实 {judged[rule.rule]}")
        unknown = isinstance(rule, CrossYearRule | LargeChangeRule) and report.previous is None
        state = "，".join(parts) or ("未附上年报告" if unknown else "没有")
        severity = SEVERITY_NAMES[rule.severity]
        title = f"{rule.label} {rule.title}" if isinstance(rule, CrossYearRule) else rule.title
        rows.append(RuleRow(rule.rule, title, rule.basis, severity, rule.advice, state, count > 0))
    return rows
