"""Exported documents, part by part and readable, for the comparison with tests/data/reference."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from lxml import etree
from tests.support.paths import DATA
from tests.support.reports import busy_report

from reportdesk.documents.excel import writer as excel_writer
from reportdesk.documents.word import writer as word_writer
from reportdesk.report import Report

FOLDER = DATA / "reference"
PARTS: dict[str, tuple[Callable[[Report], bytes], str]] = {
    "word": (word_writer.render, "word/"),
    "excel": (excel_writer.render, "xl/"),
}
# sheet7 is the list of cells: long, and tests/documents/excel/test_excel_sheets.py reads all of it.
_LEFT_OUT = ("theme1.xml", "app.xml", "core.xml", "fontTable.xml", "sharedStrings.xml", "sheet7.xml", ".rels")


def exported(kind: str) -> dict[str, str]:
    """File name → pretty-printed XML of the busy report's export."""
    render, folder = PARTS[kind]
    with ZipFile(BytesIO(render(busy_report()))) as package:
        return {
            Path(name).name: pretty(package.read(name))
            for name in sorted(package.namelist())
            if name.startswith(folder) and not name.endswith(_LEFT_OUT)
        }


def pretty(xml: bytes) -> str:
    """XML with a line for each element that has children, so that a difference is a line and the file stays small."""
    root = etree.fromstring(xml)
    etree.indent(root, " ")
    text = etree.tostring(root, encoding="unicode")
    return "\n".join(line for line in text.split("\n") if line.strip()) + "\n"
