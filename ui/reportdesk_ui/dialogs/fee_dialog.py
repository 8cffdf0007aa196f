"""信息处理费计算: what an application costs, band by band."""

from typing import get_args

from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reportdesk.errors import ReportDeskError
from reportdesk.services.processing_fee import Tariff, Way, explain_fee, tariffs
from reportdesk_ui.widgets.fields import Choice


class FeeDialog(QDialog):
    """A number in, the fee out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("信息处理费计算")
        column = QVBoxLayout(self)
        form = QFormLayout()
        self.way = Choice()
        self.way.setAccessibleName("计收方式")
        for way in get_args(Way):
            tariff: Tariff = getattr(tariffs(), way)
            self.way.addItem(f"{tariff.name}（{tariff.per}）", way)
        self.number = QLineEdit()
        self.number.setAccessibleName("数量")
        form.addRow("计收方式", self.way)
        form.addRow("数量", self.number)
        column.addLayout(form)
        self.answer = QLabel("请填写数量。")
        self.answer.setWordWrap(True)
        self.answer.setMinimumHeight(self.fontMetrics().lineSpacing() * 5)
        column.addWidget(self.answer)
        close = QPushButton("关闭")
        close.clicked.connect(self.accept)
        column.addWidget(close)
        self.number.textChanged.connect(self._show)
        self.way.currentIndexChanged.connect(self._show)
        self.resize(34 * self.fontMetrics().horizontalAdvance("国"), 0)

    def _show(self) -> None:
        text = self.number.text().strip()
        if not text:
            self.answer.setText("请填写数量。")
            return
        way: Way = self.way.currentData()
        try:
            self.answer.setText("\n".join(explain_fee(_whole(text), way)))
        except ReportDeskError as error:
            self.answer.setText(str(error))


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ReportDeskError("请填写整数，如 12。")
    return int(text)
