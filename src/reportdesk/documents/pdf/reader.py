"""A .pdf file with text → blocks: ruled tables, and the lines around them as paragraphs.

In: the bytes of a file. Out: a `SourceDocument`.

    boxes of ruled lines with text in them       →  TableBlock
    full lines below one another                 →  one TextBlock
    lines with wide gaps ("规章    3    0")      →  TableBlock that is not exact

A scanned page has no text and cannot be read.
"""

import io
import logging
import math
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from reportdesk.documents.blocks import Block, SourceDocument, TableBlock, TextBlock, unmerged_row
from reportdesk.documents.pdf.lines import Char, Line, Margins, join_lines, page_lines, without_headers_and_footers
from reportdesk.documents.pdf.tables import Box, PageCut, RuledTable, page_cut, ruled_table
from reportdesk.documents.tables import table_blocks
from reportdesk.documents.workers import read_in_worker
from reportdesk.errors import ReadingError
from reportdesk.files.isolation import CallControl, Limits
from reportdesk.files.worker_process import Progress

if TYPE_CHECKING:
    from pdfplumber.page import Page

MAX_FILE = 64 * 2**20
MOST_PAGES = 60
_MOST_CONTENT, _MOST_CHARS, _MOST_EDGES = 2**25, 20_000, 5_000  # of a page; the content in bytes, unpacked
_LIMITS = Limits(seconds=30, step_seconds=5, memory=600 * 2**20)  # a step is a page
_FEW = 20  # characters on all pages: fewer are a stamp or a page number, not a text
_GARBLED = 0.01  # the part of characters without a meaning above which a file is refused

_NEEDS_PASSWORD = {"PDFPasswordIncorrect", "PDFEncryptionError"}
_COLUMNS = 3  # parts with wide gaps between them that make a line a row of a table without rules

_ADVICE = "请向提供单位索取 Word 版，或用 WPS 等软件转换为 Word（扫描件先做文字识别 OCR），核对后再导入。"
_NO_TEXT = f"这个 PDF 文件中没有文字，可能是扫描件或图片，无法读取。{_ADVICE}"
_NO_MEANING = f"这个 PDF 文件的字体没有附带文字编码，取出的文字是乱码，无法读取。{_ADVICE}"
_SLOW = f"这个 PDF 文件的内容过于复杂，没有读取。{_ADVICE}"
_DAMAGED = "这个 PDF 文件不完整或已经损坏，无法读取。请重新索取，或用 Word 版再试。"
_LOCKED = "这个 PDF 文件加了密码，无法读取。请向提供单位索取不加密的文件，或用 Word 版。"


class _Sheet(NamedTuple):
    """The content of a page: its tables, each with its top in points, and the lines outside of them.

    `chars` counts the characters that can be read, `garbled` those that cannot; `pictures` says that there are any.
    """

    height: float
    tables: list[tuple[float, RuledTable]]
    lines: list[Line]
    chars: int
    garbled: int
    pictures: bool


def read_pdf(data: bytes, source: str, control: CallControl | None = None) -> SourceDocument:
    """What stands on the pages of a PDF file, read in a worker. Raises ReadingError with a sentence."""
    if len(data) > MAX_FILE:
        raise ReadingError(f"PDF 文件超过 {MAX_FILE // 2**20} MB，没有读取。{_ADVICE}")
    return read_in_worker("read_pdf", data, source, _LIMITS, _SLOW, control)


def read_here(data: bytes, progress: Progress, source: str) -> SourceDocument:
    """As read_pdf, in this process and without a limit of time and memory."""
    sheets = _sheets(data, progress)
    chars, garbled = sum(sheet.chars for sheet in sheets), sum(sheet.garbled for sheet in sheets)
    if chars < _FEW and garbled < _FEW:
        raise ReadingError(_NO_TEXT)
    if garbled > _GARBLED * (chars + garbled):
        raise ReadingError(_NO_MEANING)
    remarks = []
    if garbled:
        remarks.append(f"文中有 {garbled} 个字无法识别，显示为“\ufffd”，请留意核对。")
    if silent := [str(i) for i, sheet in enumerate(sheets, 1) if sheet.pictures and not sheet.chars]:
        remarks.append(f"第 {'、'.join(silent)} 页是图片，没有文字可读，没有读入。")
    return SourceDocument(source, list(_blocks(sheets)), remarks)


def _sheets(data: bytes, progress: Progress) -> list[_Sheet]:
    try:
        return _read_sheets(data, progress)
    except ReadingError:
        raise
    except Exception as error:  # a library may fail in any way on a file from anywhere
        names = {type(each).__name__ for each in (error, *error.args)}  # pdfplumber wraps what pdfminer raises
        if "MemoryError" in names:
            raise MemoryError from error
        raise ReadingError(_LOCKED if names & _NEEDS_PASSWORD else _DAMAGED) from error


def _read_sheets(data: bytes, progress: Progress) -> list[_Sheet]:
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    logging.getLogger("pdfplumber").setLevel(logging.CRITICAL)
    sheets = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pages = pdfplumber.open(io.BytesIO(data)).pages
        if len(pages) > MOST_PAGES:
            raise ReadingError(
                f"这个 PDF 文件有 {len(pages)} 页，超过 {MOST_PAGES} 页，没有读取。请只保留年度报告的部分。"
            )
        for number, page in enumerate(pages):
            progress(number, len(pages))
            chars, boxes, cut = _content(page)
            sheets.append(_sheet(chars, boxes, cut, float(page.height), bool(page.images)))
            page.close()
    return sheets


