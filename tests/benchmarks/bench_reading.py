"""Reading a busy report in several formats, held against what the libraries themselves take."""

from io import BytesIO

import docx
import pdfplumber
from tests.benchmarks.pairs import median_ratio
from tests.benchmarks.row import Row
from tests.outlines import html_of, pdf_of
from tests.reports import busy_report

from reportdesk.reading.docx import read_docx
from reportdesk.reading.html import read_html
from reportdesk.reading.pdf import read_pdf
from reportdesk.writing import word as word_writer

PAIRS, PDF_PAIRS = 51, 9


def word() -> Row:
    """Blocks of a Word file ÷ python-docx opening it, median ratio."""
    data = word_writer.render(busy_report())
    ratio = median_ratio(lambda: read_docx(data, "年报.docx"), lambda: docx.Document(BytesIO(data)), PAIRS)
    return Row("Word file as blocks ÷ python-docx opening it", ratio, 3)


def html() -> Row:
    """Blocks of a web page ÷ those of the same report in Word, median ratio."""
    page, document = html_of(busy_report()), word_writer.render(busy_report())
    ratio = median_ratio(lambda: read_html(page, "年报.html"), lambda: read_docx(document, "年报.docx"), PAIRS)
    return Row("web page as blocks ÷ the same report in Word", ratio, 1)


def pdf() -> Row:
    """Blocks of a PDF file ÷ pdfplumber's extract_tables over its pages, median ratio."""
    data = pdf_of(busy_report())

    def only_tables() -> None:
        with pdfplumber.open(BytesIO(data)) as file:
            for page in file.pages:
                page.extract_tables()

    ratio = median_ratio(lambda: read_pdf(data, "年报.pdf"), only_tables, PDF_PAIRS)
    return Row("PDF file as blocks ÷ pdfplumber's tables of its pages", ratio, 1.5)


if __name__ == "__main__":
    for row in (word(), html(), pdf()):
        print(row.name, row)
