"""A block of the clipboard → cells of one table.

Labels, header rows, blank cells, merged cells and a trailing line end never shift a figure: rows that carry a label of
the form go to the row of that label, others are placed from the current cell as they stand. What does not fit is a
problem, and then nothing is placed at all.
"""

import io
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reportdesk.form import Form, Placed
from reportdesk.numbers import Entry, NumberError, parse_entry
from reportdesk.text.labels import plain_label

MAX_TEXT = 2**20
Block = list[list[str]]


class Paste(NamedTuple):
    """What a paste would do: cell → figure and note; or the problems, as sentences, and no cells."""

    entries: Mapping[str, Entry]
    problems: Sequence[str]


def parse_clipboard(text: str) -> Block:
    """The rows and cells of a text from the clipboard: tabs between cells, quoted cells may hold line ends."""
    import csv

    try:
        rows = [row or [""] for row in csv.reader(io.StringIO(text[:MAX_TEXT], newline=""), dialect="excel-tab")]
    except csv.Error:  # a lone quotation mark or the like: take lines and tabs as they are
        rows = [line.split("\t") for line in text[:MAX_TEXT].splitlines()]
    return rows


def place_block(form: Form, table: str, block: Block, start: str) -> Paste:
    """Where the cells of a block belong when pasted at the cell `start` of a table."""
    target = _Target(form, table)
    rows = [_row_parts(row, target) for row in block]
    if any(part.row is not None for part in rows):
        return _place_by_label(target, rows)
    return _place_from(target, rows, start)


class _Row(NamedTuple):
    """One pasted row: its labels, its other cells, and the row of the table that its last label names."""

    labels: list[str]
    values: list[str]
    row: int | None
    known: bool
    length: int


class _Target:
    """A table as something to paste into, in the coordinates of its layout."""

    def __init__(self, form: Form, table: str) -> None:
        self.form = form
        layout = form.layout(table)
        self.rows, self.columns = layout.rows, layout.columns
        self.at: dict[tuple[int, int], Placed] = {}
        self.cells: dict[int, list[str]] = {}
        self.labels: set[str] = set()
        self.row_label: dict[int, Placed] = {}
        for placed in layout.cells:
            for r in range(placed.row_span):
                for c in range(placed.column_span):
                    self.at[placed.row + r, placed.column + c] = placed
            if placed.cell:
                self.cells.setdefault(placed.row, []).append(placed.cell)
            else:
                self.labels.add(plain_label(placed.text))
                if placed.role == "row":  # in reading order: the innermost label of a row comes last
                    self.row_label[placed.row] = placed
        self.row_of: dict[str, int] = {}
        for row, cells in self.cells.items():
            line = form.cells[cells[0]].row
            for label in (*line.labels[-1:], *line.variants):
                self.row_of[plain_label(label)] = row
                self.labels.add(plain_label(label))
            for cell in cells:
                self.labels.update(plain_label(variant) for variant in form.cells[cell].column.variants)

    def at_row(self, row: int) -> list[Placed]:
        return [placed for placed in dict.fromkeys(self.at.values()) if placed.row == row]

    def entry(self, cell: str, text: str) -> Entry:
        found = self.form.cells[cell]
        return parse_entry(text, found.type, found.unit)


def _row_parts(row: list[str], target: _Target) -> _Row:
    """Labels are the cells up to the last one that is no figure, before the first one that is."""
    last = -1
    for i, cell in enumerate(row):
        if not cell.strip():
            continue
        if plain_label(cell) not in target.labels and _has_digit(cell):
            break
        last = i
    labels = [cell for cell in row[: last + 1] if cell.strip()]
    known = all(plain_label(label) in target.labels for label in labels)
    named = target.row_of.get(plain_label(labels[-1])) if labels else None
    return _Row(labels, row[last + 1 :], named, known, len(row))


def _has_digit(text: str) -> bool:
    return any(c in "0123456789０１２３４５６７８９/／-－" for c in text)


