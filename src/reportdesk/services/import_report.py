"""Taking in a report from a file, with the sums as judge of the reading.

What the layout leaves open the sums decide; a cell lost or garbled that two sums agree on is offered, never filled in.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import NamedTuple

import msgspec

from reportdesk.checks import check, evaluate_sum
from reportdesk.documents import plain_text
from reportdesk.documents.blocks import SourceDocument
from reportdesk.documents.reader import read_document
from reportdesk.files.isolation import CallControl
from reportdesk.form import Form
from reportdesk.numbers import format_number
from reportdesk.recognition.recognizer import recognize
from reportdesk.recognition.result import AmbiguousRow, Doubt, ReadValue, RecognitionResult
from reportdesk.report import Report
from reportdesk.report.linked_text import add_picture
from reportdesk.report.schema import Origin, Text
from reportdesk.store import SUFFIX, open_report

_AGREEING = 2  # sums that must agree on a value before it is offered
_LOST = "原文中“{name}”这一格是空白，按勾稽关系推算为 {value}（推算值，待核对），请对照原文填写。"
_INFERRED = "按勾稽关系推算为 {value}（推算值，待核对）。"
_SUSPECT = "“{name}”读作 {now}，按勾稽关系疑为 {value}{why}，请对照原文核对。"


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as it was read, before anything is accepted.

    `doubts` are what a person must look at; `remarks` are sentences about the reading. Of `sums` equations `holding`
    hold on the figures as they stand in the source, `broken` (their ids) do not, the others have blanks in them.
    `document` is the source, with the bytes of the pictures in `media`. `inferred` are the doubts with a value that the
    sums agree on: it is offered, not in the report.
    """

    report: Report
    doubts: list[Doubt]
    remarks: list[str]
    holding: int
    sums: int
    broken: list[str]
    document: SourceDocument

    @property
    def media(self) -> dict[str, bytes]:
        """The pictures of the report's texts, as they are stored beside it."""
        wanted = self.report.pictures
        return {name: data for name, data in self.document.media.items() if name in wanted}

    @property
    def inferred(self) -> list[Doubt]:
        return [doubt for doubt in self.doubts if doubt.offered is not None]

    @property
    def result(self) -> str:
        """The outcome in a line: "42/42 个勾稽关系成立", and what is the matter with the others."""
        open_ = self.sums - self.holding - len(self.broken)
        parts = [f"{self.holding}/{self.sums} 个勾稽关系成立"]
        if self.broken:
            names = [
                f"{each.equation.label} {each.instance}" for each in self.report.form.sums if each.id in self.broken
            ]
            parts.append(f"{len(self.broken)} 个不成立（{'、'.join(names)}）")
        if open_:
            parts.append(f"{open_} 个因有空格未能核对")
        return "，".join(parts)


def read(path: str | Path, edition: str = "", control: CallControl | None = None) -> Reading:
    """The report in a file of any kind that can be read. Raises ReadingError or another ReportDeskError.

    `control` follows and stops the reading as in documents/reader.
    """
    return import_document(read_document(Path(path), control), edition)


def read_pasted(text: str, edition: str = "") -> Reading:
    """The report in a text from the clipboard. Raises ReadingError."""
    return import_document(plain_text.read_pasted(text), edition)


def import_document(document: SourceDocument, edition: str = "") -> Reading:
    """The report in a document, judged by the sums. Raises ReadingError."""
    found = recognize(document, edition)
    form = found.form
    doubts = list(found.doubts)
    decision = _decide(form, found.cells, found.ambiguous_rows)
    for cell, each in decision.accepted.items():
        _accept(found, document.source, cell, each)
    for choice in decision.refused:
        cells = [cell for cell in choice.cells if cell not in found.cells]
        doubts += [Doubt(cell, choice.reason, choice.text, choice.place) for cell in cells]
    report = _report(found)
    figures = _all(form, found.cells)
    states = [(each.id, evaluate_sum(each, figures).status) for each in form.sums]
    broken = [sum_id for sum_id, state in states if state in ("broken", "exceeded")]
    offers = {cell: value for cell, now in figures.items() if now is None and (value := _offered(form, figures, cell))}
    doubts = list(_with_offers(form, doubts, decision.offers | offers))
    if broken:
        doubts += _suspects(report, {doubt.cell for doubt in doubts})
    holding = sum(state == "holds" for _, state in states)
    return Reading(report, doubts, found.remarks, holding, len(states), broken, document)


class _Decision(NamedTuple):
    """What the sums say to the choices: figures they confirm, choices they do not, and values they agree on anyway."""

    accepted: dict[str, ReadValue]
    refused: list[AmbiguousRow]
    offers: dict[str, str]


