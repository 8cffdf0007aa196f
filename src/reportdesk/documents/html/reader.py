"""A web page (.html, .htm), or one saved whole (.mht) → blocks.

In: the bytes of a file. Out: a `SourceDocument`.

    <h2>一、总体情况</h2>                        →  TextBlock("一、总体情况")
    <td colspan="2">规章</td><td>3</td> in a row  →  GridCell("规章", 0, 2), GridCell("3", 2, 3) in a TableBlock
    <img src="data:image/png;base64,…">          →  ImageBlock

Menus and footers become lines of text like the rest; recognition leaves them out. A page written by this program is
known by its <meta> elements; it also says of each paragraph what it is.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportdesk.documents.blocks import Block, BlockRole, Grid, GridCell, ImageBlock, SourceDocument, TextBlock
from reportdesk.documents.decoding import decode
from reportdesk.documents.html.embedded_pictures import EmbeddedPictures
from reportdesk.documents.images import ImageCollector
from reportdesk.documents.metadata import PREFIX
from reportdesk.documents.tables import MOST_CELLS, MOST_COLUMNS, table_blocks
from reportdesk.documents.workers import read_in_worker
from reportdesk.errors import ReadingError
from reportdesk.files.isolation import CallControl, Limits
from reportdesk.files.worker_process import Progress

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_FILE = 16 * 2**20
_MOST_TEXT, _MOST_TAGS = 6 * 2**20, 300_000  # libxml2 silently drops what is longer than 10 MB
_MOST_BLOCKS = 50_000
_MHT_LIMITS = Limits(seconds=10, step_seconds=3, memory=600 * 2**20)  # taking it apart is a step, reading it one

_DAMAGED = "这个网页文件的内容已经损坏，无法读出。请在浏览器中打开网页，全选、复制后粘贴到本程序。"
_TOO_BIG = "这个网页的内容过多，没有读取。请在浏览器中打开网页，只复制年度报告的部分，粘贴到本程序。"

# Elements that are dropped with all they hold, and those that end a line. Of all others the text is read.
_DROPPED = """
    head script style template noscript iframe object embed svg math audio video canvas map select datalist button title
    link meta area frameset applet rt rp"""
_ENDING_A_LINE = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td
    tfoot th thead tr ul"""
_DROPPED_TAGS, _LINE_TAGS = set(_DROPPED.split()), set(_ENDING_A_LINE.split())
_TEXT_FIELDS = {"", "text", "number", "tel", "search"}  # types of <input> whose value is text
_WIDTH = re.compile(r"(?:^|;)\s*width\s*:\s*(\d{1,4}(?:\.\d{1,9})?)mm", re.ASCII)  # in a style: "width:80mm"
_HEADING_TAGS = {"h1", "h2"}  # in pages of this program: the title, and the headings of sections
_LONGEST_METADATA = 500
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\f\n\xa0]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’"
# A line end of the source between two Chinese characters, where the page shows none: "公开\n情况".
_LINE_IN_CHINESE = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\f\n]*(?=[{_WIDE}])")


def read_html(data: bytes, source: str, declared: str = "") -> SourceDocument:
    """The content of a web page; `declared` is an encoding stated beside it. Raises ReadingError with a sentence."""
    from lxml import etree

    if len(data) > MAX_FILE:
        raise ReadingError(f"网页文件超过 {MAX_FILE // 2**20} MB，没有读取。{_TOO_BIG.partition('。')[2]}")
    pictures = EmbeddedPictures()
    text = pictures.take_out(decode(data, declared))
    if len(text.encode("utf-8", "replace")) > _MOST_TEXT or text.count("<") > _MOST_TAGS:
        raise ReadingError(_TOO_BIG)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise ReadingError(_DAMAGED) from error
    if any("depth" in error.message for error in parser.error_log):  # what lies deeper is lost
        raise ReadingError("这个网页的结构过于复杂，无法完整读出。请在浏览器中打开网页，全选、复制后粘贴到本程序。")
    if root is None:
        raise ReadingError("这个网页文件是空的，没有可读的内容。")
    metadata = _metadata(root)
    page = _PageReader(root, pictures, is_reportdesk_file=bool(metadata))
    remarks = ["网页中有个别字符无法识别，显示为“\ufffd”，请留意核对。"] if "\ufffd" in text else []
    remarks += page.images.remarks
    return SourceDocument(source, page.blocks, remarks, metadata, media=page.images.media)


def read_mht(data: bytes, source: str, control: CallControl | None = None) -> SourceDocument:
    """A page saved whole with its pictures, read in a worker. Raises ReadingError with a sentence."""
    if len(data) > MAX_FILE:
        raise ReadingError(f"网页文件超过 {MAX_FILE // 2**20} MB，没有读取。{_TOO_BIG.partition('。')[2]}")
    return read_in_worker("read_mht", data, source, _MHT_LIMITS, _TOO_BIG, control)


