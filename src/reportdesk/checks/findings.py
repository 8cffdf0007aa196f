"""What a check yields: findings, explanations of broken sums, and how severities are ordered, named and marked."""

from collections.abc import Iterable

import msgspec

from reportdesk.form import Form, Severity

# Most serious first. The window marks a finding with the sign as well as with a colour of the theme.
SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "提醒", "hint": "提示"}
SEVERITY_SIGNS: dict[Severity, str] = {"error": "✖", "warning": "▲", "hint": "●"}
_SEVERITY_RANKS = {severity: rank for rank, severity in enumerate(SEVERITY_NAMES)}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, doubtful or worth a look.

    `id` is "<rule>/<instance>" and never changes. `cells` are all members of the equation; `place` is
    (section, start, end) in characters of the section's text, `end` not included. `expected` and `actual` are figures:
    the sum of the members and the total; for a balance the left and the right side. Of a finding in a text, `actual`
    are its words. `message` is a Chinese sentence: what is wrong, where, by how much, what to do. `judged` is the
    reason for which a person dismissed the finding, None while nobody has. `fix` is the text that may replace the
    words at `place`; None where no correction can be offered.
    """

    id: str
    rule: str
    severity: Severity
    section: str
    cells: list[str] = []
    place: tuple[str, int, int] | None = None
    expected: str | None = None
    actual: str | None = None
    message: str = ""
    judged: str | None = None
    fix: str | None = None


class PreviousYearFinding(Finding, frozen=True, kw_only=True):
    """A finding that depends on last year's report too. The last of its `cells` is the one that was compared."""


class Suspect(msgspec.Struct, frozen=True):
    """One cell of an explanation: its figure, the figure with which the sums hold, and the likely reason or ""."""

    cell: str
    now: str
    should_be: str
    why: str


class Explanation(msgspec.Struct, frozen=True):
    """Cells whose correction makes all the sums in `explains` (ids of findings) hold.

    `unique` where no other set of as few cells does.
    """

    cells: list[Suspect]
    explains: list[str]
    unique: bool


class CheckResult(msgspec.Struct, frozen=True):
    """The findings of a report, most serious first and otherwise in the order of the form; explanations, best first.

    `search_aborted` says that broken sums are left without an explanation: too much is broken, or the totals that
    would tell are computed.
    """

    findings: list[Finding] = []
    causes: list[Explanation] = []
    search_aborted: bool = False

    def count(self, severity: Severity) -> int:
        """How many findings of a severity nobody has dismissed."""
        return sum(1 for finding in self.findings if finding.severity == severity and finding.judged is None)

    @property
    def errors(self) -> int:
        return self.count("error")

    @property
    def warnings(self) -> int:
        return self.count("warning")

    @property
    def hints(self) -> int:
        return self.count("hint")


def sort_by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, most serious first; those of one severity keep their order."""
    return sorted(findings, key=lambda finding: _SEVERITY_RANKS[finding.severity])


def suspect_sentence(form: Form, suspect: Suspect) -> str:
    """What is suspected of a cell, in a sentence."""
    why = f"（{suspect.why}）" if suspect.why else ""
    name = form.cells[suspect.cell].name
    return f"{name} 现为 {suspect.now}，疑为 {suspect.should_be}{why}，请核对台账。"
