"""本单位词表: the office's own wrong → right words, a line each."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from reportdesk.errors import ReportDeskError
from reportdesk.services import custom_dictionary
from reportdesk_ui import dialogs
from reportdesk_ui.dialogs.dialog_size import open_at

MOST_TOLD = 8


class CustomDictionaryDialog(QDialog):
    """Edits the list and keeps it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("本单位词表")
        column = QVBoxLayout(self)
        tip = QLabel("一行一条，写成“错词→正词”。文字中出现错词时会画线提醒，可一键改正。")
        tip.setWordWrap(True)
        column.addWidget(tip)
        self.words = QPlainTextEdit(custom_dictionary.dictionary_text())
        self.words.setAccessibleName("本单位词表")
        self.words.setTabChangesFocus(True)
        column.addWidget(self.words, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        keep = QPushButton("确定")
        keep.clicked.connect(self._keep)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        row.addWidget(keep)
        row.addWidget(cancel)
        column.addLayout(row)
        unit = self.fontMetrics().horizontalAdvance("国")
        open_at(self, 36 * unit, 24 * unit)

    def _keep(self) -> None:
        try:
            kept = custom_dictionary.save_dictionary(self.words.toPlainText())
        except ReportDeskError as error:
            dialogs.show_message(self, "没有保存", str(error))
            return
        if kept.refused:
            dialogs.show_message(self, "有几行没有用上", "\n".join(kept.refused[:MOST_TOLD]))
        self.accept()
