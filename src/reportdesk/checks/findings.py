"""What a check yields."""

import msgspec

from reportdesk.form import Severity


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, doubtful or worth a look.

    `id` is "<rule>/<instance>" for ever. `cells` are all members; `place` is (section, start, end) in a text.
    `expected` and `actual` are figures: the sum of the members and the total, for a balance the left and the right
    side; for a finding in a text `actual` is how it reads there. `message` is a Chinese sentence that says what, where,
    by how much and what to do. `fix` is what may be put at its place, None where nothing can be offered.
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
    """A finding that rests on last year's report as well; the last of its `cells` is the one held against it."""


class Suspect(msgspec.Struct, frozen=True):
    """One cell of a cause: the figure it has, the one that lets the sums hold, and the likely reason ("" for none)."""

    cell: str
    now: str
    should_be: str
    why: str


class Explanation(msgspec.Struct, frozen=True):
    """Cells that together explain the findings `explains`; `unique` when no other set of so few cells does."""

    cells: list[Suspect]
    explains: list[str]
    unique: bool


class CheckResult(msgspec.Struct, frozen=True):
    """All findings of a report, errors first, each severity in the order of the form, and their causes, best first.

    `gave_up` says that errors are left which no cause explains: so much is broken that the search was ended, or the
    totals that would tell are computed.
    """

    findings: list[Finding] = []
    causes: list[Explanation] = []
    search_aborted: bool = False

    def count(self, severity: Severity) -> int:
        """How many findings of a severity nobody has judged."""
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
