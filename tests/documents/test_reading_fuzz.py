"""Files of every format, damaged at random: a document or a sentence comes out, soon, and nothing else."""

import random
import time
from collections.abc import Iterator

import pytest
from tests.support.effort import times
from tests.support.mutations import mutated
from tests.support.office_packages import W, p, tbl, word
from tests.support.outlines import html_of, pdf_of
from tests.support.reports import busy_report

from reportdesk.documents.blocks import SourceDocument, TableBlock
from reportdesk.documents.excel import writer as excel_writer
from reportdesk.documents.excel.reader import read_xlsx
from reportdesk.documents.html.reader import read_html, read_mht
from reportdesk.documents.pdf.reader import read_pdf
from reportdesk.documents.reader import Reader, read_bytes
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.reader import read_docx
from reportdesk.errors import ReadingError

SECONDS = 5.0  # for one file, however damaged
MHT = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n"

NUMBERING = (
    f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
    "<w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
)
CHANGES = (
    p("总体情况", "<w:numPr><w:numId w:val='1'/></w:numPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr>")
    + "<w:p><w:ins w:id='1' w:author='a'><w:r><w:t>8</w:t></w:r></w:ins><w:r><w:txbxContent>"
    + p("框")
    + "</w:txbxContent></w:r></w:p>"
    + tbl([p("1") + tbl([p("2"), p("3")]), "<w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr>" + p("4")])
)


def samples() -> dict[str, tuple[bytes, Reader, int]]:
    """A good file of every format, its reader, and how often to damage it."""
    report = busy_report()
    return {
        "docx": (word_writer.render(report), read_docx, 150),
        "changes": (word(CHANGES, numbering=NUMBERING), read_docx, 300),
        "xlsx": (excel_writer.render(report), read_xlsx, 150),
        "html": (html_of(report, "gbk"), read_html, 300),
        "mht": (MHT + html_of(report), read_mht, 150),
        "pdf": (pdf_of(report), read_pdf, 25),
    }


def variants(name: str) -> Iterator[bytes]:
    data, _, count = samples()[name]
    chance = random.Random(f"reading {name}")
    for number in range(times(count)):
        yield mutated(data, number, chance)


def check(found: SourceDocument) -> None:
    """What every reader promises of its blocks."""
    for block in found.blocks:
        if isinstance(block, TableBlock):
            assert block.grid
            for row in block.grid:
                assert all(0 <= spot.left < spot.right and spot.rows >= 1 for spot in row)
        else:
            assert block.text.strip()
            assert "\n" not in block.text


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("name", samples())
def test_damaged_files_give_a_document_or_a_sentence(name):
    reader = samples()[name][1]
    read = 0
    for data in variants(name):
        start = time.monotonic()
        try:
            check(reader(data, "年报"))
            read += 1
        except ReadingError as error:
            assert str(error).endswith("。") and "\n" not in str(error)
        assert time.monotonic() - start < SECONDS
    assert read > 5  # else nothing behind the first gate was tried


@pytest.mark.slow
@pytest.mark.parametrize("name", samples())
def test_whatever_a_file_is_called_and_however_it_begins(name, no_office):
    data = samples()[name][0]
    chance = random.Random(name)
    for suffix in (".docx", ".xlsx", ".html", ".pdf", ".doc", ".xls", ".mht"):
        for cut in (1, 7, 100, chance.randrange(len(data)), len(data)):
            try:
                check(read_bytes(data[:cut], f"年报{suffix}"))
            except ReadingError as error:
                assert str(error).endswith("。")


@pytest.mark.parametrize("reader", [read_docx, read_xlsx, read_html, read_mht, read_pdf])
def test_noise_is_no_document(reader):
    chance = random.Random(7)
    for start in (b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>", b"MIME-Version: 1.0\n"):
        for _ in range(10):
            try:
                check(reader(start + chance.randbytes(300), "年报"))
            except ReadingError as error:
                assert str(error).endswith("。")
