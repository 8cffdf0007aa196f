"""A Word file → its tables and paragraphs, as a reader would see them: all tracked changes accepted.

Files come from anywhere: sizes are bounded, entities are not resolved, nothing is fetched.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from reportdesk.reading.accepting import accept, revisions
from reportdesk.reading.blocks import Grid, ReadingError, Spot
from reportdesk.reading.numbering import numbers
from reportdesk.reading.package import MAX_FILE, MAX_PART, Kind, Package
from reportdesk.reading.tables import MOST_COLUMNS, bound

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["MAX_FILE", "MAX_PART", "WordFile", "WordFileError", "WordTree", "read_word"]

_MOST_NESTED = 8  # tables in one another


class WordFileError(ReadingError):
    """A file that cannot be read as a Word document."""


WORD = Kind("Word 文档", ".docx", ".doc、.wps", WordFileError, "word/document.xml")


class WordFile(NamedTuple):
    """The tables of a document, in order, those within tables too, and the paragraphs outside of tables."""

    tables: list[Grid]
    paragraphs: list[str]


def read_word(data: bytes) -> WordFile:
    """What stands in a .docx file. Raises WordFileError with a sentence."""
    tree = WordTree(data)
    paragraphs = [text for text in tree.items(tree.body) if isinstance(text, str)]
    return WordFile([tree.grid(table) for table in tree.root.iter("{*}tbl")], paragraphs)


class _Names(dict[object, str]):
    """Tag → its name without the namespace, which strict files, WPS and Word write differently."""

    def __missing__(self, tag: object) -> str:
        name = self[tag] = tag.rpartition("}")[2] if isinstance(tag, str) else ""  # an entity has none
        return name


class WordTree:
    """A Word file as it stands on paper, and how many `revisions`, `comments` and foot- and end`notes` it has.

    Raises WordFileError with a sentence.
    """

    def __init__(self, data: bytes) -> None:
        package = Package(data, WORD)
        self.root = package.xml(package.main)
        _bound(self.root)
        self.revisions = revisions(self.root)
        self.comments = _count(self.root, "commentReference")
        self.notes = _count(self.root, "footnoteReference", "endnoteReference")
        self._names = _Names()
        self._labels = _automatic_numbers(package, self.root)
        self._run_on = accept(self.root)
        self._plain = not (self._labels or self._run_on)
        self._read = 0  # cells
        self.body = next(self.root.iter("{*}body"), self.root)

    def items(self, container: "_Element") -> Iterator["str | _Element"]:
        """The texts of the paragraphs of a body, cell or text box, and its tables, in order."""
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
                    yield text.strip()
                continue
            if open_text:
                yield open_text.strip()
                open_text = ""
            if name == "tbl":
                yield child
            elif name == "txbxContent":
                yield from self.items(child)
        if open_text:
            yield open_text.strip()

    def grid(self, table: "_Element") -> Grid:
        """The rows of a table."""
        return [spots for spots, _ in self.rows(table)]

    def rows(self, table: "_Element") -> Iterator[tuple[list[Spot], list["_Element"]]]:
        """The rows of a table with the elements of their cells."""
        names = self._names
        begun: dict[int, Spot] = {}  # left edge → the cell that may go on below
        for row in table:
            if names[row.tag] != "tr":
                continue
            column = 0
            spots: list[Spot] = []
            cells: list[_Element] = []
            still: dict[int, Spot] = {}
            for cell in row:
                name = names[cell.tag]
                if name != "tc":
                    column = _number(cell) if name == "gridBefore" else column
                    continue
                span, merge, text = self._cell(cell)
                right = column + (span or 1)
                spot = Spot(text, column, right)
                if merge is not None:
                    above = begun.get(column) if merge != "restart" else None
                    if above is not None:
                        above.rows += 1
                        spot = Spot(above.text, column, right, continued=True)
                    still[column] = above or spot
                spots.append(spot)
                cells.append(cell)
                column = right
            self._read += len(spots)
            bound(self._read, len(spots), WordFileError, "Word 文档")
            begun = still
            yield spots, cells

    def text(self, cell: "_Element") -> str:
        """What stands in a cell, line by line, with that of tables inside."""
        texts: list[str] = []
        for item in self.items(cell):
            if isinstance(item, str):
                texts.append(item)
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


def _automatic_numbers(package: Package, root: "_Element") -> dict["_Element", str]:
    numbering = package.of_kind(package.main, "numbering") if package.has_like("numbering") else None
    if numbering is None:
        return {}
    styles = package.of_kind(package.main, "styles")
    return numbers(root, package.xml(numbering), package.xml(styles) if styles else None)


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
