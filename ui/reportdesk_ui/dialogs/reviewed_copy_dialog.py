"""A file that came back from reviewers beside the open report: every difference is taken over alone, or left."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reportdesk.report.comparison import KIND_NAMES
from reportdesk.services.import_report import Reading
from reportdesk.services.reviewed_copy import Difference
from reportdesk.services.text_output import comment_lines
from reportdesk.text.characters import shorten
from reportdesk.text.diff import word_changes
from reportdesk_ui import theme
from reportdesk_ui.dialogs.dialog_size import open_at

_COLUMNS = ("采用", "位置", "本报告", "返回稿")
_MOST_SHOWN = 400  # characters of a text in a line of the table
_MOST_MARKED = 5000  # and below it
_MOST_DOUBTS = 3


class ReviewedCopyDialog(QDialog):
    """After `exec()`, `chosen()` are the differences to take over.

    What was not read for certain, and another unit or year, is not ticked beforehand. The reviewers' comments are
    shown, to be dealt with by hand.
    """

    def __init__(self, found: Sequence[Difference], reading: Reading, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("读回修改稿")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._found = found
        self._doubted = {doubt.cell for doubt in reading.doubts if doubt.cell}
        column = QVBoxLayout(self)
        column.addWidget(self._headline(reading))
        self.table = self._table()
        column.addWidget(self.table, 1)
        self.detail = QTextBrowser()
        self.detail.setAccessibleName("所选一处的改动")
        self.detail.setTabChangesFocus(True)
        self.detail.setMaximumHeight(self.fontMetrics().lineSpacing() * 6)
        column.addWidget(self.detail)
        self.comments = self._comments(reading)
        column.addWidget(self.comments, 0 if found else 1)
        for widget in (self.table, self.detail):
            widget.setVisible(bool(found))
        column.addLayout(self._buttons())
        unit = self.fontMetrics().horizontalAdvance("国")
        open_at(self, 80 * unit, 44 * unit)
        self.table.itemChanged.connect(self._count)
        self.table.currentCellChanged.connect(self._show_detail)
        self.table.setCurrentCell(0, 0)
        self._count()

    def chosen(self) -> list[Difference]:
        """The differences that are ticked."""
        return [each for at, each in enumerate(self._found) if self._tick(at).checkState() is Qt.CheckState.Checked]

    def tick_all(self, on: bool) -> None:
        """全选, 全不选."""
        self.table.blockSignals(True)  # counted once
        for at in range(len(self._found)):
            self._tick(at).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.table.blockSignals(False)
        self._count()

    def _headline(self, reading: Reading) -> QLabel:
        source = f"“{reading.document.source}”与本报告"
        found = f"有 {len(self._found)} 处不同。打勾的采用，其余一处不动。"
        lines = [source + (found if self._found else "一致，没有需要采用的修改。"), *reading.remarks]
        if any(each.kind == "head" for each in self._found):
            lines.append("返回稿的单位或年度与本报告不同，请确认没有选错文件。")
        if reading.doubts:
            reasons = "；".join(doubt.reason.rstrip("。") for doubt in reading.doubts[:_MOST_DOUBTS])
            more = "等" if len(reading.doubts) > _MOST_DOUBTS else ""
            lines.append(f"有 {len(reading.doubts)} 处没有读准（{reasons}{more}），其中的数字没有预先勾选。")
        label = QLabel("\n".join(lines))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _comments(self, reading: Reading) -> QListWidget:
        """Each comment with its author and place; not there where nobody wrote any."""
        comments = QListWidget()
        comments.setAccessibleName("返回稿中的批注")
        comments.setWordWrap(True)
        lines = comment_lines(reading)
        comments.addItems([f"批注 {number}　{line}" for number, line in enumerate(lines, 1)])
        comments.setVisible(bool(lines))
        if self._found:
            comments.setMaximumHeight(self.fontMetrics().lineSpacing() * 6)
        return comments

    def _table(self) -> QTableWidget:
        table = _Ticks(len(self._found), len(_COLUMNS))
        table.setHorizontalHeaderLabels(_COLUMNS)
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setAccessibleName("返回稿的修改，按空格键勾选")
        top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        for at, each in enumerate(self._found):
            kind = f"（{KIND_NAMES[each.kind]}）" if each.kind in ("note", "footnote") else ""
            name = f"{each.name}{kind}"
            tick = QTableWidgetItem()
            tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            sure = each.kind != "head" and not (each.kind in ("cell", "note") and each.key in self._doubted)
            tick.setCheckState(Qt.CheckState.Checked if sure else Qt.CheckState.Unchecked)
            tick.setData(Qt.ItemDataRole.AccessibleTextRole, name)
            table.setItem(at, 0, tick)
            for where, text in enumerate((name, _shown(each.old), _shown(each.new)), 1):
                item = QTableWidgetItem(text)
                item.setTextAlignment(top)
                table.setItem(at, where, item)
        unit = self.fontMetrics().horizontalAdvance("国")
        table.setColumnWidth(0, 3 * unit)
        table.setColumnWidth(1, 18 * unit)
        for where in (2, 3):
            table.horizontalHeader().setSectionResizeMode(where, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for label, on in (("全选", True), ("全不选", False)):
            button = QPushButton(label)
            button.setAutoDefault(False)
            button.clicked.connect(lambda checked=False, on=on: self.tick_all(on))
            row.addWidget(button)
        row.addStretch(1)
        self.take = QPushButton()
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self.accept)
        cancel = QPushButton("取消")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row.addWidget(self.take)
        row.addWidget(cancel)
        return row

    def _tick(self, at: int) -> QTableWidgetItem:
        item = self.table.item(at, 0)
        assert item
        return item

    def _count(self) -> None:
        count = len(self.chosen())
        self.take.setText(f"采用所选 {count} 处")
        self.take.setEnabled(count > 0)

    def _show_detail(self, at: int) -> None:
        if not 0 <= at < len(self._found):
            self.detail.clear()
            return
        each, colours = self._found[at], theme.colours()
        pairs = word_changes(each.old[:_MOST_MARKED], each.new[:_MOST_MARKED])
        old = "".join(_marked(a, a != b, f"color:{colours.error};text-decoration:line-through") for a, b in pairs)
        new = "".join(_marked(b, a != b, f"color:{colours.accent};text-decoration:underline") for a, b in pairs)
        self.detail.setHtml(
            f"<p><b>本报告：</b>{old or '（空）'}</p><p style='margin-top:4px'><b>返回稿：</b>{new or '（空）'}</p>"
        )


class _Ticks(QTableWidget):
    """The space bar ticks the line, wherever in it one is."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        tick = self.item(self.currentRow(), 0)
        if event.key() == Qt.Key.Key_Space and tick:
            on = tick.checkState() is Qt.CheckState.Checked
            tick.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
        else:
            super().keyPressEvent(event)


def _shown(text: str) -> str:
    if not text.strip("\n"):
        return "（分段）" if text else "（空）"
    return shorten(text.strip("\n"), _MOST_SHOWN)


def _marked(text: str, changed: bool, style: str) -> str:
    plain = escape(text).replace("\n", "<br>")
    return f"<span style='{style}'>{plain}</span>" if changed and text else plain
