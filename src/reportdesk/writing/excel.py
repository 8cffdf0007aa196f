"""A report's tables as an Excel workbook, a sheet each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportdesk.form import Placed, TableLayout
from reportdesk.form.definition import Section
from reportdesk.numbers import NOT_APPLICABLE, CellType, shown
from reportdesk.report import Report, clean_text, figures
from reportdesk.writing.broken_sums import column_letters, marks
from reportdesk.writing.grid import is_left_aligned, labels_are_tree, spread
from reportdesk.writing.measure import line_count
from reportdesk.writing.sheet_styles import TEXT_SIZE, TITLE_SIZE, Look, Styles
from reportdesk.writing.wording import footnotes, title_lines

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# Above the grid: the title of the report and the heading of the section.
_TOP = 2
_TITLE_HEIGHT, _HEADING_HEIGHT = 28, 24

# Widths in half-width characters, heights in points.
_PORTRAIT_WIDTH, _LANDSCAPE_WIDTH = 96, 136
_LINE_HEIGHT, _PADDING, _ROW_HEIGHT = 13.5, 5, 20

_LONGEST_NAME = 31
_DIGITS = 15  # that a spreadsheet keeps
_MARGIN = 0.6  # inches
_FORMULA_SIGNS = ("=", "+", "-", "@")


def render(report: Report) -> bytes:
    """The report's tables as an .xlsx file: official grid, figures as numbers, broken sums marked by formulas."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = None
    book.properties.title = _clean(report.title)
    styles = Styles(book)
    values = figures(report)
    for section in report.form.sections.values():
        if section.table:
            sheet = book.create_sheet(_sheet_name(report.form.tables[section.table].title, book.sheetnames))
            _fill(_Writer(sheet, styles), report, section, values)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


class _Writer:
    """Puts cells into a sheet, with shared styles; rows and columns count from 1."""

    def __init__(self, sheet: "Worksheet", styles: Styles) -> None:
        self.sheet, self.styles = sheet, styles
        self._merges: list[str] = []

    def text(self, row: int, column: int, text: str, look: Look) -> None:
        """A text, never a formula."""
        cell = self._cell(row, column, look, "@" if text.startswith(_FORMULA_SIGNS) else "General")
        if text:
            cell.value = text
            cell.data_type = "s"

    def number(self, row: int, column: int, value: str | None) -> None:
        """A figure, with the decimals and the plus sign that were typed; None leaves the cell blank."""
        if value is None:
            self._cell(row, column, "number")
            return
        decimals = len(value.partition(".")[2])
        pattern = "0." + "0" * decimals if decimals else "0"
        cell = self._cell(row, column, "number", f'"+"{pattern}' if value.startswith("+") else pattern)
        cell.value = float(value) if decimals else int(value)

    def merge(self, row: int, column: int, rows: int, columns: int, look: Look) -> None:
        """Merges an area whose first cell is there already, and gives the others its look: they carry the border."""
        for at in range(row, row + rows):
            for across in range(column, column + columns):
                if (at, across) != (row, column):
                    self._cell(at, across, look)
        if rows > 1 or columns > 1:
            first, last = (f"{column_letters(column)}{row}", f"{column_letters(column + columns - 1)}{row + rows - 1}")
            self._merges.append(f"{first}:{last}")

    def finish(self) -> None:
        """Hands the merges over. A plain list: `merge_cells` is slow and openpyxl's own set has no fixed order."""
        self.sheet.merged_cells = self._merges  # type: ignore[assignment]

    def _cell(self, row: int, column: int, look: Look, number_format: str = "General") -> Any:
        cell: Any = self.sheet.cell(row, column)
        cell._style = self.styles.of(look, number_format)
        return cell


