"""The running window, and what a second start hands to it.

A window holds a lock in the user's data folder. A second start looks who holds it, puts its file there as a request,
and waits until the window has taken it; a window that is gone, or does not answer, is done without. No network and no
socket: files in the user's own folder.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from reportdesk.files.data_folder import data_folder
from reportdesk.files.process_identity import this_process
from reportdesk.store.lock import Lock, holder_of

_REQUEST = ".request"
_MOST = 32 * 1024  # bytes of a request: a path
_PATIENCE = 3.0  # seconds for the window to take a request
_PAUSE = 0.02
_LONGEST_WAIT = 60  # seconds after which a request is left over from something that went wrong


def spool() -> Path:
    """The folder of locks and requests. It may be shared by several computers: the names in it tell them apart."""
    return data_folder() / "window"


class RunningInstance(NamedTuple):
    """This process as the window that takes requests."""

    name: str
    release: Callable[[], None]

    def requests(self) -> list[Path]:
        """The files that were handed over since, each told once."""
        found = []
        for each in sorted(spool().glob(f"{self.name}-*{_REQUEST}")):
            try:
                fresh = time.time() - each.stat().st_mtime < _LONGEST_WAIT
                with each.open("rb") as file:
                    text = file.read(_MOST).decode("utf-8", "surrogateescape")
                each.unlink()  # the answer; where it has gone meanwhile, the other one opens the file itself
            except (OSError, ValueError):
                continue
            if text and fresh:
                found.append(Path(text))
        return found


def claim() -> RunningInstance | None:
    """Makes this process the window that takes requests; None while another one is, or where nothing can be kept."""

    name = _name()
    try:
        spool().mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    lock = Lock.take(spool() / name)
    return RunningInstance(name, lock.release) if isinstance(lock, Lock) and lock.ours else None


def hand_over(path: Path, patience: float = _PATIENCE) -> bool:
    """Hands a file to the running window; False when there is none or it does not answer: open it yourself."""
    if not _anybody():
        return False

    name = _name()
    holder = holder_of(spool() / name)
    if holder is None or holder.owner is None or holder.owner == this_process() or holder.owner.state != "runs":
        return False
    _let_come_forward(holder.owner.process)
    request = spool() / f"{name}-{time.time_ns():020}-{os.getpid()}{_REQUEST}"
    draft = request.with_suffix(".draft")
    try:
        draft.write_bytes(str(path.absolute()).encode("utf-8", "surrogateescape"))
        draft.replace(request)  # whole when it is seen
    except OSError:
        draft.unlink(missing_ok=True)
        return False
    return _is_taken(request, patience)


def _is_taken(request: Path, patience: float) -> bool:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not request.exists():
            return True
        time.sleep(_PAUSE)
    try:
        request.unlink()
    except FileNotFoundError:
        return True  # at the last moment
    except OSError:
        pass
    return False


def _anybody() -> bool:
    """Whether there may be a window at all: asked at every start."""
    try:
        return bool(os.listdir(spool()))  # noqa: PTH208
    except OSError:
        return False


def _name() -> str:
    """The window of this computer and, where there are several, of this screen."""
    import zlib

    screen = "/".join(os.environ.get(each, "") for each in ("WAYLAND_DISPLAY", "DISPLAY"))
    return f"{this_process().tag.partition('-')[0]}-{zlib.crc32(screen.encode(errors='replace')):08x}"


def _let_come_forward(process: int) -> None:
    """Windows lets a window come to the front only where the program in front allows it."""
    import sys

    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(process)
