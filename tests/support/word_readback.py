"""Word documents read back in tests: their parts and texts, revisions accepted or rejected, schemas, laid-out pages."""

import shutil
import subprocess
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from tests.support.paths import OFFICIAL

from reportdesk.documents import office
from reportdesk.documents.pdf import writer as pdf_writer
from reportdesk.documents.word import writer as word_writer

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

TEXT_WIDTH = 8845  # twips: 156 mm
_SCHEMA = "wml.xsd"
_CHECKED = ("document", "styles", "settings", "header", "footer", "fontTable")


def part(data, name="word/document.xml"):
    with ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def names(data):
    with ZipFile(BytesIO(data)) as package:
        return package.namelist()


def text_of(element):
    marks = {f"{W}t": lambda e: e.text or "", f"{W}br": lambda e: "\n", f"{W}tab": lambda e: "\t"}
    return "".join(marks[each.tag](each) for each in element.iter() if each.tag in marks)


def value(element, path):
    found = element.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(f"{W}val") or ""


def style(paragraph):
    return value(paragraph, "pPr/pStyle")


def lines(data):
    """(style, text) of every paragraph, those in tables too; pictures and empty paragraphs left out."""
    return [(style(p), text_of(p)) for p in part(data).iter(f"{W}p") if text_of(p)]


def settled(data, accept):
    """`lines` of a document whose revisions are all accepted, or all rejected, as Word does it."""
    kept, gone = ("ins", "del") if accept else ("del", "ins")
    found, waiting = [], ""
    for paragraph in part(data).iter(f"{W}p"):
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        ended = marks is None or marks.find(W + gone) is None
        for each in list(paragraph.iter(W + gone)):
            each.getparent().remove(each)
        for each in paragraph.iter(W + kept):
            for text in each.iter(f"{W}delText"):
                text.tag = f"{W}t"
        waiting += text_of(paragraph)
        if ended and waiting:
            found.append((style(paragraph), waiting))
        waiting = "" if ended else waiting
    return found


def faults(data):
    """What the published schemas have against the parts of a document; skips the test where they are not at hand."""
    schema = _schema()
    found = []
    for name in names(data):
        known = name.startswith("word/") and name.endswith(".xml") and name[5:].startswith(_CHECKED)
        if known and not schema.validate(part(data, name)):
            found += [f"{name}:{error.line}: {error.message}" for error in schema.error_log]
    return found


@cache
def _schema():
    path = OFFICIAL / "ooxml-xsd" / _SCHEMA
    if not path.exists():
        pytest.skip("the schemas of Office documents are not at hand")
    return etree.XMLSchema(etree.parse(path))


def laid_out(data, folder):
    """The document as a PDF by LibreOffice; skips the test where this computer has no Chinese font."""
    if not _has_chinese_font():
        pytest.skip("no Chinese font is installed")
    (folder / "report.pdf").write_bytes(office.convert(data, ".docx", ".pdf", pdf_writer.TIMEOUT))
    return folder / "report.pdf"


@cache
def _has_chinese_font():
    listing = shutil.which("fc-list")
    if listing is None:
        return False
    return bool(subprocess.run([listing, ":lang=zh"], capture_output=True, check=True).stdout.strip())


def body(report):
    return part(word_writer.render(report)).find(f"{W}body")


def grid(table):
    """Rows of (column, span, merge, text)."""
    found = []
    for row in table.iter(f"{W}tr"):
        column, cells = 0, []
        for cell in row.iter(f"{W}tc"):
            span = int(value(cell, "tcPr/gridSpan") or 1)
            merge = value(cell, "tcPr/vMerge")
            cells.append((column, span, "continue" if merge == "" else merge, text_of(cell)))
            column += span
        found.append(cells)
    return found


def tables(report):
    found = list(body(report).iter(f"{W}tbl"))
    return dict(zip((s.table for s in report.form.sections.values() if s.table), found, strict=True))


def paragraphs(report):
    """(style, text) of the paragraphs outside tables."""
    return [(value(p, "pPr/pStyle"), text_of(p)) for p in body(report).findall(f"{W}p")]


def cells_of(report):
    """Cell id → its printed text, by its place in the grid."""
    found = {}
    for name, table in tables(report).items():
        printed = {(row, cell[0]): cell[3] for row, cells in enumerate(grid(table)) for cell in cells}
        for placed in report.form.layout(name).cells:
            if placed.cell:
                found[placed.cell] = printed[placed.row, placed.column]
    return found
