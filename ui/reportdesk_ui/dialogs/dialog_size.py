"""How large a dialog opens: as wanted, but never larger than the screen."""

from PySide6.QtWidgets import QDialog

_EDGES, _TITLE = 24, 64  # what the system puts around a window, and some air


def open_at(dialog: QDialog, width: int, height: int) -> None:
    """Gives a dialog its first size; a height of 0 is the smallest it can have."""
    screen = (dialog.parentWidget() or dialog).screen().availableSize()
    dialog.resize(min(width, screen.width() - _EDGES), min(height, screen.height() - _TITLE))
