"""A Word file → its tables and paragraphs, as a reader would see them: all tracked changes accepted.

Files come from anywhere: sizes are bounded, entities are not resolved, nothing is fetched.
"""

from collections.abc import Iterator, Sequence
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from reportdesk.documents.blocks import Grid, GridCell
from reportdesk.documents.metadata import CAPTION, CLOSING, NOTE, NOTE_NAME
from reportdesk.documents.office_package import MAX_FILE, MAX_PART, OfficePackage, PackageKind
from reportdesk.documents.tables import MOST_COLUMNS, check_size
from reportdesk.documents.word.accept_revisions import DrawnImage, accept_revisions, revisions
from reportdesk.documents.word.comments import comments_of
from reportdesk.documents.word.list_numbers import list_numbers
from reportdesk.errors import ReadingError

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["MAX_FILE", "MAX_PART", "DocxTree", "Line", "WordFile", "WordFileError", "read_word"]

_MOST_NESTED = 8  # tables in one another
_STYLE_IDS = {"normal": "", NOTE_NAME: NOTE, "caption": CAPTION, "closing": CLOSING}
_PROPERTIES = "docProps/custom.xml"
_TWIPS = 1440 / 25.4  # in a millimetre


class WordFileError(ReadingError):
    """A file that cannot be read as a Word document."""


WORD = PackageKind("Word 文档", ".docx", ".doc、.wps", WordFileError, "word/document.xml")


class Line(NamedTuple):
    """A paragraph: its text, the id of its style, the pictures in it."""

    text: str
    style: str = ""
    pictures: Sequence[DrawnImage] = ()


class WordFile(NamedTuple):
    """The tables of a document, in order, those within tables too, and the paragraphs outside of tables."""

    tables: list[Grid]
    paragraphs: list[str]


def read_word(data: bytes) -> WordFile:
    """What stands in a .docx file. Raises WordFileError with a sentence."""
    tree = DocxTree(data)
    paragraphs = [item.text for item in tree.items(tree.body) if isinstance(item, Line)]
    return WordFile([tree.grid(table) for table in tree.root.iter("{*}tbl")], paragraphs)


class _Names(dict[object, str]):
    """Tag → its name without the namespace, which strict files, WPS and Word write differently."""

    def __missing__(self, tag: object) -> str:
        name = self[tag] = tag.rpartition("}")[2] if isinstance(tag, str) else ""  # an entity has none
        return name