def _place_by_label(target: _Target, rows: list[_Row]) -> Paste:
    entries: dict[str, Entry] = {}
    problems: list[str] = []
    rows = _without_merged(target, rows)
    widths = {len(_without_tail(part.values, len(target.cells[part.row]))) for part in rows if part.row is not None}
    for number, part in enumerate(rows, 1):
        if part.row is None:
            if any(value.strip() for value in part.values) or not part.known:
                problems.append(f"第 {number} 行“{_short(part)}”不是本表的一行，无法确定位置。")
            continue
        cells = target.cells[part.row]
        values = _without_tail(part.values, len(cells))
        if len(values) > len(cells) or (len(values) < len(cells) and len(widths) > 1):
            problems.append(f"第 {number} 行“{_short(part)}”有 {len(values)} 个数字格，表中这一行有 {len(cells)} 格。")
            continue
        for column, (cell, value) in enumerate(zip(cells, values, strict=False), 1):
            _enter(target, entries, problems, cell, value, f"第 {number} 行第 {column} 个数字")
    return Paste({}, problems) if problems else Paste(entries, [])


def _without_merged(target: _Target, rows: list[_Row]) -> list[_Row]:
    """The rows with one value a figure.

    A spreadsheet copies rows of one length, with blanks for what merged cells cover: after a label that spans columns
    and after a figure that does. Word and browsers leave those out.
    """
    if len({part.length for part in rows}) > 1:
        return rows
    found = []
    for part in rows:
        if part.row is not None:
            label = target.row_label[part.row]
            places = [p for p in target.at_row(part.row) if p.cell]
            offsets = [p.column - label.column - 1 for p in places]
            whole = len(part.values) >= target.columns - label.column - 1
            covered = [v for i, v in enumerate(part.values) if i not in offsets]
            if not any(value.strip() for value in covered) and (whole or label.column_span > 1):
                part = part._replace(values=[part.values[i] for i in offsets if i < len(part.values)])
        found.append(part)
    return found


def _place_from(target: _Target, rows: list[_Row], start: str) -> Paste:
    top, left = next((p.row, p.column) for p in target.at.values() if p.cell == start)
    headers = 0
    while headers < len(rows) and rows[headers].labels and rows[headers].known and not any(rows[headers].values):
        headers += 1
    body = rows[headers:]
    grid = [part.labels + part.values if part.labels else part.values for part in body]
    width = max((len(_stripped(row)) for row in grid), default=0)
    if headers:  # copied with its header: the block begins where the table's figures begin
        first = next(p for p in sorted(target.at.values()) if p.cell)
        top, left = first.row, first.column
    entries: dict[str, Entry] = {}
    problems: list[str] = []
    if not grid or top + len(_stripped_rows(grid)) > target.rows or left + width > target.columns:
        room = f"{target.rows - top} 行 {target.columns - left} 列"
        return Paste({}, [f"复制的内容有 {len(grid)} 行 {width} 列，从当前格开始只放得下 {room}。"])
    for r, row in enumerate(grid):
        for c, value in enumerate(row):
            placed = target.at.get((top + r, left + c))
            where = f"第 {r + headers + 1} 行第 {c + 1} 列"
            if placed is None or placed.cell is None or (placed.row, placed.column) != (top + r, left + c):
                if value.strip():
                    problems.append(f"{where}“{value.strip()[:12]}”对应的位置不是填数字的格。")
            else:
                _enter(target, entries, problems, placed.cell, value, where)
    return Paste({}, problems) if problems else Paste(entries, [])


def _enter(target: _Target, entries: dict[str, Entry], problems: list[str], cell: str, value: str, where: str) -> None:
    try:
        entries[cell] = target.entry(cell, value)
    except NumberError as error:
        problems.append(f"{where}：{error}")


def _without_tail(values: list[str], wanted: int) -> list[str]:
    """Without the blank cells beyond the row's end: merged cells come as a figure followed by blanks."""
    return values[:wanted] if not any(value.strip() for value in values[wanted:]) else values


def _stripped(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _stripped_rows(grid: Block) -> Block:
    end = len(grid)
    while end and not any(value.strip() for value in grid[end - 1]):
        end -= 1
    return grid[:end]


def _short(part: _Row) -> str:
    return " ".join(part.labels or part.values)[:20]
