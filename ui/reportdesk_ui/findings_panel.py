"""检查: what does not add up, one line each; a click leads to the cell."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reportdesk.checks import Finding
from reportdesk.jobs.showing import SEVERITY_NAMES
from reportdesk_ui import theme
from reportdesk_ui.session import Session

Index = QModelIndex | QPersistentModelIndex
_PADDING = 6
_MARKS = {"error": "✖", "warning": "▲", "hint": "●"}


class _Sentences(QStyledItemDelegate):
    """Every sentence whole, wrapped into the width of the list, in the colour of its severity."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QListWidget)
        room = QRect(0, 0, view.viewport().width() - 2 * _PADDING, 10_000)
        text = str(index.data())
        height = view.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height()
        return QSize(room.width(), height + 2 * _PADDING + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        c = theme.colours()
        box: QRect = option.rect  # type: ignore[attr-defined]
        view = self.parent()
        chosen = isinstance(view, QListWidget) and view.currentIndex() == index
        painter.fillRect(box, QColor(c.current if chosen else c.sheet))
        painter.setPen(QColor(c.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        finding = index.data(Qt.ItemDataRole.UserRole)
        painter.setPen(QColor(getattr(c, finding.severity) if isinstance(finding, Finding) else c.text))
        inner = box.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        painter.drawText(inner, int(Qt.TextFlag.TextWordWrap), str(index.data()))


class FindingsPanel(QWidget):
    """The findings of the open report. `chosen(finding)` asks the window to go there."""

    chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 10, 4)
        column.setSpacing(6)
        head = QHBoxLayout()
        self.title = theme.heading()
        head.addWidget(self.title, 1)
        self.previous = QPushButton("上一处")
        self.previous.setToolTip("跳到上一处（Shift+F8）")
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next = QPushButton("下一处")
        self.next.setToolTip("跳到下一处（F8）")
        self.next.clicked.connect(lambda: self.step(1))
        head.addWidget(self.previous)
        head.addWidget(self.next)
        column.addLayout(head)
        self.list = QListWidget()
        self.list.setAccessibleName("检查结果")
        self.list.setItemDelegate(_Sentences(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        column.addWidget(self.list, 1)
        self._shown: list[Finding] = []
        session.changed.connect(lambda: self.refresh())
        self.refresh()

    def refresh(self, *, anew: bool = False) -> None:
        """Shows the findings of now; the chosen one stays chosen while it lasts."""
        findings = self.session.outcome.findings
        if findings == self._shown and self.list.count() and not anew:
            return
        chosen = self._current()
        self._shown = findings
        self.list.clear()
        for finding in findings:
            item = QListWidgetItem(f"{_MARKS[finding.severity]} {finding.message}")
            item.setData(Qt.ItemDataRole.UserRole, finding)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{SEVERITY_NAMES[finding.severity]}：{finding.message}")
            self.list.addItem(item)
            if chosen and finding.id == chosen.id:
                self.list.setCurrentItem(item)
        if not findings:
            item = QListWidgetItem("✓ 勾稽关系全部相符，没有空格。")
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        outcome = self.session.outcome
        self.title.setText("检查" if not findings else f"检查（错误 {outcome.errors}，提醒 {outcome.warnings}）")
        self.previous.setEnabled(bool(findings))
        self.next.setEnabled(bool(findings))

    def step(self, by: int) -> None:
        """Goes to the next finding, or the one before; round and round."""
        if not self._shown:
            return
        row = self.list.currentRow()
        row = (row + by) % len(self._shown) if row >= 0 else (0 if by > 0 else len(self._shown) - 1)
        self.list.setCurrentRow(row)
        self.chosen.emit(self._shown[row])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.doItemsLayout()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("国") * 15, self.fontMetrics().lineSpacing() * 6)

    def _choose(self, item: QListWidgetItem) -> None:
        if finding := item.data(Qt.ItemDataRole.UserRole):
            self.chosen.emit(finding)

    def _current(self) -> Finding | None:
        item = self.list.currentItem()
        finding = item.data(Qt.ItemDataRole.UserRole) if item else None
        return finding if isinstance(finding, Finding) else None
