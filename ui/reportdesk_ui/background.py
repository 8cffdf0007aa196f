"""Files, fsync and exports are done in a thread of their own; the answer comes back to the window's thread."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from reportdesk.errors import ReportDeskError

Result = TypeVar("Result")


class Operation(Generic[Result]):
    """A piece of work for the other thread, and what follows it in the window's thread.

        tasks.start(Operation(read).on_success(show).on_failure(tell))

    An error for the clerk (ReportDeskError) goes to `on_failure`; any other error, and every error of an operation
    without `on_failure`, is raised in the window's thread, where the crash hook sees it.
    """

    def __init__(self, run: Callable[..., Result]) -> None:
        self._run = run
        self._success: Callable[[Result], object] | None = None
        self._failure: Callable[[ReportDeskError], object] | None = None
        self._progress: Callable[..., object] | None = None
        self.stop: Callable[[], object] | None = None

    def on_success(self, then: Callable[[Result], object]) -> "Operation[Result]":
        """Calls `then(result)`."""
        self._success = then
        return self

    def on_failure(self, then: Callable[[ReportDeskError], object]) -> "Operation[Result]":
        """Calls `then(error)`."""
        self._failure = then
        return self

    def with_progress(self, show: Callable[..., object]) -> "Operation[Result]":
        """Gives the work a function as its argument; what it is called with, `show` is called with in this thread."""
        self._progress = show
        return self

    def stopped_by(self, stop: Callable[[], object]) -> "Operation[Result]":
        """Calls `stop()` when the window closes, so that nobody waits for the work to end by itself."""
        self.stop = stop
        return self

    def work(self, post: Callable[[Callable[[], object]], None]) -> Result:
        """Does the work, in the other thread. `post` has something called in the window's thread."""
        show = self._progress
        if show is None:
            return self._run()
        return self._run(lambda *so_far: post(lambda: show(*so_far)))

    def finish(self, result: Any, error: BaseException | None) -> None:
        """What follows, in the window's thread."""
        if error is None:
            if self._success:
                self._success(result)
        elif self._failure and isinstance(error, ReportDeskError):
            self._failure(error)
        else:
            raise error


class Background(QObject):
    """Runs one operation after the other; `busy` tells that one is under way."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._under_way: list[Operation[Any]] = []
        self._posted.connect(self._call)

    @property
    def busy(self) -> bool:
        return bool(self._under_way)

    def start(self, operation: Operation[Any]) -> None:
        """Has an operation done when those before it are."""
        self._under_way.append(operation)
        self._pool.start(_Task(operation, self._post, self._finish))

    def close(self) -> None:
        """Stops what can be stopped, and waits for the rest."""
        for operation in self._under_way:
            if operation.stop:
                operation.stop()
        self._pool.waitForDone()

    def _post(self, call: Callable[[], object]) -> None:
        with suppress(RuntimeError):  # the window that asked has gone meanwhile
            self._posted.emit(call)

    def _call(self, call: Callable[[], object]) -> None:
        call()

    def _finish(self, operation: Operation[Any], result: Any, error: BaseException | None) -> None:
        self._under_way.remove(operation)
        operation.finish(result, error)


class _Task(QRunnable):
    def __init__(
        self,
        operation: Operation[Any],
        post: Callable[[Callable[[], object]], None],
        finish: Callable[[Operation[Any], Any, BaseException | None], None],
    ) -> None:
        super().__init__()
        self._operation, self._post, self._finish = operation, post, finish

    def run(self) -> None:
        result, failure = None, None
        try:
            result = self._operation.work(self._post)
        except BaseException as error:
            failure = error
        self._post(lambda: self._finish(self._operation, result, failure))
