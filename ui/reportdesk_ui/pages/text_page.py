"""A section of text: plain structured text, its headings shown in bold."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from reportdesk.report.completeness import count_characters
from reportdesk_ui import theme
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.pages.page_head import page_head
from reportdesk_ui.text_editor.section_text import SectionText


class PreviousText(QPlainTextEdit):
    """Last year's text of a section: to read and to copy from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName("上年的这一部分")
        self.setBackgroundRole(self.palette().ColorRole.AlternateBase)

    def show_text(self, text: str) -> None:
        """Shows last year's text."""
        if text != self.toPlainText():
            self.setPlainText(text)


class TextPage(QWidget):
    """One section of text under its heading."""

    def __init__(self, document: ReportDocument, section: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document, self.section = document, section
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        row = page_head(document, section)
        self.count = QLabel()
        row.insertWidget(1, self.count)
        column.addLayout(row)
        self.text = SectionText(document, section)
        self.sides = QSplitter()
        self.sides.setChildrenCollapsible(False)
        self.sides.addWidget(self.text)
        self.previous = PreviousText()
        self.previous.setVisible(False)
        self.sides.addWidget(self.previous)
        self.previous_button = QPushButton("对照上年")
        self.previous_button.setCheckable(True)
        self.previous_button.setToolTip("在旁边显示上年报告的这一部分")
        self.previous_button.toggled.connect(self.previous.setVisible)
        row.insertWidget(2, self.previous_button)
        column.addWidget(self.sides, 1)
        tip = QLabel(
            "以“（一）”开头的一行按二级标题排版，“1.”“（1）”依次为下级标题；另起一行即另起一段，不必空格缩进。"
        )
        tip.setWordWrap(True)
        tip.setEnabled(False)
        column.addWidget(tip)
        document.changed.connect(self._follow)
        self._follow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._follow()  # the count has a colour of its own

    def focus_first(self) -> None:
        self.text.setFocus()

    def _follow(self) -> None:
        previous = self.document.report.previous
        self.previous.show_text(previous.sections.get(self.section, "") if previous else "")
        self.previous_button.setVisible(bool(self.previous.toPlainText()))
        count = count_characters(self.document.report.text(self.section))
        limit = self.document.form.section(self.section).limit
        over = bool(limit and count > limit)
        text = self.document.report.texts.get(self.section)
        pictures = f" · 图片 {len(text.pictures)} 张" if text and text.pictures else ""
        self.count.setText(f"共 {count} 字" + (f"，超过常用的 {limit} 字" if over else "") + pictures)
        self.count.setStyleSheet(f"color: {theme.colours().warning};" if over else "")
