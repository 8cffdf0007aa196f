"""Word and Excel export of a busy report, held against what the libraries themselves take."""

from io import BytesIO

import docx
from lxml.etree import _Element
from openpyxl import Workbook, load_workbook
from tests.benchmarks.measure import median_ratio
from tests.benchmarks.row import Row
from tests.support.reports import busy_report

from reportdesk import resources
from reportdesk.documents.excel import writer as excel_writer
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.build_package import build_package
from reportdesk.documents.word.elements import paragraph, run
from reportdesk.documents.word.options import DEFAULT
from reportdesk.documents.word.table_writer import TableStyle
from reportdesk.numbers import format_cell
from reportdesk.report import Paragraph, Report

PAIRS = 31


def rows() -> list[Row]:
    """Word against python-docx and docxtpl, Excel against openpyxl."""
    return [word(), docxtpl(), excel()]


def word() -> Row:
    """Word export ÷ python-docx opening and saving the same template."""
    report, template = busy_report(), str(resources.path("word", "report.docx"))
    ratio = median_ratio(lambda: word_writer.render(report), lambda: docx.Document(template).save(BytesIO()), PAIRS)
    return Row("Word export ÷ python-docx opening and saving the template", ratio, 2.5)


def docxtpl() -> Row:
    """docxtpl rendering a template with the same paragraphs and tables ÷ Word export."""
    from docxtpl import DocxTemplate

    report = busy_report()
    template, values = _template_for(report)

    def rendered() -> None:
        document = DocxTemplate(BytesIO(template))
        document.render({"v": values}, autoescape=True)
        document.save(BytesIO())

    ratio = median_ratio(rendered, lambda: word_writer.render(report), PAIRS)
    return Row("docxtpl rendering the same tables ÷ Word export", ratio, 3.0, at_least=True)


def _template_for(report: Report) -> tuple[bytes, list[str]]:
    """Our own document with a placeholder for every figure and paragraph, and what belongs there."""
    values: list[str] = []

    def placeholder(value: str) -> str:
        values.append(value)
        return f"{{{{ v[{len(values) - 1}] }}}}"

    class Writer(word_writer.WordBodyWriter):
        def figure(self, cell: str, width: int, style: TableStyle) -> str:
            return placeholder(format_cell(self.values[cell], self.report.notes.get(cell)))

        def paragraph(self, content: Paragraph) -> _Element:
            return paragraph(run(placeholder(content.text)), word_writer.style_of(content))

    return build_package(report.title, Writer(report, DEFAULT, {}).body()), values


def excel() -> Row:
    """Excel export ÷ openpyxl writing the same cells as plain values."""
    report = busy_report()
    sheets = [
        (sheet.title, [(cell.row, cell.column, cell.value) for row in sheet for cell in row if cell.value is not None])
        for sheet in load_workbook(BytesIO(excel_writer.render(report)))
    ]

    def plain() -> None:
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, cells in sheets:
            sheet = book.create_sheet(title)
            for row, column, value in cells:
                sheet.cell(row, column, value)
        book.save(BytesIO())

    ratio = median_ratio(lambda: excel_writer.render(report), plain, PAIRS)
    return Row("Excel export ÷ openpyxl writing the same cells as plain values", ratio, 3.0)
