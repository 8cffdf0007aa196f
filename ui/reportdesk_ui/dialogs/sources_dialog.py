"""数从哪来: which office, person, date and document gave the figures of each row."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reportdesk.report import Edit, Place, Source, edit, source_rows
from reportdesk.text.characters import clean_line
from reportdesk_ui.actions.catalogue import menu_path
from reportdesk_ui.dialogs.dialog_size import open_at
from reportdesk_ui.document import ReportDocument

_COLUMNS = ("项目", "数据提供科室（单位）", "经办人", "日期", "依据材料")
_FIELDS = ("office", "person", "date", "document")


class SourcesDialog(QDialog):
    """A line for every row of the form; `step()` is the edit that the clerk's changes make."""

    def __init__(self, document: ReportDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("数从哪来")
        self._report = document.report
        self._rows = source_rows(document.form)
        column = QVBoxLayout(self)
        tip = QLabel(f"写明每一行由哪个科室提供；可用“{menu_path('data_sheets')}”为各科室生成只含本科室各行的表格。")
        tip.setWordWrap(True)
        column.addWidget(tip)
        self.table = QTableWidget(len(self._rows), len(_COLUMNS))
        self.table.setHorizontalHeaderLabels(_COLUMNS)
        self.table.verticalHeader().hide()
        self.table.setAccessibleName("数从哪来")
        self.table.setTabKeyNavigation(False)
        for at, row in enumerate(self._rows):
            name = QTableWidgetItem(" › ".join(row.labels))
            name.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            name.setToolTip(name.text())
            self.table.setItem(at, 0, name)
            source = self._report.sources.get(row.key, Source())
            for place, field in enumerate(_FIELDS, 1):
                self.table.setItem(at, place, QTableWidgetItem(getattr(source, field)))
        unit = self.fontMetrics().horizontalAdvance("国")
        for place, width in enumerate((22, 11, 6, 8)):
            self.table.setColumnWidth(place, width * unit)
        self.table.horizontalHeader().setSectionResizeMode(len(_COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        column.addWidget(self.table)
        column.addLayout(self._buttons())
        open_at(self, 66 * unit, 34 * unit)

    def step(self) -> Edit:
        """The edit from what the report says of sources to what the table says."""
        changes: dict[Place, Source | None] = {}
        for at, row in enumerate(self._rows):
            texts = [clean_line(self._text(at, place)) for place in range(1, len(_COLUMNS))]
            source = Source(**dict(zip(_FIELDS, texts, strict=True)))
            changes["sources", row.key] = source if source != Source() else None
        return edit(self._report, changes, "数从哪来")

    def fill_down(self) -> None:
        """Puts what stands in the current line into the other selected lines."""
        current = self.table.currentRow()
        for at in {index.row() for index in self.table.selectedIndexes()} - {current}:
            for place in range(1, len(_COLUMNS)):
                self.table.setItem(at, place, QTableWidgetItem(self._text(current, place)))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        down = QPushButton("所选各行与当前行相同")
        down.setToolTip("先选中几行，再把当前行的科室、经办人等填到所选各行")
        down.clicked.connect(self.fill_down)
        down.setAutoDefault(False)
        row.addWidget(down)
        row.addStretch(1)
        for label, work in (("确定", self.accept), ("取消", self.reject)):
            button = QPushButton(label)
            button.setAutoDefault(False)
            button.clicked.connect(work)
            row.addWidget(button)
        return row

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text() if item else ""
