"""What was read from a file or the clipboard, before anything changes: the source on one side, the form on the other.

The right side is the form itself: whatever is doubtful can be put right there, against the source, before it is taken.
"""

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from reportdesk.numbers import format_cell
from reportdesk.report import Edit, Report, figures
from reportdesk.report.merge import BASICS, merge_parts, select_parts
from reportdesk.services.import_report import Reading
from reportdesk_ui.dialogs.dialog_size import open_at
from reportdesk_ui.dialogs.source_view import SourceView
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.grid.model import GridModel
from reportdesk_ui.grid.view import GridView

MOST_TEXT = 60  # characters of a text in a line of the list
_NUMBERS = re.compile(r"\d+")


class ImportPreviewDialog(QDialog):
    """A reading beside its source. `choices` are the ways to go on: (name, what the button says).

    After `exec()`, `chosen` names the way; `report()` and `step()` give what to take.
    """

    def __init__(
        self,
        reading: Reading,
        choices: Sequence[tuple[str, str]],
        into: Report | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入预览")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.chosen = ""
        self._into = into
        self._reading = reading
        self.document = ReportDocument(reading.report, None, self)
        self._views: dict[str, tuple[int, GridView]] = {}
        self._ticks: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.addWidget(self._headline())
        split = QSplitter()
        self.source = SourceView(reading.document)
        split.addWidget(_titled("来源：" + reading.document.source, self.source))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("读入年报表格")
        self._add_list()
        self._add_sections()
        if not reading.doubts and into is None and self._views:
            self.tabs.setCurrentIndex(min(at for at, _ in self._views.values()))
        split.addWidget(_titled("读入年报表格（可在此改正）", self.tabs))
        split.setChildrenCollapsible(False)
        column.addWidget(split, 1)
        column.addLayout(self._parts())
        column.addLayout(self._buttons(choices))
        unit = self.fontMetrics().horizontalAdvance("国")
        open_at(self, 96 * unit, 50 * unit)
        split.setSizes([2 * self.width() // 5, 3 * self.width() // 5])

    def report(self) -> Report:
        """What was read, as put right here, without the parts that were not ticked."""
        return select_parts(self.document.report, self._wanted())

    def media(self) -> dict[str, bytes]:
        """The pictures of `report()`."""
        wanted = self.report().pictures
        return {name: data for name, data in self._reading.media.items() if name in wanted}

    def step(self) -> Edit:
        """The one step that brings the ticked parts into the open report."""
        assert self._into is not None
        return merge_parts(
            self._into, self.document.report, self._wanted(), f"导入“{self._reading.document.source[:40]}”"
        )

    def _wanted(self) -> set[str]:
        return {part for part, tick in self._ticks.items() if tick.isChecked()}

    def _headline(self) -> QLabel:
        reading, report = self._reading, self._reading.report
        edition = report.form.definition.name
        doubts = f"，有 {len(reading.doubts)} 处需要核对" if reading.doubts else ""
        lines = [f"{report.title}（{edition}）", f"{reading.result}{doubts}。", *reading.remarks]
        label = QLabel("\n".join(lines))
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _add_list(self) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName("需要核对的内容")
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        form = self.document.form
        for doubt in self._reading.doubts:
            name = form.cells[doubt.cell].name if doubt.cell else ""
            where = f"{name}：" if name not in doubt.reason else ""
            text = f"　原文：{doubt.text[:MOST_TEXT]}" if doubt.text else ""
            self._add_line(f"{where}{doubt.reason}{text}", doubt.cell, doubt.place, doubt.offered)
        if self._into is not None:
            now, read = figures(self._into), figures(self._reading.report)
            for cell, value in read.items():
                if cell in now and value is not None and value != now[cell]:
                    before = format_cell(now[cell], self._into.notes.get(cell)) or "空白"
                    self._add_line(f"{form.cells[cell].name}：现有 {before}，读到 {value}", cell)
        count = self.list.count()
        if not count:
            self._add_line("没有需要核对的内容。")
        self.list.itemActivated.connect(self._go)
        self.offer = QPushButton("填入推算值")
        self.offer.setToolTip("按勾稽关系推算的数，填入后列为待核对")
        self.offer.clicked.connect(self._take_offer)
        self.offer.setVisible(any(doubt.offered is not None for doubt in self._reading.doubts))
        self.list.currentItemChanged.connect(self._follow_item)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.list, 1)
        column.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignRight)
        self.tabs.addTab(page, f"需要核对 {count}" if count else "需要核对")

    def _add_line(self, text: str, cell: str = "", place: str = "", offered: str | None = None) -> None:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, (cell, place, offered))
        self.list.addItem(item)

    def _add_sections(self) -> None:
        for section in self.document.form.sections.values():
            text = self.document.report.text(section.id)
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(4, 4, 4, 4)
            if text or not section.table:
                words = QPlainTextEdit(text or "（没有读到文字）")
                words.setReadOnly(True)
                words.setTabChangesFocus(True)
                words.setAccessibleName(self.document.form.section_name(section.id))
                if section.table:
                    words.setMaximumHeight(self.fontMetrics().lineSpacing() * 4)
                column.addWidget(words)
            if section.table:
                view = GridView(GridModel(self.document, section.table, page), page)
                view.cell_changed.connect(self._show_source)
                column.addWidget(view, 1)
                self._views[section.id] = (self.tabs.count(), view)
            self.tabs.addTab(page, self.document.form.tab_name(section.id))
        self.tabs.currentChanged.connect(self._refit)

    def _refit(self, index: int) -> None:
        for at, view in self._views.values():
            if at == index:
                view.refit()

    def _parts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(QLabel("采用："))
        report = self._reading.report
        for part, name in {
            BASICS: "联系方式",
            **{section: report.form.tab_name(section) for section in report.form.sections},
        }.items():
            tick = QCheckBox(name)
            tick.setChecked(True)
            self._ticks[part] = tick
            row.addWidget(tick)
        row.addStretch(1)
        return row

    def _buttons(self, choices: Sequence[tuple[str, str]]) -> QHBoxLayout:
        row = QHBoxLayout()
        note = QLabel("来源中空白的格不改动现有内容；导入后可以一步撤销。" if self._into else "")
        note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row.addWidget(note, 1)
        for number, (name, label) in enumerate(choices):
            button = QPushButton(label)
            button.setDefault(number == 0)
            button.clicked.connect(lambda checked=False, name=name: self._choose(name))
            row.addWidget(button)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        return row

    def _choose(self, name: str) -> None:
        if all(view.commit() for _, view in self._views.values()):
            self.chosen = name
            self.accept()

    def _follow_item(self, item: QListWidgetItem | None) -> None:
        cell, place, offered = item.data(Qt.ItemDataRole.UserRole) if item else ("", "", None)
        self.offer.setEnabled(offered is not None)
        if place:
            self._show_place(place)
        elif cell:
            self._show_source(cell)

    def _take_offer(self) -> None:
        item = self.list.currentItem()
        cell, _, offered = item.data(Qt.ItemDataRole.UserRole)
        if self.document.adopt(cell, offered, "推算值"):
            item.setText(f"{self.document.form.cells[cell].name}：已填入推算值 {offered}，请与台账核对。")

    def _go(self, item: QListWidgetItem) -> None:
        cell, _, _ = item.data(Qt.ItemDataRole.UserRole)
        if cell:
            at, view = self._views[self.document.form.cells[cell].section]
            self.tabs.setCurrentIndex(at)
            view.go(cell)
            view.setFocus()

    def _show_source(self, cell: str) -> None:
        if origin := self._reading.report.origins.get(cell):
            self._show_place(origin.place)

    def _show_place(self, place: str) -> None:
        self.source.show_place(".".join(_NUMBERS.findall(place)))


def _titled(title: str, widget: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    label = QLabel(title)
    label.setToolTip(title)
    column.addWidget(label)
    column.addWidget(widget, 1)
    return box
