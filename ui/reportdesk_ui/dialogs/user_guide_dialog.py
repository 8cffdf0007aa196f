"""操作说明: the guide of resources/help with its chapters and a search, and the card to print.

The guide is one page: a chapter begins with `<h2 id=…>`, pictures stand in the folder `pictures` beside it.
"""

import re
from typing import NamedTuple

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QPixmap, QResizeEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from reportdesk import resources
from reportdesk_ui import theme
from reportdesk_ui.actions.catalogue import key_rows
from reportdesk_ui.dialogs.dialog_size import open_at

_CHAPTER = re.compile(r'<h2 id="([a-z]+)">(.*?)</h2>')
_PICTURE = re.compile(r"pictures/([a-z]+\.png)")
_KEYS = "<!-- keys -->"
MOST_HITS = 500


class Chapter(NamedTuple):
    """A chapter of the guide."""

    id: str
    title: str


def guide() -> str:
    """The guide, as its file has it, with the keys of the program."""
    return resources.path("help", "guide.html").read_text("utf-8").replace(_KEYS, shortcut_table())


def card() -> str:
    """The card of two pages, as our printing takes it."""
    return (
        resources.path("help", "card.html")
        .read_text("utf-8")
        .replace(_KEYS, shortcut_table().replace("<table", "<table style='font-size:12pt'", 1))
    )


def shortcut_table() -> str:
    """The keys as rich text, widths given as our printing wants them."""
    rows = "".join(f"<tr><td style='padding:2px 24px 2px 0'>{key}</td><td>{what}</td></tr>" for key, what in key_rows())
    return f'<table cellpadding="2"><colgroup><col style="width:40%"><col style="width:60%"></colgroup>{rows}</table>'


def chapters(page: str) -> list[Chapter]:
    """The chapters of a guide, in order."""
    return [Chapter(*found) for found in _CHAPTER.findall(page)]


class UserGuideDialog(QDialog):
    """Beside the main window, not before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("操作说明")
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        page = guide()
        self.chapters = chapters(page)
        self.hits: list[QTextCursor] = []
        self.at = -1
        column = QVBoxLayout(self)
        column.addLayout(self._search_row())
        self.contents = QListWidget()
        self.contents.setAccessibleName("目录")
        self.contents.addItems([chapter.title for chapter in self.chapters])
        self.contents.currentRowChanged.connect(self._go)
        self.text = _Page(sorted(set(_PICTURE.findall(page))))
        self.text.setHtml(_CHAPTER.sub(r'<h2><a name="\1"></a>\2</h2>', page))
        split = QSplitter()
        split.addWidget(self.contents)
        split.addWidget(self.text)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        column.addWidget(split, 1)
        unit = self.fontMetrics().horizontalAdvance("国")
        open_at(self, 76 * unit, 48 * unit)
        split.setSizes([17 * unit, 59 * unit])

    def show_chapter(self, chapter: str) -> None:
        """Leads to the beginning of a chapter."""
        row = next(at for at, each in enumerate(self.chapters) if each.id == chapter)
        self.contents.setCurrentRow(row)
        self._go(row)

    def step(self, by: int) -> None:
        """Goes to the next hit, or the one before; round and round."""
        if self.hits:
            self.at = (self.at + by) % len(self.hits)
            self.text.setTextCursor(QTextCursor(self.hits[self.at]))
            self.text.ensureCursorVisible()
            self._mark()
            self.status.setText(f"第 {self.at + 1} 处，共 {len(self.hits)} 处")

    def _search_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.search = QLineEdit()
        self.search.setPlaceholderText("在操作说明中查找，如：合计、结转、撤销")
        self.search.setAccessibleName("在操作说明中查找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(lambda: self.step(1))
        row.addWidget(self.search, 1)
        self.status = QLabel()
        self.status.setMinimumWidth(self.fontMetrics().horizontalAdvance("第 000 处，共 000 处"))
        row.addWidget(self.status)
        self.previous, self.next = QPushButton("上一处"), QPushButton("下一处")
        for button, by in ((self.previous, -1), (self.next, 1)):
            button.setAutoDefault(False)  # Enter in the search field steps on
            button.setEnabled(False)
            button.clicked.connect(lambda checked=False, by=by: self.step(by))
            row.addWidget(button)
        return row

    def _find(self, words: str) -> None:
        document = self.text.document()
        self.hits, self.at = [], -1
        cursor = QTextCursor(document)
        while words.strip() and len(self.hits) < MOST_HITS:
            cursor = document.find(words.strip(), cursor)
            if cursor.isNull():
                break
            self.hits.append(QTextCursor(cursor))
        self.status.setText("没有找到，请换一个词" if words.strip() and not self.hits else "")
        for button in (self.previous, self.next):
            button.setEnabled(bool(self.hits))
        self._mark()
        self.step(1)

    def _mark(self) -> None:
        colours = theme.colours()
        marks = []
        for at, hit in enumerate(self.hits):
            look = QTextCharFormat()
            look.setBackground(QColor(colours.accent if at == self.at else colours.banner))
            look.setForeground(QColor(colours.on_accent if at == self.at else colours.text))
            mark = QTextEdit.ExtraSelection()
            mark.format, mark.cursor = look, hit  # type: ignore[attr-defined]
            marks.append(mark)
        self.text.setExtraSelections(marks)

    def _go(self, row: int) -> None:
        if 0 <= row < len(self.chapters):
            self.text.scrollToAnchor(self.chapters[row].id)


class _Page(QTextBrowser):
    """Shows the guide; pictures come from its own folder, nothing else is fetched."""

    def __init__(self, pictures: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.setAccessibleName("操作说明")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_pictures()

    def _fit_pictures(self) -> None:
        """Shrinks pictures to the width there is; larger than they are they never get.

        They are given anew: formats that change while the page is laid out leave paragraphs without a height.
        """
        document = self.document()
        image = QTextDocument.ResourceType.ImageResource.value
        for name in self._pictures:
            url = QUrl(f"pictures/{name}")
            document.addResource(image, url, self.loadResource(image, url))
        document.markContentsDirty(0, document.characterCount())

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        path = _path(name.toString() if isinstance(name, QUrl) else name)
        if kind != QTextDocument.ResourceType.ImageResource.value or not path:
            return None
        picture = QPixmap(path)
        room = self.viewport().width() - 2 * self.document().documentMargin() - 4
        picture.setDevicePixelRatio(max(picture.width() / max(room, 1), 1))
        return picture


def _path(name: str) -> str:
    """Where a picture that the guide names stands; "" for anything else."""
    found = _PICTURE.fullmatch(name)
    return str(resources.path("help", "pictures", found[1])) if found else ""
