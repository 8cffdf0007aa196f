"""Checks in step with the keystroke, and what they mean for single cells.

All equations take a fraction of a millisecond, so every edit re-checks them at once; slower checks (text, causes)
will be deferred and cancelled here.
"""

from enum import IntEnum

from reportdesk.checks import Finding, Outcome, check_figures
from reportdesk.report import Figures, Report


class Mark(IntEnum):
    """How strongly a cell is marked: the value can be offered, it is a member of a broken sum, or it is its total
    (or wrong by itself)."""

    NONE = 0
    OFFERED = 1
    MEMBER = 2
    STRONG = 3


class Checked:
    """The findings of a report, and by cell: `findings_of` (cell → findings), `marks` (cell → Mark)."""

    def __init__(self, report: Report, shown: Figures) -> None:
        self.outcome: Outcome = check_figures(report, shown)
        self.findings_of: dict[str, list[Finding]] = {}
        self.marks: dict[str, Mark] = {}
        strong = {each.id: each.right for each in report.form.sums}
        for finding in self.outcome.findings:
            if finding.severity == "warning":  # blanks are seen as they are
                continue
            rights = strong.get(finding.id, finding.cells)
            for cell in finding.cells:
                self.findings_of.setdefault(cell, []).append(finding)
                mark = self._mark(finding, cell in rights, shown[cell] is None)
                self.marks[cell] = max(mark, self.marks.get(cell, Mark.NONE))

    @staticmethod
    def _mark(finding: Finding, right: bool, blank: bool) -> Mark:
        if finding.severity == "hint":
            return Mark.OFFERED if blank else Mark.NONE
        return Mark.STRONG if right else Mark.MEMBER


def changed_marks(before: dict[str, Mark], after: dict[str, Mark]) -> set[str]:
    """The cells whose mark is another one now."""
    return {cell for cell in before.keys() | after.keys() if before.get(cell) != after.get(cell)}
