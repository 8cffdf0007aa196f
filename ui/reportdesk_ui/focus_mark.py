"""A frame around the control that has the keyboard: Fusion shows none on default buttons, lists and grids."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QFocusFrame, QTabBar, QWidget

from reportdesk_ui import theme

_MARKED = (QAbstractButton, QAbstractScrollArea, QTabBar)
_WIDTH = 2


class FocusMark(QFocusFrame):
    """Follows the keyboard through the whole program, once it is used to move: a mouse needs no frame."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        app.focusChanged.connect(self._follow)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.colours().accent), _WIDTH))
        painter.drawRect(self.rect().adjusted(1, 1, -_WIDTH, -_WIDTH))

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        by_key = now is not None and now.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self.setWidget(now if by_key and isinstance(now, _MARKED) else None)  # type: ignore[arg-type]
