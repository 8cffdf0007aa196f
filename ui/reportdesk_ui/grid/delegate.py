"""How a cell is drawn and typed into."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reportdesk_ui import theme
from reportdesk_ui.grid.headers import PADDING, draw_label
from reportdesk_ui.grid.model import ComputedRole, GridModel, MarkRole, PlacedRole
from reportdesk_ui.live_checks import CellMark

Index = QModelIndex | QPersistentModelIndex
_LEAVING = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
_ARROWS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}


class CellEditor(QLineEdit):
    """A plain line edit: what a figure is, numbers.py decides.

    `appending` is set when it was opened to change what is there (F2, double click): arrows then move in the text;
    otherwise they leave the cell as in a spreadsheet.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.appending = False
        self.loaded = False
        self.fault = ""
        self._message: QLabel | None = None
        self.textEdited.connect(self._clear_fault)

    def show_fault(self, fault: str) -> None:
        """Keeps the editor with its message beside it."""
        self.fault = fault
        self.setStyleSheet(f"border: 2px solid {theme.colours().error};")
        self.setAccessibleDescription(fault)
        viewport = self.parentWidget()
        view = viewport.parentWidget() if viewport else None
        assert view is not None
        if self._message is None:
            # Not a tooltip: those vanish with the next change of focus.
            self._message = QLabel(view)
            self.destroyed.connect(self._message.deleteLater)
        c = theme.colours()
        self._message.setStyleSheet(f"background: {c.error}; color: {c.sheet}; padding: 4px 8px;")
        self._message.setText(fault)
        self._message.adjustSize()
        place = self.mapTo(view, QPoint(0, self.height() + 2))
        if place.y() + self._message.height() > view.height():
            place.setY(place.y() - self.height() - self._message.height() - 4)
        place.setX(max(0, min(place.x(), view.width() - self._message.width())))
        self._message.move(place)
        self._message.show()
        self._message.raise_()

    def _clear_fault(self) -> None:
        if self.fault:
            self.fault = ""
            self.setStyleSheet("")
        if self._message:
            self._message.hide()


class GridDelegate(QStyledItemDelegate):
    """Draws labels as on paper and figures with their marks; a wrong entry keeps its editor open."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        placed = index.data(PlacedRole)
        box: QRect = option.rect  # type: ignore[attr-defined]
        if placed.cell is None:
            draw_label(painter, box, placed, False)
            return
        c = theme.colours()
        view = self.parent()
        assert isinstance(view, QAbstractItemView)
        mark = index.data(MarkRole)
        ground = {CellMark.STRONG: c.error_strong, CellMark.MEMBER: c.error_tint}.get(mark, c.sheet)
        if view.selectionModel().isSelected(index):
            ground = c.current
        painter.fillRect(box, QColor(ground))
        painter.setPen(QColor(c.line))
        painter.drawLine(box.topRight(), box.bottomRight())
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        computed = index.data(ComputedRole)
        painter.setPen(QColor(c.muted if computed else c.text))
        painter.drawText(
            box.adjusted(PADDING, 0, -PADDING, 0),
            int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWrapAnywhere),
            index.data(Qt.ItemDataRole.DisplayRole),
        )
        if mark:
            self._draw_mark(painter, box, mark)
        if view.currentIndex() == index:
            painter.setPen(QPen(QColor(c.accent), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        return CellEditor(parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Loaded once: a dataChanged of this cell must not wipe what is being typed.
        if isinstance(editor, CellEditor) and not editor.loaded:
            editor.loaded = True
            editor.setText(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        # An automatic total that was looked at but not changed stays automatic.
        if not isinstance(editor, CellEditor) or not isinstance(model, GridModel) or not editor.isModified():
            return
        if fault := model.fault(index, editor.text()):
            editor.show_fault(fault)
        else:
            editor.fault = ""
            model.setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Tab and, while a figure is typed anew, the arrows leave the cell as in a spreadsheet."""
        if isinstance(editor, CellEditor) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            leaving = event.key() in _LEAVING or (event.key() in _ARROWS and not editor.appending)
            plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
            view = self.parent()
            if leaving and plain and isinstance(view, QAbstractItemView):
                self.commitData.emit(editor)
                if not editor.fault:
                    self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                    view.keyPressEvent(event)
                return True
        return super().eventFilter(editor, event)

    @staticmethod
    def _draw_mark(painter: QPainter, box: QRect, mark: CellMark) -> None:
        """Not by colour alone: a corner for a member, a corner and a frame for a total, a dot for an offered value."""
        c = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if mark == CellMark.OFFERED:
            painter.setBrush(QColor(c.hint))
            painter.drawEllipse(box.right() - 9, box.top() + 4, 5, 5)
        else:
            size = 10 if mark == CellMark.STRONG else 7
            x, y = box.right(), box.top()
            painter.setBrush(QColor(c.error))
            painter.drawPolygon(QPolygon([QPoint(x - size, y), QPoint(x, y), QPoint(x, y + size)]))
        if mark == CellMark.STRONG:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(c.error), 1, Qt.PenStyle.DashLine))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()
