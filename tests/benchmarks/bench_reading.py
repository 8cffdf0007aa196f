"""Reading a busy report whole (its bytes → blocks → report, judged by the sums), held against the libraries.

The report is the sample as the program itself exports it.
"""

from io import BytesIO

import docx
import pdfplumber
from tests.benchmarks.measure import median_ratio
from tests.benchmarks.row import Row
from tests.support.outlines import html_of, pdf_of

from reportdesk.documents.reader import read_bytes
from reportdesk.documents.word import writer as word_writer
from reportdesk.report import Report
from reportdesk.resources import path
from reportdesk.services.import_report import Reading, import_document
from reportdesk.store import open_report

PAIRS, PDF_PAIRS = 61, 15


def rows() -> list[Row]:
    """Word, web page and PDF."""
    return [word(), html(), pdf()]


def word() -> Row:
    """A Word file ÷ python-docx opening it."""
    data = word_writer.render(_report())
    ratio = median_ratio(lambda: _read(data, "年报.docx"), lambda: docx.Document(BytesIO(data)), PAIRS)
    return Row("reading a Word file ÷ python-docx opening it", ratio, 4)


def html() -> Row:
    """A web page ÷ the same report in Word."""
    page, document = html_of(_report()), word_writer.render(_report())
    ratio = median_ratio(lambda: _read(page, "年报.html"), lambda: _read(document, "年报.docx"), PAIRS)
    return Row("reading a web page ÷ the same report in Word", ratio, 0.98)


def pdf() -> Row:
    """A PDF file, in a warm worker whose time counts ÷ pdfplumber's extract_tables over its pages."""
    data = pdf_of(_report())

    def only_tables() -> None:
        with pdfplumber.open(BytesIO(data)) as file:
            for page in file.pages:
                page.extract_tables()

    _read(data, "年报.pdf")
    ratio = median_ratio(lambda: _read(data, "年报.pdf"), only_tables, PDF_PAIRS, with_children=True)
    return Row("reading a PDF file ÷ pdfplumber's tables of its pages", ratio, 1.2)


def _report() -> Report:
    return open_report(path("samples", "busy.rdesk"))


def _read(data: bytes, name: str) -> Reading:
    return import_document(read_bytes(data, name))
