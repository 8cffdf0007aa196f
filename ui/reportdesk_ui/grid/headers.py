"""Header rows and label columns that stay in place: nested labels drawn from the form's layout."""

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from reportdesk.form import Placed, TableLayout
from reportdesk_ui import theme

PADDING = 5
WRAP = Qt.TextFlag.TextWordWrap


def wrapped_height(metrics: QFontMetrics, text: str, width: int) -> int:
    """The height of a text wrapped into a width, padding included."""
    box = QRect(0, 0, max(width - 2 * PADDING, 1), 10_000)
    return metrics.boundingRect(box, int(WRAP), broken_evenly(metrics, text, width)).height() + PADDING + 2


def broken_evenly(metrics: QFontMetrics, text: str, width: int) -> str:
    """A short label with its line ends where lines come out even: 商业 / 企业, not 商业企 / 业."""
    room = max(width - 2 * PADDING, 1)
    if len(text) > 8 or metrics.horizontalAdvance(text) <= room:
        return text
    lines = -(-metrics.horizontalAdvance(text) // room)
    length = -(-len(text) // lines)
    return "\n".join(text[i : i + length] for i in range(0, len(text), length))


def draw_label(painter: QPainter, box: QRect, placed: Placed, lit: bool) -> None:
    """One label as on paper: frame, ground, wrapped text. `lit` labels belong to the current cell."""
    c = theme.colours()
    ground = c.banner if placed.role == "banner" else c.current if lit else c.label
    painter.fillRect(box, QColor(ground))
    painter.setPen(QPen(QColor(c.line)))
    painter.drawRect(box.adjusted(-1, -1, -1, -1))
    painter.setPen(QColor(c.text))
    left = placed.role == "banner" or (placed.frozen and placed.role in ("row", "corner"))
    align = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
    text = placed.text if left else broken_evenly(painter.fontMetrics(), placed.text, box.width())
    painter.drawText(
        box.adjusted(PADDING, 0, -PADDING, 0), int(align | Qt.AlignmentFlag.AlignVCenter) | int(WRAP), text
    )


class LabelHeader(QHeaderView):
    """The frozen labels of a table along one side; `sizes` are the sizes of its own rows or columns of labels."""

    def __init__(self, layout: TableLayout, orientation: Qt.Orientation, parent: QTableView) -> None:
        super().__init__(orientation, parent)
        self._across = orientation == Qt.Orientation.Horizontal
        self._offset = layout.label_columns if self._across else layout.header_rows
        role = "column" if self._across else "row"
        self._labels = [placed for placed in layout.cells if placed.role == role and placed.frozen]
        self.sizes: list[int] = []
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(8)
        parent.selectionModel().currentChanged.connect(self._relight)

    def sizeHint(self) -> QSize:
        total = sum(self.sizes)
        return QSize(0, total) if self._across else QSize(total, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        current = self._current()
        for placed in self._labels:
            box = self._box(placed)
            if box.intersects(event.rect()):
                first, span = self._along(placed)
                draw_label(painter, box, placed, first <= current < first + span)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a merged label selects all its rows or columns."""
        if event.button() == Qt.MouseButton.LeftButton and (placed := self._at(event.position().toPoint())):
            first, span = self._along(placed)
            self._select(first, span)
        else:
            super().mousePressEvent(event)

    def _along(self, placed: Placed) -> tuple[int, int]:
        if self._across:
            return placed.column - self._offset, placed.column_span
        return placed.row - self._offset, placed.row_span

    def _box(self, placed: Placed) -> QRect:
        first, span = self._along(placed)
        start = self.sectionViewportPosition(first)
        length = sum(self.sectionSize(i) for i in range(first, first + span))
        level, levels = (placed.row, placed.row_span) if self._across else (placed.column, placed.column_span)
        depth, extent = sum(self.sizes[:level]), sum(self.sizes[level : level + levels])
        return QRect(start, depth, length, extent) if self._across else QRect(depth, start, extent, length)

    def _at(self, point: QPoint) -> Placed | None:
        return next((placed for placed in self._labels if self._box(placed).contains(point)), None)

    def _select(self, first: int, span: int) -> None:
        from PySide6.QtCore import QItemSelection, QItemSelectionModel

        model, selection = self.model(), self.selectionModel()
        last_row, last_column = model.rowCount() - 1, model.columnCount() - 1
        if self._across:
            corners = model.index(0, first), model.index(last_row, first + span - 1)
        else:
            corners = model.index(first, 0), model.index(first + span - 1, last_column)
        selection.setCurrentIndex(corners[0], QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.select(QItemSelection(*corners), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _current(self) -> int:
        view = self.parent()
        if not isinstance(view, QTableView) or not view.currentIndex().isValid():
            return -1
        return view.currentIndex().column() if self._across else view.currentIndex().row()

    def _relight(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.viewport().update()


class Corner(QWidget):
    """The note where header rows and label columns meet, painted like a label."""

    def __init__(self, placed: Placed, parent: QWidget) -> None:
        super().__init__(parent)
        self._placed = placed

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_label(QPainter(self), self.rect().adjusted(1, 1, 0, 0), self._placed, False)
