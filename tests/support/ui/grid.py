"""The grid of a table as a clerk uses it: keys, the open editor, what the cells show."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from reportdesk_ui.grid.delegate import CellEditor
from reportdesk_ui.grid.model import ComputedRole, MarkRole
from reportdesk_ui.grid.view import GridView
from reportdesk_ui.live_checks import CellMark


def is_grid(widget: QWidget) -> bool:
    return isinstance(widget, GridView)


class Grid:
    """One grid. Of `widget` a test uses what every QTableView has."""

    def __init__(self, view: GridView) -> None:
        self._view = view

    @property
    def widget(self) -> GridView:
        return self._view

    # ---- move and select

    def go(self, cell: str) -> None:
        """Makes a cell the current one."""
        self._view.go(cell)

    @property
    def current_cell(self) -> str:
        """The id of the current cell; "" where there is none."""
        return self._view.current_cell() or ""

    @property
    def selected_cells(self) -> list[str]:
        return self._view.selected_cells()

    def select_block(self, first: str, last: str) -> None:
        """Selects from one corner to the other."""
        selection = self._view.selectionModel()
        block = QItemSelection(self.index_of(first), self.index_of(last))
        selection.select(block, selection.SelectionFlag.ClearAndSelect)

    # ---- type

    def type(self, text: str) -> None:
        """Types characters into the current cell."""
        for char in text:
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char)
            QApplication.sendEvent(self._focus, event)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key: in the open editor, else in the grid."""
        text = "\r" if key == Qt.Key.Key_Return else "\t" if key == Qt.Key.Key_Tab else ""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self._focus, QKeyEvent(kind, key, modifier, text))

    def enter(self, cell: str, text: str) -> None:
        """Goes to a cell, types a figure and presses Enter."""
        self.go(cell)
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def compose(self, text: str) -> None:
        """Begins to compose with an input method."""
        QApplication.sendEvent(self._view, QInputMethodEvent(text, []))

    def commit_composed(self, text: str) -> None:
        """The input method gives out what was composed."""
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(self._view, event)

    # ---- the open editor

    @property
    def is_editing(self) -> bool:
        return self._editor is not None

    @property
    def typed(self) -> str:
        """What stands in the open editor."""
        assert self._editor
        return self._editor.text()

    @property
    def fault(self) -> str:
        """What the open editor says against what is typed."""
        assert self._editor
        return self._editor.fault

    @property
    def is_appending(self) -> bool:
        """Whether the open editor keeps what stood in the cell."""
        assert self._editor
        return self._editor.appending

    # ---- what cells hold and show

    def index_of(self, cell: str) -> QModelIndex:
        return self._view.grid.index_of(cell)

    def shown(self, cell: str) -> object:
        """The text of a cell."""
        return self.index_of(cell).data()

    def tip(self, cell: str) -> str:
        """What a cell says under the mouse."""
        return str(self.index_of(cell).data(Qt.ItemDataRole.ToolTipRole))

    def is_automatic(self, cell: str) -> bool:
        """Whether a cell shows a total that the program worked out."""
        return bool(self.index_of(cell).data(ComputedRole))

    def mark(self, cell: str) -> CellMark:
        found = self.index_of(cell).data(MarkRole)
        assert isinstance(found, CellMark)
        return found

    def stored(self, cell: str) -> str | None:
        """What the report holds in a cell; None where it is blank or automatic."""
        return self._view.grid.document.report.cells[cell]

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._view.grid.rowCount(), self._view.grid.columnCount()

    @property
    def column_heads(self) -> list[int]:
        """The heights of the rows of labels above the figures."""
        return self._view._headers[0].sizes

    @property
    def row_heads(self) -> list[int]:
        """The widths of the columns of labels beside the figures."""
        return self._view._headers[1].sizes

    @property
    def label_rows(self) -> int:
        """How many rows of labels the form has above the figures."""
        return self._view.grid.layout_.header_rows

    # ---- the clipboard

    def copy(self) -> None:
        self._view.copy()

    def cut(self) -> None:
        self._view.cut()

    def paste(self) -> None:
        self._view.paste()

    def clear(self) -> None:
        """Empties the selected cells."""
        self._view.clear()

    def collect_refusals(self) -> list[str]:
        """The sentences about pastes that do not fit go into the list instead of a dialog."""
        told: list[str] = []
        self._view.refused.disconnect()

        def tell(sentences: Iterable[str]) -> None:
            told.extend(sentences)

        self._view.refused.connect(tell)
        return told

    @property
    def _editor(self) -> CellEditor | None:
        return self._view._editor()

    @property
    def _focus(self) -> QWidget:
        return self._editor or self._view
