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

    reader = ctypes.c_ulong(threading.get_ident())
    lock = threading.Lock()
    done = struck = False

    def strike() -> None:
        nonlocal struck
        with lock:
            if not done:
                struck = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(reader, ctypes.py_object(_TimeIsUp))

    timer = threading.Timer(max(seconds, 0), strike)
    timer.daemon = True
    try:
        try:
            timer.start()
            yield
        finally:
            with lock:
                done = True
            timer.cancel()
            # Thrown, it may still be on its way: it must not arrive later, in code that has nothing to do with it.
            # (Taking it back leaves CPython 3.11 looking for it for ever, and hanging when it is profiled.)
            for _ in range(1000 if struck else 0):
                pass
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