def _decide(form: Form, cells: Mapping[str, str], choices: Iterable[AmbiguousRow]) -> _Decision:
    """Rows that can stand in one way only are tried together, for their sums go through one another."""
    single = [each for each in choices if len(each.assignments) == 1]
    refused = [each for each in choices if len(each.assignments) != 1]
    while True:
        accepted = {
            cell: each for choice in single for cell, each in choice.assignments[0].items() if cell not in cells
        }
        figures = _all(form, cells, accepted)
        failing = [choice for choice in single if not _confirmed(form, figures, choice.assignments[0])]
        if not failing:
            break
        refused += failing
        single = [choice for choice in single if choice not in failing]
    offers: dict[str, str] = {}
    for choice in [each for each in refused if len(each.assignments) > 1]:
        tried = [(way, _all(form, cells, {**accepted, **way})) for way in choice.assignments]
        fitting = [(way, figures) for way, figures in tried if _confirmed(form, figures, way)]
        if len(fitting) == 1:
            accepted |= {cell: each for cell, each in fitting[0][0].items() if cell not in cells}
            refused.remove(choice)
            continue
        rows = [_complete_row(form, figures, choice.cells) for _, figures in fitting]
        if rows and None not in rows[0].values() and all(row == rows[0] for row in rows):
            offers |= {cell: value for cell, value in rows[0].items() if value}
    return _Decision(accepted, refused, offers)


def _complete_row(form: Form, figures: Mapping[str, str | None], cells: Iterable[str]) -> dict[str, str | None]:
    """A row with the values that the sums offer for its blanks."""
    return {cell: figures[cell] if figures[cell] is not None else _offered(form, figures, cell) for cell in cells}


def _confirmed(form: Form, figures: Mapping[str, str | None], way: Mapping[str, ReadValue]) -> bool:
    """Whether every figure of a row stands in a sum that holds, and none in one that does not."""
    for cell in way:
        states = {evaluate_sum(each, figures).status for each in form.sums_of.get(cell, ())}
        if "holds" not in states or states & {"broken", "exceeded"}:
            return False
    return True


def _all(form: Form, cells: Mapping[str, str], more: Mapping[str, ReadValue] = {}) -> dict[str, str | None]:
    figures: dict[str, str | None] = dict.fromkeys(form.cells)
    figures.update(cells)
    figures.update({cell: each.entry.value for cell, each in more.items()})
    return figures


def _accept(found: RecognitionResult, source: str, cell: str, each: ReadValue) -> None:
    if each.entry.value is None:
        return
    found.cells[cell] = each.entry.value
    found.origins[cell] = Origin(source, each.place, each.text)
    if each.entry.note:
        found.notes[cell] = each.entry.note


def _report(found: RecognitionResult) -> Report:
    form = found.form
    year = found.year or form.definition.first_year
    report = Report.new(unit=found.unit, year=year, edition=form.edition, kind=found.kind)
    report = msgspec.structs.replace(
        report,
        contact=found.contact,
        values=dict(found.cells),
        footnotes=dict(found.footnotes),
        origins=dict(found.origins),
    )
    report = report.with_notes(found.notes).with_sections(found.sections)
    texts = {section: reduce(add_picture, each, Text(report.text(section))) for section, each in found.pictures.items()}
    return msgspec.structs.replace(report, texts={**report.texts, **texts})


def _with_offers(form: Form, doubts: list[Doubt], offers: Mapping[str, str]) -> Iterator[Doubt]:
    """The doubts, each with the value that the sums agree on, and a doubt for every lost cell that has one."""
    for doubt in doubts:
        if value := offers.get(doubt.cell):
            doubt = doubt._replace(offered=value, reason=doubt.reason + _INFERRED.format(value=value))
        yield doubt
    known = {doubt.cell for doubt in doubts}
    for cell in (cell for cell in offers if cell not in known):
        yield Doubt(cell, _LOST.format(name=form.cells[cell].name, value=offers[cell]), "", "", offers[cell])


def _offered(form: Form, figures: Mapping[str, str | None], cell: str) -> str | None:
    """The value of a blank cell on which two sums and more agree and none differs."""
    balances = [evaluate_sum(each, figures) for each in form.sums_of.get(cell, ())]
    values = {format_number(balance.gap) for balance in balances if balance.status == "offered"}
    sure = sum(balance.status == "offered" for balance in balances)
    return values.pop() if sure >= _AGREEING and len(values) == 1 else None


def _suspects(report: Report, known: set[str]) -> list[Doubt]:
    """What is doubtful where sums do not hold: the suspected cells, or the sums where none can be named.

    What else a check finds (a text that says otherwise than a table) is no fault of the reading.
    """
    outcome = check(report)
    cells = report.form.cells
    doubts = [
        Doubt(
            suspect.cell,
            _SUSPECT.format(
                name=cells[suspect.cell].name,
                now=suspect.now,
                value=suspect.should_be,
                why=f"（{suspect.why}）" if suspect.why else "",
            ),
            report.origins[suspect.cell].text if suspect.cell in report.origins else suspect.now or "",
            report.origins[suspect.cell].place if suspect.cell in report.origins else "",
            suspect.should_be,
        )
        for cause in outcome.causes
        for suspect in cause.cells
        if cause.unique and suspect.cell not in known
    ]
    explained = {finding for cause in outcome.causes if cause.unique for finding in cause.explains}
    open_ = {each.id for each in report.form.sums} - explained
    broken = [each for each in outcome.findings if each.severity == "error" and each.id in open_]
    return [*doubts, *(Doubt("", each.message, "") for each in broken)]


def open_any_file(path: str | Path) -> Report:
    """The report in an .rdesk file, or the one that can be read from a file of another kind.

    Raises ReportDeskError.
    """
    path = Path(path)
    if path.suffix.lower() == SUFFIX:
        return open_report(path)
    return read(path).report
