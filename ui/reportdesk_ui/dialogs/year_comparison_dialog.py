"""与上年对比: a table of all figures beside last year's, and charts that can go into the report."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from reportdesk.documents.charts import BarChart
from reportdesk.errors import ReportDeskError
from reportdesk.services.year_comparison import RowGroup, YearComparison
from reportdesk_ui import theme
from reportdesk_ui.dialogs.dialog_size import open_at
from reportdesk_ui.widgets.chart_painter import draw_chart

_BLANK = "—"
_READABLE = 0.7  # of the width of the view that a chart must have


class YearComparisonDialog(QDialog):
    """`wanted(cell)` asks the window to go to a figure, `picture(title, png)` to put a chart into the report."""

    wanted = Signal(str)
    picture = Signal(str, bytes)

    def __init__(self, found: YearComparison, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("与上年对比")
        self._found = found
        self._png = b""
        column = QVBoxLayout(self)
        tabs = self.tabs = QTabWidget()
        tabs.setAccessibleName("对比表和对比图")
        tabs.addTab(self._figures(), "对比表")
        self._charts = self._charts_page()
        tabs.addTab(self._charts, "对比图")
        tabs.currentChanged.connect(lambda at: self._draw() if at else None)
        column.addWidget(tabs, 1)
        close = QPushButton("关闭")
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        unit = self.fontMetrics().horizontalAdvance("国")
        open_at(self, 70 * unit, 40 * unit)

    def _figures(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        self.changed_only = QCheckBox("只显示有变化的")
        self.changed_only.toggled.connect(self._filter)
        column.addWidget(self.changed_only)
        rows = sum(len(group.rows) + 1 for group in self._found.groups)
        self.table = QTableWidget(rows, 5)
        years = f"{self._found.last_year}年", f"{self._found.year}年"
        self.table.setHorizontalHeaderLabels(["项目", *years, "增减", "增减比例"])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setAccessibleName("与上年对比")
        self.table.setTabKeyNavigation(False)
        at = 0
        for group in self._found.groups:
            at = self._add_group(group, at)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        unit = self.fontMetrics().horizontalAdvance("国")
        for place in range(1, 5):
            self.table.setColumnWidth(place, 7 * unit)
        self.table.itemActivated.connect(self._go)
        column.addWidget(self.table, 1)
        return page

    def _add_group(self, group: RowGroup, at: int) -> int:
        unit = f"（单位：{group.unit}）" if group.unit else ""
        head = QTableWidgetItem(f"{group.title}{unit}")
        head.setBackground(QColor(theme.colours().banner))
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.table.setItem(at, 0, head)
        self.table.setSpan(at, 0, 1, 5)
        for row in group.rows:
            at += 1
            texts = (" › ".join(row.labels), row.previous, row.now, row.difference, row.percentage)
            for place, text in enumerate(texts):
                item = QTableWidgetItem(text if text is not None else _BLANK)
                side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                item.setData(Qt.ItemDataRole.UserRole, (row.cell, row.difference not in (None, "0")))
                item.setToolTip(item.text())
                self.table.setItem(at, place, item)
        return at + 1

    def _filter(self, changed_only: bool) -> None:
        for at in range(self.table.rowCount()):
            item = self.table.item(at, 0)
            data = item.data(Qt.ItemDataRole.UserRole) if item else None
            self.table.setRowHidden(at, changed_only and data is not None and not data[1])

    def _go(self, item: QTableWidgetItem) -> None:
        if data := item.data(Qt.ItemDataRole.UserRole):
            self.wanted.emit(data[0])

    def _charts_page(self) -> QWidget:
        split = QSplitter()
        self.list = QListWidget()
        self.list.setAccessibleName("对比图")
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.addItems([bars.title for bars in self._found.bars])
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(self._draw)
        split.addWidget(self.list)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        self.chart = _ChartView()
        column.addWidget(self.chart, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.insert = QPushButton("放入报告正文…")
        self.insert.clicked.connect(lambda: self.picture.emit(self._bars.title, self._png))
        row.addWidget(self.insert)
        column.addLayout(row)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        split.setSizes([240, 640])
        return split

    @property
    def _bars(self) -> BarChart:
        return self._found.bars[max(self.list.currentRow(), 0)]

    def _draw(self, _: int = 0) -> None:
        try:
            self._png = draw_chart(self._bars)
        except ReportDeskError as error:
            self._png = b""
            self.chart.label.setText(str(error))
        else:
            self.chart.show_chart(self._png)
        self.insert.setEnabled(bool(self._png))


class _ChartView(QScrollArea):
    """A chart whole where that leaves it readable, else as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("对比图")
        self._picture = QPixmap()
        self.label = QLabel()
        self.label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.label.setWordWrap(True)
        self.setWidget(self.label)
        self.setWidgetResizable(True)

    def show_chart(self, png: bytes) -> None:
        self._picture.loadFromData(png)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._picture.isNull():
            return
        room = self.maximumViewportSize()
        whole = self._picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio).width()
        beside_bar = room.width() - self.verticalScrollBar().sizeHint().width()
        width = min(whole if whole >= _READABLE * room.width() else beside_bar, self._picture.width())
        self.label.setPixmap(self._picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))
