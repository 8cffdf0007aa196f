"""Excel workbooks of ours read back with openpyxl."""

import re
from io import BytesIO

import openpyxl

from reportdesk.documents.excel import writer as excel_writer
from reportdesk.documents.metadata import CELLS, FACTS, GUIDE, TEXTS

TOP = 2  # rows above the grid
TEXT_SHEETS = re.compile(rf"{TEXTS}[0-9]*")


def tables_of(book, report):
    """Table → its sheet."""
    names = [section.table for section in report.form.sections.values() if section.table]
    others = {FACTS, CELLS, GUIDE}
    found = [sheet for sheet in book if sheet.title not in others and not TEXT_SHEETS.fullmatch(sheet.title)]
    return dict(zip(names, found, strict=True))


def sheets(report):
    """Table → its sheet in the workbook of a report."""
    return tables_of(openpyxl.load_workbook(BytesIO(excel_writer.render(report))), report)


def places(report):
    """Cell id → (table, row, column) counted from 1."""
    return {
        placed.cell: (table, TOP + 1 + placed.row, 1 + placed.column)
        for table in report.form.tables
        for placed in report.form.layout(table).cells
        if placed.cell
    }


def cells_of(report):
    """Cell id → its cell in the workbook."""
    found = sheets(report)
    return {cell: found[table].cell(row, column) for cell, (table, row, column) in places(report).items()}
