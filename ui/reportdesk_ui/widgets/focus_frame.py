"""A frame around the control that has the keyboard: Fusion shows none on default buttons, lists and grids."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QTabBar, QWidget
from shiboken6 import isValid

from reportdesk_ui import theme

_MARKED = (QAbstractButton, QAbstractScrollArea, QTabBar)
_WIDTH = 2


class FocusFrame(QObject):
    """Follows the keyboard through the whole program, once it is used to move: a mouse needs no frame."""

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame: _Frame | None = None
        app.focusChanged.connect(self._follow)

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        if self._frame is not None and isValid(self._frame):  # it goes with its control
            self._frame.hide()
            self._frame.deleteLater()
        self._frame = None
        if isinstance(now, _MARKED) and now.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
            self._frame = _Frame(now)


class _Frame(QWidget):
    """Lies over its control and takes no clicks."""

    def __init__(self, control: QWidget) -> None:
        super().__init__(control)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(control.rect())
        control.installEventFilter(self)
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.colours().accent), _WIDTH))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
