"""What comes in from others: filled slips."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from reportdesk.errors import ReportDeskError
from reportdesk_ui import dialogs

if TYPE_CHECKING:
    from reportdesk_ui.main_window import MainWindow

MOST_DOUBTS = 12


class Intake:
    """What the window takes in."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def slip(self) -> None:
        """文件 › 读入数据采集表: its figures, notes and sources as one step."""
        from reportdesk.jobs.slips import take_in

        if not self._window.session or not self._window.commit():
            return
        folder = str(self._window.settings.folder)
        path, _ = QFileDialog.getOpenFileName(self._window, "读入数据采集表", folder, "Word 文档 (*.docx)")
        if not path:
            return
        try:
            step, doubts = take_in(self._window.session.report, Path(path))
        except ReportDeskError as error:
            self._window.fail("没有读入", error)
            return
        done = self._window.session.do(step)
        self._window.tell("已读入数据采集表，可撤销。" if done else "数据采集表与报告一致，没有改动。")
        if doubts:
            lines = [f"{place}“{text}”：{reason}" for place, text, reason in doubts[:MOST_DOUBTS]]
            dialogs.tell(self._window, "请核对", "以下内容没有读入，请对照采集表手工填写：\n\n" + "\n".join(lines))
