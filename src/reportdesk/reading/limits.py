"""Bounds for libraries that know none: how long they may take, and how much they may unpack."""

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from reportdesk.reading.blocks import ReadingError


class _TimeIsUp(BaseException):
    """Raised inside the thread that takes too long; no library catches it by accident."""


@contextmanager
def at_most(seconds: float, sentence: str) -> Iterator[None]:
    """Ends Python code that runs longer than some seconds with ReadingError(sentence).

    A call into C is only noticed when it returns.
    """
    import ctypes

    reader = threading.get_ident()
    lock = threading.Lock()
    done = False

    def throw(what: type[BaseException] | None) -> None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(reader), None if what is None else ctypes.py_object(what)
        )

    def strike() -> None:
        with lock:
            if not done:
                throw(_TimeIsUp)

    timer = threading.Timer(max(seconds, 0), strike)
    timer.daemon = True
    timer.start()
    try:
        try:
            yield
        finally:
            with lock:
                done = True
                throw(None)  # thrown, but not yet arrived
            timer.cancel()
    except _TimeIsUp:
        raise ReadingError(sentence) from None


class BoundedInflating(threading.local):
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
