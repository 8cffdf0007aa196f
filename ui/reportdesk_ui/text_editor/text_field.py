"""A text whose content is the report's: typing becomes edits, undo and redo belong to the document."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QToolTip, QWidget

from reportdesk.text.sentences import FULL_WIDTH_STOPS
from reportdesk_ui.text_editor.text_marks import TextHighlighter, TextMark, units
from reportdesk_ui.widgets.fields import is_document_undo

_RUN_ENDS = frozenset(FULL_WIDTH_STOPS + "\n")  # what is typed up to one of these is one step of undo


class TextField(QPlainTextEdit):
    """The text of a section. `typed(text, continues)` follows every change; `continues` says that it belongs to the
    same run of typing as the one before."""

    typed = Signal(str, bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self._showing = False
        self._end = -1
        self._text = ""
        self.look = TextHighlighter(self.document())
        self.textChanged.connect(self._follow)

    def show_text(self, text: str) -> None:
        """Shows what the report holds; only what differs is replaced, so that caret and scroll stay."""
        now = self.toPlainText()
        if now == text:
            return
        head = _common(now, text)
        tail = _common(now[head:][::-1], text[head:][::-1])
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(now[:head]))
        cursor.setPosition(units(now[: len(now) - tail]), QTextCursor.MoveMode.KeepAnchor)
        self._showing = True
        cursor.insertText(text[head : len(text) - tail])
        self._showing = False
        self._end = -1

    def go(self, start: int, end: int) -> None:
        """Selects a place in the text."""
        text = self.toPlainText()
        cursor = self.textCursor()
        cursor.setPosition(units(text[:start]))
        cursor.setPosition(units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()

    def show_marks(self, marks: Sequence[TextMark]) -> None:
        """Marks these places of the text."""
        self.look.show(self.toPlainText(), marks)

    def mark_at(self, position: int) -> TextMark | None:
        """The mark at a character of the text, the shortest where several are."""
        there = [mark for mark in self.look.marks if mark.start <= position < max(mark.end, mark.start + 1)]
        return min(there, key=lambda mark: mark.end - mark.start, default=None)

    def character_at(self, point: QPoint) -> int:
        """The character of the text below a point of the view."""
        return self.character_of(self.cursorForPosition(point).position())

    def character_of(self, unit: int) -> int:
        """The character at a position as Qt counts it."""
        return len(self.toPlainText().encode("utf-16-le")[: 2 * unit].decode("utf-16-le", "ignore"))

    def event(self, event: QEvent) -> bool:
        if is_document_undo(event):
            event.ignore()
            return False
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            mark = self.mark_at(self.character_at(self.viewport().mapFrom(self, event.pos())))
            QToolTip.showText(event.globalPos(), mark.tip if mark else "", self)
            return True
        return super().event(event)

    def _follow(self) -> None:
        # Compared with the text before: what Qt tells of a change covers the text being composed, too.
        before, text = self._text, self.toPlainText()
        self._text = text
        if text == before:
            return
        head = _common(before, text)
        tail = _common(before[head:][::-1], text[head:][::-1])
        self.look.change(text, head, len(before) - tail - head, len(text) - tail - head)
        if self._showing:
            return
        inserted = text[head : len(text) - tail]
        at_caret = self._end in (head, len(before) - tail)
        self._end = -1 if _RUN_ENDS & set(inserted) else head + len(inserted)
        self.typed.emit(text, at_caret)


def _common(a: str, b: str) -> int:
    """How many characters two texts begin with in common; slices are compared, for long texts at each keystroke."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
