"""Fields of one line whose content is the report's: typing becomes edits, undo and redo belong to the document."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget


def is_document_undo(event: QEvent) -> bool:
    """Ctrl+Z in a text would never reach the window's action, even with the widget's own undo switched off."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and (event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo))
    )


class LineField(QLineEdit):
    """One line of the report. `typed(text)` follows what the clerk types, `left` that the field was left."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.textEdited.connect(self.typed)

    def show_text(self, text: str) -> None:
        """Shows what the report holds; the caret stays where it can."""
        if text != self.text():
            at = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(at, len(text)))

    def event(self, event: QEvent) -> bool:
        if is_document_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class Choice(QComboBox):
    """A choice that the mouse wheel does not change by accident."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def stretch_to(widget: QWidget, lines: int) -> None:
    """Gives a text field the height of some lines of its font."""
    widget.setFixedHeight(int(widget.fontMetrics().lineSpacing() * (lines + 0.6)) + 10)


def typing_runs(new_run: Callable[[], int]) -> Callable[[bool], int]:
    """Numbers for runs of typing: the same one while a run continues, a new one otherwise."""
    run = 0

    def number(continues: bool) -> int:
        nonlocal run
        if not continues or not run:
            run = new_run()
        return run

    return number
