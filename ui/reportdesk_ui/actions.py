"""The menus: every function has its place in one, shortcuts only repeat them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

Shortcut = QKeySequence.StandardKey | str | None


class Entry(NamedTuple):
    """One line of a menu; `needs_report` greys it out while none is open, `needs_table` while no table is shown."""

    name: str
    label: str
    work: Callable[..., Any]
    shortcut: Shortcut = None
    needs_report: bool = True
    needs_table: bool = False


def fill_menu(
    window: QMainWindow, menu: QMenu, entries: list[Entry | None], found: dict[str, tuple[QAction, Entry]]
) -> None:
    """Adds entries to a menu (None is a line between groups) and to `found` by name."""
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        action = QAction(entry.label, window)
        if entry.shortcut is not None:
            action.setShortcut(QKeySequence(entry.shortcut))
        action.triggered.connect(lambda checked=False, work=entry.work: work())
        menu.addAction(action)
        found[entry.name] = (action, entry)
