"""Files that a second start hands to this window: it comes to the front and opens them."""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from reportdesk.store import single_instance
from reportdesk_ui.context import WindowContext

AGAIN = 300  # milliseconds: a dialog is answered first


class SecondStart(QObject):
    """Listens as long as the program runs; where another window of the program does, it takes over after that one."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self._context = context
        self._waiting: list[Path] = []
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN)
        self._again.timeout.connect(self._open_next)
        self.instance: single_instance.RunningInstance | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.applicationStateChanged.connect(self._claim)
        app.aboutToQuit.connect(self.close)
        self._claim()

    def close(self) -> None:
        """Gives the place to the next window."""
        if self.instance:
            self.instance.release()
            self.instance = None

    def _claim(self) -> None:
        if self.instance is None and (mine := single_instance.claim()):
            self.instance = mine
            self._watcher.addPath(str(single_instance.spool()))
            self._look()  # what came between the two

    def _look(self) -> None:
        if self.instance and (found := self.instance.requests()):
            self._waiting += found
            self._come_forward()
            self._open_next()

    def _open_next(self) -> None:
        if not self._waiting:
            return
        if QApplication.activeModalWidget() is not None or self._context.tasks.busy:
            self._again.start()
            return
        path = self._waiting.pop(0)
        if not self._is_open(path):
            self._context.run("open_named", path)
        if self._waiting:
            self._again.start()

    def _is_open(self, path: Path) -> bool:
        current = self._context.open.document.path if self._context.open else None
        try:
            return current is not None and path.samefile(current)
        except OSError:
            return False

    def _come_forward(self) -> None:
        window = self._context.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
