"""The start page asks only which unit, which year, and whether last year's report is at hand."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from reportdesk import resources
from reportdesk.report import ReportError, checked_year
from reportdesk_ui.settings import ANY_REPORT, SAMPLES, Settings
from reportdesk_ui.widgets.fields import LineField


class StartPage(QWidget):
    """`started(unit, year, path of last year's report or "")`, `open_file(path)`, `open_sample(path)`, `browse()`;
    `import_file()` and `import_text()` ask for a report from elsewhere."""

    started = Signal(str, int, str)
    open_file = Signal(str)
    open_sample = Signal(str)
    browse = Signal()
    import_file = Signal()
    import_text = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        page = QHBoxLayout(self)
        page.setContentsMargins(40, 24, 40, 24)
        page.setSpacing(40)
        page.addStretch(1)
        page.addWidget(self._new_report(), 5)
        page.addWidget(self._files(), 5)
        page.addStretch(1)

    def refresh(self) -> None:
        """Shows the recent files of now."""
        self.recent.clear()
        for path in self._settings.recent:
            item = QListWidgetItem(f"{path.stem}\n{path.parent}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(str(path))
            self.recent.addItem(item)
        if not self.recent.count():
            item = QListWidgetItem("还没有打开过文件")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.recent.addItem(item)
        else:
            self.recent.setCurrentRow(0)  # the keyboard has something to stand on

    def _new_report(self) -> QWidget:
        card, column = _card()
        column.addWidget(_title("新建年度报告"))
        column.addWidget(_muted("政府信息公开工作年度报告"))
        form = QFormLayout()
        form.setVerticalSpacing(12)
        self.unit = LineField("单位名称")
        self.unit.setPlaceholderText("单位全称，如：示例县财政局")
        self.unit.returnPressed.connect(self._create)
        form.addRow("单位名称", self.unit)
        self.year = LineField("报告年度")
        self.year.setText(str(date.today().year - 1))
        self.year.setMaxLength(4)
        self.year.returnPressed.connect(self._create)
        form.addRow("报告年度", self.year)
        column.addLayout(form)
        column.addWidget(QLabel("手边有上年的报告吗？"))
        self.without, self.with_previous = (
            QRadioButton("没有，从空白表格开始"),
            QRadioButton("有（本程序的文件、Word、Excel、网页或 PDF）"),
        )
        group = QButtonGroup(self)
        for button in (self.without, self.with_previous):
            group.addButton(button)
            column.addWidget(button)
        self.without.setChecked(True)
        row = QHBoxLayout()
        self.previous = LineField("上年的报告")
        self.previous.setReadOnly(True)
        self.previous.setPlaceholderText("沿用单位类别、联系方式和结转数")
        choose = QPushButton("选择…")
        choose.clicked.connect(self._choose_last)
        row.addWidget(self.previous, 1)
        row.addWidget(choose)
        column.addLayout(row)
        for widget in (self.previous, choose):
            widget.setEnabled(False)
            self.with_previous.toggled.connect(widget.setEnabled)
        self.fault = QLabel()
        self.fault.setWordWrap(True)
        self.fault.setForegroundRole(QPalette.ColorRole.BrightText)
        column.addWidget(self.fault)
        column.addStretch(1)
        start = QPushButton("开始填报")
        start.setDefault(True)
        start.setMinimumHeight(int(self.fontMetrics().height() * 2))
        start.setStyleSheet(
            "QPushButton { background: palette(highlight); color: palette(highlighted-text); border: none;"
            " border-radius: 4px; } QPushButton:focus { border: 2px solid palette(text); }"
        )
        start.clicked.connect(self._create)
        column.addWidget(start)
        return card

    def _files(self) -> QWidget:
        card, column = _card()
        column.addWidget(_title("打开"))
        column.addWidget(_muted("最近打开的文件（双击打开）"))
        self.recent = QListWidget()
        self.recent.setAccessibleName("最近打开的文件")
        self.recent.setSpacing(2)
        self.recent.itemActivated.connect(self._open_item)
        column.addWidget(self.recent, 1)
        other = QPushButton("打开其他文件…")
        other.clicked.connect(self.browse)
        column.addWidget(other)
        row = QHBoxLayout()
        for label, wanted in (("导入 Word、网页等…", self.import_file), ("粘贴复制的报告", self.import_text)):
            button = QPushButton(label)
            button.clicked.connect(wanted)
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(_muted("也可把文件拖到窗口中。先看看填好的样子："))
        for name, label in SAMPLES.items():
            button = QPushButton(label)
            path = str(resources.path("samples", name))
            button.clicked.connect(lambda checked=False, path=path: self.open_sample.emit(path))
            column.addWidget(button)
        self.refresh()
        return card

    def _open_item(self, item: QListWidgetItem) -> None:
        if path := item.data(Qt.ItemDataRole.UserRole):
            self.open_file.emit(path)

    def _choose_last(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "选择上年的报告", str(self._settings.folder), ANY_REPORT)
        if path:
            self.take_last(path)

    def take_last(self, path: str) -> None:
        """Names last year's report."""
        self.with_previous.setChecked(True)
        self.previous.setText(path)

    def _create(self) -> None:
        unit, year = self.unit.text().strip(), self.year.text().strip()
        self.fault.clear()
        if not unit:
            self.fault.setText("请填写单位名称。")
            self.unit.setFocus()
            return
        try:
            number = checked_year(int(year) if year.isascii() and year.isdigit() else 0)
        except ReportError:
            self.fault.setText("请填写四位年份，如 2025。")
            self.year.setFocus()
            return
        if self.with_previous.isChecked() and not self.previous.text():
            self.fault.setText("请选择上年的文件，或改选“没有”。")
            return
        self.started.emit(unit, number, self.previous.text() if self.with_previous.isChecked() else "")


def _card() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setFrameShape(QFrame.Shape.StyledPanel)
    card.setProperty("framed", True)
    card.setAutoFillBackground(True)
    card.setBackgroundRole(card.backgroundRole().Base)
    card.setMaximumHeight(640)
    column = QVBoxLayout(card)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(10)
    return card, column


def _title(text: str) -> QLabel:
    label = QLabel(text)
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * 1.5)
    label.setFont(font)
    return label


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)  # follows another choice of colours
    label.setWordWrap(True)
    return label
