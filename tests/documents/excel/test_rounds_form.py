"""The empty workbook, handed out, filled in by hand and read back."""

from io import BytesIO

import msgspec
import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from tests.support.round_trip import assert_same, plain

from reportdesk import resources
from reportdesk.documents.excel import writer as excel_writer
from reportdesk.documents.metadata import CELLS, FACTS, GUIDE, TEXTS, metadata_labels, report_metadata
from reportdesk.documents.reader import read_bytes
from reportdesk.report import Contact, Report, figures
from reportdesk.services.import_report import import_document
from reportdesk.store import open_report


def wanted() -> Report:
    """A busy report without what the form has no room for: texts in front of tables, and zeros that Excel drops."""
    report = open_report(resources.path("samples", "busy.rdesk"))
    texts = {id_: text for id_, text in report.texts.items() if not report.form.sections[id_].table}
    contact = Contact(office="办公室", address="=人民路1号", telephone="0123-7654321", email="a@example.com")
    values = {cell: value.rstrip("0") for cell, value in report.values.items() if "." in value}
    return msgspec.structs.replace(report, texts=texts, contact=contact).with_cells(values)


def filled_in(report: Report) -> bytes:
    """What an office sends back: the figures in their cells, the texts below their headings, who to ask."""
    book = openpyxl.load_workbook(BytesIO(excel_writer.render_blank(report.form, report.unit, report.year)))
    ours = openpyxl.load_workbook(BytesIO(excel_writer.render(report)))
    for sheet in book:
        if sheet.title.startswith(TEXTS):
            write_texts(sheet, report)
        elif sheet.title == FACTS:
            names = {label: name for name, label in metadata_labels(report.form).items()}
            said = {**report_metadata(report), "kind": report.form.kinds[report.kind]}
            for label, answer in sheet.iter_rows(max_col=2):
                answer.value, answer.data_type = said[names[label.value]], "s"
        elif sheet.title not in (CELLS, GUIDE):
            for cell in (each for row in ours[sheet.title] for each in row if isinstance(each, Cell)):
                if not cell.protection.locked:
                    assert not sheet[cell.coordinate].protection.locked
                    sheet[cell.coordinate].value = cell.value
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def write_texts(sheet: Worksheet, report: Report) -> None:
    """A paragraph a row; those that find none stand in the last one, with line ends of their own."""
    sections = {section.heading: section.id for section in report.form.sections.values() if section.heading}
    rows: dict[str, list[Cell]] = {}
    section = report.form.lead_in
    for (cell,) in sheet.iter_rows(max_col=1):
        section = sections.get(cell.value, section)
        if not cell.protection.locked:
            rows.setdefault(section, []).append(cell)
    for section, cells in rows.items():
        lines = plain(report.text(section)).split("\n")
        last = len(cells) - 1
        for cell, line in zip(cells, [*lines[:last], "\n".join(lines[last:])], strict=False):
            cell.value = line


def test_the_empty_form_filled_in_by_hand_is_read_back() -> None:
    report = wanted()
    reading = import_document(read_bytes(filled_in(report), "年报.xlsx"))
    assert_same(reading.report, report)
    assert [doubt for doubt in reading.doubts if doubt.offered is None] == [] and reading.remarks == []


def test_the_empty_form_is_an_empty_report() -> None:
    report = wanted()
    reading = import_document(read_bytes(excel_writer.render_blank(report.form, report.unit, report.year), "年报.xlsx"))
    found = reading.report
    assert (found.unit, found.year, found.edition) == (report.unit, report.year, report.edition)
    assert not any(figures(found).values())
    assert (found.texts, found.notes, found.footnotes, found.contact) == ({}, {}, {}, Contact())


@pytest.mark.parametrize("label", ["邮编", "邮政编码"])
def test_the_postcode_is_read_under_every_label_that_the_program_has_used(label: str) -> None:
    report = msgspec.structs.replace(wanted(), contact=Contact(office="办公室", postcode="123456"))
    book = openpyxl.load_workbook(BytesIO(excel_writer.render(report)))
    (place,) = [row[0] for row in book[FACTS].iter_rows() if row[1].value == "123456"]
    place.value = label
    data = BytesIO()
    book.save(data)
    found = import_document(read_bytes(data.getvalue(), "年报.xlsx")).report
    assert (found.contact, found.kind) == (report.contact, report.kind)
