"""The lock file beside a report: who has it open.

A hidden file `.~$<name>.lock` with host, user, process and time. It is made when a report was opened and removed when
it is closed. The lock of a process that is gone is taken over in place, under a lock of the system, so that of two who
notice it only one gets it.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from reportdesk.files.atomic import real_path
from reportdesk.files.os_lock import lock_handle
from reportdesk.files.process_identity import ProcessIdentity, this_process

_MOST = 4096  # bytes of a lock file
_TRIES = 5
_UNREADABLE = 60.0
_BINARY = getattr(os, "O_BINARY", 0)


class Holder(NamedTuple):
    """Who holds a lock: an owner (None where the lock file cannot be read), since when (ISO), and its token."""

    owner: ProcessIdentity | None
    since: str
    token: str

    @property
    def sentence(self) -> str:
        """Who it is, for the clerk."""
        if self.owner is None:
            return "这份报告正被另一个程序打开。"
        day, _, time = self.since.partition("T")
        return f"“{self.owner.user}”正在电脑“{self.owner.host}”上编辑这份报告（{day} {time[:5]} 打开）。"


class Held(NamedTuple):
    """The answer when somebody else has the report."""

    by: Holder


class Lock:
    """A lock that was taken. `warning` is "" or a sentence: the folder takes no lock file, work can go on without."""

    def __init__(self, path: Path, token: str, warning: str = "") -> None:
        self.path, self.warning = path, warning
        self._token = token

    @classmethod
    def take(cls, report: Path, over: Holder | None = None, owner: ProcessIdentity | None = None) -> "Lock | Held":
        """Takes the lock of a report for this process (or `owner`), unless somebody has it. Never raises.

        `over` is a holder from whom it is taken all the same, as long as it is still that one.
        """
        from datetime import datetime

        path = lock_path(report)
        token = os.urandom(8).hex()
        mine = Holder(owner or this_process(), datetime.now().astimezone().isoformat(timespec="seconds"), token)
        try:
            for _ in range(_TRIES):
                try:
                    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o666)
                except FileExistsError:
                    held = _take_over(path, mine, over)
                    if held == mine:
                        return cls(path, token)
                    if held:
                        return Held(held)
                    continue
                with os.fdopen(handle, "wb") as file:
                    file.write(_encoded(mine))
                _hide(path)
                return cls(path, token)
        except (OSError, ValueError):
            pass
        return cls(path, "", f"“{report.parent}”中不能建立占用标记，别人同时打开这份报告时不会得到提醒。")

    @property
    def ours(self) -> bool:
        """Whether the lock is still the one that was taken: False after a take-over, or without a lock file."""
        holder = _read(self.path)
        return bool(self._token) and holder is not None and holder.token == self._token

    def release(self) -> None:
        """Removes the lock file if it is still ours."""
        try:
            with _opened(self.path) as handle:
                ours = handle is not None and self.ours
                if ours and os.name != "nt":
                    self.path.unlink(missing_ok=True)
            if ours and os.name == "nt":  # Windows removes no open file
                self.path.unlink(missing_ok=True)
        except OSError:
            pass  # the next program sees that its holder is gone
        self._token = ""


def lock_path(report: Path) -> Path:
    """Where the lock file of a report stands: beside the file itself, not beside a link to it."""
    target = real_path(report)
    name = target.name
    if len(name.encode(errors="replace")) > 200:
        import zlib

        name = f"{name[:40]}{zlib.crc32(name.encode(errors='replace')):08x}"
    return target.with_name(f".~${name}.lock")


def holder_of(report: Path) -> Holder | None:
    """Who holds the lock of a report; None when it is free, or its holder is gone."""
    path = lock_path(report)
    holder = _read(path)
    return None if holder is None or _is_dead(holder, path) else holder


def _take_over(path: Path, mine: Holder, over: Holder | None) -> Holder | None:
    """Makes a dead lock ours; returns who has it now, or None when it has just gone."""
    with _opened(path) as handle:
        if handle is None:
            return None
        holder = _read(path)
        if holder is None:
            return None
        if not _is_dead(holder, path) and holder != over:
            return holder
        data = _encoded(mine)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, data)
        os.ftruncate(handle, len(data))
    return mine


def _is_dead(holder: Holder, path: Path) -> bool:
    if holder.owner is not None:
        return holder.owner.state == "gone"
    # An unreadable lock file: one that is being written is readable within a minute.
    try:
        return time.time() - path.stat().st_mtime > _UNREADABLE
    except OSError:
        return False


def _read(path: Path) -> Holder | None:
    """The holder that a lock file names, one without an owner if it cannot be read; None when there is no such file."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST)
        raw = msgspec.json.decode(data)
        owner = ProcessIdentity(raw["host"], raw["machine"], raw["user"], raw["process"], raw["started"])
        texts = (owner.host, owner.machine, owner.user, owner.started, raw["since"], raw["token"])
        if isinstance(owner.process, int) and all(isinstance(text, str) and len(text) < 300 for text in texts):
            return Holder(owner, raw["since"], raw["token"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return Holder(None, "", "")


def _encoded(holder: Holder) -> bytes:
    assert holder.owner is not None
    return msgspec.json.encode({**holder.owner._asdict(), "since": holder.since, "token": holder.token})


@contextmanager
def _opened(path: Path) -> Iterator[int | None]:
    """The lock file, opened and locked against others of this computer; None when it has gone meanwhile."""
    try:
        handle = os.open(path, os.O_RDWR | _BINARY)
    except FileNotFoundError:
        yield None
        return
    try:
        lock_handle(handle)
        yield handle if _is_at(handle, path) else None
    finally:
        os.close(handle)  # gives the system's lock back


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _hide(path: Path) -> None:
    import sys

    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetFileAttributesW(str(path), 2)
