"""A block of cells from the clipboard → cells of one table of the form.

In: the rows of the clipboard, and the cell at which they are pasted. Out: a `Paste` with figures, or with problems.

    规章 | 3 | 0 | 12    pasted anywhere     →  the figures of the row 规章
    3 | 0 | 12           pasted at a cell    →  that cell and the two to its right

Labels, header rows, blank cells, merged cells and a trailing line end never shift a figure. If a row carries a label of
the form, all rows are placed by their labels. Otherwise the block is placed as it stands, from the current cell on. If
any cell does not fit, nothing is placed.
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
    """The outcome of a paste: cell id → figure and note; or the problems, as sentences, and no cells."""

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
    """The cells of a table that a block fills when it is pasted at the cell `start`."""
    target = _Target(form, table)
    rows = [_divide_row(row, target) for row in block]
    if any(row.target_row is not None for row in rows):
        return _place_by_label(target, rows)
    return _place_from(target, rows, start)


class _Row(NamedTuple):
    """A pasted row, divided: its labels and its other cells.

    `target_row` is the row of the table's layout that the last label names, None if it names none. `is_known` says that
    all labels are labels of the table. `length` counts all cells, blank ones included.
    """

    labels: list[str]
    values: list[str]
    target_row: int | None
    is_known: bool
    length: int

    @property
    def quoted(self) -> str:
        """The beginning of the row, for a sentence about it."""
        return " ".join(self.labels or self.values)[:20]


class _Target:
    """The table that is pasted into, in the coordinates of its layout."""

    def __init__(self, form: Form, table: str) -> None:
        self._form = form
        layout = form.layout(table)
        self.rows, self.columns = layout.rows, layout.columns
        self.placed_at: dict[tuple[int, int], Placed] = {}  # (row, column) → what covers it
        self.cells: dict[int, list[str]] = {}  # row → the ids of its cells
        self.labels: set[str] = set()  # all labels, plain
        self.row_label: dict[int, Placed] = {}  # row → its innermost label
        for placed in layout.cells:
            for r in range(placed.row_span):
                for c in range(placed.column_span):
                    self.placed_at[placed.row + r, placed.column + c] = placed
            if placed.cell:
                self.cells.setdefault(placed.row, []).append(placed.cell)
            else:
                self.labels.add(plain_label(placed.text))
                if placed.role == "row":  # in reading order, so the innermost label comes last
                    self.row_label[placed.row] = placed
        self.row_of_label: dict[str, int] = {}
        for row, cells in self.cells.items():
            line = form.cells[cells[0]].row
            for label in (*line.labels[-1:], *line.variants):
                self.row_of_label[plain_label(label)] = row
                self.labels.add(plain_label(label))
            for cell in cells:
                self.labels.update(plain_label(variant) for variant in form.cells[cell].column.variants)

    def cells_in_row(self, row: int) -> list[Placed]:
        """The cells for figures that begin in a row of the layout."""
        return [placed for placed in dict.fromkeys(self.placed_at.values()) if placed.row == row and placed.cell]

    def parse_cell(self, cell: str, text: str) -> Entry:
        """The figure that a text is in a cell. Raises NumberError."""
        kind = self._form.cells[cell]
        return parse_entry(text, kind.type, kind.unit)


class _Collector:
    """Collects the entries of a paste and the problems with it."""

    def __init__(self, target: _Target) -> None:
        self._target = target
        self._entries: dict[str, Entry] = {}
        self.problems: list[str] = []

    def put(self, cell: str, text: str, place: str) -> None:
        """Adds the text of a cell; `place` is where it stands in the block."""
        try:
            self._entries[cell] = self._target.parse_cell(cell, text)
        except NumberError as error:
            self.problems.append(f"{place}：{error}")

    def paste(self) -> Paste:
        return Paste({}, self.problems) if self.problems else Paste(self._entries, [])


def _divide_row(row: list[str], target: _Target) -> _Row:
    """A row as labels and values: the first cell that has a digit and is no label begins the values."""
    last_label = -1
    for i, text in enumerate(row):
        if not text.strip():
            continue
        if plain_label(text) not in target.labels and _may_be_figure(text):
            break
        last_label = i
    labels = [text for text in row[: last_label + 1] if text.strip()]
    is_known = all(plain_label(label) in target.labels for label in labels)
    target_row = target.row_of_label.get(plain_label(labels[-1])) if labels else None
    return _Row(labels, row[last_label + 1 :], target_row, is_known, len(row))


def _may_be_figure(text: str) -> bool:
    return any(c in "0123456789０１２３４５６７８９/／-－" for c in text)


def _place_by_label(target: _Target, rows: list[_Row]) -> Paste:
    collector = _Collector(target)
    rows = _without_covered_cells(target, rows)
    widths = {
        len(_without_blank_tail(row.values, len(target.cells[row.target_row])))
        for row in rows
        if row.target_row is not None
    }
    for number, row in enumerate(rows, 1):
        if row.target_row is None:
            if any(value.strip() for value in row.values) or not row.is_known:
                collector.problems.append(f"第 {number} 行“{row.quoted}”不是本表的一行，无法确定位置。")
            continue
        cells = target.cells[row.target_row]
        values = _without_blank_tail(row.values, len(cells))
        if len(values) > len(cells) or (len(values) < len(cells) and len(widths) > 1):
            collector.problems.append(
                f"第 {number} 行“{row.quoted}”有 {len(values)} 个数字格，表中这一行有 {len(cells)} 格。"
            )
            continue
        for column, (cell, value) in enumerate(zip(cells, values, strict=False), 1):
            collector.put(cell, value, f"第 {number} 行第 {column} 个数字")
    return collector.paste()


def _without_covered_cells(target: _Target, rows: list[_Row]) -> list[_Row]:
    """The rows with exactly one value for each figure.

    A spreadsheet copies rows of equal length, with blanks for the cells that a merged label or figure covers; Word and
    browsers leave these out. Rows of unequal length are therefore left as they are.
    """
    if len({row.length for row in rows}) > 1:
        return rows
    without: list[_Row] = []
    for row in rows:
        if row.target_row is not None:
            label = target.row_label[row.target_row]
            offsets = [placed.column - label.column - 1 for placed in target.cells_in_row(row.target_row)]
            is_complete = len(row.values) >= target.columns - label.column - 1
            covered = [value for i, value in enumerate(row.values) if i not in offsets]
            if not any(value.strip() for value in covered) and (is_complete or label.column_span > 1):
                row = row._replace(values=[row.values[i] for i in offsets if i < len(row.values)])
        without.append(row)
    return without


def _place_from(target: _Target, rows: list[_Row], start: str) -> Paste:
    """Places rows without row labels as they stand, from the cell `start` on; header rows above them are left out."""
    top, left = next((placed.row, placed.column) for placed in target.placed_at.values() if placed.cell == start)
    headers = 0
    while headers < len(rows) and rows[headers].labels and rows[headers].is_known and not any(rows[headers].values):
        headers += 1
    grid = [row.labels + row.values for row in rows[headers:]]
    width = max((_filled_length(row) for row in grid), default=0)
    if headers:  # copied with its header: the block begins where the table's figures begin
        first = next(placed for placed in sorted(target.placed_at.values()) if placed.cell)
        top, left = first.row, first.column
    height = _filled_length(["".join(row) for row in grid])
    if not grid or top + height > target.rows or left + width > target.columns:
        room = f"{target.rows - top} 行 {target.columns - left} 列"
        return Paste({}, [f"复制的内容有 {len(grid)} 行 {width} 列，从当前格开始只放得下 {room}。"])
    collector = _Collector(target)
    for r, row in enumerate(grid):
        for c, value in enumerate(row):
            placed = target.placed_at.get((top + r, left + c))
            place = f"第 {r + headers + 1} 行第 {c + 1} 列"
            if placed is None or placed.cell is None or (placed.row, placed.column) != (top + r, left + c):
                if value.strip():
                    collector.problems.append(f"{place}“{value.strip()[:12]}”对应的位置不是填数字的格。")
            else:
                collector.put(placed.cell, value, place)
    return collector.paste()


def _without_blank_tail(values: list[str], expected: int) -> list[str]:
    """Values without the blank ones beyond the expected number: a merged figure is copied with blanks behind it."""
    return values[:expected] if not any(value.strip() for value in values[expected:]) else values


def _filled_length(texts: list[str]) -> int:
    """How many texts there are up to the last one that is not blank."""
    return max((i for i, text in enumerate(texts, 1) if text.strip()), default=0)
