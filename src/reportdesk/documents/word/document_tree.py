"""A Word file → its paragraphs and tables as they stand on paper: with numbers of lists, changes accepted.

In: the bytes of a .docx file. Out: a `DocxTree`, from which paragraphs (`Line`) and tables (rows of `GridCell`) are
read in order.

    <w:tc> with <w:gridSpan w:val="2"/> and the text 规章              →  GridCell("规章", 0, 2)
    <w:tc> with <w:vMerge/> below one with <w:vMerge w:val="restart"/>  →  GridCell(text above, …, continued=True)

Files come from anywhere: sizes are bounded, entities are not resolved, nothing is fetched.
"""

from collections.abc import Iterator, Sequence
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from reportdesk.documents.blocks import Grid, GridCell
from reportdesk.documents.metadata import CAPTION, CLOSING, NOTE, NOTE_NAME
from reportdesk.documents.office_package import (
    MAX_FILE,
    MAX_PART,
    OfficePackage,
    PackageKind,
    attribute,
    whole_number,
)
from reportdesk.documents.tables import MOST_COLUMNS, check_size
from reportdesk.documents.word.accept_revisions import DrawnImage, accept_revisions, count_revisions
from reportdesk.documents.word.comments import comments_of
from reportdesk.documents.word.list_numbers import list_numbers
from reportdesk.errors import ReadingError

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["MAX_FILE", "MAX_PART", "DocxTree", "Line", "WordFile", "WordFileError", "read_word"]

_MOST_NESTED = 8  # tables in one another
# Name of a style in small letters → the id that it has in files of this program; "" for running text.
_STYLE_IDS = {"normal": "", NOTE_NAME: NOTE, "caption": CAPTION, "closing": CLOSING}
_PROPERTIES = "docProps/custom.xml"
_TWIPS_PER_MM = 1440 / 25.4


class WordFileError(ReadingError):
    """A file that cannot be read as a Word document."""


WORD = PackageKind("Word 文档", ".docx", ".doc、.wps", WordFileError, "word/document.xml")


class Line(NamedTuple):
    """A paragraph: its text, the id of its style (only in files of this program), the pictures in it."""

    text: str
    style: str = ""
    images: Sequence[DrawnImage] = ()


class WordFile(NamedTuple):
    """The tables of a document in order, nested ones included, and the paragraphs outside of tables."""

    tables: list[Grid]
    paragraphs: list[str]


def read_word(data: bytes) -> WordFile:
    """The tables and paragraphs of a .docx file. Raises WordFileError with a sentence."""
    tree = DocxTree(data)
    paragraphs = [item.text for item in tree.items(tree.body) if isinstance(item, Line)]
    return WordFile([tree.grid(table) for table in tree.root.iter("{*}tbl")], paragraphs)


class _LocalNames(dict[object, str]):
    """Tag → its name without the namespace, remembered: this is asked for every element of a table."""

    def __missing__(self, tag: object) -> str:
        name = self[tag] = tag.rpartition("}")[2] if isinstance(tag, str) else ""  # an entity has none
        return name


