"""Bounds for libraries that know none: how long they may take, and how much they may unpack."""

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from reportdesk.reading.blocks import ReadingError

_AGAIN = 0.5  # seconds until code that did not heed is interrupted once more


class _TimeIsUp(BaseException):
    """Raised inside the thread that takes too long; no library catches it by accident."""


@contextmanager
def at_most(seconds: float, sentence: str) -> Iterator[None]:
    """Ends Python code that runs longer than some seconds with ReadingError(sentence).

    A call into C is only noticed when it returns. What swallows the interruption (a callback of the garbage collector
    does) is interrupted again.
    """
    import ctypes

    reader = ctypes.c_ulong(threading.get_ident())
    deciding, running = threading.Lock(), threading.Lock()  # plain locks: nothing in Python that could be interrupted
    done = struck = late = False

    def watch() -> None:
        nonlocal struck
        wait = max(seconds, 0.0)
        while not running.acquire(timeout=wait):
            with deciding:
                if done:
                    return
                struck = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(reader, ctypes.py_object(_TimeIsUp))
            wait = _AGAIN

    try:
        running.acquire()
        threading.Thread(target=watch, daemon=True).start()
        try:
            yield
        finally:
            while True:
                try:
                    with deciding:
                        done = True
                    if running.locked():
                        running.release()
                    # Thrown, it may still be on its way: it must not arrive later, in code that has nothing to do with
                    # it. (Taking it back leaves CPython 3.11 looking for it for ever, and hanging when it is profiled.)
                    for _ in range(1000 if struck else 0):
                        pass
                    break
                except _TimeIsUp:
                    late = True
            if late:
                raise _TimeIsUp
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
