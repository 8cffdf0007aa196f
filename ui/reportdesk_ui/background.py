"""Files, fsync and exports are done in a thread of their own; the answer comes back to the window's thread."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from reportdesk.errors import ReportDeskError

Done = Callable[[Any, ReportDeskError | None], None]


class Background(QObject):
    """Runs one piece of work after the other; `busy` tells that one is under way."""

    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running = 0
        self._finished.connect(self._deliver)

    @property
    def busy(self) -> bool:
        return self._running > 0

    def run(self, work: Callable[[], Any], done: Done) -> None:
        """Calls `work` in the thread, then `done(result, error)` in this one; errors for the clerk come as `error`."""
        self._running += 1

        def report(result: Any, error: BaseException | None) -> None:
            with suppress(RuntimeError):  # the window that asked has gone meanwhile
                self._finished.emit(done, result, error)

        self._pool.start(_Task(work, report))

    def close(self) -> None:
        """Waits for what is under way."""
        self._pool.waitForDone()

    def _deliver(self, done: Done, result: object, error: BaseException | None) -> None:
        self._running -= 1
        if error is not None and not isinstance(error, ReportDeskError):
            raise error  # here the crash hook sees it
        done(result, error)


class _Task(QRunnable):
    def __init__(self, work: Callable[[], Any], report: Callable[[Any, BaseException | None], None]) -> None:
        super().__init__()
        self._work, self._report = work, report

    def run(self) -> None:
        try:
            result = self._work()
        except BaseException as error:
            self._report(None, error)
        else:
            self._report(result, None)
