"""What comes in from others: reports in any format, from a file or the clipboard, and filled data sheets."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressDialog

from reportdesk.data_sheets.exchange import import_data_sheet
from reportdesk.errors import ReportDeskError
from reportdesk.files.isolation import CallControl
from reportdesk.form import for_year
from reportdesk.report import Report
from reportdesk.services import import_report
from reportdesk.services.import_report import Reading
from reportdesk.services.new_report import continue_open_report, continue_report
from reportdesk.store import SUFFIX, StoredReport, open_report
from reportdesk_ui.actions.file_actions import open_path
from reportdesk_ui.background import Operation
from reportdesk_ui.context import WindowContext
from reportdesk_ui.dialogs.compare_dialog import CompareDialog
from reportdesk_ui.dialogs.import_preview_dialog import ImportPreviewDialog
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.settings import ANY_REPORT, IMPORT_FILTER

MOST_DOUBTS = 12
_PATIENCE = 700  # milliseconds of reading after which its progress is shown
Result = TypeVar("Result")
OPEN, PREVIOUS, SUCCESSOR, INTO = "open", "previous", "successor", "into"


def choose(context: WindowContext) -> None:
    """Reads a report in any format from a file that the clerk chooses."""
    if path := context.messages.open_file("导入年度报告", IMPORT_FILTER):
        read_file(context, path)


def read_file(context: WindowContext, path: Path) -> None:
    """Reads a file and shows it before anything changes; a report of our own is opened."""
    if path.suffix.lower() == SUFFIX:
        open_path(context, path)
    else:
        _read_report(context, path, partial(_preview, context))


def read_clipboard(context: WindowContext) -> None:
    """Reads the text of a whole report, copied from a web page or a document."""
    text = QGuiApplication.clipboard().text()
    if text.strip():
        _read(context, "复制的文字", lambda: import_report.read_pasted(text), partial(_preview, context))
    else:
        context.messages.show("没有导入", "剪贴板中没有文字。请先在网页或文档中全选、复制，再回到这里。")


def read_data_sheet(context: WindowContext, document: ReportDocument) -> None:
    """The figures, notes and sources of a filled data sheet, as one step."""
    path = context.messages.open_file("读入数据采集表", "Word 文档 (*.docx)")
    if not path:
        return
    try:
        step, doubts = import_data_sheet(document.report, path)
    except ReportDeskError as error:
        context.messages.fail("没有读入", error)
        return
    done = document.apply(step)
    context.messages.tell("已读入数据采集表，可撤销。" if done else "数据采集表与报告一致，没有改动。")
    if doubts:
        lines = [f"{place}“{text}”：{reason}" for place, text, reason in doubts[:MOST_DOUBTS]]
        context.messages.show("请核对", "以下内容没有读入，请对照采集表手工填写：\n\n" + "\n".join(lines))


def continue_from(context: WindowContext, report: Report, path: Path) -> None:
    """Starts a new report from last year's file, whatever its format; shown first where it was not ours."""

    def start(previous: Report) -> None:
        if new := _new_after(context, report, previous):
            _show_new(context, continue_report(new, previous))

    _read_previous(context, path, f"据此新建 {report.year} 年度报告", start)


def name_previous(context: WindowContext, document: ReportDocument) -> None:
    """Last year's report for the open one."""
    if path := context.messages.open_file("选择上年的报告", ANY_REPORT):
        _read_previous(context, path, "作为上年报告", partial(_take_previous, context))


def compare(context: WindowContext, document: ReportDocument) -> None:
    """The report against a file, or against the copied text of what was published."""
    copied = QGuiApplication.clipboard().text()
    ways = ["选择文件…", "用复制的文字", "取消"]
    question = "与哪一份核对？发布后核对时，可选择保存的网页文件，或在网页上全选、复制后用复制的文字。"
    way = context.messages.ask("与另一份报告核对", question, ways)

    def show(reading: Reading) -> None:
        _show_differences(context, reading.report, reading.document.source)

    if way == 1:
        _read(context, "复制的文字", lambda: import_report.read_pasted(copied), show)
    elif way == 0 and (path := context.messages.open_file("与哪一份报告核对", ANY_REPORT)):
        if path.suffix.lower() == SUFFIX:
            name = path.name
            _read(context, name, lambda: open_report(path), lambda other: _show_differences(context, other, name))
        else:
            _read_report(context, path, show)


def _show_differences(context: WindowContext, other: Report, source: str) -> None:
    if context.open:
        dialog = CompareDialog(context.open.document.report, other, source, context.window)
        dialog.wanted.connect(context.open.view.go_to_place)
        dialog.wanted.connect(dialog.accept)
        dialog.exec()


