"""One unit's report for one year, as a value.

A report is never changed in place: every change makes a new one that shares what stayed the same. Everything that
belongs to a report lives here and in one file. Its parts are keyed by ids, so that a field that this version does not
know can be kept at its place (`Unknown`). Every `at` is a time as report/timestamps writes and reads it.

The schema is laid out whole; parts that no page fills yet are empty.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from reportdesk import form as forms
from reportdesk.errors import ReportDeskError
from reportdesk.form import Form
from reportdesk.numbers import is_canonical, parse_entry
from reportdesk.report.totals import figures
from reportdesk.text.characters import clean_line, clean_text


class ReportError(ReportDeskError):
    """A value that cannot stand in a report."""


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whom readers of the report can ask."""

    office: str = ""
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    fax: str = ""
    email: str = ""


class FigureLink(msgspec.Struct, frozen=True):
    """A figure in a text that follows a cell; `start` and `end` count characters of the text.

    `kind` is "figure", or "share": the percentage of the sum of the `denominator` cells, with so many decimal
    `places`. The cells `addends` are added to the cell (all reasons of 不予公开). A newer version may know other kinds.

    The file calls the fields `how`, `more` and `base`.
    """

    start: int
    end: int
    cell: str
    kind: str = msgspec.field(default="figure", name="how")
    addends: list[str] = msgspec.field(default=[], name="more")
    denominator: list[str] = msgspec.field(default=[], name="base")
    places: int = 2


class Picture(msgspec.Struct, frozen=True):
    """A picture in a text: its file below media/, its caption, and how many characters of the text it follows.

    `width_mm` is its width on paper, 0 for its own.
    """

    file: str
    caption: str
    after: int
    width_mm: float = 0.0


class Text(msgspec.Struct, frozen=True, omit_defaults=True):
    """The text of a section: paragraphs separated by line ends."""

    text: str = ""
    links: dict[str, FigureLink] = msgspec.field(default={}, name="ties")
    pictures: dict[str, Picture] = {}


class Dismissal(msgspec.Struct, frozen=True):
    """A finding that a person has looked into: 已核实，不作修改."""

    finding: str
    reason: str
    by: str = ""
    at: str = ""


class Adoption(msgspec.Struct, frozen=True):
    """A suggested figure that was taken over, until it is confirmed against the ledger."""

    old: str | None
    new: str | None
    why: str
    confirmed: bool = False


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a row's figures come from (数从哪来)."""

    office: str = ""
    person: str = ""
    date: str = ""
    document: str = ""


class Origin(msgspec.Struct, frozen=True):
    """Where an imported figure stood in its source."""

    source: str
    place: str
    text: str


class PreviousReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """Last year's report, as far as this year's needs it."""

    unit: str = ""
    year: int = 0
    edition: str = ""
    cells: dict[str, str] = {}
    sections: dict[str, str] = {}

    @classmethod
    def from_report(cls, report: "Report") -> "PreviousReport":
        """What is kept of a report: unit, year, figures (automatic totals included) and texts."""
        return cls(
            unit=report.unit,
            year=report.year,
            edition=report.edition,
            cells={cell: value for cell, value in figures(report).items() if value is not None},
            sections={section: text for section, text in report.sections.items() if text},
        )


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """A draft handed in for review (送审稿第 n 稿): when, with which remark, and what is printed of a report.

    `cells` are the figures as shown, automatic totals included; `pictures` is section → what is said of its pictures.
    """

    at: str = ""
    note: str = ""
    cells: dict[str, str] = {}
    sections: dict[str, str] = {}
    unit: str = ""
    year: int = 0
    notes: dict[str, str] = {}
    footnotes: dict[str, str] = {}
    pictures: dict[str, str] = {}


class Submission(msgspec.Struct, frozen=True, omit_defaults=True):
    """A set of files made to be sent up (报送材料): their names, and why while errors were still open."""

    at: str
    files: list[str] = []
    errors: int = 0
    reason: str = ""


class SignOff(msgspec.Struct, frozen=True, omit_defaults=True):
    """The final version (定稿): when, by whom, and the hash of what was signed.

    `version` is what was signed, to say what has changed since; `media` are the hashes of its pictures.
    """

    at: str
    by: str
    digest: str
    version: Draft = Draft()
    media: dict[str, str] = {}