def _fill(writer: _Writer, report: Report, section: Section, values: Mapping[str, str | None]) -> None:
    layout = report.form.layout(section.table)
    landscape = layout.columns > layout.rows
    widths = spread(layout.widths, _LANDSCAPE_WIDTH if landscape else _PORTRAIT_WIDTH)
    title_width = sum(widths) * TEXT_SIZE / TITLE_SIZE
    title = "\n".join(title_lines(report, title_width / 2))
    heights = [float(_TITLE_HEIGHT * line_count(title, int(title_width))), float(_HEADING_HEIGHT)]

    def line(row: int, text: str, look: Look) -> None:
        writer.text(row, 1, _clean(text), look)
        writer.merge(row, 1, 1, layout.columns, look)

    line(1, title, "title")
    line(2, section.heading, "heading")
    heights += _row_heights(layout, widths, _fill_grid(writer, report, layout, values))
    for note in footnotes(report, section.table):
        line(len(heights) + 1, note, "note")
        heights.append(_height(note, sum(widths)))
    for row, height in enumerate(heights, 1):
        writer.sheet.row_dimensions[row].height = height
    for column, width in enumerate(widths, 1):
        writer.sheet.column_dimensions[column_letters(column)].width = width
    places = {placed.cell: _place(placed) for placed in layout.cells if placed.cell}
    for mark in marks((each for each in report.form.sums if each.equation.table == section.table), places.__getitem__):
        writer.sheet.conditional_formatting.add(mark.ranges, writer.styles.broken(mark.formula))
    writer.finish()
    _set_up_print(writer.sheet, layout, landscape)


def _fill_grid(
    writer: _Writer, report: Report, layout: TableLayout, values: Mapping[str, str | None]
) -> list[tuple[Placed, str]]:
    """Writes labels and figures; returns the texts that must fit into their cells (numbers shrink)."""
    tree = labels_are_tree(layout)
    texts: list[tuple[Placed, str]] = []
    for placed in layout.cells:
        row, column = _place(placed)
        value = values[placed.cell] if placed.cell else None
        note = report.notes.get(placed.cell) if placed.cell else None
        look = _look(placed, tree)
        if placed.cell and not note and _is_number(value, report.form.cells[placed.cell].type):
            look = "number"
            writer.number(row, column, value)
        else:
            text = _clean(shown(value, note) if placed.cell else placed.text)
            writer.text(row, column, text, look)
            texts.append((placed, text))
        writer.merge(row, column, placed.row_span, placed.column_span, look)
    return texts


def _place(placed: Placed) -> tuple[int, int]:
    """Row and column of a cell in its sheet."""
    return _TOP + 1 + placed.row, 1 + placed.column


def _look(placed: Placed, tree: bool) -> Look:
    if placed.role == "banner":
        return "banner"
    return "left" if is_left_aligned(placed, tree) else "centre"


def _is_number(value: str | None, kind: CellType) -> bool:
    """Whether a figure is a number, or will be one, and a spreadsheet can hold it without changing a digit."""
    if kind == "text" or value == NOT_APPLICABLE:
        return False
    return value is None or len(value.strip("+-").replace(".", "").lstrip("0")) <= _DIGITS


def _row_heights(layout: TableLayout, widths: Sequence[int], printed: Iterable[tuple[Placed, str]]) -> list[float]:
    """Heights that show every text whole; where a merged cell needs more, its last row grows."""
    heights = [float(_ROW_HEIGHT)] * layout.rows
    for placed, text in sorted(printed, key=lambda item: item[0].row_span):
        last = placed.row + placed.row_span
        needed = _height(text, sum(widths[placed.column : placed.column + placed.column_span]))
        heights[last - 1] += max(0.0, needed - sum(heights[placed.row : last]))
    return heights


def _height(text: str, width: int) -> float:
    # The grid line and the space beside it take a character; a little more is the font's.
    return max(_ROW_HEIGHT, line_count(text, int(width * 0.97) - 1) * _LINE_HEIGHT + _PADDING)


def _set_up_print(sheet: "Worksheet", layout: TableLayout, landscape: bool) -> None:
    """A4, one page wide, headers frozen and repeated where the form says so."""
    from openpyxl.worksheet.properties import PageSetupProperties

    if layout.header_rows:
        top = _TOP + layout.header_rows
        sheet.freeze_panes = f"{column_letters(layout.label_columns + 1)}{top + 1}"
        sheet.print_title_rows = f"1:{top}"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = _MARGIN
    sheet.sheet_view.showGridLines = False


def _sheet_name(title: str, taken: Iterable[str]) -> str:
    """A title as the name of a sheet: at most 31 characters, none of []:*?/\\, unlike the names already taken."""
    name = re.sub(r"[\[\]:*?/\\]", "", _clean(title)).replace("\n", " ").strip("' ")[:_LONGEST_NAME] or "表"
    used = {each.casefold() for each in taken}
    number, found = 2, name
    while found.casefold() in used:
        found = f"{name[: _LONGEST_NAME - len(str(number))]}{number}"
        number += 1
    return found


def _clean(text: str) -> str:
    return text if text.isprintable() else clean_text(text)