def _new_after(context: WindowContext, report: Report, previous: Report) -> Report | None:
    """The new report, of the year after the chosen one where that was meant; None: neither."""
    if previous.year == report.year - 1:
        return report
    question = (
        f"选择的是 {previous.year} 年度的报告，要新建的是 {report.year} 年度的报告，"
        f"它的上年应为 {report.year - 1} 年。年度不相连时，上年结转不会带入。"
    )
    ways = [f"新建 {previous.year + 1} 年度报告", f"仍新建 {report.year} 年度报告", "取消"]
    answer = context.messages.ask("不是上年的报告", question, ways)
    if answer == 0:
        return Report.new(unit=report.unit, year=previous.year + 1, edition=for_year(previous.year + 1))
    return report if answer == 1 else None


def _take_previous(context: WindowContext, previous: Report) -> None:
    """Makes a report last year's of the open one, as one step."""
    if not context.open:
        return
    document = context.open.document
    right = document.report.year - 1
    question = f"选择的是 {previous.year} 年度的报告，本报告的上年是 {right} 年。年度不相连时，上年结转不会带入。"
    ways = ["仍作为上年报告", "取消"]
    if previous.year != right and context.messages.ask("不是上年的报告", question, ways, careful=True):
        return
    document.apply(continue_open_report(document.report, previous))
    context.messages.tell(f"已指定上年报告：{previous.title}，可撤销。")


def _read_previous(context: WindowContext, path: Path, label: str, then: Callable[[Report], None]) -> None:
    """Reads last year's report; what was not written by this program is shown first."""

    def show(reading: Reading) -> None:
        dialog = ImportPreviewDialog(reading, [(PREVIOUS, label)], None, context.window)
        if dialog.exec():
            then(dialog.report())

    if path.suffix.lower() == SUFFIX:
        _read(context, path.name, lambda: open_report(path), then)
    else:
        _read_report(context, path, show)


def _preview(context: WindowContext, reading: Reading) -> None:
    """Shows a reading and does what the clerk decides."""
    document = context.open.document if context.open else None
    year = reading.report.year + 1
    if document is None:
        choices = [(SUCCESSOR, f"据此新建 {year} 年度报告"), (OPEN, "打开这份报告")]
    elif document.report.year == year:
        choices = [(PREVIOUS, "作为上年报告"), (INTO, "采用到本报告")]
    else:
        choices = [(INTO, "采用到本报告")]
    dialog = ImportPreviewDialog(reading, choices, document.report if document else None, context.window)
    if not dialog.exec():
        return
    if dialog.chosen == INTO and document is not None:
        document.media.update(dialog.media())  # stays when the step is undone: it may be done again
        done = document.apply(dialog.step())
        context.messages.tell("已导入，可一步撤销。" if done else "读到的内容与报告一致，没有改动。")
    elif dialog.chosen == PREVIOUS:
        _take_previous(context, dialog.report())
    elif dialog.chosen == SUCCESSOR:
        previous = dialog.report()
        new = Report.new(unit=previous.unit, year=year, edition=for_year(year))
        _show_new(context, continue_report(new, previous))
    elif dialog.chosen == OPEN:
        _show_new(context, dialog.report(), dialog.media())


def _read(context: WindowContext, name: str, read: Callable[[], Result], then: Callable[[Result], None]) -> None:
    def show(result: Result) -> None:
        context.messages.clear()
        then(result)

    context.messages.tell(f"正在读取 {name} …")
    context.tasks.start(Operation(read).on_success(show).on_failure(partial(context.messages.fail, "没有导入")))


def _read_report(context: WindowContext, path: Path, then: Callable[[Reading], None]) -> None:
    """Reads a file of any kind. Reading that takes longer than a moment shows how far it is, and can be stopped."""
    control = CallControl()
    progress = QProgressDialog(f"正在读取 {path.name} …", "停止", 0, 0, context.window)
    progress.setWindowTitle("正在读取")
    progress.setMinimumDuration(_PATIENCE)
    progress.setAutoReset(False)
    progress.canceled.connect(control.stop)

    def work(show_done: Callable[[int, int], None]) -> Reading:
        control.on_progress = show_done
        return import_report.read(path, control=control)

    def show_done(done: int, total: int) -> None:
        progress.setMaximum(total)
        progress.setValue(done)

    def end() -> None:
        progress.hide()
        progress.deleteLater()
        context.messages.clear()

    def succeed(reading: Reading) -> None:
        end()
        then(reading)

    def fail(error: ReportDeskError) -> None:
        end()
        if control.stopped:
            context.messages.tell(f"已停止读取 {path.name}，没有改动。")
        else:
            context.messages.fail("没有导入", error)

    context.messages.tell(f"正在读取 {path.name} …")
    operation = Operation(work).on_success(succeed).on_failure(fail).with_progress(show_done)
    context.tasks.start(operation.stopped_by(control.stop))


def _show_new(context: WindowContext, report: Report, media: Mapping[str, bytes] = {}) -> None:
    """Shows a report that stands in no file yet, with its pictures: closing it asks first."""
    context.show_report(StoredReport(report, dict(media)), None).counts_as_changed()
