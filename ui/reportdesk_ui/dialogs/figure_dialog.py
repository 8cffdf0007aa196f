"""插入数据: a figure of the tables, or a percentage of two, that the text will follow."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reportdesk.report.linked_text import figure_link, link_text
from reportdesk.report.schema import FigureLink
from reportdesk.services.figure_search import FigureRow, search_figures
from reportdesk_ui.dialogs.dialog_size import open_at
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.widgets.fields import Choice


class FigureDialog(QDialog):
    """`link` is what to insert, None for nothing."""

    def __init__(self, document: ReportDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("插入数据")
        self._document = document
        self.link: FigureLink | None = None
        column = QVBoxLayout(self)
        tip = QLabel("插入的数字会随表格更新，直到定稿。")
        column.addWidget(tip)
        self.search = QLineEdit()
        self.search.setPlaceholderText("输入项目名称中的字，如：新收 自然人")
        self.search.setAccessibleName("查找数据")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        column.addWidget(self.search)
        self.list = QListWidget()
        self.list.setAccessibleName("表格中的数据")
        self.list.currentItemChanged.connect(self._offer_shares)
        self.list.itemActivated.connect(lambda item: self._choose())
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(QLabel("插入为"))
        self.how = Choice()
        self.how.setAccessibleName("插入为")
        row.addWidget(self.how, 1)
        insert = QPushButton("插入")
        insert.setDefault(True)
        insert.clicked.connect(self._choose)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        row.addWidget(insert)
        row.addWidget(cancel)
        column.addLayout(row)
        unit = self.fontMetrics().horizontalAdvance("国")
        open_at(self, 46 * unit, 28 * unit)
        self._fill("")

    def _fill(self, query: str) -> None:
        self.list.clear()
        for row in search_figures(self._document.report, self._document.figures, query):
            item = QListWidgetItem(f"{row.label}　{row.value if row.value is not None else '未填'}")
            item.setData(Qt.ItemDataRole.UserRole, row)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _offer_shares(self, item: QListWidgetItem | None) -> None:
        self.how.clear()
        if item is None:
            return
        row: FigureRow = item.data(Qt.ItemDataRole.UserRole)
        self.how.addItem(f"数字：{row.value or '（未填，填后自动更新）'}", figure_link(row.cell))
        for base in row.shares:
            link = figure_link(row.cell, denominator=[base])
            name = self._document.form.cells[base].name
            words = link_text(link, self._document.figures)
            self.how.addItem(f"占“{name}”的百分比：{words}%", link)

    def _choose(self) -> None:
        self.link = self.how.currentData()
        if self.link is not None:
            self.accept()
