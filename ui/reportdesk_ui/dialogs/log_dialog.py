"""查看运行日志: what was noted of unexpected errors, to read and to copy."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from reportdesk_ui.dialogs.dialog_size import open_at
from reportdesk_ui.dialogs.message_boxes import open_externally


class LogDialog(QDialog):
    """The log, newest entry in sight."""

    def __init__(self, text: str, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("运行日志")
        column = QVBoxLayout(self)
        head = QLabel(f"程序遇到意外错误时的记录，不含报告内容，可交给维护人员。文件：{path}")
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setWordWrap(True)
        column.addWidget(head)
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("运行日志")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        column.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        folder = QPushButton("打开所在文件夹")
        folder.clicked.connect(lambda: open_externally(self, path.parent))
        close = QPushButton("关闭")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        for button in (folder, close):
            row.addWidget(button)
        column.addLayout(row)
        unit = self.fontMetrics().horizontalAdvance("国")
        open_at(self, 56 * unit, 32 * unit)