def _content(page: "Page") -> tuple[list[Char], list[list[Box]], PageCut]:
    """The characters of a page, the boxes of each of its tables, and where the page cuts them."""
    from pdfminer.pdftypes import stream_value

    if sum(len(stream_value(each).get_data()) for each in page.page_obj.contents) > _MOST_CONTENT:
        raise ReadingError(_SLOW)
    chars = [char for char in page.chars if char["upright"] and _is_finite(char)]
    if len(chars) > _MOST_CHARS or len(page.edges) > _MOST_EDGES:
        raise ReadingError(_SLOW)
    cut = page_cut([edge for edge in page.edges if math.isfinite(edge["top"] + edge["bottom"])], float(page.height))
    tables = page.find_tables({"explicit_horizontal_lines": cut.places})
    boxes = [[(x0, top, x1, bottom) for x0, top, x1, bottom in table.cells] for table in tables]
    return chars, [kept for cells in boxes if (kept := [box for box in cells if cut.holds(box)])], cut


def _sheet(chars: list[Char], boxes: list[list[Box]], cut: PageCut, height: float, pictures: bool) -> _Sheet:
    garbled = 0
    for char in chars:
        if _is_garbled(char["text"]):
            char["text"] = "\ufffd"
            garbled += 1
    read = sum(not char["text"].isspace() for char in chars) - garbled
    tables = []
    for cells in boxes:
        left, top = min(box[0] for box in cells), min(box[1] for box in cells)
        right, bottom = max(box[2] for box in cells), max(box[3] for box in cells)
        inside: list[Char] = []
        outside: list[Char] = []
        for char in chars:
            x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
            (inside if left <= x < right and top <= y < bottom else outside).append(char)
        tables.append((top, ruled_table(cells, inside, cut)))
        chars = outside
    return _Sheet(height, tables, page_lines(chars), read, garbled, pictures)


def _is_finite(char: Char) -> bool:
    return math.isfinite(
        char["x0"] + char["x1"] + char["top"] + char["bottom"] + char["size"] + char["y0"] + char["matrix"][5]
    )


def _is_garbled(text: str) -> bool:
    """Whether a glyph has no character, or one that only its font knows. Bullets of symbol fonts are left as they are.

    Examples: "(cid:123)", "\ufffd", "\ue003".
    """
    return text.startswith("(cid:") or any(
        c == "\ufffd" or (c < " " and not c.isspace()) or "\ue000" <= c < "\uf000" or "\uf100" <= c < "\uf900"
        for c in text
    )


def _blocks(sheets: list[_Sheet]) -> Iterator[Block]:
    """Tables and paragraphs in the order of the pages; those that a page cuts in two are put together again."""
    lines_by_page = without_headers_and_footers([(sheet.height, sheet.lines) for sheet in sheets])
    margins = Margins([line for lines in lines_by_page for line in lines])
    joiner = _BlockJoiner(margins)
    for page, (sheet, lines) in enumerate(zip(sheets, lines_by_page, strict=True), 1):
        items: list[tuple[float, RuledTable | Line]] = [*sheet.tables, *((line.top, line) for line in lines)]
        for _, item in sorted(items, key=lambda item: item[0]):
            yield from joiner.add_line(item, page) if isinstance(item, Line) else joiner.add_table(item, page)
    yield from joiner.close()


class _BlockJoiner:
    """Joins lines to paragraphs and parts of tables to tables, from the top of the first page to the end of the last.

    At any time one thing at most is open, and whatever does not continue it closes it, which yields its blocks:

        nothing                          at the beginning
        a paragraph                      `_text`, `_last_line`
        a table without rules            `_rows`: lines with wide gaps
        a ruled table                    `_table`

    It begins on page `_first_page`; `_page` is the page of the last line or table.
    """

    def __init__(self, margins: Margins) -> None:
        self._margins = margins
        self._text: str = ""
        self._last_line: Line | None = None
        self._rows: list[Line] = []
        self._table: RuledTable | None = None
        self._first_page = self._page = 1

    def add_line(self, line: Line, page: int) -> Iterator[Block]:
        if self._last_line is not None and page == self._page + 1 and line.text == self._last_line.text:
            return  # a line that the end of a page cuts is drawn on both
        is_continued = (
            self._last_line is not None
            and page - self._page <= 1
            and self._margins.is_continued(self._last_line, line, next_page=page > self._page)
        )
        if is_continued:
            self._text, self._last_line = join_lines(self._text, line.text), line
        elif line.text.count("\t") >= _COLUMNS - 1:
            if not self._rows:
                yield from self.close()
                self._first_page = page
            self._rows.append(line)
        else:
            yield from self.close()
            self._text, self._last_line, self._first_page = line.text, line, page
        self._page = page

    def add_table(self, table: RuledTable, page: int) -> Iterator[Block]:
        if self._table is not None and page == self._page + 1 and self._table.is_continued_by(table):
            self._table.append(table)
        else:
            yield from self.close()
            self._table, self._first_page = table, page
        self._page = page

    def close(self) -> Iterator[Block]:
        """Yields the blocks of what is open."""
        place = f"第 {self._first_page} 页"
        if self._table is not None:
            yield from table_blocks(self._table.grid(), place)
        elif len(self._rows) > 1:
            yield TableBlock([unmerged_row(row.text.split("\t")) for row in self._rows], place, exact=False)
        else:
            for text in [self._text, *(row.text for row in self._rows)]:
                if text:
                    yield TextBlock(text, place)
        self._text, self._last_line, self._rows, self._table = "", None, [], None
