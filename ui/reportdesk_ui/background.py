"""Files, fsync and exports are done in a thread of their own; the answer comes back to the window's thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal

from reportdesk.errors import ReportDeskError

Done = Callable[[Any, ReportDeskError | None], None]


class Background(QObject):
    """Runs one piece of work after the other; `busy` tells that one is under way."""

    _finished = Signal(object, object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reportdesk")
        self._running = 0
        self._finished.connect(self._deliver)

    @property
    def busy(self) -> bool:
        return self._running > 0

    def run(self, work: Callable[[], Any], done: Done) -> None:
        """Calls `work` in the thread, then `done(result, error)` in this one; errors for the clerk come as `error`."""
        self._running += 1
        self._threads.submit(self._work, work, done)

    def close(self) -> None:
        """Waits for what is under way."""
        self._threads.shutdown(wait=True)

    def _work(self, work: Callable[[], Any], done: Done) -> None:
        try:
            self._finished.emit(done, work(), None, None)
        except ReportDeskError as error:
            self._finished.emit(done, None, error, None)
        except BaseException as error:  # raised again where the crash hook sees it
            self._finished.emit(done, None, None, error)

    def _deliver(self, done: Done, result: object, error: ReportDeskError | None, crash: BaseException | None) -> None:
        self._running -= 1
        if crash is not None:
            raise crash
        done(result, error)
