"""Blocks of figures between the grid and the clipboard."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QApplication

from reportdesk.numbers import Entry
from reportdesk.report import Place
from reportdesk_ui.grid.model import GridModel

if TYPE_CHECKING:
    from reportdesk.recognition.paste import Paste


def copy(model: GridModel, indexes: list[QModelIndex]) -> None:
    """Puts the rectangle around the cells on the clipboard, tabs between cells; what is not selected stays empty."""
    if not indexes:
        return
    chosen = {(index.row(), index.column()): index for index in indexes}
    rows = range(min(r for r, _ in chosen), max(r for r, _ in chosen) + 1)
    columns = range(min(c for _, c in chosen), max(c for _, c in chosen) + 1)
    lines = ("\t".join(str(chosen[r, c].data() or "") if (r, c) in chosen else "" for c in columns) for r in rows)
    QApplication.clipboard().setText("\n".join(lines))


def paste_at(model: GridModel, start: str, selected: list[str]) -> "Paste":
    """What pasting at a cell would do. One single figure goes into every selected cell, as in a spreadsheet."""
    from reportdesk.recognition.paste import Paste, parse_clipboard, place_block

    form = model.document.form
    block = parse_clipboard(QApplication.clipboard().text())
    if len(block) == 1 and len(block[0]) == 1 and len(selected) > 1:
        entries: dict[str, Entry] = {}
        for cell in selected:
            one = place_block(form, model.table, block, cell)
            if one.problems:
                return one
            entries.update(one.entries)
        return Paste(entries, [])
    return place_block(form, model.table, block, start)


def paste_changes(entries: "Paste") -> dict[Place, str | None]:
    """A pasting as changes of the report."""
    found: dict[Place, str | None] = {}
    for cell, entry in entries.entries.items():
        found["values", cell] = entry.value
        found["notes", cell] = entry.note
    return found
