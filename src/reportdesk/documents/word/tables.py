"""A table of the form in a Word document, on its official grid."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from reportdesk.documents.table_grid import GridSlot, distribute, grid_rows, is_left_aligned, labels_are_tree
from reportdesk.documents.text_layout import half_widths
from reportdesk.documents.word.markup import (
    BANNER_FILL,
    CELL_MARGIN,
    KEEP_NEXT,
    LEFT,
    ROW_END,
    TABLE_END,
    even_lines,
    paragraph,
    row_start,
    run,
    size,
    table_cell,
    table_start,
)
from reportdesk.form import TableLayout
from reportdesk.numbers import format_cell

_PLACE = "\0"  # of a figure: no text can hold it

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


class TableTemplate(NamedTuple):
    """A table without its figures: `texts` stand around the places of `cells`, given as (id, width)."""

    texts: list[str]
    cells: list[tuple[str, int]]
    look: TableStyle


def is_short(layout: TableLayout) -> bool:
    return layout.rows <= _MOST_ROOMY_ROWS


def table_markup(frame: TableTemplate, runs_of: Callable[[str, int, TableStyle], str]) -> str:
    """The table with the runs of its figures, from (cell, width of the cell in twips, look)."""
    parts = [frame.texts[0]]
    for (cell, width), text in zip(frame.cells, frame.texts[1:], strict=True):
        parts += runs_of(cell, width, frame.look), text
    return "".join(parts)


@lru_cache(maxsize=32)
def table_template(layout: TableLayout, text_width: int, together: bool, keep_last: bool) -> TableTemplate:
    """A table as wide as the text, in twips.

    With `together` its rows stay on one page: a long table that follows a text would else leave a page half empty.
    """
    widths = distribute(layout.widths, text_width)
    tree = labels_are_tree(layout)
    look = _ROOMY if is_short(layout) else _COMPACT
    cells: list[tuple[str, int]] = []
    xml = [table_start(widths)]
    for number, slots in enumerate(grid_rows(layout)):
        header = number < layout.header_rows
        last = number == layout.rows - 1
        keep = KEEP_NEXT if (keep_last if last else together or header) else ""
        xml.append(row_start(look.height, header=header))
        for slot in slots:
            placed = slot.placed
            width = sum(widths[placed.column : placed.column + placed.column_span])
            left = LEFT if is_left_aligned(placed, tree) else ""
            runs = "" if slot.merge == "continue" else run(placed.text)
            if placed.cell and slot.merge != "continue":
                runs = _PLACE
                cells.append((placed.cell, width))
            xml.append(_cell(slot, width, look, paragraph(runs, look.style, keep + left)))
        xml.append(ROW_END)
    xml.append(TABLE_END)
    return TableTemplate("".join(xml).split(_PLACE), cells, look)


def _cell(slot: GridSlot, width: int, look: TableStyle, content: str) -> str:
    placed, merge = slot
    return table_cell(
        width,
        content,
        span=placed.column_span,
        merge=merge,
        fill=BANNER_FILL if placed.role == "banner" else "",
        margins=even_lines(placed.text, width, look.size) if placed.role == "column" else "",
    )


def figure_runs(value: str, note: str, width: int, look: TableStyle) -> str:
    """The runs of a figure with its note; smaller where they would not fit."""
    room = room_in(width)
    text = format_cell(value, note)
    if half_widths(text) * look.size * _DIGIT <= room:
        return run(text)
    return run(value, size_within(half_widths(value), room, look)) + run(format_cell(None, note), size(NOTE_SIZE))


def room_in(width: int) -> float:
    """Points beside the margins of a cell of this width."""
    return (width - 2 * CELL_MARGIN) / 20


def size_within(width: int, room: float, look: TableStyle) -> str:
    """The run property that lets so many half-width characters fit, "" where they do as they are."""
    fitting = int(2 * room / _DIGIT / max(1, width)) / 2
    return size(max(_SMALLEST_SIZE, fitting)) if fitting < look.size else ""
