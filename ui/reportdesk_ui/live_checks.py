"""What the findings of a check mean for single cells: how strongly each is marked, and what is said of it.

The steps of a check, and which of them run in step with a key, stand in `reportdesk.checks.pipeline`.
"""

from enum import IntEnum

from reportdesk.checks import CheckResult, Finding
from reportdesk.form import Form
from reportdesk.report import Figures

PAUSE = 60  # milliseconds without a key before many broken sums are explained


class CellMark(IntEnum):
    """How strongly a cell is marked: its value can be offered, it is a member of a broken sum, or it is the suspect."""

    NONE = 0
    OFFERED = 1
    MEMBER = 2
    STRONG = 3


class CheckState:
    """The result of a check, and by cell: `findings_of` (cell → findings) and `marks` (cell → CellMark).

    While broken sums have no explanation, their totals are marked strongly; afterwards only the suspects are.
    """

    def __init__(self, form: Form, figures: Figures, result: CheckResult) -> None:
        self.result = result
        self.findings_of: dict[str, list[Finding]] = {}
        self.marks: dict[str, CellMark] = {}
        totals = {each.id: each.right for each in form.sums}
        suspects = _suspects(result)
        for finding in result.findings:
            # Blank cells are seen as they are; a finding in a text is marked there.
            if finding.severity == "warning" or finding.judged is not None or finding.place:
                continue
            strong = suspects.get(finding.id) or set(totals.get(finding.id, finding.cells))
            for cell in finding.cells:
                self.findings_of.setdefault(cell, []).append(finding)
                mark = _mark(finding, cell in strong, figures[cell] is None)
                self.marks[cell] = max(mark, self.marks.get(cell, CellMark.NONE))


def changed_marks(before: dict[str, CellMark], after: dict[str, CellMark]) -> set[str]:
    """The cells whose mark is another one now."""
    return {cell for cell in before.keys() | after.keys() if before.get(cell) != after.get(cell)}


def _suspects(result: CheckResult) -> dict[str, set[str]]:
    """Id of a finding → the cells of the likeliest explanation of it."""
    found: dict[str, set[str]] = {}
    for explanation in result.causes:
        for finding in explanation.explains:
            found.setdefault(finding, {suspect.cell for suspect in explanation.cells})
    return found


def _mark(finding: Finding, strong: bool, blank: bool) -> CellMark:
    if finding.severity == "hint":
        return CellMark.OFFERED if blank else CellMark.NONE
    return CellMark.STRONG if strong else CellMark.MEMBER
