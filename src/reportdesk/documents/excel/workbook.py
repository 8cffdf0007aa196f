"""The sheets of an .xlsx file: the texts of their cells, merged cells, borders, pictures.

In: the bytes of a file. Out: a `Workbook`, which yields `Sheet`s.

    <c r="B2" t="s"><v>0</v></c>, with "规章" as string 0          →  cells {1: {1: "规章"}}
    <c r="C2" s="3"><v>3.5</v></c>, with the format 0.00 as style 3  →  cells {1: {2: "3.50"}}

The XML is read directly: openpyxl reads merged cells only by loading everything, fails on parts that are not needed
here, and trusts the size that a sheet declares (WPS writes A1).
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from reportdesk.documents.excel.number_formats import BUILT_IN, format_value
from reportdesk.documents.office_package import OfficePackage, PackageKind, attribute, local_name, whole_number
from reportdesk.errors import ReadingError

if TYPE_CHECKING:
    from lxml.etree import _Element

EXCEL = PackageKind("Excel 工作簿", ".xlsx", ".xls、.et", ReadingError, "xl/workbook.xml")
MOST_FILLED = 50_000  # cells of a file
_MOST_MERGED = 20_000
_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14
_MOST_SHEETS = 200

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")  # of a cell: "B2", "$B$2"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # a character that XML cannot hold: "_x000D_"
_TRUE, _FALSE = {"1", "true"}, {"0", "false"}
_EMU_PER_MM = 36_000  # English Metric Units, in which drawings are measured
_TOO_BIG = "这个 Excel 工作簿的内容过多，没有读取。请只保留年度报告的部分，另存后再试。"


class MergedArea(NamedTuple):
    """An area of merged cells: rows `top` to before `bottom`, columns `left` to before `right`, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(NamedTuple):
    """A visible sheet. Rows and columns are counted from 0; hidden ones are left out.

    `cells` is row → column → text, for cells that are not blank; a formula without a stored result has the text "".
    `bordered` is row → the columns whose cells have borders. `unlocked_rows` are the rows whose first filled cell may
    be changed even if the sheet is protected. `uncomputed` counts the formulas without a stored result;
    `has_hidden_content` says that a hidden row or column has a filled cell. `part` is the name of the part in the
    package.
    """

    name: str
    cells: dict[int, dict[int, str]]
    bordered: dict[int, set[int]]
    merged: list[MergedArea]
    uncomputed: int
    has_hidden_content: bool
    unlocked_rows: set[int]
    part: str


class _Styles(NamedTuple):
    """The cell styles by their number: the number format, whether there are borders, whether the cell is unlocked."""

    formats: list[str]
    bordered: list[bool]
    unlocked: list[bool]

    def format_of(self, number: int) -> str:
        return self.formats[number] if number < len(self.formats) else ""

    def has_borders(self, number: int) -> bool:
        return number < len(self.bordered) and self.bordered[number]

    def is_unlocked(self, number: int) -> bool:
        return number < len(self.unlocked) and self.unlocked[number]


