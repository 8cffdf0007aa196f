"""A damaged file: what of it can be opened, and what was lost."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from reportdesk.store import StoredReport
from reportdesk.store.damage import Damage


class DamagedFileDialog(QDialog):
    """`chosen` is what the clerk wants to open, None for nothing."""

    def __init__(self, path: Path, damage: Damage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("文件已损坏")
        self.chosen: StoredReport | None = None
        column = QVBoxLayout(self)
        ways = ["其中能读出的内容"] * bool(damage.salvaged) + ["最近的备份"] * bool(damage.stored)
        head = QLabel(f"“{path.name}”已经损坏。可以打开{'，或'.join(ways)}。保存时，损坏的文件会原样保留一份。")
        head.setWordWrap(True)
        column.addWidget(head)
        if damage.salvaged and damage.salvaged.lost:
            column.addWidget(QLabel("没有读出的内容："))
            lost = QPlainTextEdit("\n".join(damage.salvaged.lost))
            lost.setReadOnly(True)
            lost.setTabChangesFocus(True)
            lost.setAccessibleName("没有读出的内容")
            column.addWidget(lost, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        if damage.salvaged:
            row.addWidget(self._way("打开能读出的内容", damage.salvaged.stored))
        if damage.generation and damage.stored:
            when = datetime.fromtimestamp(damage.generation.saved)
            row.addWidget(self._way(f"打开 {when:%m月%d日 %H:%M} 的备份", damage.stored))
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        column.addLayout(row)
        self.resize(40 * self.fontMetrics().horizontalAdvance("国"), 0)

    def _way(self, label: str, stored: StoredReport) -> QPushButton:
        button = QPushButton(label)
        button.clicked.connect(lambda: self._choose(stored))
        return button

    def _choose(self, stored: StoredReport) -> None:
        self.chosen = stored
        self.accept()