class DocxTree:
    """A Word file as it stands on paper.

    `revision_count` and `note_count` are the numbers of its tracked changes, and of its footnotes and endnotes;
    `comments` are those of reviewers. `text_width` is the width of its lines in millimetres. `is_reportdesk_file` says
    that this program wrote it.

    Raises WordFileError with a sentence.
    """

    def __init__(self, data: bytes) -> None:
        self._package = package = OfficePackage(data, WORD)
        self.root = package.xml(package.main)
        _refuse_deep_nesting(self.root)
        self.revision_count = count_revisions(self.root)
        self.comments = comments_of(package, self.root)
        self.note_count = sum(1 for _ in self.root.iter("{*}footnoteReference", "{*}endnoteReference"))
        self._local_names = _LocalNames()
        self._numbers = _numbers_of_lists(package, self.root)
        self.body = next(self.root.iter("{*}body"), self.root)
        self._related = package.related(package.main)
        self._styles = self._read_styles()
        self.text_width = _text_width(self.body)
        self._joined_to_next, self._images = accept_revisions(self.root)
        self._has_plain_paragraphs = not (self._numbers or self._joined_to_next)  # all text is in the elements
        self._cell_count = 0

    def _read_styles(self) -> dict["_Element", str]:
        """Paragraph → its style, for paragraphs outside of tables; {} if it is not a file of this program.

        Sets `is_reportdesk_file`. Other programs that save the file keep the names of styles, not always their ids.
        """
        part = next((name for kind, name in self._related.values() if kind == "styles" and name in self._package), "")
        self.is_reportdesk_file = bool(part) and NOTE_NAME.encode() in self._package.part(part)
        if not self.is_reportdesk_file:
            return {}
        styles = self._package.xml(part).iterchildren("{*}style")
        ids = {attribute(style, "styleId"): _style_id(style) for style in styles}
        style_of: dict[_Element, str] = {}
        for paragraph in self.body.iterchildren("{*}p"):
            properties = next(paragraph.iterchildren("{*}pPr"), None)
            style = None if properties is None else next(properties.iterchildren("{*}pStyle"), None)
            if style is not None:
                style_of[paragraph] = ids.get(attribute(style, "val"), "")
        return style_of

    def properties(self) -> dict[str, str]:
        """The custom properties of the file: name → text."""
        if _PROPERTIES not in self._package:
            return {}
        return {
            each.get("name", ""): "".join(map(str, each.itertext()))
            for each in self._package.xml(_PROPERTIES).iterchildren("{*}property")
        }

    def picture(self, relation: str, limit: int) -> bytes | None:
        """The bytes of a picture, None for one that is not in the file or larger than `limit`."""
        kind, name = self._related.get(relation, ("", ""))
        try:
            return self._package.part(name, limit) if kind == "image" else None
        except WordFileError:
            return None

    def items(self, container: "_Element") -> Iterator["Line | _Element"]:
        """The paragraphs of a body, cell or text box as lines, and its tables as elements, in order."""
        names = self._local_names
        open_text = ""  # of paragraphs whose end is deleted: the next one continues them
        for child in container:
            name = names[child.tag]
            if name == "p":
                text = "".join(map(str, child.itertext())) if len(child) else child.text or ""
                if self._numbers and not open_text and text.strip():
                    text = self._numbers.get(child, "") + text.lstrip()
                text = open_text + text
                open_text = text if child in self._joined_to_next else ""
                if not open_text:
                    yield Line(text.strip(), self._styles.get(child, ""), self._images.get(child, ()))
                continue
            if open_text:
                yield Line(open_text.strip())
                open_text = ""
            if name == "tbl":
                yield child
            elif name == "txbxContent":
                yield from self.items(child)
        if open_text:
            yield Line(open_text.strip())

    def grid(self, table: "_Element") -> Grid:
        """The rows of a table."""
        return [cells for cells, _ in self.rows(table)]

    def rows(self, table: "_Element") -> Iterator[tuple[list[GridCell], list["_Element"]]]:
        """The rows of a table: the cells of each, and their elements."""
        names = self._local_names
        open_cells: dict[int, GridCell] = {}  # left edge → the first part of a merged cell that may continue below
        for row in table:
            if names[row.tag] != "tr":
                continue
            column = 0
            cells: list[GridCell] = []
            elements: list[_Element] = []
            still_open: dict[int, GridCell] = {}
            for element in row:
                name = names[element.tag]
                if name != "tc":
                    column = _column_count(element) if name == "gridBefore" else column
                    continue
                span, merge, text = self._cell_content(element)
                right = column + (span or 1)
                cell = GridCell(text, column, right)
                if merge is not None:
                    above = open_cells.get(column) if merge != "restart" else None
                    if above is not None:
                        above.rows += 1
                        cell = GridCell(above.text, column, right, continued=True)
                    still_open[column] = above or cell
                cells.append(cell)
                elements.append(element)
                column = right
            self._cell_count += len(cells)
            check_size(self._cell_count, len(cells), WordFileError, "Word 文档")
            open_cells = still_open
            yield cells, elements

    def cell_text(self, cell: "_Element") -> str:
        """The text of a cell, a line for each paragraph, and for each cell of a table inside."""
        texts: list[str] = []
        for item in self.items(cell):
            if isinstance(item, Line):
                texts.append(item.text)
            else:
                texts += [inner.text for row in self.grid(item) for inner in row if not inner.continued]
        return texts[0] if len(texts) == 1 else "\n".join(texts).strip()

    def _cell_content(self, cell: "_Element") -> tuple[int, str | None, str]:
        """The columns a cell spans, its vertical merge, its text.

        The merge is "restart" in the first part of a merged cell, "continue" or "" in the others, None in other cells.
        """
        span, merge = 1, None
        for child in cell:
            name = self._local_names[child.tag]
            if name == "gridSpan":
                span = _column_count(child)
            elif name == "vMerge":
                merge = attribute(child, "val")
            elif name == "cellMerge":  # in a tracked change
                merge = {"rest": "restart", "cont": "continue"}.get(attribute(child, "vMerge"), merge)
            elif name == "p" and self._has_plain_paragraphs and not len(child) and child.getnext() is None:
                return span, merge, (child.text or "").strip()  # one paragraph, as in most cells: the quick way
            else:
                return span, merge, self.cell_text(cell)
        return span, merge, ""


def _numbers_of_lists(package: OfficePackage, root: "_Element") -> dict["_Element", str]:
    numbering = package.of_kind(package.main, "numbering") if package.has_like("numbering") else None
    if numbering is None:
        return {}
    styles = package.of_kind(package.main, "styles")
    return list_numbers(root, package.xml(numbering), package.xml(styles) if styles else None)


def _style_id(style: "_Element") -> str:
    """The id that a style has in files of this program; "" for running text."""
    element = next(style.iterchildren("{*}name"), None)
    name = "" if element is None else attribute(element, "val").casefold()
    heading = f"Heading{name.removeprefix('heading ')}" if name.startswith("heading ") else ""
    return heading or _STYLE_IDS.get(name, name)


def _text_width(body: "_Element") -> float:
    """The width of the lines in millimetres, by the last section of a document; infinite if it is not stated."""
    size, margins = body.find("{*}sectPr/{*}pgSz"), body.find("{*}sectPr/{*}pgMar")
    if size is None or margins is None:
        return inf
    try:
        left, right = int(attribute(margins, "left")), int(attribute(margins, "right"))
        return (int(attribute(size, "w")) - left - right) / _TWIPS_PER_MM
    except ValueError:
        return inf


def _refuse_deep_nesting(root: "_Element") -> None:
    for table in root.iter("{*}tbl"):
        if sum(1 for _ in table.iterancestors("{*}tbl")) >= _MOST_NESTED:
            raise WordFileError("这个 Word 文档中的表格嵌套过深，没有读取。")


def _column_count(element: "_Element") -> int:
    return min(whole_number(attribute(element, "val"), 9), MOST_COLUMNS)
