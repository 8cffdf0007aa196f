"""Two reports side by side: the signed one against what was published, or any other."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reportdesk.report import Report
from reportdesk.services.compare_reports import Comparison, compare
from reportdesk_ui import theme
from reportdesk_ui.dialogs.dialog_size import open_at

_SAID = {"changed": "改动", "removed": "对方没有", "added": "本报告没有", "moved": "移位", "format": "仅格式不同"}


class CompareDialog(QDialog):
    """Every difference in a line; `wanted(cell or section)` asks the window to go there."""

    wanted = Signal(str)

    def __init__(self, mine: Report, other: Report, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("与另一份报告核对")
        self._form = mine.form
        found = compare(mine, other)
        column = QVBoxLayout(self)
        column.addWidget(self._summary(found, mine, source))
        self.also_format = QCheckBox(f"也显示仅格式不同的 {found.format_only} 处（空格、全半角、标点、末尾的 0）")
        self.also_format.setVisible(bool(found.format_only))
        self.also_format.toggled.connect(self._filter)
        column.addWidget(self.also_format)
        self.table = self._table(found, source)
        column.addWidget(self.table, 1)
        close = QPushButton("关闭")
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        unit = self.fontMetrics().horizontalAdvance("国")
        open_at(self, 76 * unit, 40 * unit)
        self._filter(False)

    def _summary(self, found: Comparison, mine: Report, source: str) -> QLabel:
        count = found.different
        summary = f"共 {count} 处不同，双击一行可转到该处。" if count else "内容一致，没有不同。"
        label = QLabel(f"“{mine.title}”与“{source}”：{summary}")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _table(self, found: Comparison, source: str) -> QTableWidget:
        lines = [
            (pair.place, pair.name, pair.a or "（空）", pair.b or "（空）", "format" if pair.format_only else "changed")
            for pair in found.pairs
        ]
        for section, texts in found.sections:
            name = self._form.section_name(section) if section in self._form.sections else section
            lines += [(section, name, each.a, each.b, each.kind) for each in texts]
        table = QTableWidget(len(lines), 4)
        table.setHorizontalHeaderLabels(["位置", "本报告", source, "说明"])
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setAccessibleName("不同之处")
        table.setTabKeyNavigation(False)
        for at, (place, name, a, b, kind) in enumerate(lines):
            for where, text in enumerate((name, a, b, _SAID[kind])):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                item.setData(Qt.ItemDataRole.UserRole, (place, kind))
                if where == 3 and kind != "format":
                    item.setForeground(QColor(theme.colours().error))
                table.setItem(at, where, item)
        unit = self.fontMetrics().horizontalAdvance("国")
        table.setColumnWidth(0, 15 * unit)
        table.setColumnWidth(3, 6 * unit)
        for where in (1, 2):
            table.horizontalHeader().setSectionResizeMode(where, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.itemActivated.connect(lambda item: self.wanted.emit(item.data(Qt.ItemDataRole.UserRole)[0]))
        return table

    def _filter(self, also_format: bool) -> None:
        for at in range(self.table.rowCount()):
            item = self.table.item(at, 0)
            of_format = item is not None and item.data(Qt.ItemDataRole.UserRole)[1] == "format"
            self.table.setRowHidden(at, of_format and not also_format)
