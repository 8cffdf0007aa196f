"""Putting cells into a sheet of a workbook."""

from typing import TYPE_CHECKING

from reportdesk.documents.excel.conditional_formats import column_letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reportdesk.documents.excel.styles import CellStyle, Styles
from reportdesk.documents.text_layout import line_count
from reportdesk.errors import ReportDeskError
from reportdesk.numbers import NOT_APPLICABLE, CellType
from reportdesk.text.characters import clean_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_TEXT = 32_767  # characters that a cell holds
ROW_HEIGHT = 20  # points

_LINE_HEIGHT, _PADDING = 13.5, 5
_HIGHEST = 409  # points that a row can have
_LONGEST_NAME = 31
_DIGITS = 15  # that a spreadsheet keeps
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what would stand for another character
_FORMULA_SIGNS = ("=", "+", "-", "@")


class TooLongError(ReportDeskError):
    """A text that a cell cannot hold."""


class SheetWriter:
    """Puts cells into a sheet, with shared styles; rows and columns count from 1."""

    def __init__(self, sheet: "Worksheet", styles: Styles) -> None:
        self.sheet, self.styles = sheet, styles
        self._merges: list[str] = []

    def text(self, row: int, column: int, text: str, look: CellStyle, *, unlocked: bool = False) -> None:
        """A text, never a formula. Raises TooLongError."""
        if len(text) > LONGEST_TEXT:
            raise TooLongError(
                f"以“{text[:12]}”开头的一段有 {len(text)} 字，Excel 的一格最多放 {LONGEST_TEXT} 字，没有导出。"
                "请把它分成几段后再导出。"
            )
        number_format = "@" if text.startswith(_FORMULA_SIGNS) else "General"
        cell = self._cell(row, column, look, number_format, unlocked=unlocked)
        if text:
            cell.value = _ESCAPE.sub("_x005F_", text)
            cell.data_type = "s"

    def number(self, row: int, column: int, value: str | None, *, unlocked: bool = False) -> None:
        """A figure, with the decimals and the plus sign that were typed; None leaves the cell blank."""
        if value is None:
            self._cell(row, column, "number", unlocked=unlocked)
            return
        decimals = len(value.partition(".")[2])
        pattern = "0." + "0" * decimals if decimals else "0"
        pattern = f'"+"{pattern}' if value.startswith("+") else pattern
        cell = self._cell(row, column, "number", pattern, unlocked=unlocked)
        cell.value = float(value) if decimals else int(value)

    def figure(self, row: int, column: int, value: str | None, kind: CellType = "count") -> None:
        """A figure as a number where a spreadsheet can hold it, else as a text."""
        if is_number(value, kind):
            self.number(row, column, value)
        else:
            self.text(row, column, value or "", "centre")

    def merge(self, row: int, column: int, rows: int, columns: int, look: CellStyle, *, unlocked: bool = False) -> None:
        """Merges an area whose first cell is there already, and gives the others its look: they carry the border."""
        for at in range(row, row + rows):
            for across in range(column, column + columns):
                if (at, across) != (row, column):
                    self._cell(at, across, look, unlocked=unlocked)
        if rows > 1 or columns > 1:
            first, last = (f"{column_letters(column)}{row}", f"{column_letters(column + columns - 1)}{row + rows - 1}")
            self._merges.append(f"{first}:{last}")

    def sizes(self, widths: Iterable[float], heights: Iterable[float] = ()) -> None:
        """Widths of the columns in half-width characters, heights of the rows in points."""
        for row, height in enumerate(heights, 1):
            self.sheet.row_dimensions[row].height = min(height, _HIGHEST)
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[column_letters(column)].width = width

    def protect(self) -> None:
        """Locks all cells that are not unlocked, without a password: against mistakes, not against people."""
        protection = self.sheet.protection
        protection.sheet = True
        protection.formatColumns = protection.formatRows = False  # that is: allowed

    def finish(self) -> None:
        """Hands the merges over. A plain list: `merge_cells` is slow and openpyxl's own set has no fixed order."""
        self.sheet.merged_cells = self._merges  # type: ignore[assignment]

    def _cell(
        self, row: int, column: int, look: CellStyle, number_format: str = "General", *, unlocked: bool = False
    ) -> Any:
        cell: Any = self.sheet.cell(row, column)
        cell._style = self.styles.of(look, number_format, unlocked=unlocked)
        return cell


def is_number(value: str | None, kind: CellType) -> bool:
    """Whether a figure is a number, or will be one, and a spreadsheet can hold it without changing a digit."""
    if kind == "text" or value == NOT_APPLICABLE:
        return False
    return value is None or len(value.strip("+-").replace(".", "").lstrip("0")) <= _DIGITS


def text_height(text: str, width: int) -> float:
    """The height in points of a row with a text of which `width` half-width characters fit on a line."""
    # The grid line and the space beside it take a character; a little more is the font's.
    return max(ROW_HEIGHT, line_count(text, int(width * 0.97) - 1) * _LINE_HEIGHT + _PADDING)


def sheet_name(title: str, taken: Iterable[str]) -> str:
    """A title as the name of a sheet: at most 31 characters, none of []:*?/\\, unlike the names already taken."""
    name = re.sub(r"[\[\]:*?/\\]", "", clean(title)).replace("\n", " ").strip("' ")[:_LONGEST_NAME] or "表"
    used = {each.casefold() for each in taken}
    number, found = 2, name
    while found.casefold() in used:
        found = f"{name[: _LONGEST_NAME - len(str(number))]}{number}"
        number += 1
    return found


def clean(text: str) -> str:
    """A text without characters that a workbook cannot hold."""
    return text if text.isprintable() else clean_text(text)


_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_PROPERTIES = "docProps/core.xml"


def workbook_bytes(book: "Workbook") -> bytes:
    """The workbook as an .xlsx file in which no time stands: the same content gives the same bytes."""
    from openpyxl.writer.excel import ExcelWriter

    file = BytesIO()
    with _ReproducibleZip(file, "w") as archive:
        ExcelWriter(book, archive).save()
    return file.getvalue()


class _ReproducibleZip(ZipFile):
    """An archive whose entries bear the same date always, and no other in what they say of the file."""

    def writestr(self, name: Any, data: Any, *_: object, **__: object) -> None:  # type: ignore[override]
        entry = ZipInfo(name, _EPOCH)
        entry.compress_type = ZIP_DEFLATED
        super().writestr(entry, _TIMES.sub(b"", data) if name == _PROPERTIES else data)

    def write(self, filename: Any, arcname: Any = None, *_: object, **__: object) -> None:
        self.writestr(arcname, Path(filename).read_bytes())


_A4 = 9
_MARGIN = 0.6  # inches


def set_up_print(sheet: "Worksheet", *, landscape: bool = False, top: int = 0, left: int = 0) -> None:
    """A4, one page wide; the first `top` rows are repeated on every page and frozen with the first `left` columns."""
    from openpyxl.worksheet.properties import PageSetupProperties

    if top:
        sheet.freeze_panes = f"{column_letters(left + 1)}{top + 1}"
        sheet.print_title_rows = f"1:{top}"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = _MARGIN
    sheet.sheet_view.showGridLines = False
