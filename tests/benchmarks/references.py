"""What the program's work is divided by: fixed pieces of work in plain Python, Qt and the standard library.

None of them uses the code that is measured, so that none becomes quicker or slower together with it.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from zipfile import ZipFile

import lxml.html

from reportdesk.form import Form

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QPlainTextEdit, QTableView

PASSES = 3


def pass_of_sums(form: Form, figures: Mapping[str, str | None]) -> Callable[[], int]:
    """One pass of the form's 42 sums in plain Python: how many hold. The figures are whole numbers."""
    sums = [(each.left, each.right) for each in form.sums]

    def run() -> int:
        holding = 0
        for left, right in sums:
            one, other = sum(int(figures[cell] or 0) for cell in left), sum(int(figures[cell] or 0) for cell in right)
            holding += one == other
        return holding

    assert run() == len(sums) == 42
    return run


def pass_over_text(text: str) -> Callable[[], int]:
    """A fixed pass over a text: counts its pairs of characters, sorts and groups its short pieces, `PASSES` times.

    It takes 5 ms or more for 5,000 characters, and computes as much as it uses memory: on a busy machine either alone
    becomes slower by another factor than the proof-reading does. Pairs are counted as numbers: the hashes of strings,
    and the time with them, differ from process to process.
    """

    def run() -> int:
        counts: dict[int, int] = {}
        groups: dict[int, list[str]] = {}
        for _ in range(PASSES):
            for one, other in pairwise(text):
                pair = ord(one) << 21 | ord(other)
                counts[pair] = counts.get(pair, 0) + 1
            pieces = sorted(text[start : start + length] for length in (1, 2, 3) for start in range(len(text)))
            for piece in pieces:
                groups.setdefault(ord(piece[0]), []).append(piece)
        return len(counts) + len(groups)

    return run


def plain_json(data: bytes) -> Callable[[], bytes]:
    """The standard library's JSON of the report in a .rdesk file, given as the file's bytes."""
    with ZipFile(BytesIO(data)) as archive:
        content = json.loads(archive.read("report.json"))
    return lambda: json.dumps(content, ensure_ascii=False).encode()


def plain_save(data: bytes, targets: Iterable[Path]) -> Callable[[], None]:
    """The same report as JSON in a ZIP file, written beside every target and renamed, without any fsync."""
    report_json = plain_json(data)
    with ZipFile(BytesIO(data)) as archive:
        entries = [(info.filename, info.compress_type, archive.read(info)) for info in archive.infolist()]

    def run() -> None:
        buffer = BytesIO()
        with ZipFile(buffer, "w") as archive:
            for name, compression, content in entries:
                archive.writestr(name, report_json() if name == "report.json" else content, compression)
        for target in targets:
            temporary = target.with_suffix(".tmp")
            temporary.write_bytes(buffer.getvalue())
            temporary.replace(target)

    return run


def plain_page(page: bytes) -> Callable[[], str]:
    """The standard library writes the same elements as a web page; the tree is there."""
    tree = _element(lxml.html.document_fromstring(page))
    return lambda: ElementTree.tostring(tree, encoding="unicode", method="html")


def plain_table(rows: int, columns: int, size: "QSize") -> "QTableView":
    """A QTableView of this size on the screen with a figure in every cell, all of them in sight."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QHeaderView, QTableView

    model = QStandardItemModel(rows, columns)
    for row in range(rows):
        for column in range(columns):
            model.setItem(row, column, QStandardItem(str(row * columns + column)))
    table = QTableView()
    model.setParent(table)
    table.setModel(model)
    for header in (table.horizontalHeader(), table.verticalHeader()):
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    table.resize(size)
    table.show()
    return table


def plain_text_edit(text: str, size: "QSize", font: "QFont") -> "QPlainTextEdit":
    """A QPlainTextEdit of this size on the screen."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QPlainTextEdit

    field = QPlainTextEdit(text)
    field.setFont(font)
    field.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    field.resize(size)
    field.show()
    return field


def _element(parsed: lxml.html.HtmlElement) -> ElementTree.Element:
    """The same element in the standard library's own, slower, tree."""
    element = ElementTree.Element(parsed.tag, dict(parsed.attrib))
    element.text, element.tail = parsed.text, parsed.tail
    element.extend(_element(child) for child in parsed if isinstance(child.tag, str))
    return element