def read_mht_here(data: bytes, progress: Progress, source: str) -> SourceDocument:
    """As read_mht, in this process and without a limit of time and memory."""
    import email
    from email.message import Message

    try:
        parts = list(email.message_from_bytes(data).walk())
        progress(1, 2)
        for part in parts:
            if isinstance(part, Message) and part.get_content_type() in ("text/html", "application/xhtml+xml"):
                content = part.get_payload(decode=True)
                if isinstance(content, bytes) and content.strip():
                    return read_html(content, source, part.get_content_charset("") or "")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ReadingError(_DAMAGED) from error
    raise ReadingError("这个网页文件中没有找到网页内容。请在浏览器中打开网页，全选、复制后粘贴到本程序。")


def _metadata(root: "_Element") -> dict[str, str]:
    """The metadata in a page of this program: <meta name="reportdesk.unit" content="示例县水利局">; {} in others."""
    pairs = ((meta.get("name") or "", meta.get("content") or "") for meta in root.iterfind("head/meta"))
    return {name.removeprefix(PREFIX): text[:_LONGEST_METADATA] for name, text in pairs if name.startswith(PREFIX)}


class _PageReader:
    """Reads a page, element by element. `blocks` is its content, `images` its pictures."""

    def __init__(self, root: "_Element", pictures: EmbeddedPictures, *, is_reportdesk_file: bool) -> None:
        self.blocks: list[Block] = []
        self.images = ImageCollector()
        self._pictures = pictures
        self._is_reportdesk_file = is_reportdesk_file
        self._cells = 0  # of all tables
        self._line: list[str] = []  # pieces of the line that is not ended yet
        self._role: BlockRole = ""  # of that line
        self._keeps_blanks = False  # whether blanks in that line stay as they are
        self._read_element(root)
        self._end_line()

    def _read_element(self, element: "_Element") -> None:
        name = element.tag if isinstance(element.tag, str) else ""
        if not name or name in _DROPPED_TAGS or _is_hidden(element):
            return
        if name == "br":
            self._end_line()
        elif name in ("input", "textarea"):
            self._line.append(_field_text(element))
        elif name == "table" and not _is_layout(element):
            self._end_line()
            self._add(table_blocks(self._grid(element)))
        elif name == "img":
            self._add_image(element, "")
        elif name != "figure" or not self._add_figure(element):
            ends_line = name in _LINE_TAGS
            if ends_line:
                self._end_line()
                if self._is_reportdesk_file:
                    self._begin_marked_line(element, name)
            if element.text:
                self._add_text(element.text, name == "pre")
            for child in element:
                self._read_element(child)
                if child.tail:
                    self._add_text(child.tail, name == "pre")
            if ends_line:
                self._end_line()

    def _add_text(self, text: str, is_preformatted: bool) -> None:
        if not is_preformatted:
            self._line.append(text)
            return
        first, *more = text.split("\n")
        self._line.append(first)
        for line in more:
            self._end_line()
            self._line.append(line)

    def _begin_marked_line(self, element: "_Element", name: str) -> None:
        """Notes the role of a line in a page of this program: all lines but title and headings are text or notes."""
        self._role = "note" if element.get("role") == "note" else "" if name in _HEADING_TAGS else "text"
        self._keeps_blanks = "pre-wrap" in (element.get("style") or "")

    def _end_line(self) -> None:
        if self._line:
            text = "".join(self._line)
            if text := text.strip() if self._keeps_blanks else _collapsed(text):
                self._add([TextBlock(text, role=self._role)])
            self._line.clear()

    def _add_figure(self, element: "_Element") -> bool:
        """Adds a <figure> as a picture with its caption. Returns False if it holds anything else."""
        images = list(element.iterdescendants("img"))
        if len(images) != 1 or next(element.iterdescendants("table"), None) is not None:
            return False
        pieces: list[str] = []
        for caption in element.iterdescendants("figcaption"):
            _collect_text(caption, pieces)
        self._add_image(images[0], _collapsed("".join(pieces).replace("\0", " ")))
        return True

    def _add_image(self, image: "_Element", caption: str) -> None:
        """Adds a picture that is embedded in the page. Pictures elsewhere are left out; nothing is fetched."""
        source = image.get("src") or ""
        if source not in self._pictures:
            return
        self._end_line()
        if name := self.images.add(self._pictures.data(source, self.images.room)):
            width = _WIDTH.search(image.get("style") or "")
            self._add([ImageBlock(name, caption, float(width[1]) if width else 0.0)])

    def _add(self, blocks: list[Block]) -> None:
        self.blocks += blocks
        if len(self.blocks) > _MOST_BLOCKS:
            raise ReadingError(_TOO_BIG)

    def _grid(self, table: "_Element") -> Grid:
        """The rows of a table with its merged cells, however far these claim to reach."""
        grid: Grid = []
        open_cells: dict[int, _OpenCell] = {}  # left edge → a cell of the rows above that reaches into this one
        for row in _rows(table):
            cells: list[GridCell] = []
            column = 0
            still_open: dict[int, _OpenCell] = {}
            waiting = sorted(open_cells)
            for element in row.iterchildren("td", "th"):
                if _is_hidden(element):
                    continue
                while waiting and waiting[0] <= column:
                    column = self._continue_cell(open_cells[waiting.pop(0)], cells, still_open, column)
                width, height = _span(element, "colspan", 1), _span(element, "rowspan", MOST_CELLS)
                if waiting:  # the next open cell stays where it is
                    width = max(1, min(width, waiting[0] - column))
                cell = GridCell(self._cell_text(element), column, column + width)
                cells.append(cell)
                if height > 1:
                    still_open[column] = cell, height - 1
                column += width
                self._count_cell(column)
            for left in waiting:
                column = self._continue_cell(open_cells[left], cells, still_open, column)
            open_cells = still_open
            grid.append(cells)
        return grid

    def _continue_cell(
        self, open_cell: "_OpenCell", cells: list[GridCell], still_open: dict[int, "_OpenCell"], column: int
    ) -> int:
        """Adds the part of a merged cell that stands in this row. Returns the column behind it."""
        first, rows = open_cell
        if first.left >= column:
            first.rows += 1
            cells.append(GridCell(first.text, first.left, first.right, continued=True))
            self._count_cell(first.right)
            if rows > 1:
                still_open[first.left] = first, rows - 1
        return max(column, first.right)

    def _count_cell(self, columns: int) -> None:
        """Counts a cell, in a row with so many columns so far. Raises ReadingError if there are too many."""
        self._cells += 1
        if self._cells > MOST_CELLS or columns > MOST_COLUMNS:
            raise ReadingError("这个网页中的表格过大，没有读取。")

    def _cell_text(self, cell: "_Element") -> str:
        if not len(cell):
            return _collapsed(cell.text or "")
        pieces: list[str] = []
        _collect_text(cell, pieces)
        lines = [_collapsed(line) for line in "".join(pieces).split("\0") if line]
        return "\n".join(filter(None, lines))


