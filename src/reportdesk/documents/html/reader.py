"""A web page (.html, .htm), or one saved whole (.mht) → blocks.

Menus and footers come as paragraphs like the rest: what belongs to a report is for others to find out.
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
_MOST_TEXT, _MOST_TAGS = 6 * 2**20, 300_000  # libxml2 drops what is longer than 10 MB without a word
_MOST_BLOCKS = 50_000
_MHT_LIMITS = Limits(seconds=10, step_seconds=3, memory=600 * 2**20)  # taking it apart is a step, reading it one

_DAMAGED = "这个网页文件的内容已经损坏，无法读出。请在浏览器中打开网页，全选、复制后粘贴到本程序。"
_TOO_BIG = "这个网页的内容过多，没有读取。请在浏览器中打开网页，只复制年度报告的部分，粘贴到本程序。"

# Elements that go with all they hold; those that end a line; the rest only leaves its text.
_GOES = """
    head script style template noscript iframe object embed svg math audio video canvas map select datalist button title
    link meta area frameset applet rt rp"""
_ENDS_A_LINE = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td
    tfoot th thead tr ul"""
_UNSEEN, _BLOCKS = set(_GOES.split()), set(_ENDS_A_LINE.split())
_TYPED = {"", "text", "number", "tel", "search"}
_WIDTH = re.compile(r"(?:^|;)\s*width\s*:\s*(\d{1,4}(?:\.\d{1,9})?)mm", re.ASCII)
_HEADS = {"h1", "h2"}  # in our pages: the title, and what stands above a section
_LONGEST_FACT = 500
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\f\n\xa0]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’"
_LINE_IN_CHINESE = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\f\n]*(?=[{_WIDE}])")  # of the source, not of the page


def read_html(data: bytes, source: str, declared: str = "") -> SourceDocument:
    """What stands on a web page; `declared` is an encoding told beside it. Raises ReadingError with a sentence."""
    from lxml import etree

    if len(data) > MAX_FILE:
        raise ReadingError(f"网页文件超过 {MAX_FILE // 2**20} MB，没有读取。{_TOO_BIG.partition('。')[2]}")
    pictures = EmbeddedPictures()
    text = pictures.taken_out(decode(data, declared))
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
    facts = _facts(root)
    page = _Page(root, pictures, own=bool(facts))
    remarks = ["网页中有个别字符无法识别，显示为“\ufffd”，请留意核对。"] if "\ufffd" in text else []
    return SourceDocument(source, page.blocks, [*remarks, *page.album.remarks], facts, media=page.album.media)


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


def _facts(root: "_Element") -> dict[str, str]:
    """What a page of our own says of the unit."""
    found = ((meta.get("name") or "", meta.get("content") or "") for meta in root.iterfind("head/meta"))
    return {name.removeprefix(PREFIX): text[:_LONGEST_FACT] for name, text in found if name.startswith(PREFIX)}


