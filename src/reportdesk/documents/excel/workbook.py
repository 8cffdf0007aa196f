"""The sheets of an .xlsx file: what is printed in which cell, what is merged, what has borders.

Read from the XML itself: openpyxl reads no merged cells without loading everything, stumbles over parts that matter to
nobody here, and takes the size that a sheet declares (WPS writes A1) for true.
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from reportdesk.documents.excel.number_formats import BUILT_IN, format_value
from reportdesk.documents.office_package import OfficePackage, PackageKind
from reportdesk.errors import ReadingError

if TYPE_CHECKING:
    from lxml.etree import _Element

EXCEL = PackageKind("Excel 工作簿", ".xlsx", ".xls、.et", ReadingError, "xl/workbook.xml")
MOST_FILLED = 50_000  # cells of a file
_MOST_MERGED = 20_000
_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14
_MOST_SHEETS = 200

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ON, _OFF = {"1", "true"}, {"0", "false"}
_PER_MM = 36_000  # the unit of drawings
_TOO_BIG = "这个 Excel 工作簿的内容过多，没有读取。请只保留年度报告的部分，另存后再试。"


class Merged(NamedTuple):
    """A block of merged cells, from 0, its ends not included."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(NamedTuple):
    """A sheet that is shown, rows and columns from 0, those hidden left out.

    `cells` holds what is not blank, row by row, and formulas without a result as ""; `framed` the columns with borders
    of each row that has any, `free` the rows whose first text may be changed though the sheet be protected.
    `uncomputed` counts formulas without a result, `hidden` says whether something filled in is hidden.
    """

    name: str
    cells: dict[int, dict[int, str]]
    framed: dict[int, set[int]]
    merged: list[Merged]
    uncomputed: int
    hidden: bool
    free: set[int]
    part: str


class _Styles(NamedTuple):
    """By number of the style: the format of numbers, whether there are borders, whether a lock is lifted."""

    formats: list[str]
    framed: list[bool]
    free: list[bool]


