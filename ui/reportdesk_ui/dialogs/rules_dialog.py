"""规则说明: a table of every rule with today's state."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from reportdesk.services.rule_list import rule_rows
from reportdesk_ui import theme
from reportdesk_ui.dialogs.dialog_size import open_at
from reportdesk_ui.document import ReportDocument

_COLUMNS = ("规则", "依据", "级别", "目前", "不符时怎么办", "编号")


class RulesDialog(QDialog):
    """Every rule of the open report's edition."""

    def __init__(self, document: ReportDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("规则说明")
        column = QVBoxLayout(self)
        form = document.form.definition
        column.addWidget(QLabel(f"{form.name}（{form.source}）。“错误”须改正或注明原因，“提醒”和“提示”请核对。"))
        rows = rule_rows(document.report, document.figures, document.outcome)
        self.table = QTableWidget(len(rows), len(_COLUMNS))
        self.table.setHorizontalHeaderLabels(_COLUMNS)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(True)
        self.table.setAccessibleName("规则说明")
        self.table.setTabKeyNavigation(False)
        for at, row in enumerate(rows):
            cells = (row.title, row.basis, row.severity, row.state, row.advice, row.rule)
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                if place == _COLUMNS.index("目前") and row.broken:
                    item.setForeground(QColor(theme.colours().error))
                self.table.setItem(at, place, item)
        unit = self.fontMetrics().horizontalAdvance("国")
        for place, width in enumerate((18, 14, 4, 8, 17)):
            self.table.setColumnWidth(place, width * unit)
        self.table.horizontalHeader().setSectionResizeMode(len(_COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        column.addWidget(self.table)
        open_at(self, 74 * unit, 40 * unit)
        self.table.resizeRowsToContents()
