"""检查: what does not add up and which cell is to blame; a click leads to the cell."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QResizeEvent
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

from reportdesk_ui import theme
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.panels.finding_rows import FindingRow, finding_rows

Index = QModelIndex | QPersistentModelIndex
_PADDING = 6
_INDENT = 14
_RowRole = int(Qt.ItemDataRole.UserRole)
_ALL_WELL = FindingRow("well", "✓ 勾稽关系全部相符，没有空格。", "text")


class _Sentences(QStyledItemDelegate):
    """Every sentence whole, wrapped into the width of the list, in the colour of its severity."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QListWidget)
        row: FindingRow = index.data(_RowRole)
        room = QRect(0, 0, view.viewport().width() - 2 * _PADDING - _INDENT * row.indent, 10_000)
        height = view.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), row.text).height()
        return QSize(room.width(), height + 2 * _PADDING + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        c = theme.colours()
        row: FindingRow = index.data(_RowRole)
        box: QRect = option.rect  # type: ignore[attr-defined]
        view = self.parent()
        chosen = isinstance(view, QListWidget) and view.currentIndex() == index
        painter.fillRect(box, QColor(c.current if chosen else c.sheet))
        painter.setPen(QColor(c.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(QColor(getattr(c, row.colour)))
        inner = box.adjusted(_PADDING + _INDENT * row.indent, _PADDING, -_PADDING, -_PADDING)
        painter.drawText(inner, int(Qt.TextFlag.TextWordWrap), row.text)


class FindingsPanel(QWidget):
    """The findings of the open report.

    `chosen(row)` asks the window to go there; `adopt(suspect)`, `judge(finding)`, `unjudge(finding)` and
    `confirm(cell)` ask for what the buttons beneath the list say. `actions` are those of the window by their ids.
    """

    chosen = Signal(object)
    adopt = Signal(object)
    judge = Signal(object)
    unjudge = Signal(object)
    confirm = Signal(str)

    def __init__(self, document: ReportDocument, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._rows: list[FindingRow] = []
        self._opened: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 10, 4)
        column.setSpacing(6)
        column.addLayout(self._head(actions))
        self.list = QListWidget()
        self.list.setAccessibleName("检查结果")
        self.list.setItemDelegate(_Sentences(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.list.currentItemChanged.connect(self._show_buttons)
        column.addWidget(self.list, 1)
        column.addLayout(self._foot())
        document.changed.connect(lambda: self.refresh())
        document.check_state_changed.connect(lambda: self.refresh())
        self.refresh()

    def refresh(self, *, anew: bool = False) -> None:
        """Shows the findings of now; the chosen line stays chosen while it lasts."""
        outcome = self.document.outcome
        found = finding_rows(self.document.report, outcome, self._opened) or [_ALL_WELL]
        if found == self._rows and not anew:
            return
        # What is new at the top is shown: the clerk has just done it.
        new_first = bool(self._rows) and found[0].key != self._rows[0].key
        chosen = None if new_first else self.current()
        place = 0 if new_first else self.list.verticalScrollBar().value()
        self._rows = found
        self.list.clear()
        for row in found:
            item = QListWidgetItem(row.text)
            item.setData(_RowRole, row)
            self.list.addItem(item)
            if chosen and row.key == chosen.key:
                self.list.setCurrentItem(item)
        self.list.doItemsLayout()
        self.list.verticalScrollBar().setValue(place)
        self.title.setText(f"错误 {outcome.errors} · 提醒 {outcome.warnings}" if outcome.findings else "检查")
        leading = any(row.leads for row in found)
        self.previous.setEnabled(leading)
        self.next.setEnabled(leading)
        self._show_buttons()

    def current(self) -> FindingRow | None:
        """The chosen line."""
        item = self.list.currentItem()
        row = item.data(_RowRole) if item else None
        return row if isinstance(row, FindingRow) else None

    def step(self, by: int) -> None:
        """Goes to the next line that leads somewhere, or the one before; round and round."""
        leading = [i for i, row in enumerate(self._rows) if row.leads]
        if not leading:
            return
        now = self.list.currentRow()
        if by > 0:
            at = next((i for i in leading if i > now), leading[0])
        else:
            at = next((i for i in reversed(leading) if i < now), leading[-1])
        self.list.setCurrentRow(at)
        self.chosen.emit(self._rows[at])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.doItemsLayout()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("国") * 17, self.fontMetrics().lineSpacing() * 7)

    def _head(self, actions: Mapping[str, QAction]) -> QHBoxLayout:
        head = QHBoxLayout()
        self.title = theme.heading()
        head.addWidget(self.title, 1)
        self.previous, self.next = (
            self._button(line.text(), line.trigger, f"跳到{line.text()}（{line.shortcut().toString()}）")
            for line in (actions["previous"], actions["next"])
        )
        head.addWidget(self.previous)
        head.addWidget(self.next)
        return head

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        self.adopt_button = self._button("按此修改", lambda: self._emit("adopt"), "改为疑似的数字，可撤销")
        self.judge_button = self._button("已核实，不作修改…", lambda: self._emit("judge"), "注明原因，不再计入")
        self.unjudge_button = self._button("恢复检查", lambda: self._emit("unjudge"), "重新计入检查结果")
        self.confirm_button = self._button("已与台账核对", lambda: self._emit("confirm"), "改后的数字已核对无误")
        for button in (self.adopt_button, self.judge_button, self.unjudge_button, self.confirm_button):
            foot.addWidget(button)
        foot.addStretch(1)
        return foot

    @staticmethod
    def _button(label: str, work: object, tip: str) -> QPushButton:
        button = QPushButton(label)
        button.setToolTip(tip)
        button.clicked.connect(work)
        return button

    def _show_buttons(self) -> None:
        row = self.current()
        finding = row.finding if row else None
        self.adopt_button.setVisible(bool(row and row.suspect))
        self.judge_button.setVisible(bool(finding and finding.judged is None))
        self.unjudge_button.setVisible(bool(finding and finding.judged is not None))
        self.confirm_button.setVisible(bool(row and row.adopted))

    def _emit(self, what: str) -> None:
        if not (row := self.current()):
            return
        if what == "adopt" and row.suspect:
            self.adopt.emit(row.suspect)
        elif what == "confirm" and row.adopted:
            self.confirm.emit(row.adopted)
        elif row.finding and what in ("judge", "unjudge"):
            (self.judge if what == "judge" else self.unjudge).emit(row.finding)

    def _choose(self, item: QListWidgetItem) -> None:
        row = item.data(_RowRole)
        if not isinstance(row, FindingRow):
            return
        if row.fold:
            self._opened ^= {row.key}
            self.refresh()
        elif row.leads:
            self.chosen.emit(row)
