"""How a window stands, for a child process too: nothing is imported here."""

from typing import Any


def is_busy(window: Any) -> bool:
    """Whether something is at work in the background of a MainWindow."""
    context = window.context
    return bool(context.tasks.busy or (context.open and context.open.file.busy))


def has_report(widget: Any) -> bool:
    """Whether a top-level widget is the MainWindow, with a report open."""
    context = getattr(widget, "context", None)
    return bool(context and context.open)
