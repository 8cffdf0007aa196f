"""Checks in step with the keystroke, and what they mean for single cells.

All equations take a fraction of a millisecond, so every edit re-checks them at once, and finds the causes of a few
broken ones. Where many are broken, causes are looked for when the typing pauses: the next key puts that off again.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from reportdesk.checks import CheckResult, Finding, add_findings, check_figures, with_causes
from reportdesk.report import Figures, Report

if TYPE_CHECKING:
    from reportdesk.checks.pipeline import TextCheckResult

FEW = 8  # broken sums whose causes are found within a keystroke, without a flicker
PAUSE = 60  # milliseconds without a key before causes are looked for


class CellMark(IntEnum):
    """How strongly a cell is marked: the value can be offered, it is a member of a broken sum, or it is to blame."""

    NONE = 0
    OFFERED = 1
    MEMBER = 2
    STRONG = 3


class CheckState:
    """The findings of a report, and by cell: `findings_of` (cell → findings), `marks` (cell → Mark).

    Until causes are known, the totals of broken sums are marked strongly; then the suspects are, and only they.
    """

    def __init__(
        self,
        report: Report,
        shown: Figures,
        outcome: CheckResult | None = None,
        of_texts: "TextCheckResult | None" = None,
    ) -> None:
        self.outcome: CheckResult = check_figures(report, shown) if outcome is None else outcome
        if of_texts and outcome is None:
            self.outcome = add_findings(report, shown, self.outcome, of_texts.findings)
        self._of_texts = of_texts
        self.findings_of: dict[str, list[Finding]] = {}
        self.marks: dict[str, CellMark] = {}
        rights = {each.id: each.right for each in report.form.sums}
        suspects = self._suspects()
        for finding in self.outcome.findings:
            if finding.severity == "warning" or finding.judged is not None:  # blanks are seen as they are
                continue
            if finding.place:  # what a text says is marked there
                continue
            strong = suspects.get(finding.id) or set(rights.get(finding.id, finding.cells))
            for cell in finding.cells:
                self.findings_of.setdefault(cell, []).append(finding)
                mark = self._mark(finding, cell in strong, shown[cell] is None)
                self.marks[cell] = max(mark, self.marks.get(cell, CellMark.NONE))

    @property
    def errors(self) -> int:
        """How many broken sums and the like there are to look for causes of."""
        broken = (f for f in self.outcome.findings if f.severity == "error" and f.judged is None and not f.place)
        return sum(1 for _ in broken)

    def with_causes(self, report: Report, shown: Figures, edited: Sequence[str]) -> "CheckState":
        """The same with the causes of the broken sums."""
        contradicted = self._of_texts.contradicted if self._of_texts else ()
        outcome = with_causes(report, shown, self.outcome, edited, contradicted)
        return CheckState(report, shown, outcome, self._of_texts)

    def _suspects(self) -> dict[str, set[str]]:
        """Finding → the cells of the likeliest cause that explains it."""
        found: dict[str, set[str]] = {}
        for cause in self.outcome.causes:
            for each in cause.explains:
                found.setdefault(each, {suspect.cell for suspect in cause.cells})
        return found

    @staticmethod
    def _mark(finding: Finding, strong: bool, blank: bool) -> CellMark:
        if finding.severity == "hint":
            return CellMark.OFFERED if blank else CellMark.NONE
        return CellMark.STRONG if strong else CellMark.MEMBER


def changed_marks(before: dict[str, CellMark], after: dict[str, CellMark]) -> set[str]:
    """The cells whose mark is another one now."""
    return {cell for cell in before.keys() | after.keys() if before.get(cell) != after.get(cell)}
