"""Bounds for libraries that know none: how long they may take, and how much they may unpack."""

import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from reportdesk.errors import ReadingError

Result = TypeVar("Result")
_AGAIN = 0.5  # seconds until code that did not heed is interrupted once more


class _TimeIsUp(BaseException):
    """Raised inside the thread that takes too long; no library catches it by accident."""


class Clock:
    """How long a piece of work may still take."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.start_again()

    def start_again(self) -> None:
        """The full time from now: the work has come to its next step."""
        self._until = time.monotonic() + self._seconds

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self._until - time.monotonic()


def run_within(seconds: float, sentence: str, work: Callable[[Clock], Result]) -> Result:
    """Calls `work(clock)` in a thread of its own; raises ReadingError(sentence) once its time is up.

    What is given up is interrupted where it is, in that thread only: nothing of it can reach the caller's code. A call
    into C is not interrupted before it returns. What `work` raises is raised here.
    """
    clock = Clock(seconds)
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work(clock))
        except BaseException as error:
            errors.append(error)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    while worker.is_alive():
        worker.join(max(clock.left, 0.0))
        if worker.is_alive() and clock.left <= 0:
            threading.Thread(target=_end, args=(worker,), daemon=True).start()
            raise ReadingError(sentence)
    if errors:
        raise errors[0]
    return results[0]


def _end(worker: threading.Thread) -> None:
    """Interrupts a thread until it ends: a callback of the garbage collector, say, swallows what is raised in it."""
    import ctypes

    while worker.is_alive() and worker.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker.ident), ctypes.py_object(_TimeIsUp))
        worker.join(_AGAIN)


class BoundedZlib(threading.local):
    """Stands in for the module zlib in a library that unpacks whatever a stream holds."""

    error = zlib.error
    decompressobj = staticmethod(zlib.decompressobj)
    _left: int | None = None

    @contextmanager
    def within(self, size: int) -> Iterator[None]:
        """In this thread, streams may come to `size` bytes altogether; outside of it there is no bound."""
        self._left = size
        try:
            yield
        finally:
            self._left = None

    def decompress(self, data: bytes) -> bytes:
        """As zlib.decompress. Raises MemoryError beyond the bound."""
        if self._left is None:
            return zlib.decompress(data)
        stream = zlib.decompressobj()
        content = stream.decompress(data, self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise MemoryError
        if not stream.eof:
            raise zlib.error("incomplete stream")
        return content
