"""A report as an Excel workbook: the official tables, a sheet each, and sheets for what stands around them.

Figures are numbers, never formulas. Labels are protected without a password; broken sums and figures that cannot be
right are marked by conditional formats, and what may be typed is limited.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from reportdesk.documents.excel import extra_sheets
from reportdesk.documents.excel.conditional_formats import broken_sum_formats
from reportdesk.documents.excel.data_validation import input_rules, wrong_figure_formats
from reportdesk.documents.excel.sheet_writer import (
    ROW_HEIGHT,
    SheetWriter,
    clean,
    is_number,
    set_up_print,
    sheet_name,
    text_height,
    workbook_bytes,
)
from reportdesk.documents.excel.styles import TEXT_SIZE, TITLE_SIZE, CellStyle, Styles
from reportdesk.documents.images import section_pictures
from reportdesk.documents.metadata import CELLS, FACTS, GUIDE, TEXTS
from reportdesk.documents.table_grid import distribute, is_left_aligned, labels_are_tree
from reportdesk.documents.text_layout import footnote_lines, line_count, title_lines
from reportdesk.form import Form, Placed, TableLayout
from reportdesk.form.definition import Section
from reportdesk.numbers import format_cell
from reportdesk.report import Report, figures

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

# Above the grid: the title of the report and the heading of the section.
_TOP = 2
_TITLE_HEIGHT, _HEADING_HEIGHT = 28, 24

# Widths in half-width characters.
_PORTRAIT_WIDTH, _LANDSCAPE_WIDTH = 96, 136

_Fill = Callable[[SheetWriter], None]


def render(report: Report, media: Mapping[str, bytes] | None = None) -> bytes:
    """The report as an .xlsx file: texts and official tables in the order of the report, then facts about the unit,
    a cell a row, a guide. The same report gives the same bytes.

    Raises TooLongError, PictureError.
    """
    others = [
        (FACTS, partial(extra_sheets.write_metadata, report=report)),
        (CELLS, partial(extra_sheets.write_cells, report=report)),
        (GUIDE, partial(extra_sheets.write_guide, form=report.form)),
    ]
    return _workbook(report, [*_sections(report, media or {}), *others])


def render_blank(form: Form, unit: str, year: int) -> bytes:
    """The empty form to hand out as an .xlsx file, to be filled in and read back. Raises ReportError for a bad year."""
    report = Report.new(unit=unit, year=year, edition=form.edition)
    others = [
        (FACTS, partial(extra_sheets.write_metadata, report=report)),
        (GUIDE, partial(extra_sheets.write_guide, form=form)),
    ]
    return _workbook(report, [*_sections(report, {}), *others])


def _sections(report: Report, media: Mapping[str, bytes]) -> Iterator[tuple[str, _Fill]]:
    """The sheets of the sections in their order: one a table, and one for all texts that stand between two tables."""
    values, pictures = figures(report), section_pictures(report, media)
    waiting: list[Section] = []
    titled = False

    def text_sheet() -> tuple[str, _Fill]:
        fill = partial(
            extra_sheets.write_texts, report=report, sections=tuple(waiting), pictures=pictures, titled=not titled
        )
        return TEXTS, fill

    for section in report.form.sections.values():
        if not section.table or section.id in report.texts:
            waiting.append(section)
        if section.table:
            if waiting:
                yield text_sheet()
                titled = True
                waiting.clear()
            title = report.form.tables[section.table].title
            yield title, partial(_fill, report=report, section=section, values=values)
    if waiting:
        yield text_sheet()


def _workbook(report: Report, sheets: Iterable[tuple[str, _Fill]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = None
    book.properties.title = clean(report.title)
    styles = Styles(book)
    for title, fill in sheets:
        _sheet(book, styles, title, fill)
    return workbook_bytes(book)


def _sheet(book: "Workbook", styles: Styles, title: str, fill: _Fill) -> None:
    writer = SheetWriter(book.create_sheet(sheet_name(title, book.sheetnames)), styles)
    fill(writer)
    writer.finish()


def _fill(writer: SheetWriter, report: Report, section: Section, values: Mapping[str, str | None]) -> None:
    """The sheet of an official table, with title and heading above it and its footnotes below."""
    layout = report.form.layout(section.table)
    landscape = layout.columns > layout.rows
    widths = distribute(layout.widths, _LANDSCAPE_WIDTH if landscape else _PORTRAIT_WIDTH)
    title_width = sum(widths) * TEXT_SIZE / TITLE_SIZE
    title = "\n".join(title_lines(report, title_width / 2))
    heights = [float(_TITLE_HEIGHT * line_count(title, int(title_width))), float(_HEADING_HEIGHT)]

    def line(row: int, text: str, look: CellStyle, *, unlocked: bool = False) -> None:
        writer.text(row, 1, clean(text), look, unlocked=unlocked)
        writer.merge(row, 1, 1, layout.columns, look, unlocked=unlocked)

    line(1, title, "title")
    line(2, section.heading, "heading")
    heights += _row_heights(layout, widths, _fill_grid(writer, report, layout, values))
    for note in footnote_lines(report, section.table) or [""]:
        line(len(heights) + 1, note, "note", unlocked=True)
        heights.append(text_height(note, sum(widths)))
    writer.sizes(widths, heights)
    _add_rules(writer, report.form, section.table, layout)
    writer.protect()
    set_up_print(
        writer.sheet,
        landscape=landscape,
        top=_TOP + layout.header_rows if layout.header_rows else 0,
        left=layout.label_columns,
    )


def _add_rules(writer: SheetWriter, form: Form, table: str, layout: TableLayout) -> None:
    """What marks a figure, and what may be typed."""
    places = {placed.cell: _place(placed) for placed in layout.cells if placed.cell}
    cells = [form.cells[cell] for cell in form.table_cells(table)]
    found = broken_sum_formats((each for each in form.sums if each.equation.table == table), places.__getitem__)
    for mark in (*found, *wrong_figure_formats(cells, places.__getitem__)):
        writer.sheet.conditional_formatting.add(mark.ranges, writer.styles.broken(mark.formula))
    for limit in input_rules(cells, places.__getitem__):
        writer.sheet.add_data_validation(limit)


def _fill_grid(
    writer: SheetWriter, report: Report, layout: TableLayout, values: Mapping[str, str | None]
) -> list[tuple[Placed, str]]:
    """Writes labels and figures; returns the texts that must fit into their cells (numbers shrink)."""
    tree = labels_are_tree(layout)
    texts: list[tuple[Placed, str]] = []
    for placed in layout.cells:
        row, column = _place(placed)
        value = values[placed.cell] if placed.cell else None
        note = report.notes.get(placed.cell) if placed.cell else None
        look = _look(placed, tree)
        unlocked = placed.cell is not None
        if placed.cell and not note and is_number(value, report.form.cells[placed.cell].type):
            look = "number"
            writer.number(row, column, value, unlocked=True)
        else:
            text = clean(format_cell(value, note) if placed.cell else placed.text)
            writer.text(row, column, text, look, unlocked=unlocked)
            texts.append((placed, text))
        writer.merge(row, column, placed.row_span, placed.column_span, look, unlocked=unlocked)
    return texts


def _place(placed: Placed) -> tuple[int, int]:
    """Row and column of a cell in its sheet."""
    return _TOP + 1 + placed.row, 1 + placed.column


def _look(placed: Placed, tree: bool) -> CellStyle:
    if placed.role == "banner":
        return "banner"
    return "left" if is_left_aligned(placed, tree) else "centre"


def _row_heights(layout: TableLayout, widths: Sequence[int], printed: Iterable[tuple[Placed, str]]) -> list[float]:
    """Heights that show every text whole; where a merged cell needs more, its last row grows."""
    heights = [float(ROW_HEIGHT)] * layout.rows
    for placed, text in sorted(printed, key=lambda item: item[0].row_span):
        last = placed.row + placed.row_span
        needed = text_height(text, sum(widths[placed.column : placed.column + placed.column_span]))
        heights[last - 1] += max(0.0, needed - sum(heights[placed.row : last]))
    return heights
