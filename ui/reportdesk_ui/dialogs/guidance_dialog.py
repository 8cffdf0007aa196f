"""填报说明查找: what belongs in which row and column, found by any word."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from reportdesk.form import Form
from reportdesk.form.definition import Column, Row
from reportdesk_ui import theme
from reportdesk_ui.dialogs.dialog_size import open_at
from reportdesk_ui.panels.guide_text import line_guide
from reportdesk_ui.widgets.markup import escape


class GuidanceDialog(QDialog):
    """All rows and columns of the form; `wanted(cell)` asks the window to go to the row that was chosen."""

    wanted = Signal(str)

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("填报说明查找")
        column = QVBoxLayout(self)
        self.search = QLineEdit()
        self.search.setPlaceholderText("输入任何字词，如：撤回、重复申请、第三十六条")
        self.search.setAccessibleName("查找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        column.addWidget(self.search)
        self.list = QListWidget()
        self.list.setAccessibleName("行和列")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setMargin(8)
        scroll = QScrollArea()
        scroll.setAccessibleName("填报说明")
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.text)
        split = QSplitter()
        split.addWidget(self.list)
        split.addWidget(scroll)
        split.setChildrenCollapsible(False)
        column.addWidget(split, 1)
        for line, cell, label in _lines(form):
            item = QListWidgetItem(label)
            item.setData(Qt.ItemDataRole.UserRole, (line, cell))
            self.list.addItem(item)
        self.list.currentItemChanged.connect(self._show)
        self.list.itemActivated.connect(lambda item: self.wanted.emit(item.data(Qt.ItemDataRole.UserRole)[1]))
        self.list.setCurrentRow(0)
        unit = self.fontMetrics().horizontalAdvance("国")
        split.setSizes([24 * unit, 34 * unit])
        open_at(self, 60 * unit, 32 * unit)

    def _filter(self, words: str) -> None:
        wanted = words.split()
        for at in range(self.list.count()):
            item = self.list.item(at)
            line, _ = item.data(Qt.ItemDataRole.UserRole)
            text = item.text() + line_guide(line)
            item.setHidden(not all(word in text for word in wanted))
        shown = next((i for i in range(self.list.count()) if not self.list.item(i).isHidden()), -1)
        self.list.setCurrentRow(shown)
        if shown < 0:
            self.text.setText("没有找到，请换一个词。")

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            line, _ = item.data(Qt.ItemDataRole.UserRole)
            self.text.setText(
                f"<p><span style='color:{theme.colours().accent}'>{escape(item.text())}</span></p>{line_guide(line)}"
            )


def _lines(form: Form) -> list[tuple[Row | Column, str, str]]:
    """Every row and column with a cell of it and its name."""
    found: list[tuple[Row | Column, str, str]] = []
    seen: set[int] = set()
    for cell in form.cells.values():
        for line in (cell.row, cell.column):
            if line.labels and id(line) not in seen:
                seen.add(id(line))
                found.append((line, cell.id, " › ".join(line.labels)))
    return found
