"""An unexpected error: logged without the report's content, told once, and the report can still be saved."""

import sys
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from reportdesk.version import VERSION

if TYPE_CHECKING:
    from reportdesk_ui.main_window import MainWindow

MAX_LOG = 2**20
SENTENCE = (
    "程序遇到意外错误。报告未保存的内容已自动备份，下次启动时可以恢复。"
    "请先用“另存为”换一个文件名保存，再退出程序重新打开。"
)


class CrashHook:
    """Takes what nobody caught. An error in a paint event would come many times: it is told once, logged ten times."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._told = False
        self._left = 10

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For sys.excepthook."""
        if self._left:
            self._left -= 1
            write_log(_entry(kind, trace))
        if self._told or issubclass(kind, KeyboardInterrupt):
            return
        self._told = True
        QTimer.singleShot(0, lambda: self._tell(f"{kind.__name__}: {error}"))

    def _tell(self, message: str) -> None:
        from reportdesk_ui import dialogs

        where = f"错误记录在：{log_path()}（不含报告内容，可交给维护人员）。"
        ways = ["另存为…", "在记录中附上错误原文", "关闭"]
        while True:
            answer = dialogs.ask(self._window, "意外错误", f"{SENTENCE}\n\n{where}", ways)
            if answer == 0:
                self._window.files.save_as()
            elif ways[answer].startswith("在记录中"):
                write_log(message)  # it may hold words of the report: only with the clerk's consent
                ways.remove(ways[answer])
                continue
            return


def log_path() -> Path:
    """Where errors are written down."""
    from platformdirs import user_log_path

    return user_log_path("reportdesk", appauthor=False) / "errors.log"


def write_log(text: str) -> None:
    """Adds to the log; where nothing can be written, to the terminal."""
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MAX_LOG:
            path.replace(path.with_suffix(".old.log"))
        with path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError:
        sys.stderr.write(text + "\n")


def _entry(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where it happened, without the values and messages that could hold words of the report."""
    import platform
    import traceback

    system = f"Python {platform.python_version()}，{platform.platform()}"
    head = f"{datetime.now():%Y-%m-%d %H:%M:%S} 年报填报 {VERSION}，{system}"
    return f"{head}\n{''.join(traceback.format_tb(trace))}{kind.__name__}\n"
