"""Undo and redo, and what goes to whatever has the keyboard."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from reportdesk_ui.context import WindowContext
from reportdesk_ui.document import ReportDocument


def undo(context: WindowContext, document: ReportDocument) -> None:
    """Takes the last step back and shows where that was."""
    _step(context, document, document.stack.undo, f"已撤销：{document.stack.undoText()}")


def redo(context: WindowContext, document: ReportDocument) -> None:
    """Does the last undone step again and shows where that was."""
    _step(context, document, document.stack.redo, f"已重做：{document.stack.redoText()}")


def edit(context: WindowContext, document: ReportDocument, what: str) -> None:
    """Calls `cut`, `copy`, `paste` or `selectAll` of what has the keyboard: a grid, a text, a line."""
    if work := getattr(QApplication.focusWidget(), what, None):
        work()


def _step(context: WindowContext, document: ReportDocument, step: Callable[[], None], sentence: str) -> None:
    step()
    document.state_changed.emit()
    if context.open:
        context.open.view.show_change(document.last_places)
    context.messages.tell(sentence)
