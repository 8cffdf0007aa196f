"""Rows and columns entered one place too far: what each figure would be if the whole line moved back."""

from collections.abc import Iterator
from functools import lru_cache

from reportdesk.checks.system import Changes
from reportdesk.form import Form
from reportdesk.form.layout import cell_id
from reportdesk.numbers import NOT_APPLICABLE, difference, quantity
from reportdesk.report import Figures

Line = tuple[str, str, tuple[str, ...]]
_FEWEST = 3


@lru_cache(maxsize=8)
def lines(form: Form) -> list[Line]:
    """Every row and column of figures, with and without its last cell (a total): (back, forth, cells)."""
    found: list[Line] = []
    for table in form.definition.tables:
        for block in table.blocks:
            rows = [[cell_id(table.id, row.id, column.id) for column in block.columns] for row in block.rows]
            columns = [list(column) for column in zip(*rows, strict=True)]
            for words, group in ((("左", "右"), rows), (("上", "下"), columns)):
                for cells in group:
                    found += [(*words, tuple(part)) for part in (cells, cells[:-1]) if len(part) >= _FEWEST]
    return found


def shifts(line: Line, figures: Figures) -> Iterator[tuple[str, Changes]]:
    """The line moved back by one place, one way and the other: (reason, changes). The place left over becomes 0."""
    back, forth, cells = line
    values = [figures[cell] for cell in cells]
    if None in values or NOT_APPLICABLE in values:
        return
    known = [quantity(value or "0") for value in values]
    name = "一行" if back == "左" else "一列"
    for words, moved in ((forth, [*known[1:], 0]), (back, [0, *known[:-1]])):
        changes = tuple(
            (cell, difference(new, old)) for cell, new, old in zip(cells, moved, known, strict=True) if new != old
        )
        if len(changes) >= _FEWEST:
            yield f"这{name}疑为整体向{words}错了一格", changes
