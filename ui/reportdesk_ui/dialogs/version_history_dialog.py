"""历史版本: what the report's file held before, with what differs from now."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from reportdesk.errors import ReportDeskError
from reportdesk.report import Report
from reportdesk.report.comparison import difference_sentences
from reportdesk.store import StoredReport
from reportdesk.store.version_history import Version, load, versions
from reportdesk_ui.dialogs.dialog_size import open_at


class VersionHistoryDialog(QDialog):
    """`chosen` is the version to go back to, None for none."""

    def __init__(self, path: Path, now: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("历史版本")
        self._now = now
        self._found: list[Version] = versions(path)
        self._shown: StoredReport | None = None
        self.chosen: StoredReport | None = None
        column = QVBoxLayout(self)
        head = "每次保存前的内容都留有备份。选中一个版本，右边是它与现在的不同。"
        column.addWidget(QLabel(head if self._found else "还没有历史版本：保存过改动之后才有。"))
        split = QSplitter()
        self.list = QListWidget()
        self.list.setAccessibleName("历史版本")
        for each in self._found:
            self.list.addItem(f"{datetime.fromtimestamp(each.saved):%Y年%m月%d日 %H:%M:%S}")
        split.addWidget(self.list)
        self.differs = QPlainTextEdit()
        self.differs.setReadOnly(True)
        self.differs.setTabChangesFocus(True)
        self.differs.setAccessibleName("与现在的不同")
        split.addWidget(self.differs)
        split.setChildrenCollapsible(False)
        column.addWidget(split, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.back = QPushButton("恢复到这个版本")
        self.back.setEnabled(False)
        self.back.clicked.connect(self._choose)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        row.addWidget(self.back)
        row.addWidget(close)
        column.addLayout(row)
        self.list.currentRowChanged.connect(self._show)
        unit = self.fontMetrics().horizontalAdvance("国")
        split.setSizes([16 * unit, 34 * unit])
        open_at(self, 52 * unit, 28 * unit)
        if self._found:
            self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        self._shown = None
        try:
            self._shown = load(self._found[row])
        except ReportDeskError as error:
            self.differs.setPlainText(str(error))
        else:
            lines = difference_sentences(self._shown.report, self._now)
            self.differs.setPlainText("\n".join(lines) or "与现在的内容相同。")
        self.back.setEnabled(self._shown is not None)

    def _choose(self) -> None:
        self.chosen = self._shown
        self.accept()