_OpenCell = tuple[GridCell, int]  # the first part of a merged cell, and how many rows it has yet


def _collect_text(element: "_Element", pieces: list[str]) -> None:
    """Adds the text of an element to `pieces`, with NUL where a line ends on the page."""
    if element.text:
        pieces.append(element.text)
    for child in element:
        tag = child.tag
        if tag == "br":
            pieces.append("\0")
        elif tag in ("input", "textarea"):
            pieces.append(_field_text(child))
        elif tag not in _DROPPED_TAGS and not _is_hidden(child):
            ends_line = tag in _LINE_TAGS
            if ends_line:
                pieces.append("\0")
            _collect_text(child, pieces)
            if ends_line:
                pieces.append("\0")
        if child.tail:
            pieces.append(child.tail)


def _is_layout(table: "_Element") -> bool:
    """Whether a table holds other tables, and so only arranges the page."""
    return next(table.iterdescendants("table"), None) is not None


def _rows(table: "_Element") -> Iterator["_Element"]:
    for child in table:
        if child.tag == "tr":
            if not _is_hidden(child):
                yield child
        elif child.tag in ("thead", "tbody", "tfoot") and not _is_hidden(child):
            yield from _rows(child)


def _span(cell: "_Element", name: str, zero: int) -> int:
    """A "colspan" or "rowspan", at least 1 and within bounds; `zero` is what 0 means (rowspan: to the table's end)."""
    most = MOST_CELLS if name == "rowspan" else MOST_COLUMNS
    text = (cell.get(name) or "").strip()
    if not text or not (text.isascii() and text.isdigit()):
        return 1
    return most if len(text) > 6 else min(int(text) or zero, most)


def _field_text(field: "_Element") -> str:
    """The text that stands in an <input> or <textarea>."""
    if field.tag == "textarea":
        return field.text or ""
    return (field.get("value") or "") if (field.get("type") or "").lower() in _TEXT_FIELDS else ""


def _is_hidden(element: "_Element") -> bool:
    if not element.attrib:
        return False
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _collapsed(text: str) -> str:
    """A text as a browser shows it: blanks and line ends become one blank, and none between Chinese characters."""
    if text.isalnum():
        return text
    if "\n" in text:
        text = _LINE_IN_CHINESE.sub("", text)
    return _BLANKS.sub(" ", text).strip()
