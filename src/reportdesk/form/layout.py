"""A table on paper: every label and figure placed in a grid with its spans.

The window, Word, Excel and the recogniser all draw from this one layout.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from reportdesk.form.definition import Block, Column, Table

Role = Literal["banner", "corner", "column", "row", "value"]


class Placed(NamedTuple):
    """One cell of the grid: top left corner and spans, zero-based; `cell` is the id of a figure, None for a label."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    cell: str | None
    role: Role
    frozen: bool


class TableLayout(NamedTuple):
    """A table as a grid of `rows` × `columns`.

    `header_rows` and `label_columns` count the frozen part; both are 0 where everything scrolls with the body.
    `cells` are in reading order and cover every grid position exactly once.
    """

    rows: int
    columns: int
    header_rows: int
    label_columns: int
    widths: tuple[int, ...]
    cells: tuple[Placed, ...]


def cell_id(table: str, row: str, column: str) -> str:
    """The stable id of a figure: table, row and column joined by points, empty ones left out."""
    return ".".join(part for part in (table, row, column) if part)


def label_depth(block: Block) -> int:
    """How many grid columns the row labels of a block take."""
    return max(len(row.labels) for row in block.rows)


def header_depth(block: Block) -> int:
    """How many grid rows the column labels of a block take."""
    return max(len(column.labels) for column in block.columns)


def lay_out(table: Table) -> TableLayout:
    """The layout of a table. Columns of figures take one grid column each, the last one what is left."""
    frozen = table.headers == "frozen"
    depth = max(label_depth(block) for block in table.blocks)
    width = len(table.widths)
    cells: list[Placed] = []
    top = 0
    for block in table.blocks:
        if block.banner:
            cells.append(Placed(top, 0, 1, width, block.banner, None, "banner", frozen))
            top += 1
        spans = _column_spans(block.columns, width - depth)
        header = header_depth(block)
        if depth:
            cells.append(Placed(top, 0, header, depth, block.corner, None, "corner", frozen))
        paths = [column.labels for column in block.columns]
        for first, count, level, levels, text in _label_cells(paths, header):
            left = depth + sum(spans[:first])
            cells.append(
                Placed(top + level, left, levels, sum(spans[first : first + count]), text, None, "column", frozen)
            )
        top += header
        paths = [row.labels for row in block.rows]
        for first, count, level, levels, text in _label_cells(paths, depth):
            cells.append(Placed(top + first, level, count, levels, text, None, "row", frozen))
        for i, row in enumerate(block.rows):
            left = depth
            for column, span in zip(block.columns, spans, strict=True):
                cells.append(Placed(top + i, left, 1, span, "", cell_id(table.id, row.id, column.id), "value", False))
                left += span
        top += len(block.rows)
    cells.sort(key=lambda placed: (placed.row, placed.column))
    return TableLayout(
        rows=top,
        columns=width,
        header_rows=header_depth(table.blocks[0]) if frozen else 0,
        label_columns=depth if frozen else 0,
        widths=tuple(table.widths),
        cells=tuple(cells),
    )


def _column_spans(columns: Sequence[Column], width: int) -> list[int]:
    return [1] * (len(columns) - 1) + [width - len(columns) + 1]


def _label_cells(paths: Sequence[list[str]], depth: int) -> list[tuple[int, int, int, int, str]]:
    """Merged label cells of a tree given as paths: (first, count, level, levels, text).

    Neighbours whose paths agree down to a level share that level's cell; the last label of a path reaches to `depth`.
    """
    cells = []
    for level in range(depth):
        first = 0
        while first < len(paths):
            path = paths[first]
            if level >= len(path):
                first += 1
                continue
            count = 1
            leaf = level == len(path) - 1
            if not leaf:
                while first + count < len(paths) and paths[first + count][: level + 1] == path[: level + 1]:
                    count += 1
            cells.append((first, count, level, depth - level if leaf else 1, path[level]))
            first += count
    return cells