class Workbook:
    """An .xlsx file. `hidden` names the sheets that are not shown. Raises ReadingError with a sentence."""

    def __init__(self, data: bytes) -> None:
        self._package = OfficePackage(data, EXCEL)
        if self._package.main.endswith(".bin"):
            raise ReadingError("这是二进制格式的 Excel 文件（.xlsb），无法直接读取。请打开后另存为 .xlsx 再试。")
        root = self._package.xml(self._package.main)
        self._from_1904 = any(_get(each, "date1904") in _ON for each in root.iterchildren("{*}workbookPr"))
        parts = {
            key: name for key, (kind, name) in self._package.related(self._package.main).items() if kind == "worksheet"
        }
        self._parts: list[tuple[str, str]] = []
        self.hidden: list[str] = []
        for sheet in root.iterfind("{*}sheets/{*}sheet"):
            name, part = _get(sheet, "name")[:40], parts.get(_get(sheet, "id"))
            if _get(sheet, "state") in ("hidden", "veryHidden"):
                self.hidden.append(name)
            elif part is not None and part in self._package:
                self._parts.append((name, part))
        if len(self._parts) > _MOST_SHEETS:
            raise ReadingError(_TOO_BIG)
        self._left = MOST_FILLED

    def sheets(self) -> Iterator[Sheet]:
        """The sheets that are shown, in order."""
        strings, styles = self._strings(), self._styles()
        for name, part in self._parts:
            yield self._sheet(name, part, strings, styles)

    def pictures(self, sheet: Sheet, limit: Callable[[], int]) -> Iterator[tuple[int, float, bytes | None]]:
        """The pictures of a sheet: (row, width in millimetres, bytes), None for those larger than the limit then."""
        drawing = self._package.of_kind(sheet.part, "drawing")
        if drawing is None:
            return
        related = self._package.related(drawing)
        for anchor in self._package.xml(drawing):
            blip = next(anchor.iter("{*}blip"), None)
            row = anchor.findtext("{*}from/{*}row")
            if blip is None or row is None:
                continue
            kind, name = related.get(_get(blip, "embed"), ("", ""))
            extent = anchor.find("{*}ext")
            if extent is None:
                extent = anchor.find("{*}pic/{*}spPr/{*}xfrm/{*}ext")
            width = _whole(extent.get("cx")) / _PER_MM if extent is not None else 0.0
            try:
                yield _whole(row), width, self._package.part(name, limit()) if kind == "image" else None
            except ReadingError:
                yield _whole(row), width, None

    def _sheet(self, name: str, part: str, strings: list[str], styles: _Styles) -> Sheet:
        root = self._package.xml(part)
        cells: dict[int, dict[int, str]] = {}
        framed: dict[int, set[int]] = {}
        free: set[int] = set()
        uncomputed, something_hidden = 0, False
        hidden_columns = _hidden_columns(root)
        number = -1
        for row in root.iterfind("{*}sheetData/{*}row"):
            number = _row_number(row, number)
            is_hidden = row.get("hidden") in _ON
            column = -1
            for cell in row.iterchildren("{*}c"):
                column = _column(cell, column)
                style = _whole(cell.get("s"))
                if len(cell):
                    text = self._text(cell, strings, styles.formats[style] if style < len(styles.formats) else "")
                    unknown = not text and _is_uncomputed(cell)
                    if text or unknown:
                        self._left -= 1
                        if is_hidden or column in hidden_columns:
                            something_hidden = True
                        else:
                            if number not in cells and style < len(styles.free) and styles.free[style]:
                                free.add(number)
                            cells.setdefault(number, {})[column] = text
                            uncomputed += unknown
                if style < len(styles.framed) and styles.framed[style] and not is_hidden:
                    framed.setdefault(number, set()).add(column)
            if self._left < 0 or number >= _MOST_ROWS or column >= _MOST_COLUMNS:
                raise ReadingError(_TOO_BIG)
        merged = [area for area in map(_merged, root.iterfind("{*}mergeCells/{*}mergeCell")) if area is not None]
        if len(merged) > _MOST_MERGED:
            raise ReadingError(_TOO_BIG)
        return Sheet(name, cells, framed, merged, uncomputed, something_hidden, free, part)

    def _text(self, cell: "_Element", strings: list[str], format_: str) -> str:
        """What a cell shows."""
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return "".join(map(_rich, cell.iterchildren("{*}is"))).strip()
        raw = (cell.findtext("{*}v") or "").strip()
        if not raw:
            return ""
        if kind == "s":
            return strings[int(raw)] if raw.isascii() and raw.isdigit() and _whole(raw) < len(strings) else ""
        if kind == "b":
            return "TRUE" if raw in _ON else "FALSE"
        if kind == "n":
            return format_value(raw, format_, from_1904=self._from_1904)
        return _unescaped(raw)

    def _strings(self) -> list[str]:
        part = self._package.of_kind(self._package.main, "sharedStrings")
        return [_rich(each).strip() for each in self._package.xml(part).iterchildren("{*}si")] if part else []

    def _styles(self) -> _Styles:
        part = self._package.of_kind(self._package.main, "styles")
        if part is None:
            return _Styles([], [], [])
        root = self._package.xml(part)
        codes = {_whole(each.get("numFmtId")): each.get("formatCode") or "" for each in root.iter("{*}numFmt")}
        lined = [
            any(side.get("style") not in (None, "none") for side in each)
            for each in root.iterfind("{*}borders/{*}border")
        ]
        formats, framed, free = [], [], []
        for each in root.iterfind("{*}cellXfs/{*}xf"):
            number, border = _whole(each.get("numFmtId")), _whole(each.get("borderId"))
            formats.append(codes.get(number) or BUILT_IN.get(number, ""))
            framed.append(border < len(lined) and lined[border])
            protection = each.find("{*}protection")
            free.append(protection is not None and protection.get("locked") in _OFF)
        return _Styles(formats, framed, free)


def _rich(item: "_Element") -> str:
    """The text of a string with its formatted pieces, without readings of characters."""
    pieces = []
    for child in item:
        name = str(child.tag).rpartition("}")[2]
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces += [text.text or "" for text in child.iterchildren("{*}t")]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    """Without the _x000D_ that stands for signs XML cannot hold."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1][:1] not in "dD" else "\ufffd", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_uncomputed(cell: "_Element") -> bool:
    """Whether a cell without a text holds a formula nobody worked out; one that gives an empty text has a value."""
    return cell.find("{*}f") is not None and (cell.get("t") != "str" or cell.find("{*}v") is None)


def _merged(element: "_Element") -> Merged | None:
    first, _, last = (element.get("ref") or "").partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if not start or not end:
        return None
    found = Merged(int(start[2]) - 1, _letters(start[1]), int(end[2]), _letters(end[1]) + 1)
    return found if 0 <= found.top < found.bottom and found.left < found.right else None


def _hidden_columns(root: "_Element") -> set[int]:
    hidden: set[int] = set()
    for each in root.iterfind("{*}cols/{*}col"):
        if each.get("hidden") in _ON:
            hidden.update(range(_whole(each.get("min")) - 1, min(_whole(each.get("max")), _MOST_COLUMNS)))
    return hidden


def _row_number(row: "_Element", before: int) -> int:
    number = _whole(row.get("r"))
    return number - 1 if number else before + 1


def _column(cell: "_Element", before: int) -> int:
    found = _PLACE.fullmatch(cell.get("r") or "")
    return _letters(found[1]) if found else before + 1


def _letters(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _get(element: "_Element", name: str) -> str:
    """An attribute in whatever namespace: that of relations differs in strict files."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
