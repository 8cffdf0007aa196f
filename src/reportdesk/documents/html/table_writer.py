"""Tables of a web page, as a screen reader needs them: every figure names the labels that it stands under."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from itertools import pairwise

from reportdesk.documents.table_grid import distribute, is_left_aligned, labels_are_tree
from reportdesk.form import Placed, TableLayout
from reportdesk.numbers import format_cell
from reportdesk.text.characters import clean_text

_PLACE = "\0"  # of a figure: no text can hold it
_ID = "\1"  # what the ids of this table begin with

_TABLE = (
    "border-collapse:collapse;width:100%;margin:.6em 0;text-indent:0;font-size:.8em;line-height:1.4;"
    "font-family:SimSun,宋体,'Noto Serif CJK SC',serif"
)
_CELL = "border:1px solid #000;padding:4px 3px;font-weight:normal;vertical-align:middle;text-align:"
_FIGURE = _CELL + "center"
_BANNER = "background:#c6d9f1;"
# For those who cannot see: the heading above a table says the same to all others.
_CAPTION = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap"


def table_markup(
    layout: TableLayout, title: str, id_start: str, values: Mapping[str, str | None], notes: Mapping[str, str]
) -> str:
    """A table with these figures and notes; `id_start` makes the ids of its labels unlike all others of the page."""
    texts, cells = _frame(layout, title)
    parts = [texts[0]]
    for cell, text in zip(cells, texts[1:], strict=True):
        value = format_cell(values[cell], notes.get(cell))
        parts += (value if value.isdigit() else _escaped(value)), text
    return "".join(parts).replace(_ID, id_start)


@lru_cache(maxsize=32)
def _frame(layout: TableLayout, title: str) -> tuple[list[str], list[str]]:
    """A table without its figures: the texts around the places of these cells."""
    tree = labels_are_tree(layout)
    ids = _ids(layout)
    cells: list[str] = []
    rows: list[list[str]] = [[] for _ in range(layout.rows)]
    for placed in layout.cells:
        rows[placed.row].append(_cell(placed, layout, ids, tree))
        if placed.cell:
            cells.append(placed.cell)
    lines = [f"<tr>{''.join(row)}</tr>\n" for row in rows]
    widths = "".join(f'<col style="width:{width / 10:g}%">' for width in distribute(layout.widths, 1000))
    head = f"<thead>\n{''.join(lines[: layout.header_rows])}</thead>\n" if layout.header_rows else ""
    bodies = "".join(f"<tbody>\n{''.join(lines[top:end])}</tbody>\n" for top, end in _bodies(layout))
    text = (
        f'<table style="{_TABLE}">\n<caption style="{_CAPTION}">{_escaped(title)}</caption>\n'
        f"<colgroup>{widths}</colgroup>\n{head}{bodies}</table>\n"
    )
    return text.split(_PLACE), cells


def _bodies(layout: TableLayout) -> Iterator[tuple[int, int]]:
    """The rows below the fixed header, a run for every block: a shaded row begins one."""
    starts = {layout.header_rows} | {placed.row for placed in layout.cells if placed.role == "banner"}
    edges = [*sorted(row for row in starts if row >= layout.header_rows), layout.rows]
    return pairwise(edges)


def _cell(placed: Placed, layout: TableLayout, ids: Mapping[Placed, str], tree: bool) -> str:
    spans = f' colspan="{placed.column_span}"' if placed.column_span > 1 else ""
    spans += f' rowspan="{placed.row_span}"' if placed.row_span > 1 else ""
    if placed.cell:
        named = " ".join(ids[label] for label in _labels(placed, layout))
        return f'<td{spans} headers="{named}" style="{_FIGURE}">{_PLACE}</td>'
    text = _escaped(placed.text).replace("\n", "<br>")
    look = f"{_BANNER if placed.role == 'banner' else ''}{_CELL}{'left' if is_left_aligned(placed, tree) else 'center'}"
    if placed.role == "corner":  # it stands over labels, not over figures
        return f'<td{spans} style="{look}">{text}</td>'
    named = " ".join(ids[label] for label in _labels(placed, layout))
    headers = f' headers="{named}"' if named else ""
    return f'<th{spans} id="{ids[placed]}" scope="{_scope(placed)}"{headers} style="{look}">{text}</th>'


def _scope(placed: Placed) -> str:
    if placed.role == "banner":
        return "rowgroup"
    if placed.role == "column":
        return "colgroup" if placed.column_span > 1 else "col"
    return "rowgroup" if placed.row_span > 1 else "row"


def _ids(layout: TableLayout) -> dict[Placed, str]:
    labels = [placed for placed in layout.cells if not placed.cell]
    return {placed: f"{_ID}r{placed.row + 1}c{placed.column + 1}" for placed in labels}


def _labels(placed: Placed, layout: TableLayout) -> list[Placed]:
    """The labels that a cell stands under, outermost first: shaded row, columns above it, rows to its left."""
    banners = [other for other in layout.cells if other.role == "banner" and other.row < placed.row][-1:]
    top = banners[0].row if banners else -1
    columns = [
        other
        for other in layout.cells
        if other.role == "column"
        and top < other.row < placed.row
        and _covers(other.column, other.column_span, placed.column)
    ]
    rows = [
        other
        for other in layout.cells
        if other.role == "row" and other.column < placed.column and _covers(other.row, other.row_span, placed.row)
    ]
    return banners + (columns if placed.role in ("value", "column") else []) + (rows if placed.role != "column" else [])


def _covers(first: int, count: int, place: int) -> bool:
    return first <= place < first + count


def _escaped(text: str) -> str:
    return escape(text if text.isprintable() else clean_text(text), quote=False)
