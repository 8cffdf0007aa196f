"""What leaves the program: exports, the review sheet, slips for the offices."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from reportdesk.errors import ReportDeskError
from reportdesk.jobs import exporting
from reportdesk.report import by_office
from reportdesk_ui import dialogs
from reportdesk_ui.files import file_name

if TYPE_CHECKING:
    from reportdesk_ui.main_window import MainWindow


class Outputs:
    """What the window writes for others."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def export(self, suffix: str) -> None:
        """Exports to a file of a kind."""
        if not self._window.session or not self._window.commit():
            return
        kind, _ = exporting.KINDS[suffix]
        name = f"{file_name(self._window.session.report.title)}{suffix}"
        path = self._window.files.ask_target(f"导出 {kind}", name, f"{kind} (*{suffix})", suffix)
        if path:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Exports the open report as it is now; the kind follows from the suffix."""
        session = self._window.session
        if not session:
            return
        report, media, errors = session.report, dict(session.media), session.outcome.errors
        self._window.tell(f"正在导出 {path.name} …")
        open_ = [f"{errors} 处错误"] if errors else []
        if left := session.left_to_fill():
            open_.append(f"{left} 格未填")

        def done(result: object, error: ReportDeskError | None) -> None:
            from reportdesk.jobs.pdf import PREVIEW

            if error:
                self._window.fail("没有导出", error)
            else:
                self._window.tell(f"已导出：{path}")
                remarks = [f"{result}。"] if isinstance(result, str) and result.startswith(PREVIEW) else []
                remarks += [f"请注意：报告还有 {'、'.join(open_)}。"] if open_ else []
                dialogs.exported(self._window, path, "".join(remarks))

        self._window.background.run(lambda: exporting.write(report, path, media), done)

    def against_last(self) -> None:
        """检查 › 与上年对比."""
        from reportdesk.jobs.yearly import yearly
        from reportdesk_ui.dialogs.yearly import YearlyDialog

        session, workspace = self._window.session, self._window.workspace
        if not session or not workspace or not self._window.commit():
            return
        found = yearly(session.report)
        if found is None:
            sentence = "还没有上年的报告。请先用“检查 › 指定上年报告”选择，Word、Excel、网页、PDF 都可以。"
            dialogs.tell(self._window, "与上年对比", sentence)
            return
        dialog = YearlyDialog(found, self._window)
        dialog.wanted.connect(workspace.go_to_cell)
        dialog.wanted.connect(dialog.accept)
        dialog.picture.connect(self._put_picture)
        dialog.exec()

    def _put_picture(self, title: str, png: bytes) -> None:
        """Puts a picture at the end of a section's text, as one step."""
        session = self._window.session
        if session is None:
            return
        texts = {s.heading: s.id for s in session.form.sections.values() if s.heading and not s.table}
        question = "放在哪一部分的末尾？"
        heading = dialogs.choose(self._window, "放入报告正文", question, tuple(texts), own_words=False)
        if heading in texts:
            session.add_picture(texts[heading], png, title)
            self._window.tell(f"已放入“{heading}”的末尾，可撤销。")

    def review_sheet(self) -> None:
        """导出 › 年度报告送审表."""
        from reportdesk.jobs.review_sheet import write_review_sheet

        if not self._window.session or not self._window.commit():
            return
        report = self._window.session.report
        name = f"{file_name(report.unit)}{report.year}年度报告送审表.docx"
        if path := self._window.files.ask_target("导出送审表", name, "Word 文档 (*.docx)", ".docx"):
            self._in_background(lambda: write_review_sheet(report, path), "没有导出", f"已导出：{path}")

    def slips(self) -> None:
        """导出 › 数据采集表: a file for every office named under 数从哪来."""
        from reportdesk.jobs.slips import write_slips

        if not self._window.session or not self._window.commit():
            return
        report = self._window.session.report
        if not by_office(report):
            dialogs.tell(self._window, "没有导出", "还没有写明哪些行由哪个科室提供，请先在“表格 › 数从哪来”中填写。")
            return
        start = str(self._window.settings.folder)
        folder = QFileDialog.getExistingDirectory(self._window, "数据采集表放在哪个文件夹", start)
        if folder:
            target = Path(folder)
            self._in_background(lambda: write_slips(report, target), "没有导出", f"数据采集表已放入：{target}")

    def _in_background(self, work: Callable[[], object], failed: str, finished: str) -> None:
        """Does some work in the other thread and says how it went."""

        def done(result: object, error: ReportDeskError | None) -> None:
            if error:
                self._window.fail(failed, error)
            else:
                self._window.tell(finished)

        self._window.background.run(work, done)
