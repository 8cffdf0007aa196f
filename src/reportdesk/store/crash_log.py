"""What is written when something unexpected happens: where in the program it was, and nothing of the report.

Messages of errors and values of variables are left out: they quote what was typed.
"""

import os
import sys
import time
from pathlib import Path

from reportdesk.files.data_folder import data_folder
from reportdesk.version import VERSION

MAX_LOG = 256 * 1024
_MOST_READ = 4 * MAX_LOG
_MOST_FRAMES = 60
_MOST_CAUSES = 5
_PACKAGE = Path(__file__).resolve().parents[1]


def crash_entry(error: BaseException, *, with_messages: bool = False) -> str:
    """An entry of the log. `with_messages` adds what the errors say: ask the clerk first, they may quote the report."""
    import platform

    system = f"{platform.system()} {platform.release()}，Python {platform.python_version()}"
    lines = [f"== {time.strftime('%Y-%m-%d %H:%M:%S')}  年报填报 {VERSION}，{system}"]
    causes = 0
    each: BaseException | None = error
    while each is not None and causes < _MOST_CAUSES:
        lines.append(
            f"{'caused by ' if causes else ''}{type(each).__module__}.{type(each).__qualname__}{_number(each)}"
        )
        if with_messages:
            lines.append(f"    {str(each)[:500]}")
        lines.extend(_frames(each))
        each, causes = each.__cause__ or each.__context__, causes + 1
    return "\n".join(lines) + "\n"


def log_path() -> Path:
    """Where the log stands; there is none while nothing went wrong."""
    return data_folder() / "logs" / "errors.log"


def read_log() -> str:
    """What is in the log, "" when there is none; a log that cannot be read says why."""
    try:
        with log_path().open("rb") as file:
            return file.read(_MOST_READ).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    except OSError:
        return f"运行日志无法读取：{log_path()}"


def log_crash(error: BaseException, *, with_messages: bool = False) -> Path | None:
    """Adds an entry to the log of bounded size; returns its path, None where it cannot be written. Never raises."""
    path = log_path()
    try:
        entry = crash_entry(error, with_messages=with_messages)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MAX_LOG:
            path.replace(path.with_name("errors.old.log"))
        with path.open("a", encoding="utf-8") as file:
            file.write(entry)
    except Exception:
        return None
    return path


def _number(error: BaseException) -> str:
    return f" {error.errno}" if isinstance(error, OSError) and error.errno is not None else ""


def _frames(error: BaseException) -> list[str]:
    import traceback

    frames = [(f.f_code.co_filename, line, f.f_code.co_name) for f, line in traceback.walk_tb(error.__traceback__)]
    return [f"    {_place(file)}:{line} {function}" for file, line, function in frames[-_MOST_FRAMES:]]


def _place(file: str) -> str:
    """A file of the program without the folders above it, which tell the user's name."""
    for folder in (_PACKAGE.parent, *map(Path, sys.path)):
        if str(folder) not in ("", ".") and file.startswith(f"{folder}{os.sep}"):
            return file[len(str(folder)) + 1 :]
    return Path(file).name