class _Page:
    """A page walked through in order. `blocks` is what was found, `album` its pictures; `own` says it is of our own."""

    def __init__(self, root: "_Element", pictures: EmbeddedPictures, *, own: bool) -> None:
        self.blocks: list[Block] = []
        self.album = ImageCollector()
        self._pictures = pictures
        self._own = own
        self._cells = 0
        self._line: list[str] = []
        self._role: BlockRole = ""
        self._kept = False  # blanks as they stand
        self._walk(root)
        self._end_line()

    def _walk(self, element: "_Element") -> None:
        """What stands within an element, then what follows it."""
        tag = element.tag
        name = tag if isinstance(tag, str) else ""
        if name and name not in _UNSEEN and not _is_hidden(element):
            if name == "br":
                self._end_line()
            elif name in ("input", "textarea"):
                self._line.append(_typed(element))
            elif name == "table" and not _is_layout(element):
                self._end_line()
                self._add(table_blocks(self._grid(element)))
            elif name == "figure" and self._figure(element):
                pass
            elif name == "img":
                self._draw(element, "")
            else:
                ends = name in _BLOCKS
                if ends:
                    self._end_line()
                    if self._own:
                        self._begin(element, name)
                if element.text:
                    self._text(element.text, name == "pre")
                for child in element:
                    self._walk(child)
                    if child.tail:
                        self._text(child.tail, name == "pre")
                if ends:
                    self._end_line()

    def _text(self, text: str, as_it_stands: bool) -> None:
        if not as_it_stands:
            self._line.append(text)
            return
        first, *more = text.split("\n")
        self._line.append(first)
        for line in more:
            self._end_line()
            self._line.append(line)

    def _begin(self, element: "_Element", name: str) -> None:
        """Takes note of what a paragraph of our own is: only headings and the title are left to be found."""
        self._role = "note" if element.get("role") == "note" else "" if name in _HEADS else "text"
        self._kept = "pre-wrap" in (element.get("style") or "")

    def _end_line(self) -> None:
        if self._line:
            text = "".join(self._line)
            if text := text.strip() if self._kept else _collapsed(text):
                self._add([TextBlock(text, role=self._role)])
            self._line.clear()

    def _figure(self, element: "_Element") -> bool:
        """A picture with its caption; False where it holds something else."""
        images = list(element.iterdescendants("img"))
        if len(images) != 1 or next(element.iterdescendants("table"), None) is not None:
            return False
        pieces: list[str] = []
        for caption in element.iterdescendants("figcaption"):
            _gather(caption, pieces)
        self._draw(images[0], _collapsed("".join(pieces).replace("\0", " ")))
        return True

    def _draw(self, image: "_Element", caption: str) -> None:
        """A picture that the page holds itself; the others are somewhere else, and nothing is fetched."""
        source = image.get("src") or ""
        if source not in self._pictures:
            return
        self._end_line()
        if name := self.album.add(self._pictures.data(source, self.album.room)):
            width = _WIDTH.search(image.get("style") or "")
            self._add([ImageBlock(name, caption, float(width[1]) if width else 0.0)])

    def _add(self, blocks: list[Block]) -> None:
        self.blocks += blocks
        if len(self.blocks) > _MOST_BLOCKS:
            raise ReadingError(_TOO_BIG)

    def _grid(self, table: "_Element") -> Grid:
        """The rows of a table with its merged cells, however far they claim to reach."""
        grid: Grid = []
        below: dict[int, tuple[GridCell, int]] = {}  # left edge → a cell that goes on, and for how many rows yet
        for row in _rows(table):
            spots: list[GridCell] = []
            column = 0
            still: dict[int, tuple[GridCell, int]] = {}
            waiting = sorted(below)
            for cell in row.iterchildren("td", "th"):
                if _is_hidden(cell):
                    continue
                while waiting and waiting[0] <= column:
                    column = self._go_on(below[waiting.pop(0)], spots, still, column)
                width, height = _span(cell, "colspan", 1), _span(cell, "rowspan", MOST_CELLS)
                if waiting:  # a cell that goes on below stays where it is
                    width = max(1, min(width, waiting[0] - column))
                spot = GridCell(self._cell_text(cell), column, column + width)
                spots.append(spot)
                if height > 1:
                    still[column] = spot, height - 1
                column += width
                self._count(column)
            for left in waiting:
                column = self._go_on(below[left], spots, still, column)
            below = still
            grid.append(spots)
        return grid

    def _go_on(
        self, above: tuple[GridCell, int], spots: list[GridCell], still: dict[int, tuple[GridCell, int]], column: int
    ) -> int:
        """Puts the next row of a merged cell in its place; returns the column behind it."""
        first, rows = above
        if first.left >= column:
            first.rows += 1
            spots.append(GridCell(first.text, first.left, first.right, continued=True))
            self._count(first.right)
            if rows > 1:
                still[first.left] = first, rows - 1
        return max(column, first.right)

    def _count(self, columns: int) -> None:
        self._cells += 1
        if self._cells > MOST_CELLS or columns > MOST_COLUMNS:
            raise ReadingError("这个网页中的表格过大，没有读取。")

    def _cell_text(self, cell: "_Element") -> str:
        if not len(cell):
            return _collapsed(cell.text or "")
        pieces: list[str] = []
        _gather(cell, pieces)
        lines = [_collapsed(line) for line in "".join(pieces).split("\0") if line]
        return "\n".join(filter(None, lines))


def _gather(element: "_Element", pieces: list[str]) -> None:
    """The text of an element, with a NUL where a line ends on the page."""
    if element.text:
        pieces.append(element.text)
    for child in element:
        tag = child.tag
        if tag == "br":
            pieces.append("\0")
        elif tag in ("input", "textarea"):
            pieces.append(_typed(child))
        elif tag not in _UNSEEN and not _is_hidden(child):
            ends = tag in _BLOCKS
            if ends:
                pieces.append("\0")
            _gather(child, pieces)
            if ends:
                pieces.append("\0")
        if child.tail:
            pieces.append(child.tail)


def _is_layout(table: "_Element") -> bool:
    """Whether a table only places things on the page: it has others within."""
    return next(table.iterdescendants("table"), None) is not None


def _rows(table: "_Element") -> Iterator["_Element"]:
    for child in table:
        if child.tag == "tr":
            if not _is_hidden(child):
                yield child
        elif child.tag in ("thead", "tbody", "tfoot") and not _is_hidden(child):
            yield from _rows(child)


def _span(cell: "_Element", name: str, most_when_zero: int) -> int:
    """A span of at least 1 and within bounds; a rowspan of 0 reaches to the end of the table."""
    text = (cell.get(name) or "").strip()
    if not text or not (text.isascii() and text.isdigit()):
        return 1
    if len(text) > 6:
        return MOST_CELLS if name == "rowspan" else MOST_COLUMNS
    return min(int(text) or most_when_zero, MOST_CELLS if name == "rowspan" else MOST_COLUMNS)


def _typed(field: "_Element") -> str:
    """What stands in a field of a form."""
    if field.tag == "textarea":
        return field.text or ""
    return (field.get("value") or "") if (field.get("type") or "").lower() in _TYPED else ""


def _is_hidden(element: "_Element") -> bool:
    if not element.attrib:
        return False
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _collapsed(text: str) -> str:
    """A text as a browser shows it: blanks and line ends run together, those between Chinese characters gone."""
    if text.isalnum():
        return text
    if "\n" in text:
        text = _LINE_IN_CHINESE.sub("", text)
    return _BLANKS.sub(" ", text).strip()