class Unknown(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a newer version wrote and this one does not know: fields of an object, and of the objects inside it."""

    fields: dict[str, Any] = {}
    inside: dict[str, "Unknown"] = {}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report. Make one with `Report.new`, change it with `with_cells` and its like or with an `Edit`.

    `values` holds typed and imported figures only, canonical, without blanks; `texts`, `notes` and `footnotes` hold no
    empty entries. `done` are the ids of the sections the clerk has declared finished.
    """

    unit: str
    kind: str
    year: int
    edition: str
    contact: Contact = Contact()
    values: dict[str, str] = msgspec.field(default={}, name="cells")
    notes: dict[str, str] = {}
    footnotes: dict[str, str] = {}
    texts: dict[str, Text] = msgspec.field(default={}, name="sections")
    done: dict[str, bool] = {}
    dismissals: dict[str, Dismissal] = msgspec.field(default={}, name="judged")
    adopted: dict[str, Adoption] = {}
    sources: dict[str, Source] = {}
    previous: PreviousReport | None = msgspec.field(default=None, name="predecessor")
    drafts: dict[str, Draft] = {}
    sign_off: SignOff | None = None
    submissions: dict[str, Submission] = {}
    origins: dict[str, Origin] = {}
    unknown: Unknown = Unknown()

    @classmethod
    def new(cls, *, unit: str, year: int, edition: str = forms.NEWEST, kind: str = "") -> "Report":
        """An empty report. Raises FormError for an unknown edition, ReportError for an unknown kind or a bad year."""
        form = forms.get(edition)
        kind = kind or form.definition.default_kind
        return cls(unit=clean_line(unit), kind=kind_id(form, kind), year=checked_year(year), edition=edition)

    @property
    def form(self) -> Form:
        """The form of its edition."""
        return forms.get(self.edition)

    @property
    def cells(self) -> Mapping[str, str | None]:
        """Stored figures: every cell id of the form → figure or None; an unknown id raises UnknownId."""
        return Cells(self.form, self.values)

    @property
    def sections(self) -> Mapping[str, str]:
        """Section id → its text, "" for an empty one."""
        return {section: self.text(section) for section in self.form.sections}

    @property
    def pictures(self) -> dict[str, Picture]:
        """File below media/ → the picture of the texts that it is of, one of them where several are of the same."""
        return {picture.file: picture for text in self.texts.values() for picture in text.pictures.values()}

    @property
    def title(self) -> str:
        return self.form.title(self.unit, self.year)

    def text(self, section: str) -> str:
        """The text of a section."""
        stored = self.texts.get(section)
        return stored.text if stored else ""

    def with_cells(self, cells: Mapping[str, str | None]) -> "Report":
        """The report with these figures as if typed: None or "" is blank, a note in brackets goes to the notes.

        Raises UnknownId for an unknown cell, NumberError (naming the cell) for what is no figure.
        """
        values, notes = dict(self.values), dict(self.notes)
        for cell, typed in cells.items():
            found = self.form.cell(cell)
            try:
                value, note = parse_entry(typed or "", found.type, found.unit)
            except ReportDeskError as error:
                raise ReportError(f"“{found.name}”（{cell}）：{error}") from error
            _put(values, cell, value)
            if note := clean_line(note or ""):
                notes[cell] = note
        return msgspec.structs.replace(self, values=values, notes=notes)

    def with_notes(self, notes: Mapping[str, str | None]) -> "Report":
        """The report with these notes behind its figures; None or "" takes one away. Raises UnknownId."""
        merged = dict(self.notes)
        for cell, note in notes.items():
            _put(merged, self.form.cell(cell).id, clean_line(note or "") or None)
        return msgspec.structs.replace(self, notes=merged)

    def with_previous(self, last_years_report: "Report") -> "Report":
        """The report with what it keeps of last year's report: unit, year, figures and texts, not the report itself."""
        return msgspec.structs.replace(self, previous=PreviousReport.from_report(last_years_report))

    def with_sections(self, sections: Mapping[str, str]) -> "Report":
        """The report with these texts. Raises UnknownId."""
        texts = dict(self.texts)
        for section, text in sections.items():
            _put(texts, self.form.section(section).id, Text(clean_text(text)) if text.strip() else None)
        return msgspec.structs.replace(self, texts=texts)


class Cells(Mapping[str, str | None]):
    """A read-only view of stored figures over all cells of a form."""

    def __init__(self, form: Form, values: Mapping[str, str]) -> None:
        self._form, self._values = form, values

    def __getitem__(self, cell: str) -> str | None:
        return self._values.get(self._form.cell(cell).id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._form.cells)

    def __len__(self) -> int:
        return len(self._form.cells)


def kind_id(form: Form, kind: str) -> str:
    """The id of a kind of unit given by id or by its name. Raises ReportError."""
    for each, label in form.kinds.items():
        if kind in (each, label):
            return each
    known = "、".join(form.kinds.values())
    raise ReportError(f"不认识单位类别“{kind}”，可选：{known}。")


def checked_year(year: int) -> int:
    """The year of a report; raises ReportError outside 2008 (the first regulation) … 2999."""
    if not 2008 <= year <= 2999:
        raise ReportError(f"报告年度“{year}”不对，请填四位年份，如 2025。")
    return year


def check_values(report: Report) -> None:
    """Raises ReportError when a stored figure, kind or year could not have been typed: a file is not trusted."""
    form = report.form
    if report.kind not in form.kinds:
        raise ReportError(f"单位类别“{report.kind[:20]}”不对。")
    checked_year(report.year)
    for cell, value in report.values.items():
        if not is_canonical(value, form.cell(cell).type):
            raise ReportError(f"“{form.cell(cell).name}”的内容“{value[:20]}”不是数字。")


def _put(mapping: dict[str, Any], key: str, value: object | None) -> None:
    if value is None:
        mapping.pop(key, None)
    else:
        mapping[key] = value