class Workbook:
    """An .xlsx file. `hidden` are the names of the hidden sheets. Raises ReadingError with a sentence."""

    def __init__(self, data: bytes) -> None:
        self._package = OfficePackage(data, EXCEL)
        if self._package.main.endswith(".bin"):
            raise ReadingError("这是二进制格式的 Excel 文件（.xlsb），无法直接读取。请打开后另存为 .xlsx 再试。")
        root = self._package.xml(self._package.main)
        self._from_1904 = any(attribute(each, "date1904") in _TRUE for each in root.iterchildren("{*}workbookPr"))
        parts = {
            key: name for key, (kind, name) in self._package.related(self._package.main).items() if kind == "worksheet"
        }
        self._parts: list[tuple[str, str]] = []
        self.hidden: list[str] = []
        for sheet in root.iterfind("{*}sheets/{*}sheet"):
            name, part = attribute(sheet, "name")[:40], parts.get(attribute(sheet, "id"))
            if attribute(sheet, "state") in ("hidden", "veryHidden"):
                self.hidden.append(name)
            elif part is not None and part in self._package:
                self._parts.append((name, part))
        if len(self._parts) > _MOST_SHEETS:
            raise ReadingError(_TOO_BIG)
        self._cells_left = MOST_FILLED  # that may still be read

    def sheets(self) -> Iterator[Sheet]:
        """The visible sheets, in order."""
        strings, styles = self._strings(), self._styles()
        for name, part in self._parts:
            yield self._sheet(name, part, strings, styles)

    def pictures(self, sheet: Sheet, limit: Callable[[], int]) -> Iterator[tuple[int, float, bytes | None]]:
        """The pictures of a sheet: (row, width in millimetres, bytes).

        `limit` is asked before each picture for the most bytes it may have; a larger one has None for its bytes.
        """
        drawing = self._package.of_kind(sheet.part, "drawing")
        if drawing is None:
            return
        related = self._package.related(drawing)
        for anchor in self._package.xml(drawing):
            blip = next(anchor.iter("{*}blip"), None)
            row = anchor.findtext("{*}from/{*}row")
            if blip is None or row is None:
                continue
            kind, name = related.get(attribute(blip, "embed"), ("", ""))
            extent = anchor.find("{*}ext")
            if extent is None:
                extent = anchor.find("{*}pic/{*}spPr/{*}xfrm/{*}ext")
            width = whole_number(extent.get("cx")) / _EMU_PER_MM if extent is not None else 0.0
            try:
                yield whole_number(row), width, self._package.part(name, limit()) if kind == "image" else None
            except ReadingError:
                yield whole_number(row), width, None

    def _sheet(self, name: str, part: str, strings: list[str], styles: _Styles) -> Sheet:
        root = self._package.xml(part)
        merged = [area for area in map(_merged_area, root.iterfind("{*}mergeCells/{*}mergeCell")) if area is not None]
        if len(merged) > _MOST_MERGED:
            raise ReadingError(_TOO_BIG)
        hidden_columns = _hidden_columns(root)
        cells: dict[int, dict[int, str]] = {}
        bordered: dict[int, set[int]] = {}
        unlocked_rows: set[int] = set()
        uncomputed, has_hidden_content = 0, False
        number = -1
        for row in root.iterfind("{*}sheetData/{*}row"):
            number = _row_number(row, number)
            is_hidden = row.get("hidden") in _TRUE
            column = -1
            for cell in row.iterchildren("{*}c"):
                column = _column_number(cell, column)
                style = whole_number(cell.get("s"))
                text = self._cell_text(cell, strings, styles.format_of(style)) if len(cell) else ""
                lacks_result = len(cell) > 0 and not text and _is_uncomputed(cell)
                if text or lacks_result:
                    self._cells_left -= 1
                    if is_hidden or column in hidden_columns:
                        has_hidden_content = True
                    else:
                        if number not in cells and styles.is_unlocked(style):
                            unlocked_rows.add(number)
                        cells.setdefault(number, {})[column] = text
                        uncomputed += lacks_result
                if styles.has_borders(style) and not is_hidden:
                    bordered.setdefault(number, set()).add(column)
            if self._cells_left < 0 or number >= _MOST_ROWS or column >= _MOST_COLUMNS:
                raise ReadingError(_TOO_BIG)
        return Sheet(name, cells, bordered, merged, uncomputed, has_hidden_content, unlocked_rows, part)

    def _cell_text(self, cell: "_Element", strings: list[str], number_format: str) -> str:
        """The text that a cell shows."""
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return "".join(map(_string_text, cell.iterchildren("{*}is"))).strip()
        raw = (cell.findtext("{*}v") or "").strip()
        if not raw:
            return ""
        if kind == "s":
            return strings[int(raw)] if raw.isascii() and raw.isdigit() and whole_number(raw) < len(strings) else ""
        if kind == "b":
            return "TRUE" if raw in _TRUE else "FALSE"
        if kind == "n":
            return format_value(raw, number_format, from_1904=self._from_1904)
        return _unescaped(raw)

    def _strings(self) -> list[str]:
        part = self._package.of_kind(self._package.main, "sharedStrings")
        return [_string_text(each).strip() for each in self._package.xml(part).iterchildren("{*}si")] if part else []

    def _styles(self) -> _Styles:
        part = self._package.of_kind(self._package.main, "styles")
        if part is None:
            return _Styles([], [], [])
        root = self._package.xml(part)
        codes = {whole_number(each.get("numFmtId")): each.get("formatCode") or "" for each in root.iter("{*}numFmt")}
        has_lines = [
            any(side.get("style") not in (None, "none") for side in border)
            for border in root.iterfind("{*}borders/{*}border")
        ]
        formats, bordered, unlocked = [], [], []
        for style in root.iterfind("{*}cellXfs/{*}xf"):
            number, border = whole_number(style.get("numFmtId")), whole_number(style.get("borderId"))
            formats.append(codes.get(number) or BUILT_IN.get(number, ""))
            bordered.append(border < len(has_lines) and has_lines[border])
            protection = style.find("{*}protection")
            unlocked.append(protection is not None and protection.get("locked") in _FALSE)
        return _Styles(formats, bordered, unlocked)


def _string_text(item: "_Element") -> str:
    """The text of a string: its plain and its formatted pieces, without phonetic readings."""
    pieces = []
    for child in item:
        name = local_name(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces += [text.text or "" for text in child.iterchildren("{*}t")]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    """A text with the characters that escapes such as _x000D_ stand for; surrogates become U+FFFD."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1][:1] not in "dD" else "\ufffd", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_uncomputed(cell: "_Element") -> bool:
    """Whether a cell without a text has a formula without a stored result; the result may be an empty text."""
    return cell.find("{*}f") is not None and (cell.get("t") != "str" or cell.find("{*}v") is None)


def _merged_area(element: "_Element") -> MergedArea | None:
    """The area of an element such as <mergeCell ref="A1:B3"/>; None if it is no area."""
    first, _, last = (element.get("ref") or "").partition(":")
    start, end = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last)
    if not start or not end:
        return None
    area = MergedArea(int(start[2]) - 1, _column_of_letters(start[1]), int(end[2]), _column_of_letters(end[1]) + 1)
    return area if 0 <= area.top < area.bottom and area.left < area.right else None


def _hidden_columns(root: "_Element") -> set[int]:
    hidden: set[int] = set()
    for each in root.iterfind("{*}cols/{*}col"):
        if each.get("hidden") in _TRUE:
            hidden.update(range(whole_number(each.get("min")) - 1, min(whole_number(each.get("max")), _MOST_COLUMNS)))
    return hidden


def _row_number(row: "_Element", previous: int) -> int:
    """The number of a row from 0; a row without a number follows the previous one."""
    number = whole_number(row.get("r"))
    return number - 1 if number else previous + 1


def _column_number(cell: "_Element", previous: int) -> int:
    """The column of a cell from 0; a cell without an address follows the previous one."""
    address = _ADDRESS.fullmatch(cell.get("r") or "")
    return _column_of_letters(address[1]) if address else previous + 1


def _column_of_letters(text: str) -> int:
    """The number of a column from 0: "A" → 0, "AA" → 26."""
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
