"""Writing a file so that it is never half-written."""

import errno
import os
from pathlib import Path

from reportdesk.errors import ReportDeskError


class WriteError(ReportDeskError):
    """A file that could not be written; what stood there before still stands there."""


def write_atomically(path: Path, data: bytes) -> None:
    """Puts `data` at `path`: a temporary file beside it, fsynced, then moved in place, then the folder fsynced.

    Raises WriteError with a sentence; the old file is untouched and no temporary file stays behind.
    """
    import tempfile  # not needed to open a file, and slow to import

    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:80]}.", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise WriteError(_sentence(path, error)) from error
    _sync_folder(path.parent)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass  # the file itself is safe; some network folders refuse this
    finally:
        os.close(handle)


def _sentence(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"没有找到文件夹“{path.parent}”，文件未保存。请换一个位置另存。"
    if isinstance(error, PermissionError):
        return f"没有写入“{path}”的权限，或者文件正被其他程序（如 Word、WPS）打开。请关闭后重试，或换一个位置另存。"
    if isinstance(error, IsADirectoryError):
        return f"“{path}”是一个文件夹，请改用文件名。"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"磁盘空间不足，“{path}”没有写入，原文件没有改动。请清理磁盘，或换一个位置另存。"
    if error.errno == errno.EROFS:
        return f"“{path.parent}”是只读的，不能写入。请换一个位置另存。"
    return f"“{path}”未能写入（系统错误 {error.errno}），原文件没有改动。请检查磁盘，或换一个位置另存。"
