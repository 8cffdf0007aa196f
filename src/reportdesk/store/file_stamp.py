"""How a file looked when it was opened or saved, and whether somebody changed it since."""

from pathlib import Path
from typing import Literal, NamedTuple

from reportdesk.store.rdesk import read_file

Change = Literal["", "changed", "gone"]


class FileStamp(NamedTuple):
    """Size, time of the last change (ns) and digest of a file."""

    size: int
    mtime_ns: int
    digest: str


def digest_of(data: bytes) -> str:
    """The digest by which contents are compared, in hex."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


def read_stamped(path: Path) -> tuple[bytes, FileStamp]:
    """The bytes of a file and its stamp. Raises OpenError."""
    try:
        time = path.stat().st_mtime_ns  # before: a change while it is read is noticed later
    except (OSError, ValueError):
        time = 0
    data = read_file(path)
    return data, FileStamp(len(data), time, digest_of(data))


def stamp_of(path: Path, data: bytes) -> FileStamp:
    """The stamp of a file that holds `data`, as we have just written it."""
    try:
        time = path.stat().st_mtime_ns
    except OSError:
        time = 0
    return FileStamp(len(data), time, digest_of(data))


def changed_since(path: Path, stamp: FileStamp) -> Change:
    """Whether a file still holds what it held: "" if so, else "changed" or "gone".

    A file of the same size and time is taken to be the same (cheap enough to ask whenever the window is looked at
    again); one that was only touched or copied back is read. Raises OpenError when it must be read and cannot.
    """
    try:
        state = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return "gone"
    except OSError:
        return ""  # a network folder that does not answer: saving will tell
    if (state.st_size, state.st_mtime_ns) == (stamp.size, stamp.mtime_ns):
        return ""
    if state.st_size == stamp.size and digest_of(read_file(path)) == stamp.digest:
        return ""
    return "changed"
