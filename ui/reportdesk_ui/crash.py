"""An unexpected error: logged without the report's content, told once, and the report can still be saved."""

from types import TracebackType

from PySide6.QtCore import QTimer

from reportdesk.store.crash_log import log_crash
from reportdesk_ui.context import WindowContext

MOST_LOGGED = 10
SENTENCE = (
    "程序遇到意外错误。报告未保存的内容已自动备份，下次启动时可以恢复。"
    "请先用“另存为”换一个文件名保存，再退出程序重新打开。"
)


class CrashHook:
    """Takes the errors that no other code catches.

    An error in a paint event would come many times: it is told once, logged ten times.
    """

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self._told = False
        self._left = MOST_LOGGED

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For sys.excepthook."""
        where = None
        if self._left:
            self._left -= 1
            where = log_crash(error)
        if self._told or issubclass(kind, KeyboardInterrupt):
            return
        self._told = True
        noted = f"错误记录在：{where}（不含报告内容，可交给维护人员）。" if where else "错误记录没有写成。"
        QTimer.singleShot(0, lambda: self._tell(error, noted))

    def _tell(self, error: BaseException, noted: str) -> None:
        ways = ["另存为…", "在记录中附上错误原文", "关闭"]
        while True:
            answer = ways[self._context.messages.ask("意外错误", f"{SENTENCE}\n\n{noted}", ways)]
            if answer == ways[0]:
                self._context.run("save_as")
            elif answer != ways[-1]:
                log_crash(error, with_messages=True)  # it may quote the report: only with the clerk's consent
                ways.remove(answer)
                continue
            return
