"""How a window stands, for a child process too: nothing is imported here."""

from typing import Any


def is_busy(window: Any) -> bool:
    """Whether something is at work in the background of a MainWindow."""
    return bool(window.background.busy or (window.document_file and window.document_file.busy))


def has_report(widget: Any) -> bool:
    """Whether a top-level widget is the MainWindow, with a report open."""
    return bool(getattr(widget, "document_file", None))
