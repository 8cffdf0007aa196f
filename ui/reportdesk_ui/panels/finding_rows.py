"""What the findings panel shows, line by line: causes first, the sums they explain folded beneath, then the rest."""

from collections.abc import Set
from typing import NamedTuple

from reportdesk.checks import CheckResult, Explanation, Finding, Suspect
from reportdesk.checks.findings import SEVERITY_SIGNS, suspect_sentence
from reportdesk.report import Report

_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩"


class FindingRow(NamedTuple):
    """One line.

    `key` stays the same while its subject does; `colour` names one of the theme; a `fold` opens and closes the lines
    beneath it; `adopted` is a cell whose taken-over figure awaits the ledger.
    """

    key: str
    text: str
    colour: str
    indent: int = 0
    finding: Finding | None = None
    suspect: Suspect | None = None
    fold: bool = False
    adopted: str = ""

    @property
    def leads(self) -> bool:
        """Whether it leads to a cell or a place."""
        return bool(self.finding or self.suspect or self.adopted)


def finding_rows(report: Report, outcome: CheckResult, opened: Set[str]) -> list[FindingRow]:
    """The lines of the panel; `opened` are the keys of the folds that are open."""
    found: list[FindingRow] = []
    by_id = {finding.id: finding for finding in outcome.findings}
    explained: set[str] = set()
    groups: dict[tuple[str, ...], list[Explanation]] = {}
    for cause in outcome.causes:
        groups.setdefault(tuple(cause.explains), []).append(cause)
    for number, (ids, causes) in enumerate(groups.items()):
        explained.update(ids)
        found += _cause(report, causes[0], _NUMBERS[number % len(_NUMBERS)])
        others = [row for cause in causes[1:] for row in _cause(report, cause, "或", indent=1)]
        found += _folded(f"others:{ids[0]}", f"其他可能（{len(causes) - 1}）", others, opened)
        sums = [_finding(by_id[each], indent=1) for each in ids if each in by_id]
        found += _folded(f"sums:{ids[0]}", f"涉及的勾稽关系（{len(sums)}）", sums, opened)
    if outcome.search_aborted:
        found.append(FindingRow("gave_up", "不相符的地方较多，未逐格推断原因，请先与台账核对各项合计。", "warning"))
    found += [_finding(each) for each in outcome.findings if each.id not in explained and each.judged is None]
    found += _adopted(report)
    judged = [_finding(each, indent=1) for each in outcome.findings if each.judged is not None]
    found += _folded("judged", f"已核实，不作修改（{len(judged)}）", judged, opened)
    return found


def _cause(report: Report, cause: Explanation, number: str, indent: int = 0) -> list[FindingRow]:
    return [
        FindingRow(
            f"suspect:{suspect.cell}:{suspect.should_be}",
            f"{number} {suspect_sentence(report.form, suspect)}",
            "error",
            indent,
            suspect=suspect,
        )
        for suspect in cause.cells
    ]


def _finding(finding: Finding, indent: int = 0) -> FindingRow:
    judged = f"（已核实：{finding.judged}）" if finding.judged is not None else ""
    colour = "muted" if finding.judged is not None else finding.severity
    return FindingRow(
        finding.id, f"{SEVERITY_SIGNS[finding.severity]} {finding.message}{judged}", colour, indent, finding=finding
    )


def _folded(key: str, title: str, inside: list[FindingRow], opened: Set[str]) -> list[FindingRow]:
    if not inside:
        return []
    open_ = key in opened
    return [FindingRow(key, f"{'▾' if open_ else '▸'} {title}", "accent", fold=True), *(inside if open_ else [])]


def _adopted(report: Report) -> list[FindingRow]:
    """Figures taken over from a suggestion that nobody has confirmed against the ledger yet."""
    return [
        FindingRow(
            f"adopted:{cell}",
            f"◆ {report.form.cells[cell].name} 已按建议由 {each.old or '未填'} 改为 {each.new}，待与台账核对。",
            "hint",
            adopted=cell,
        )
        for cell, each in report.adopted.items()
        if not each.confirmed and report.values.get(cell) == each.new
    ]
