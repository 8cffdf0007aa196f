"""一键生成报送材料: which files, where and under which names; then how it goes and what was made."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reportdesk.errors import ReportDeskError
from reportdesk.report import Report
from reportdesk.services.export import Export
from reportdesk.services.submission import FIELDS, ITEMS, LIST_NAME, PATTERN, Item, Made, file_names
from reportdesk_ui.dialogs.dialog_size import open_at
from reportdesk_ui.dialogs.message_boxes import open_externally

_USUAL = ("docx", "xlsx", "pdf", "html", "review")
_ACROSS = 3  # boxes to tick beside one another
_LIST = Item("清单", LIST_NAME, ".txt", lambda *_: Export(b""))


class Order(NamedTuple):
    """What is to be made; as the arguments of `make_submission`."""

    folder: Path
    wanted: list[str]
    pattern: str
    number: str
    reason: str


class SubmissionDialog(QDialog):
    """`wanted(order)` asks for the files; `show_progress` and `show_made` (or `show_fault`) say how it goes.

    `chosen` is what was chosen the last time ("pattern", "items"); while `errors` are open a reason is asked.
    """

    wanted = Signal(object)

    def __init__(
        self,
        report: Report,
        folder: Path,
        errors: int,
        remark: str,
        chosen: Mapping[str, Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("一键生成报送材料")
        self._report, self._errors, self._running = report, errors, False
        items = chosen.get("items")
        ticked = set(items if isinstance(items, list) else _USUAL) & ITEMS.keys() or set(_USUAL)
        column = QVBoxLayout(self)
        if remark:
            column.addWidget(_label(remark))
        self.fields = QWidget()
        form = QFormLayout(self.fields)
        form.setContentsMargins(0, 0, 0, 0)
        grid = QGridLayout()
        self.ticks: dict[str, QCheckBox] = {}
        for at, (key, item) in enumerate(ITEMS.items()):
            tick = self.ticks[key] = QCheckBox(item.label)
            tick.setChecked(key in ticked)
            tick.toggled.connect(self._check)
            grid.addWidget(tick, *divmod(at, _ACROSS))
        form.addRow("材料：", grid)
        self.folder = _line(str(folder), "放在哪个文件夹")
        form.addRow("放在：", self._with_browse())
        self.number = _line("", "序号")
        self.number.setPlaceholderText("上级给本单位的编号，可以不填（不填时各文件依次编号）")
        form.addRow("序号：", self.number)
        self.pattern = _line(str(chosen.get("pattern") or PATTERN), "命名规则")
        form.addRow("命名规则：", self._with_fields())
        self.reason = _line("", "有错误仍要报送的原因")
        if errors:
            self.reason.setPlaceholderText("有错误仍要现在报送的原因，如：主管部门要求先行报送，数据正在核对")
            form.addRow("报送的原因：", self.reason)
        column.addWidget(self.fields)
        self.about = _label("")
        column.addWidget(self.about)
        self.list = QListWidget()
        self.list.setAccessibleName("将要生成的文件")
        self.list.setWordWrap(True)
        column.addWidget(self.list, 1)
        self.fault = _label("")
        self.fault.setForegroundRole(QPalette.ColorRole.BrightText)
        column.addWidget(self.fault)
        self.progress = QProgressBar()
        self.progress.setAccessibleName("进度")
        self.progress.hide()
        column.addWidget(self.progress)
        column.addLayout(self._buttons())
        for line in (self.folder, self.number, self.pattern, self.reason):
            line.textChanged.connect(self._check)
        self._check()
        unit = self.fontMetrics().horizontalAdvance("国")
        open_at(self, 50 * unit, 36 * unit)

    def order(self) -> Order:
        """What the fields say."""
        wanted = [key for key, tick in self.ticks.items() if tick.isChecked()]
        folder = Path(self.folder.text().strip())
        return Order(
            folder, wanted, self.pattern.text().strip(), self.number.text().strip(), self.reason.text().strip()
        )

    def show_progress(self, done: int, count: int, label: str) -> None:
        """How many files are done, how many there are, what comes next."""
        self.progress.setRange(0, count)
        self.progress.setValue(done)
        self.about.setText(f"正在生成：{label} …" if label else "已生成。")

    def show_made(self, made: Made) -> None:
        """The files that were made and those that were not."""
        self._finish()
        self.list.setAccessibleName("生成的结果")
        self.list.addItems([f"✓ {path.name}" for path in made.files])
        self.list.addItems([f"✗ {name}：{sentence}" for name, sentence in made.failed])
        failed = f"，{len(made.failed)} 个没有生成（标 ✗ 的）" if made.failed else ""
        self.about.setText(f"已生成 {len(made.files)} 个文件{failed}，放在：{self.order().folder}")
        self.fields.hide()
        self.make.hide()
        self.show_folder.show()
        self.show_folder.setFocus()

    def show_fault(self, error: ReportDeskError) -> None:
        """Why nothing was made."""
        self._finish()
        self.fields.setEnabled(True)
        self._check()
        self.fault.setText(str(error))
        self.fault.show()

    def _start(self) -> None:
        self._running = True
        self.fields.setEnabled(False)
        self.make.setEnabled(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        self.wanted.emit(self.order())

    def _finish(self) -> None:
        self._running = False
        self.progress.hide()
        self.list.clear()

    def _check(self) -> None:
        """Shows the names that the files will have, or what is wrong with the fields."""
        if self._running:
            return
        order = self.order()
        self.list.clear()
        try:
            fault = _fault(order, self.folder.text(), self._errors)
            items = [*(ITEMS[key] for key in order.wanted), _LIST]
            names = file_names(self._report, order.pattern, items, order.number)
        except ReportDeskError as error:
            fault = str(error)
        else:
            self.list.addItems(names if order.wanted else [])
            there = sum(_exists(order.folder / name) for name in names) if not fault else 0
            self.about.setText(f"将要生成的文件{f'（其中 {there} 个同名的旧文件将被替换）' if there else ''}：")
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.make.setEnabled(not fault)

    def _with_browse(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        browse = QPushButton("浏览…")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row.addWidget(browse)
        return row

    def _browse(self) -> None:
        start = next((str(each) for each in (self.order().folder, *self.order().folder.parents) if each.is_dir()), "")
        if folder := QFileDialog.getExistingDirectory(self, "报送材料放在哪个文件夹", start):
            self.folder.setText(folder)

    def _with_fields(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(self.pattern)
        row = QHBoxLayout()
        row.addWidget(QLabel("插入："))
        for field in FIELDS:
            button = QToolButton()
            button.setText(field)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(f"在命名规则中插入{field}")
            button.clicked.connect(lambda checked=False, field=field: self.pattern.insert(f"{{{field}}}"))
            row.addWidget(button)
        row.addStretch(1)
        usual = QToolButton()
        usual.setText("恢复常用规则")
        usual.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        usual.clicked.connect(lambda: self.pattern.setText(PATTERN))
        row.addWidget(usual)
        column.addLayout(row)
        return column

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        self.make = QPushButton("生成")
        self.make.setDefault(True)
        self.make.clicked.connect(self._start)
        self.show_folder = QPushButton("打开所在文件夹")
        self.show_folder.setAutoDefault(False)
        self.show_folder.clicked.connect(lambda: open_externally(self, self.order().folder))
        self.show_folder.hide()
        close = QPushButton("关闭")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        for button in (self.make, self.show_folder, close):
            row.addWidget(button)
        return row


def _fault(order: Order, folder: str, errors: int) -> str:
    """What keeps the files from being made, as far as the names are not concerned; "" for nothing."""
    if not order.wanted:
        return "请至少选择一种要生成的材料。"
    if not folder.strip():
        return "请写明材料放在哪个文件夹。"
    if not order.folder.is_absolute():
        return "请用“浏览…”选择文件夹，或写出完整的位置。"
    if errors and not order.reason:
        return f"报告还有 {errors} 处错误没有处理。请先改正；确需现在报送的，请写明原因。"
    return ""


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that the system does not take
        return False


def _line(text: str, name: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setMaxLength(500)
    line.setAccessibleName(name)
    return line


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
