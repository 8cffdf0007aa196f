"""A Word file → its tables and paragraphs, as a reader would see them: insertions accepted, deletions gone.

Files come from anywhere: sizes are bounded, entities are not resolved, nothing is fetched.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from reportdesk.errors import ReportDeskError
from reportdesk.reading.blocks import Grid, Spot

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_FILE = 16 * 2**20
MAX_DOCUMENT = 8 * 2**20
MOST_CELLS = 20_000
_MOST_COLUMNS = 64  # Word has 63
_MOST_NESTED = 4  # tables in one another

_PART = "word/document.xml"
_OLD_WORD, _PDF = b"\xd0\xcf\x11\xe0", b"%PDF"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)

# Elements around rows, cells and text that a reader does not see, and those whose text is not there for him.
_SEEN_THROUGH = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}
_UNSEEN = {"del", "moveFrom", "Fallback", "pPr", "rPr", "tblPr", "trPr", "tcPr", "instrText", "delText", "rt"}
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}


class WordFileError(ReportDeskError):
    """A file that cannot be read as a Word document."""


class WordFile(NamedTuple):
    """The tables of a document, in order, those within tables too, and the paragraphs outside of tables."""

    tables: list[Grid]
    paragraphs: list[str]


def read_word(data: bytes) -> WordFile:
    """What stands in a .docx file. Raises WordFileError with a sentence."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_document(data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WordFileError("这个 Word 文档的内容已经损坏，无法读出。请用 Word 或 WPS 打开后另存一份再试。") from error
    if root.getroottree().docinfo.internalDTD is not None:  # a document type, and with it entities
        raise WordFileError("这个文件含有 Word 文档中不应有的内容，为安全起见没有读取。请向提供文件的人重新索取。")
    _bound(root)
    tables = [_grid(table) for table in root.iter("{*}tbl")]
    body = next(root.iter("{*}body"), root)
    return WordFile(tables, [_text(paragraph) for paragraph in _children(body, "p")])


def _document(data: bytes) -> bytes:
    if len(data) > MAX_FILE:
        raise WordFileError(f"文件超过 {MAX_FILE // 2**20} MB，没有读取。请删去其中的图片，另存后再试。")
    if data.startswith(_OLD_WORD):
        raise WordFileError(
            "这是旧格式（.doc、.wps）或加了密码的文档，无法直接读取。请用 Word 或 WPS 另存为不加密的 .docx。"
        )
    if data.startswith(_PDF):
        raise WordFileError("这是 PDF 文件，请改用 Word 文档（.docx）。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(_PART) as part:
            content = part.read(MAX_DOCUMENT + 1)  # whatever size the header claims
    except KeyError as error:
        raise WordFileError("这个文件不是 Word 文档（.docx），无法读取。") from error
    except _DAMAGED as error:
        raise WordFileError("这个文件不是完整的 Word 文档（.docx），可能没有复制完或已经损坏。请重新索取。") from error
    if len(content) > MAX_DOCUMENT:
        raise WordFileError("这个 Word 文档的内容过大，没有读取。")
    return content


def _bound(root: "_Element") -> None:
    """Refuses tables of a size and depth that nobody made by hand, and that would take long to read."""
    cells = sum(1 for _ in root.iter("{*}tc"))
    columns = max((sum(_local(cell) == "tc" for cell in row) for row in root.iter("{*}tr")), default=0)
    if cells > MOST_CELLS or columns > _MOST_COLUMNS:
        raise WordFileError("这个 Word 文档中的表格过大，没有读取。")
    for table in root.iter("{*}tbl"):
        if sum(1 for _ in table.iterancestors("{*}tbl")) >= _MOST_NESTED:
            raise WordFileError("这个 Word 文档中的表格嵌套过深，没有读取。")


def _grid(table: "_Element") -> Grid:
    """The rows of a table, without those struck out in a tracked change."""
    grid: Grid = []
    begun: dict[int, Spot] = {}  # left edge → the cell that may go on below
    for row in _children(table, "tr"):
        properties = next(_children(row, "trPr"), None)
        if properties is not None and next(_children(properties, "del"), None) is not None:
            continue
        column = 0 if properties is None else _number(properties, "gridBefore", 0)
        spots: list[Spot] = []
        still: dict[int, Spot] = {}
        for cell in _children(row, "tc"):
            spot, goes_on = _spot(cell, column, begun.get(column))
            if goes_on:
                still[column] = begun[column] if spot.continued else spot
                still[column].rows += spot.continued
            spots.append(spot)
            column = spot.right
        begun = still
        grid.append(spots)
    return grid


def _spot(cell: "_Element", left: int, above: Spot | None) -> tuple[Spot, bool]:
    """A cell at its place, and whether it is one of those merged downwards."""
    properties = next(_children(cell, "tcPr"), None)
    span, merge = 1, None
    if properties is not None:
        span = _number(properties, "gridSpan", 1)
        merge = next(_children(properties, "vMerge"), None)
    right = left + max(1, span)
    if merge is None:
        return Spot(_text(cell), left, right), False
    if _value(merge) != "restart" and above is not None:
        return Spot(above.text, left, right, continued=True), True
    return Spot(_text(cell), left, right), True


def _number(properties: "_Element", name: str, otherwise: int) -> int:
    found = next(_children(properties, name), None)
    value = "" if found is None else _value(found)
    return min(int(value), _MOST_COLUMNS) if value.isascii() and value.isdigit() and len(value) < 10 else otherwise


def _value(element: "_Element") -> str:
    return next((str(value) for name, value in element.attrib.items() if str(name).endswith("}val")), "")


def _children(element: "_Element", name: str) -> Iterator["_Element"]:
    for child in element:
        local = _local(child)
        if local == name:
            yield child
        elif local in _SEEN_THROUGH:
            yield from _children(child, name)


def _text(element: "_Element") -> str:
    pieces: list[str] = []
    _gather(element, pieces)
    return "".join(pieces).strip()


def _gather(element: "_Element", pieces: list[str]) -> None:
    for child in element:
        local = _local(child)
        if local in _UNSEEN:
            continue
        if local == "t":
            pieces.append(child.text or "")
        elif local in _SIGNS:
            pieces.append(_SIGNS[local])
        else:
            _gather(child, pieces)
            if local == "p":
                pieces.append("\n")


def _local(element: "_Element") -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""  # an entity has none
