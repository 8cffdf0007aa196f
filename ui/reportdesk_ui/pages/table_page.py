"""A section with a fixed table: the grid, what can be done to it as a whole, and a text before it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reportdesk.report import cells_to_fill
from reportdesk.text.characters import clean_text
from reportdesk_ui import dialogs
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.grid.model import GridModel
from reportdesk_ui.grid.view import GridView
from reportdesk_ui.pages.page_head import page_head
from reportdesk_ui.widgets.fields import LineField, stretch_to

if TYPE_CHECKING:
    from reportdesk_ui.text_editor.section_text import SectionText


class TablePage(QWidget):
    """One table of the open report. `message(sentence)` is for the status bar. `actions` are those of the window by
    their ids, `make_text` makes the text of a section."""

    message = Signal(str)

    def __init__(
        self,
        document: ReportDocument,
        section: str,
        actions: Mapping[str, QAction],
        make_text: "Callable[[str], SectionText]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document, self.section = document, section
        self._actions, self._make_text = actions, make_text
        self.table = document.form.section(section).table
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 4, 8)
        column.setSpacing(6)
        column.addLayout(page_head(document, section))
        column.addLayout(self._tools())
        self.text: SectionText | None = None
        self._column = column
        self.view = GridView(GridModel(document, self.table, self), self)
        self.view.refused.connect(self._refuse)
        column.addWidget(self.view, 1)
        self.footnote = LineField("表下附注")
        self.footnote.setPlaceholderText("注：")
        self.footnote.typed.connect(self._type_footnote)
        self.footnote.left.connect(self._leave_footnote)
        self._footnote_run = document.new_run()
        column.addWidget(self.footnote)
        column.addStretch(0)
        self.footnote.setVisible(False)
        document.changed.connect(self._follow)
        document.state_changed.connect(self._follow)
        self._follow()

    @property
    def has_totals(self) -> bool:
        """Whether the program can work totals of this table out."""
        return any(cell in self.document.form.totals for cell in self.document.form.table_cells(self.table))

    def focus_first(self) -> None:
        if not self.view.currentIndex().isValid():
            waiting = cells_to_fill(self.document.report, self.document.figures, self.table)
            self.view.go((waiting or self.document.form.table_cells(self.table))[0])
        self.view.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.refit()

    def show_words(self, start: int, end: int, *, footnote: bool) -> None:
        """Shows characters of the text before the table, or of its footnote."""
        if footnote:
            self.footnote_button.setChecked(True)
            self.footnote.setSelection(start, end - start)
            self.footnote.setFocus()
        else:
            self.text_button.setChecked(True)
            if self.text:
                self.text.go(start, end)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.nothing = QCheckBox(self.document.form.tables[self.table].nothing)
        self.nothing.setVisible(bool(self.nothing.text()))
        self.nothing.clicked.connect(self._tick_nothing)
        row.addWidget(self.nothing)
        row.addStretch(1)
        self.text_button = _toggle("表前文字", "在表格前加一段说明文字，可不填")
        self.text_button.toggled.connect(self._toggle_text)
        self.footnote_button = _toggle("表下附注", "在表格下加一行附注（注：……），可不填")
        self.footnote_button.toggled.connect(self._toggle_footnote)
        rest = QPushButton(self._actions["fill_rest"].text())
        rest.setToolTip("本表还空着的格全部填 0；合计自动算出")
        rest.clicked.connect(self._actions["fill_rest"].trigger)
        for button in (self.text_button, self.footnote_button, rest):
            row.addWidget(button)
        return row

    def _toggle_text(self, on: bool) -> None:
        if on and self.text is None:
            self._add_text()
        if self.text:
            self.text.setVisible(on)
            if on:
                self.text.setFocus()

    def _add_text(self) -> None:
        """The text before the table: few tables have one, so it is made when it is asked for."""
        self.text = self._make_text(self.section)
        self.text.setPlaceholderText("表格前的说明文字，可不填")
        stretch_to(self.text, 2)
        self._column.insertWidget(self._column.indexOf(self.view), self.text)

    def _toggle_footnote(self, on: bool) -> None:
        self.footnote.setVisible(on)
        if on:
            self.footnote.setFocus()

    def _type_footnote(self, text: str) -> None:
        place = ("footnotes", self.table)
        self.document.set_values({place: clean_text(text).replace("\n", " ") or None}, "表下附注", self._footnote_run)

    def _leave_footnote(self) -> None:
        self._footnote_run = self.document.new_run()

    def _tick_nothing(self, on: bool) -> None:
        self._actions["nothing" if on else "clear_all"].trigger()
        self._follow()  # as it was, when the clerk thought better of it

    def _refuse(self, problems: list[str]) -> None:
        shown = problems[:5] + ([f"……共 {len(problems)} 处"] if len(problems) > 5 else [])
        dialogs.show_message(self, "没有粘贴", "复制的内容放不进表格，表格没有改动：\n\n" + "\n".join(shown))

    def _follow(self) -> None:
        footnote = self.document.report.footnotes.get(self.table, "")
        self.footnote.show_text(footnote)
        self.footnote.setReadOnly(self.document.read_only)
        # Folded away to leave the room to the table; a mark says that something stands there.
        self.text_button.setText("表前文字 ✓" if self.document.report.text(self.section) else "表前文字")
        self.footnote_button.setText("表下附注 ✓" if footnote else "表下附注")
        cells = self.document.form.table_cells(self.table)
        self.nothing.setChecked(all(self.document.figures[cell] == "0" for cell in cells))


def _toggle(label: str, tip: str) -> QPushButton:
    button = QPushButton(label)
    button.setCheckable(True)
    button.setToolTip(tip)
    return button
