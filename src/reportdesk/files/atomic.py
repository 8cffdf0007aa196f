"""Writing a file so that it is never half-written."""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reportdesk.errors import ReportDeskError
from reportdesk.files.os_lock import lock_handle
from reportdesk.files.process_identity import state_of_tag, this_process

# Seconds between tries while a virus scanner or an indexer holds the file; about 3 s in all.
PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
_HELD = (5, 32, 33)  # Windows: access denied, sharing violation, lock violation
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_SUFFIX = ".tmp"
_FORGOTTEN = 7 * 86400.0  # seconds after which a temporary file of another computer is nobody's


class WriteError(ReportDeskError):
    """A file that could not be written; what stood there before still stands there."""


def write_atomically(
    path: Path,
    data: bytes,
    check: Callable[[bytes], None] | None = None,
    before_replacing: Callable[[], None] | None = None,
    *,
    replace: Callable[[Path, Path], object] = lambda source, target: source.replace(target),
    pause: Callable[[float], object] = time.sleep,
) -> None:
    """Puts `data` at `path`: a temporary file beside it, fsynced and read back, then moved in place.

    `check` gets what was read back; `before_replacing` is called last: what they raise is passed on. A link stays one,
    permissions stay as they are, and temporary files that crashed programs left are cleared away. Raises WriteError
    with a sentence. Whatever is raised, the old file is untouched and no temporary file stays behind.
    """
    temporary: Path | None = None
    try:
        target = real_path(path)
        mode = _mode(target)
        _clear_forgotten(target)
        temporary = target.with_name(f"{_beginning(target)}{this_process().tag}-{os.urandom(4).hex()}{_SUFFIX}")
        _write(temporary, data, mode)
        found = temporary.read_bytes()
        if found != data:
            raise WriteError(f"“{path.name}”写入后读回的内容不一致，原文件没有改动。磁盘可能有故障，请换一个位置另存。")
        if check:
            check(found)
        if before_replacing:
            before_replacing()
        _replace(temporary, target, replace, pause)
        temporary = None
        sync_folder(target.parent)
    except (OSError, ValueError) as error:  # a NUL in the name is a ValueError
        raise WriteError(_sentence(path, error)) from error
    finally:
        if temporary:
            _unlink(temporary)


def real_path(path: Path) -> Path:
    """Where a path leads in the end: what is written there keeps the link."""
    return Path(os.path.realpath(path))


def sync_folder(folder: Path) -> None:
    """Makes names in a folder last; where the system cannot, the files themselves are safe still."""
    with _opened_folder(folder) as handle:
        if handle is not None:
            with suppress(OSError):  # some network folders refuse this
                os.fsync(handle)


@contextmanager
def one_writer_at_a_time(folder: Path, pause: Callable[[float], object] = time.sleep) -> Iterator[None]:
    """Lets one save after the other into a folder of this computer, so that each sees what the one before wrote.

    Where the system has no such locks, or somebody holds one for seconds, it goes on without.
    """
    with _opened_folder(folder) as handle:
        if handle is not None:
            lock_handle(handle, pause)
        yield


@contextmanager
def _opened_folder(folder: Path) -> Iterator[int | None]:
    if os.name == "nt":  # Windows cannot open a folder
        yield None
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        yield None
        return
    try:
        yield handle
    finally:
        os.close(handle)


def _mode(target: Path) -> int | None:
    """The permissions to keep; None for a new file."""
    try:
        mode = target.stat().st_mode & 0o7777
    except FileNotFoundError:
        return None
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if not mode & 0o222:
        raise OSError(errno.EROFS, "marked read-only")
    if sys.platform != "win32" and os.statvfs(target).f_flag & os.ST_RDONLY:
        raise OSError(errno.EROFS, "on a read-only disk")
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "not ours to write")
    return mode


def _write(temporary: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666 if mode is None else 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        temporary.chmod(mode)


def _replace(
    temporary: Path, target: Path, replace: Callable[[Path, Path], object], pause: Callable[[float], object]
) -> None:
    for seconds in PAUSES:
        try:
            replace(temporary, target)
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            pause(seconds)
    replace(temporary, target)


def _beginning(target: Path) -> str:
    return f".{target.name.encode(errors='replace')[:100].decode(errors='ignore')}."


def _clear_forgotten(target: Path) -> None:
    """Removes the temporary files of processes that died while they wrote this file."""
    beginning = _beginning(target)
    try:
        with os.scandir(target.parent) as entries:
            left = [e for e in entries if e.name.startswith(beginning) and e.name.endswith(_SUFFIX)]
        for entry in left:
            tag, _, _ = entry.name[len(beginning) :].rpartition("-")
            state = state_of_tag(tag)
            if state == "gone" or (state == "elsewhere" and time.time() - entry.stat().st_mtime > _FORGOTTEN):
                _unlink(Path(entry.path))
    except OSError:
        pass  # only tidiness; what stands in the way of writing is told when it does


def _unlink(path: Path) -> None:
    with suppress(OSError):  # where a virus scanner holds it, the next save clears it
        path.unlink(missing_ok=True)


def _sentence(path: Path, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if isinstance(error, FileNotFoundError):
        return f"没有找到文件夹“{path.parent}”，文件未保存。它可能已被移走，或者 U 盘、网络盘已断开。请换一个位置另存。"
    if isinstance(error, NotADirectoryError):
        return f"“{path.parent}”不是文件夹，文件未保存。请换一个位置另存。"
    if isinstance(error, PermissionError):
        return f"没有写入“{path}”的权限，或者文件正被其他程序（如 Word、WPS）打开。请关闭后重试，或换一个位置另存。"
    if isinstance(error, IsADirectoryError):
        return f"“{path}”是一个文件夹，请改用文件名。"
    if number in _FULL:
        return f"磁盘空间不足，“{path}”没有写入，原文件没有改动。请清理磁盘，或换一个位置另存。"
    if number == errno.EROFS:
        return f"“{path}”所在位置或文件本身是只读的，不能写入，原文件没有改动。请换一个位置另存。"
    if number == errno.ENAMETOOLONG or number is None:
        return f"“{path}”的文件名过长或含有不能使用的字符，文件未保存。请换一个较短的文件名另存。"
    return f"“{path}”未能写入（系统错误 {number}），原文件没有改动。请检查磁盘，或换一个位置另存。"
