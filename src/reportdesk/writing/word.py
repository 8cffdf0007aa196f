"""A report as a Word document."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from reportdesk.form import TableLayout
from reportdesk.numbers import shown
from reportdesk.report import Paragraph, Report, figures, paragraphs
from reportdesk.writing.grid import Slot, is_left_aligned, labels_are_tree, rows, spread
from reportdesk.writing.measure import half_widths
from reportdesk.writing.wording import footnotes, title_lines
from reportdesk.writing.wordml import (
    BANNER_FILL,
    CELL_MARGIN,
    KEEP_NEXT,
    LEFT,
    ROW_END,
    TABLE_END,
    TEXT_WIDTH,
    even_lines,
    package,
    para,
    row_start,
    run,
    size,
    table_cell,
    table_start,
)

_PLACE = "\0"  # of a figure: no text can hold it

_TITLE_WIDTH = 20  # characters of the title on a line
_DIGIT = 0.56  # of the size: half a character, and a little more for the fonts that stand in for 宋体
_NOTE_SIZE = 7.5
_SMALLEST_SIZE = 5.0


class _Look(NamedTuple):
    """How a table is set: paragraph style, its size in points, least height of a row in twips."""

    style: str
    size: float
    height: int


_ROOMY = _Look("TableText", 10.5, 440)
_COMPACT = _Look("TableCompact", 9.0, 350)  # 28 rows, some of them of two or three lines, and a heading fill a page
_MOST_ROOMY_ROWS = 20


def render(report: Report) -> bytes:
    """The report as a .docx file: title, lead-in, and every section with its text, table and footnotes.

    The same report gives the same bytes.
    """
    return package(report.title, "".join(_body(report)))


def _body(report: Report) -> Iterator[str]:
    shown_figures = figures(report)
    yield para(run("\n".join(title_lines(report, _TITLE_WIDTH))), "Title")
    for section in report.form.sections.values():
        if section.heading:
            yield para(run(section.heading), "Heading1")
        texts = list(paragraphs(report.text(section.id)))
        yield from map(_text, texts)
        if section.table:
            notes = footnotes(report, section.table)
            layout = report.form.layout(section.table)
            frame = _frame(layout, not texts or _is_short(layout), bool(notes))
            yield _table(frame, shown_figures, report.notes)
            # Never without a paragraph: two tables would grow together, and a document must not end with one.
            yield from (para(run(note), "TableNote") for note in notes or [""])


def _text(paragraph: Paragraph) -> str:
    if not paragraph.level:
        return para(run(paragraph.body))
    if not paragraph.body:
        return para(run(paragraph.heading), f"Heading{paragraph.level}")
    if paragraph.level > 2:
        return para(run(paragraph.text))
    return para(run(paragraph.heading, '<w:rStyle w:val="RunInHeading"/>') + run(paragraph.body))


class _Frame(NamedTuple):
    """A table without its figures: `texts` stand around the places of `cells`, given as (id, width)."""

    texts: list[str]
    cells: list[tuple[str, int]]
    look: _Look


def _is_short(layout: TableLayout) -> bool:
    return layout.rows <= _MOST_ROOMY_ROWS


def _table(frame: _Frame, values: Mapping[str, str | None], notes: Mapping[str, str]) -> str:
    parts = [frame.texts[0]]
    for (cell, width), text in zip(frame.cells, frame.texts[1:], strict=True):
        parts += _figure(values[cell] or "", notes.get(cell, ""), width, frame.look), text
    return "".join(parts)


@lru_cache(maxsize=32)
def _frame(layout: TableLayout, together: bool, keep_last: bool) -> _Frame:
    """A table on its official grid.

    With `together` its rows stay on one page: a long table that follows a text would else leave a page half empty.
    """
    widths = spread(layout.widths, TEXT_WIDTH)
    tree = labels_are_tree(layout)
    look = _ROOMY if _is_short(layout) else _COMPACT
    cells: list[tuple[str, int]] = []
    xml = [table_start(widths)]
    for number, slots in enumerate(rows(layout)):
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
            xml.append(_cell(slot, width, look, para(runs, look.style, keep + left)))
        xml.append(ROW_END)
    xml.append(TABLE_END)
    return _Frame("".join(xml).split(_PLACE), cells, look)


def _cell(slot: Slot, width: int, look: _Look, content: str) -> str:
    placed, merge = slot
    return table_cell(
        width,
        content,
        span=placed.column_span,
        merge=merge,
        fill=BANNER_FILL if placed.role == "banner" else "",
        margins=even_lines(placed.text, width, look.size) if placed.role == "column" else "",
    )


def _figure(value: str, note: str, width: int, look: _Look) -> str:
    """The runs of a figure with its note; smaller where they would not fit."""
    room = (width - 2 * CELL_MARGIN) / 20
    text = shown(value, note)
    if half_widths(text) * look.size * _DIGIT <= room:
        return run(text)
    fitting = int(2 * room / _DIGIT / max(1, half_widths(value))) / 2
    runs = run(value, size(max(_SMALLEST_SIZE, fitting)) if fitting < look.size else "")
    return runs + run(shown(None, note), size(_NOTE_SIZE))
