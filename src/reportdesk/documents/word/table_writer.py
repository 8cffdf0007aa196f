"""A table of the form in a Word document, on its official grid."""

from collections.abc import Callable
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from reportdesk.documents.table_grid import GridSlot, distribute, grid_rows, is_left_aligned, labels_are_tree
from reportdesk.documents.text_layout import half_widths
from reportdesk.documents.word.elements import (
    BANNER_FILL,
    CELL_MARGIN,
    KEEP_NEXT,
    LEFT,
    PARAGRAPH,
    RUN,
    TEXT,
    Property,
    even_lines,
    paragraph,
    run,
    size,
    table,
    table_cell,
    table_row,
)
from reportdesk.form import TableLayout
from reportdesk.numbers import format_cell

if TYPE_CHECKING:
    from lxml.etree import _Element

_DIGIT = 0.56  # of the size: half a character, and a little more for the fonts that stand in for 宋体
NOTE_SIZE = 7.5
_SMALLEST_SIZE = 5.0


class TableStyle(NamedTuple):
    """How a table is set: paragraph style, its size in points, least height of a row in twips."""

    style: str
    size: float
    height: int


_ROOMY = TableStyle("TableText", 10.5, 440)
_COMPACT = TableStyle(
    "TableCompact", 9.0, 350
)  # 28 rows, some of them of two or three lines, and a heading fill a page
_MOST_ROOMY_ROWS = 20


class FigureCell(NamedTuple):
    """Where a figure stands in a prepared table: cell id, width in twips, number of its text element in the table."""

    cell: str
    width: int
    text: int


class TableTemplate(NamedTuple):
    """A prepared table, with a plain run in place of every figure. `table` is copied, never changed."""

    table: "_Element"
    figures: list[FigureCell]
    style: TableStyle


Figure: TypeAlias = "str | list[_Element]"  # what stands in a cell: a text for the prepared run, or other runs


def is_short(layout: TableLayout) -> bool:
    return layout.rows <= _MOST_ROOMY_ROWS


def fill_table(template: TableTemplate, figure_of: Callable[[str, int, TableStyle], Figure]) -> "_Element":
    """A copy of the table with its figures, from (cell, width of the cell in twips, style)."""
    filled = copy(template.table)
    texts = list(filled.iter(TEXT))
    for cell, width, number in template.figures:
        figure = figure_of(cell, width, template.style)
        if isinstance(figure, str):
            texts[number].text = figure
        else:
            prepared = next(texts[number].iterancestors(RUN))
            paragraph = next(prepared.iterancestors(PARAGRAPH))
            paragraph.remove(prepared)
            paragraph.extend(figure)
    return filled


@lru_cache(maxsize=32)
def table_template(layout: TableLayout, text_width: int, together: bool, keep_last: bool) -> TableTemplate:
    """A table as wide as the text, in twips.

    With `together` its rows stay on one page: a long table that follows a text would else leave a page half empty.
    """
    widths = distribute(layout.widths, text_width)
    tree = labels_are_tree(layout)
    style = _ROOMY if is_short(layout) else _COMPACT
    figures: list[FigureCell] = []
    rows = []
    texts = 0
    for number, slots in enumerate(grid_rows(layout)):
        header = number < layout.header_rows
        last = number == layout.rows - 1
        keep = [KEEP_NEXT] if (keep_last if last else together or header) else []
        cells = []
        for slot in slots:
            placed = slot.placed
            width = sum(widths[placed.column : placed.column + placed.column_span])
            cells.append(_cell(slot, width, style, keep, is_left_aligned(placed, tree)))
            if placed.cell and slot.merge != "continue":
                figures.append(FigureCell(placed.cell, width, texts))
            texts += sum(1 for _ in cells[-1].iter(TEXT))
        rows.append(table_row(cells, style.height, header=header))
    return TableTemplate(table(widths, rows), figures, style)


def _cell(slot: GridSlot, width: int, style: TableStyle, keep: list[Property], left: bool) -> "_Element":
    placed, merge = slot
    text = "" if merge == "continue" else "0" if placed.cell else placed.text
    return table_cell(
        [paragraph(run(text), style.style, *keep, *([LEFT] if left else []))],
        width,
        span=placed.column_span,
        merge=merge,
        fill=BANNER_FILL if placed.role == "banner" else "",
        margins=even_lines(placed.text, width, style.size) if placed.role == "column" else (),
    )


def figure_runs(value: str, note: str, width: int, style: TableStyle) -> Figure:
    """A figure with its note, smaller where they would not fit."""
    room = room_in(width)
    text = format_cell(value, note)
    if half_widths(text) * style.size * _DIGIT <= room:
        return text if text and text.isprintable() else run(text)
    return run(value, *size_within(half_widths(value), room, style)) + run(format_cell(None, note), *size(NOTE_SIZE))


def room_in(width: int) -> float:
    """Points beside the margins of a cell of this width."""
    return (width - 2 * CELL_MARGIN) / 20


def size_within(width: int, room: float, style: TableStyle) -> tuple[Property, ...]:
    """The run properties that let so many half-width characters fit, none where they do as they are."""
    fitting = int(2 * room / _DIGIT / max(1, width)) / 2
    return size(max(_SMALLEST_SIZE, fitting)) if fitting < style.size else ()
