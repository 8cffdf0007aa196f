"""Who holds a file or a journal: a process of a user on a computer, and whether it still runs.

Process ids are used again, and offices copy the disk of one computer to twenty, name and all. So a process is known
by its id with the time it started, a computer by its name with a number of its own in the user's data folder.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

from reportdesk.files.data_folder import data_folder

State = Literal["runs", "gone", "elsewhere"]


class ProcessIdentity(NamedTuple):
    """A process; `machine` and `start_time` are opaque, "" where they cannot be known."""

    host: str
    machine: str
    user: str
    process: int
    started: str

    @property
    def tag(self) -> str:
        """The owner as part of a file name: computer, process, start."""
        return f"{_short(f'{self.host}/{self.machine}')}-{self.process}-{_short(self.started)}"

    @property
    def state(self) -> State:
        """Whether it still runs; on another computer nobody can tell."""
        here = this_process()
        if (self.host, self.machine) != (here.host, here.machine):
            return "elsewhere"
        return _state(self.process, self.started == start_time(self.process))


def this_process() -> ProcessIdentity:
    """The running process."""
    process = os.getpid()  # not remembered: a fork has another one
    return ProcessIdentity(_host(), _machine(), _user(), process, start_time(process) or "")


def state_of_tag(tag: str) -> State:
    """As `Owner.state`, of the owner that a file name tells of."""
    computer, _, rest = tag.partition("-")
    number, _, start = rest.partition("-")
    here = this_process()
    if computer != here.tag.partition("-")[0] or not (number.isascii() and number.isdigit() and len(number) < 12):
        return "elsewhere"
    return _state(int(number), start == _short(start_time(int(number)) or ""))


def start_time(process: int) -> str | None:
    """When a process of this computer started, as a text to compare; "" where that is secret, None if there is none."""
    try:
        return _started_on_linux(process) if sys.platform == "linux" else _started_elsewhere(process)
    except (OSError, ValueError, IndexError, OverflowError):
        return ""


def _state(process: int, same_start: bool) -> State:
    found = start_time(process)
    if found is None:
        return "gone"
    return "runs" if same_start or found == "" else "gone"


def _started_on_linux(process: int) -> str | None:
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            fields = file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None if os.path.exists("/proc/self/stat") else ""  # noqa: PTH110
    if fields[0] in "ZX":  # dead, only not yet buried
        return None
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:  # noqa: PTH123
        return f"{file.read().strip()} {fields[19]}"


def _started_elsewhere(process: int) -> str | None:
    """As psutil knows it: Linux keeps /proc, which does not follow changes of the clock."""
    import psutil

    try:
        found = psutil.Process(process)
        return None if found.status() == psutil.STATUS_ZOMBIE else repr(found.create_time())
    except psutil.NoSuchProcess:
        return None
    except psutil.Error:
        return ""


def _host() -> str:
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def _machine() -> str:
    """A number made once for this user on this computer; "" where it cannot be kept."""
    path = data_folder() / "machine"
    for _ in range(2):
        try:
            return path.read_text("ascii")[:32].strip()
        except (OSError, ValueError):
            _make_number(path)
    return ""


def _make_number(path: Path) -> None:
    """Whole from the start, and never over one that another process has just made."""
    draft = path.with_name(f"machine.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(os.urandom(8).hex(), "ascii")
        (os.rename if os.name == "nt" else os.link)(draft, path)  # both fail where there is one
    except OSError:
        pass
    finally:
        with suppress(OSError):  # nothing can be kept where the folder's own place is taken
            draft.unlink(missing_ok=True)


def _short(text: str) -> str:
    import zlib

    return f"{zlib.crc32(text.encode(errors='replace')):08x}"
