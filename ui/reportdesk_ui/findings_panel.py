"""检查: what does not add up, one line each; a click leads to the cell."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from reportdesk.checks import Finding
from reportdesk.jobs.showing import SEVERITY_NAMES
from reportdesk_ui import theme
from reportdesk_ui.session import Session

_MARKS = {"error": "✖", "warning": "▲", "hint": "●"}


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
        self.list.setWordWrap(True)
        self.list.setSpacing(0)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._colour_selection()
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
        if anew:
            self._colour_selection()
        self._shown = findings
        self.list.clear()
        for finding in findings:
            item = QListWidgetItem(f"{_MARKS[finding.severity]} {finding.message}")
            item.setData(Qt.ItemDataRole.UserRole, finding)
            item.setForeground(QColor(getattr(theme.colours(), finding.severity)))
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

    def _colour_selection(self) -> None:
        """The chosen line keeps the colour of its severity."""
        c = theme.colours()
        self.list.setStyleSheet(
            f"QListWidget::item {{ padding: 3px 4px; border-bottom: 1px solid {c.line}; }}"
            f"QListWidget::item:selected {{ background: {c.current}; color: {c.text}; }}"
        )

    def _choose(self, item: QListWidgetItem) -> None:
        if finding := item.data(Qt.ItemDataRole.UserRole):
            self.chosen.emit(finding)

    def _current(self) -> Finding | None:
        item = self.list.currentItem()
        finding = item.data(Qt.ItemDataRole.UserRole) if item else None
        return finding if isinstance(finding, Finding) else None
