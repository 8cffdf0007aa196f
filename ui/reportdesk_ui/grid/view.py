"""The grid of a fixed table: looks like the paper form, works like a spreadsheet."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from reportdesk.report import clear_cells
from reportdesk_ui.grid import clipboard
from reportdesk_ui.grid.delegate import CellEditor, GridDelegate
from reportdesk_ui.grid.headers import PADDING, Corner, LabelHeader, wrapped_height
from reportdesk_ui.grid.model import GridModel, Index

_EDIT_IN_PLACE = (QAbstractItemView.EditTrigger.EditKeyPressed, QAbstractItemView.EditTrigger.DoubleClicked)
Action = QAbstractItemView.CursorAction


class GridView(QTableView):
    """One table. `cell_changed(cell id)` follows the current cell; `refused(sentences)` tells of a paste that does
    not fit, `message(sentence)` of one that did."""

    cell_changed = Signal(str)
    refused = Signal(list)
    message = Signal(str)

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = model
        self._corner: Corner | None = None
        self._fitted = (0, 0, 0)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()  # Qt's own, soon replaced, would measure their texts in a bold Chinese font: 1.4 MB
        self.setModel(model)
        self.setItemDelegate(GridDelegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)  # the delegate draws lines that a dark ground shows, too
        self.setWordWrap(True)
        self.setAccessibleName(model.document.form.tables[model.table].title)
        self._headers = (
            LabelHeader(model.layout_, Qt.Orientation.Horizontal, self),
            LabelHeader(model.layout_, Qt.Orientation.Vertical, self),
        )
        self.setHorizontalHeader(self._headers[0])
        self.setVerticalHeader(self._headers[1])
        if not model.layout_.header_rows:
            self._headers[0].hide()
        if not model.layout_.label_columns:
            self._headers[1].hide()
        for placed in model.layout_.cells:
            if placed.role == "corner" and placed.frozen:
                self._corner = Corner(placed, self)
            row, column = placed.row - model.layout_.header_rows, placed.column - model.layout_.label_columns
            if row >= 0 and column >= 0 and (placed.row_span > 1 or placed.column_span > 1):
                self.setSpan(row, column, placed.row_span, placed.column_span)

    # ---- size: everything is measured in the font, so that the whole grid follows the zoom

    def fit(self) -> None:
        """Sizes columns to the width at hand and rows to their wrapped labels."""
        layout, metrics = self.grid.layout_, self.fontMetrics()
        unit = metrics.horizontalAdvance("国")
        page = self.parentWidget() or self
        bar = self.verticalScrollBar().sizeHint().width()
        layout_of_page = page.layout()
        margins = layout_of_page.contentsMargins() if layout_of_page else page.contentsMargins()
        taken = margins.left() + margins.right() + 2 * self.frameWidth() + bar
        room = min(page.width() - taken, 62 * unit)
        widths = self._widths(room, unit, metrics.horizontalAdvance("0"))
        self._headers[1].sizes = widths[: layout.label_columns]
        for column, width in enumerate(widths[layout.label_columns :]):
            self.setColumnWidth(column, width)
        heights = self._heights(widths, int(metrics.height() * 1.42))
        self._headers[0].sizes = heights[: layout.header_rows]
        for row, height in enumerate(heights[layout.header_rows :]):
            self.setRowHeight(row, height)
        frame = 2 * self.frameWidth()
        whole = sum(heights) + frame
        self.setMaximumSize(sum(widths) + frame + (bar if whole > page.height() - self.y() else 0), whole)
        for header in self._headers:
            header.updateGeometry()
        self.updateGeometries()
        self.scrollTo(self.currentIndex())

    def _widths(self, room: int, unit: int, digit: int) -> list[int]:
        """Columns of figures get what they need; label columns share the rest by their widths on paper."""
        layout = self.grid.layout_
        labels = layout.label_columns
        figures = layout.columns - labels
        if not labels:
            least = 4 * digit + 2 * PADDING
            return _shared(max(room, least * layout.columns), layout.widths)
        wanted = max(6 * digit + 2 * PADDING, 3 * unit)
        figure = max(min(wanted, (room - 16 * unit) // figures), 5 * digit + 2 * PADDING)
        label_room = max(min(room - figure * figures, 30 * unit), 14 * unit)
        figure = max(figure, min((room - label_room) // figures, 6 * unit))
        return [*_shared(label_room, layout.widths[:labels]), *[figure] * figures]

    def _heights(self, widths: list[int], least: int) -> list[int]:
        layout, metrics = self.grid.layout_, self.fontMetrics()
        heights = [least] * layout.rows
        for placed in sorted(layout.cells, key=lambda placed: placed.row_span):
            if not placed.text:
                continue
            width = sum(widths[placed.column : placed.column + placed.column_span])
            missing = wrapped_height(metrics, placed.text, width) - sum(
                heights[placed.row : placed.row + placed.row_span]
            )
            for i in range(placed.row_span):
                heights[placed.row + i] += max(0, -(-missing // placed.row_span))
        return heights

    def sizeHint(self) -> QSize:
        return self.maximumSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()

    def refit(self) -> None:
        """`fit` when the room or the font is another one than last time."""
        page = self.parentWidget() or self
        now = (page.width(), page.height() - self.y(), self.fontMetrics().height())
        if now != self._fitted:
            self._fitted = now
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self.refit()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if self._corner:
            frame = self.frameWidth()
            self._corner.setGeometry(frame, frame, self._headers[1].width(), self._headers[0].height())

    # ---- where the clerk is

    def current_cell(self) -> str | None:
        """The id of the current figure."""
        return self.grid.cell(self.currentIndex())

    def go(self, cell: str) -> None:
        """Makes a figure the current cell, scrolled into sight, with the keyboard on it."""
        index = self.grid.index_of(cell)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()

    def selected_cells(self) -> list[str]:
        """The ids of the selected figures in reading order; the current one when nothing is selected."""
        found = sorted((i.row(), i.column(), i) for i in self.selectedIndexes())
        cells = [cell for _, _, index in found if (cell := self.grid.cell(index))]
        current = self.current_cell()
        return cells or ([current] if current else [])

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update(self.visualRect(previous))
        if cell := self.grid.cell(current):
            self.cell_changed.emit(cell)

    def moveCursor(self, action: Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Tab goes through the figures in reading order; Qt would stop at labels."""
        if action in (Action.MoveNext, Action.MovePrevious):
            cells = self.grid.document.form.table_cells(self.grid.table)
            step = 1 if action == Action.MoveNext else -1
            current = self.current_cell()
            at = (cells.index(current) + step) % len(cells) if current else 0
            return self.grid.index_of(cells[at])
        return super().moveCursor(action, modifiers)

    # ---- typing

    def edit(self, index: QModelIndex, trigger: QAbstractItemView.EditTrigger, event: QEvent) -> bool:  # type: ignore[override]
        opened = super().edit(index, trigger, event)
        editor = self.indexWidget(index) or self._editor()
        if opened and isinstance(editor, CellEditor) and trigger in _EDIT_IN_PLACE:
            editor.appending = True
            editor.deselect()
            editor.end(False)
        return opened

    def edit_current(self) -> None:
        """Opens the editor of the current cell on what stands there."""
        self.setFocus()
        self.edit(self.currentIndex(), QAbstractItemView.EditTrigger.EditKeyPressed, QEvent(QEvent.Type.None_))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Typing through an input method; Qt loses a text that comes without having been composed first."""
        current = self.currentIndex()
        if event.commitString() and not event.preeditString() and not self._editor() and self.grid.cell(current):
            super().edit(current, QAbstractItemView.EditTrigger.AnyKeyPressed, event)
            if editor := self._editor():
                editor.setText(event.commitString())
                editor.setModified(True)
                editor.setFocus()
            event.accept()
        else:
            super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step_down(-1 if shift else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        elif key == Qt.Key.Key_F6 and self.commit():  # Tab stays among the figures
            self._leave(not shift)
        else:
            super().keyPressEvent(event)

    def _leave(self, onward: bool) -> None:
        """Gives the keyboard to the control after the grid, or before it; headers pass it back to their grid."""
        reason = Qt.FocusReason.TabFocusReason if onward else Qt.FocusReason.BacktabFocusReason
        each = _beside(self, onward)
        while each is not None and each is not self:
            stop = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(self.window()) and each.isEnabled()
            if stop and not self.isAncestorOf(each):
                each.setFocus(reason)
                return
            each = _beside(each, onward)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.commit():
            super().mousePressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """An entry that is no figure keeps its editor open, whichever way the clerk tries to leave it."""
        revert = hint == QAbstractItemDelegate.EndEditHint.RevertModelCache
        if isinstance(editor, CellEditor) and editor.fault and not revert:
            editor.setFocus()
            return
        super().closeEditor(editor, hint)

    def commit(self) -> bool:
        """Takes over what is being typed; False while it is no figure."""
        editor = self._editor()
        if editor is None:
            return True
        self.commitData(editor)
        if editor.fault:
            editor.setFocus()
            return False
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        return True

    def _editor(self) -> CellEditor | None:
        return next((e for e in self.viewport().findChildren(CellEditor) if not e.isHidden()), None)

    def _step_down(self, step: int) -> None:
        """The next figure below (or above), as Enter does in a spreadsheet."""
        index = self.currentIndex()
        row = index.row() + step
        while 0 <= row < self.grid.rowCount():
            if self.grid.cell(below := self.grid.index(row, index.column())):
                self.setCurrentIndex(below)
                return
            row += step

    # ---- blocks

    def copy(self) -> None:
        clipboard.copy(self.grid, self.selectedIndexes())

    def cut(self) -> None:
        self.copy()
        self._clear("剪切")

    def clear(self) -> None:
        """Makes the selected figures blank, as one step."""
        self._clear("清除内容")

    def paste(self) -> None:
        """Pastes as one step, or reports what does not fit and changes nothing."""
        if not (selected := self.selected_cells()):
            return
        found = clipboard.paste_at(self.grid, selected[0], selected)
        if found.problems:
            self.refused.emit(list(found.problems))
        elif self.grid.document.set_values(clipboard.paste_changes(found), "粘贴"):
            self._select(found.entries)
            self.message.emit(f"已粘贴 {len(found.entries)} 格，可撤销。")

    def _select(self, cells: Iterable[str]) -> None:
        selection = self.selectionModel()
        selection.clearSelection()
        for cell in cells:
            selection.select(self.grid.index_of(cell), selection.SelectionFlag.Select)

    def _clear(self, label: str) -> None:
        document = self.grid.document
        document.apply(clear_cells(document.report, self.selected_cells(), label))


def _shared(room: int, weights: tuple[int, ...]) -> list[int]:
    """A width shared out by weights; what rounding leaves goes to the last."""
    parts = [room * weight // sum(weights) for weight in weights]
    parts[-1] += room - sum(parts)
    return parts


def _beside(widget: QWidget, onward: bool) -> QWidget | None:
    return widget.nextInFocusChain() if onward else widget.previousInFocusChain()