class DocxTree:
    """A Word file as it stands on paper, and how many `revisions` and foot- and end`notes` it has.

    `comments` are those of its reviewers, `text_width` is how wide its lines are in millimetres. `own` says whether it
    was made here.

    Raises WordFileError with a sentence.
    """

    def __init__(self, data: bytes) -> None:
        self._package = package = OfficePackage(data, WORD)
        self.root = package.xml(package.main)
        _bound(self.root)
        self.revisions = revisions(self.root)
        self.comments = comments_of(package, self.root)
        self.notes = _count(self.root, "footnoteReference", "endnoteReference")
        self._names = _Names()
        self._labels = _automatic_numbers(package, self.root)
        self.body = next(self.root.iter("{*}body"), self.root)
        self._related = package.related(package.main)
        self._styles = self._styles_of_paragraphs()
        self.text_width = _text_width(self.body)
        self._run_on, self._pictures = accept_revisions(self.root)
        self._plain = not (self._labels or self._run_on)
        self._read = 0  # cells

    def _styles_of_paragraphs(self) -> dict["_Element", str]:
        """Of a file of our own, the styles of the paragraphs outside of tables; `own` says whether it is one.

        Other programs keep the names of styles, not always their ids.
        """
        part = next((name for kind, name in self._related.values() if kind == "styles" and name in self._package), "")
        self.own = bool(part) and NOTE_NAME.encode() in self._package.part(part)
        if not self.own:
            return {}
        ids = {_value(each, "}styleId"): _style_id(each) for each in self._package.xml(part).iterchildren("{*}style")}
        found: dict[_Element, str] = {}
        for paragraph in self.body.iterchildren("{*}p"):
            properties = next(paragraph.iterchildren("{*}pPr"), None)
            style = None if properties is None else next(properties.iterchildren("{*}pStyle"), None)
            if style is not None:
                found[paragraph] = ids.get(_value(style), "")
        return found

    def properties(self) -> dict[str, str]:
        """The properties of the file that users and programs make: name → text."""
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
        """The paragraphs of a body, cell or text box, and its tables, in order."""
        names = self._names
        open_text = ""  # of a paragraph whose end is struck out: the next one goes on with it
        for child in container:
            name = names[child.tag]
            if name == "p":
                text = "".join(map(str, child.itertext())) if len(child) else child.text or ""
                if self._labels and not open_text and text.strip():
                    text = self._labels.get(child, "") + text.lstrip()
                text = open_text + text
                open_text = text if child in self._run_on else ""
                if not open_text:
                    yield Line(text.strip(), self._styles.get(child, ""), self._pictures.get(child, ()))
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
        return [spots for spots, _ in self.rows(table)]

    def rows(self, table: "_Element") -> Iterator[tuple[list[GridCell], list["_Element"]]]:
        """The rows of a table with the elements of their cells."""
        names = self._names
        begun: dict[int, GridCell] = {}  # left edge → the cell that may go on below
        for row in table:
            if names[row.tag] != "tr":
                continue
            column = 0
            spots: list[GridCell] = []
            cells: list[_Element] = []
            still: dict[int, GridCell] = {}
            for cell in row:
                name = names[cell.tag]
                if name != "tc":
                    column = _number(cell) if name == "gridBefore" else column
                    continue
                span, merge, text = self._cell(cell)
                right = column + (span or 1)
                spot = GridCell(text, column, right)
                if merge is not None:
                    above = begun.get(column) if merge != "restart" else None
                    if above is not None:
                        above.rows += 1
                        spot = GridCell(above.text, column, right, continued=True)
                    still[column] = above or spot
                spots.append(spot)
                cells.append(cell)
                column = right
            self._read += len(spots)
            check_size(self._read, len(spots), WordFileError, "Word 文档")
            begun = still
            yield spots, cells

    def text(self, cell: "_Element") -> str:
        """What stands in a cell, line by line, with that of tables inside."""
        texts: list[str] = []
        for item in self.items(cell):
            if isinstance(item, Line):
                texts.append(item.text)
            else:
                texts += [spot.text for row in self.grid(item) for spot in row if not spot.continued]
        return texts[0] if len(texts) == 1 else "\n".join(texts).strip()

    def _cell(self, cell: "_Element") -> tuple[int, str | None, str]:
        """How many columns a cell spans, "restart" where merged cells begin (None for one alone), its text."""
        span, merge = 1, None
        for child in cell:
            name = self._names[child.tag]
            if name == "gridSpan":
                span = _number(child)
            elif name == "vMerge":
                merge = _value(child)
            elif name == "cellMerge":  # in a tracked change
                merge = {"rest": "restart", "cont": "continue"}.get(_value(child, "}vMerge"), merge)
            elif name == "p" and self._plain and not len(child) and child.getnext() is None:  # as most cells are
                return span, merge, (child.text or "").strip()
            else:
                return span, merge, self.text(cell)
        return span, merge, ""


def _automatic_numbers(package: OfficePackage, root: "_Element") -> dict["_Element", str]:
    numbering = package.of_kind(package.main, "numbering") if package.has_like("numbering") else None
    if numbering is None:
        return {}
    styles = package.of_kind(package.main, "styles")
    return list_numbers(root, package.xml(numbering), package.xml(styles) if styles else None)


def _style_id(style: "_Element") -> str:
    """The id that a style has in files of our own; "" for running text."""
    named = next(style.iterchildren("{*}name"), None)
    name = "" if named is None else _value(named).casefold()
    heading = f"Heading{name.removeprefix('heading ')}" if name.startswith("heading ") else ""
    return heading or _STYLE_IDS.get(name, name)


def _text_width(body: "_Element") -> float:
    """The width of the lines in the last part of a document; without a bound where it does not say."""
    section = body.find("{*}sectPr")
    sizes = (
        {}
        if section is None
        else {
            str(key).rpartition("}")[2]: str(value)
            for name in ("pgSz", "pgMar")
            for each in section.iterchildren("{*}" + name)
            for key, value in each.attrib.items()
        }
    )
    try:
        return (int(sizes["w"]) - int(sizes["left"]) - int(sizes["right"])) / _TWIPS
    except (KeyError, ValueError):
        return inf


def _bound(root: "_Element") -> None:
    for table in root.iter("{*}tbl"):
        if sum(1 for _ in table.iterancestors("{*}tbl")) >= _MOST_NESTED:
            raise WordFileError("这个 Word 文档中的表格嵌套过深，没有读取。")


def _value(element: "_Element", name: str = "}val") -> str:
    for key, value in element.items():
        if str(key).endswith(name):
            return str(value)
    return ""


def _number(element: "_Element") -> int:
    value = _value(element)
    return min(int(value), MOST_COLUMNS) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _count(root: "_Element", *names: str) -> int:
    return sum(1 for _ in root.iter(*(f"{{*}}{name}" for name in names)))
