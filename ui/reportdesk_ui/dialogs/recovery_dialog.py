"""What a crash left, offered at the next start: 恢复未保存的内容 / 打开已保存的文件 / 不恢复."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reportdesk.store.recovery import Recoverable
from reportdesk_ui import dialogs
from reportdesk_ui.dialogs.dialog_size import open_at

RESTORE, OPEN_SAVED, DISCARD = "restore", "open", "discard"


class RecoveryDialog(QDialog):
    """After `exec()`, `chosen` is the report that the clerk decided about and `way` how; None while undecided."""

    def __init__(self, found: Sequence[Recoverable], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("发现未保存的内容")
        self._found = found
        self.chosen: Recoverable | None = None
        self.way = ""
        column = QVBoxLayout(self)
        head = QLabel("上次没有正常退出，以下报告有尚未保存的内容：")
        head.setWordWrap(True)
        column.addWidget(head)
        self.list = QListWidget()
        self.list.setAccessibleName("可以恢复的报告")
        self.list.setMaximumHeight(self.fontMetrics().height() * 6)
        for each in found:
            when = datetime.fromtimestamp(each.when)
            where = each.path.name if each.path else "尚未存为文件"
            self.list.addItem(f"{each.title}　{where}　最后改动 {when:%m月%d日 %H:%M:%S}")
        column.addWidget(self.list)
        self.what = QLabel()
        self.what.setWordWrap(True)
        column.addWidget(self.what)
        self.differs = QPlainTextEdit()
        self.differs.setReadOnly(True)
        self.differs.setTabChangesFocus(True)
        self.differs.setAccessibleName("未保存的改动")
        column.addWidget(self.differs, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.restore = self._way("恢复未保存的内容", RESTORE)
        self.open_saved = self._way("打开已保存的文件", OPEN_SAVED)
        self.discard = self._way("不恢复", DISCARD)
        later = QPushButton("以后再说")
        later.clicked.connect(self.reject)
        for button in (self.restore, self.open_saved, self.discard, later):
            row.addWidget(button)
        self.restore.setDefault(True)
        column.addLayout(row)
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)
        unit = self.fontMetrics().horizontalAdvance("国")
        open_at(self, 48 * unit, 26 * unit)

    def _way(self, label: str, way: str) -> QPushButton:
        button = QPushButton(label)
        button.clicked.connect(lambda: self._decide(way))
        return button

    def _show(self, row: int) -> None:
        each = self._found[max(row, 0)]
        lines = [*each.differs, *each.lost]
        since = "　注意：该文件后来又保存过，请核对两边的内容。" if each.saved_since else ""
        self.what.setText(f"与已保存的文件相比，有 {len(lines)} 处不同：{since}" if each.path else "报告内容：")
        self.differs.setPlainText("\n".join(lines))
        self.open_saved.setEnabled(each.saved is not None)

    def _decide(self, way: str) -> None:
        each = self._found[max(self.list.currentRow(), 0)]
        question = f"“{each.title}”中未保存的内容将被丢弃，不能再找回。"
        if way == DISCARD and dialogs.ask(self, "不恢复", question, ["丢弃", "取消"]):
            return
        self.chosen, self.way = each, way
        self.accept()
