"""What comes in from others: reports in any format, from a file or the clipboard, and filled slips."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from reportdesk.errors import ReportDeskError
from reportdesk.form import for_year
from reportdesk.report import Report
from reportdesk.store import SUFFIX, StoredReport, open_report
from reportdesk_ui import dialogs
from reportdesk_ui.settings import ANY_REPORT, IMPORT_FILTER

if TYPE_CHECKING:
    from reportdesk.services.import_report import Reading
    from reportdesk_ui.dialogs.import_preview_dialog import ImportPreviewDialog
    from reportdesk_ui.main_window import MainWindow

MOST_DOUBTS = 12
Read = TypeVar("Read")
OPEN, PREVIOUS, SUCCESSOR, INTO = "open", "previous", "successor", "into"


class ImportActions:
    """What the window takes in."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def choose(self) -> None:
        """文件 › 导入: a report in any format."""
        if self._window.commit():
            path, _ = QFileDialog.getOpenFileName(
                self._window, "导入年度报告", str(self._window.settings.folder), IMPORT_FILTER
            )
            if path:
                self.file(Path(path))

    def named(self, path: Path) -> None:
        """Opens a file that was named from outside; a shipped sample is shown, not edited in place."""
        if _is_sample(path):
            self._window.file_actions.open_sample(path)
        else:
            self.file(path)

    def file(self, path: Path) -> None:
        """Reads a file and shows it before anything changes; a report of our own is opened."""
        from reportdesk.services import import_report

        if path.suffix.lower() == SUFFIX:
            self._window.file_actions.open_path(path)
        elif self._window.commit():
            self._background(path.name, lambda: import_report.read(path), self._preview)

    def clipboard(self) -> None:
        """编辑 › 导入复制的报告: the text of a whole report, copied from a web page or a document."""
        from reportdesk.services import import_report

        text = QGuiApplication.clipboard().text()
        if not text.strip():
            dialogs.show_message(
                self._window, "没有导入", "剪贴板中没有文字。请先在网页或文档中全选、复制，再回到这里。"
            )
        elif self._window.commit():
            self._background("复制的文字", lambda: import_report.read_pasted(text), self._preview)

    def previous(self, report: Report, path: Path) -> None:
        """Starts a new report from last year's file, whatever its format; shown first where it was not ours."""

        def start(previous: Report) -> None:
            from reportdesk.services.new_report import continue_report

            if new := self._meant(report, previous):
                self._show_new(continue_report(new, previous))

        self._read_last(path, f"据此新建 {report.year} 年度报告", start)

    def _meant(self, report: Report, previous: Report) -> Report | None:
        """The new report, of the year after the chosen one where that was meant; None: neither."""
        if previous.year == report.year - 1:
            return report
        question = (
            f"选择的是 {previous.year} 年度的报告，要新建的是 {report.year} 年度的报告，"
            f"它的上年应为 {report.year - 1} 年。年度不相连时，上年结转不会带入。"
        )
        ways = [f"新建 {previous.year + 1} 年度报告", f"仍新建 {report.year} 年度报告", "取消"]
        answer = dialogs.ask(self._window, "不是上年的报告", question, ways)
        if answer == 0:
            return Report.new(unit=report.unit, year=previous.year + 1, edition=for_year(previous.year + 1))
        return report if answer == 1 else None

    def name_previous(self) -> None:
        """检查 › 指定上年报告: last year's report for the open one."""
        if not self._window.document or not self._window.commit():
            return
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            "选择上年的报告",
            str(self._window.settings.folder),
            ANY_REPORT,
        )
        if path:
            self._read_last(Path(path), "作为上年报告", self._succeed)

    def compare(self) -> None:
        """检查 › 与另一份报告核对: against a file, or the copied text of what was published."""
        from reportdesk.services import import_report

        if not self._window.document or not self._window.commit():
            return
        copied = QGuiApplication.clipboard().text()
        ways = ["选择文件…", "用复制的文字", "取消"]
        question = "与哪一份核对？发布后核对时，可选择保存的网页文件，或在网页上全选、复制后用复制的文字。"
        way = dialogs.ask(self._window, "与另一份报告核对", question, ways)
        if way == 1:
            self._background("复制的文字", lambda: import_report.read_pasted(copied), self._compare)
        elif way == 0:
            path, _ = QFileDialog.getOpenFileName(
                self._window, "与哪一份报告核对", str(self._window.settings.folder), ANY_REPORT
            )
            if path and Path(path).suffix.lower() == SUFFIX:
                name = Path(path).name
                self._background(name, lambda: open_report(path), lambda other: self._show_differences(other, name))
            elif path:
                self._background(Path(path).name, lambda: import_report.read(Path(path)), self._compare)

    def _compare(self, reading: "Reading") -> None:
        self._show_differences(reading.report, reading.document.source)

    def _show_differences(self, other: Report, source: str) -> None:
        from reportdesk_ui.dialogs.compare_dialog import CompareDialog

        document, workspace = self._window.document, self._window.workspace
        if document and workspace:
            dialog = CompareDialog(document.report, other, source, self._window)
            dialog.wanted.connect(workspace.go_to_place)
            dialog.wanted.connect(dialog.accept)
            dialog.exec()

    def _succeed(self, previous: Report) -> None:
        from reportdesk.services.new_report import continue_open_report

        if document := self._window.document:
            right = document.report.year - 1
            question = (
                f"选择的是 {previous.year} 年度的报告，本报告的上年是 {right} 年。年度不相连时，上年结转不会带入。"
            )
            ways = ["仍作为上年报告", "取消"]
            if previous.year != right and dialogs.ask(self._window, "不是上年的报告", question, ways, careful=True):
                return
            document.apply(continue_open_report(document.report, previous))
            self._window.tell(f"已指定上年报告：{previous.title}，可撤销。")

    def _read_last(self, path: Path, label: str, then: Callable[[Report], None]) -> None:
        """Reads last year's report; what was not written by this program is shown first."""

        def read() -> "Reading":
            from reportdesk.services import import_report

            return import_report.read(path)

        def show(reading: "Reading") -> None:
            dialog = self._dialog(reading, [(PREVIOUS, label)])
            if dialog.exec():
                then(dialog.report())

        if path.suffix.lower() == SUFFIX:
            self._background(path.name, lambda: open_report(path), then)
        else:
            self._background(path.name, read, show)

    def _preview(self, reading: "Reading") -> None:
        """Shows a reading and does what the clerk decides."""
        from reportdesk.services.new_report import continue_report

        document = self._window.document
        year = reading.report.year + 1
        if document is None:
            dialog = self._dialog(reading, [(SUCCESSOR, f"据此新建 {year} 年度报告"), (OPEN, "打开这份报告")])
        elif document.report.year == year:
            dialog = self._dialog(reading, [(PREVIOUS, "作为上年报告"), (INTO, "采用到本报告")])
        else:
            dialog = self._dialog(reading, [(INTO, "采用到本报告")])
        if not dialog.exec():
            return
        if dialog.chosen == INTO and document is not None:
            document.media.update(dialog.media())  # stays when the step is undone: it may be done again
            done = document.apply(dialog.step())
            self._window.tell("已导入，可一步撤销。" if done else "读到的内容与报告一致，没有改动。")
        elif dialog.chosen == PREVIOUS and document is not None:
            self._succeed(dialog.report())
        elif dialog.chosen == SUCCESSOR:
            previous = dialog.report()
            self._show_new(continue_report(Report.new(unit=previous.unit, year=year, edition=for_year(year)), previous))
        elif dialog.chosen == OPEN:
            self._show_new(dialog.report(), dialog.media())

    def _background(self, name: str, read: Callable[[], Read], then: Callable[[Read], None]) -> None:
        self._window.tell(f"正在读取 {name} …")

        def done(reading: Read, error: ReportDeskError | None) -> None:
            self._window.statusBar().clearMessage()
            if error:
                self._window.fail("没有导入", error)
            else:
                then(reading)

        self._window.background.run(read, done)

    def _dialog(self, reading: "Reading", choices: list[tuple[str, str]]) -> "ImportPreviewDialog":
        from reportdesk_ui.dialogs.import_preview_dialog import ImportPreviewDialog

        document = self._window.document
        into = document.report if document and any(name == INTO for name, _ in choices) else None
        return ImportPreviewDialog(reading, choices, into, self._window)

    def _show_new(self, report: Report, media: Mapping[str, bytes] = {}) -> None:
        """Shows a report that stands in no file yet, with its pictures: closing it asks first."""
        self._window.show_report(StoredReport(report, dict(media)), None)
        if self._window.document:
            self._window.document.counts_as_changed()

    def slip(self) -> None:
        """文件 › 读入数据采集表: its figures, notes and sources as one step."""
        from reportdesk.data_sheets.exchange import import_data_sheet

        if not self._window.document or not self._window.commit():
            return
        folder = str(self._window.settings.folder)
        path, _ = QFileDialog.getOpenFileName(self._window, "读入数据采集表", folder, "Word 文档 (*.docx)")
        if not path:
            return
        try:
            step, doubts = import_data_sheet(self._window.document.report, Path(path))
        except ReportDeskError as error:
            self._window.fail("没有读入", error)
            return
        done = self._window.document.apply(step)
        self._window.tell("已读入数据采集表，可撤销。" if done else "数据采集表与报告一致，没有改动。")
        if doubts:
            lines = [f"{place}“{text}”：{reason}" for place, text, reason in doubts[:MOST_DOUBTS]]
            dialogs.show_message(
                self._window, "请核对", "以下内容没有读入，请对照采集表手工填写：\n\n" + "\n".join(lines)
            )


def _is_sample(path: Path) -> bool:
    from reportdesk import resources

    try:
        return path.resolve().parent == resources.path("samples").resolve()
    except OSError:
        return False
