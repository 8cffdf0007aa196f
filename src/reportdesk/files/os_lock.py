"""The system's own locks: given back by itself when a process dies. Held for moments only."""

import sys
import time
from collections.abc import Callable

PAUSES = (0.001, 0.004, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
_FAR = 1 << 30  # Windows keeps others from reading what is locked: a byte where nothing stands


def lock_handle(handle: int, pause: Callable[[float], object] = time.sleep) -> bool:
    """Locks an open file (or, except on Windows, folder) until it is closed.

    False where the system has no such locks or somebody holds one for more than a second: go on without.
    """
    for seconds in PAUSES:
        try:
            _lock(handle)
            return True
        except (BlockingIOError, PermissionError):
            pause(seconds)
        except OSError:
            return False
    return False


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt
        import os

        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
