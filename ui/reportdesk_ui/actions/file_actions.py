"""The open report and its file: new, open, save, close; and what becomes of unsaved changes.

A start with a file goes through here: what takes long to import is reached by `context.run`.
"""

from collections.abc import Callable
from pathlib import Path

from reportdesk import resources
from reportdesk.errors import ReportDeskError
from reportdesk.form import for_year
from reportdesk.report import Report
from reportdesk.store import SUFFIX, DamagedError, StoredReport, decode, read_file
from reportdesk.store.saving import ChangedOnDisk
from reportdesk_ui.actions.catalogue import MenuChoice
from reportdesk_ui.background import Operation
from reportdesk_ui.context import WindowContext
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.settings import FILE_FILTER, SAMPLES

Then = Callable[[], None]


def choose(context: WindowContext) -> None:
    """Opens a file that the clerk chooses."""
    if path := context.messages.open_file("打开年报填报文件", FILE_FILTER):
        open_path(context, path)


def open_path(context: WindowContext, path: Path) -> None:
    """Opens a file, after asking what becomes of the report that is open."""
    leave(context, lambda: _open(context, path, path))


def open_sample(context: WindowContext, path: Path) -> None:
    """Opens a shipped sample: as a report without a file, so that the sample stays as it is."""
    leave(context, lambda: _open(context, path, None))


def open_named(context: WindowContext, path: Path) -> None:
    """Opens a file that was named from outside; a shipped sample is shown, not edited in place.

    The start page is shown where no report comes of it, and while a file of another program is read.
    """
    if _is_sample(path):
        open_sample(context, path)
    elif path.suffix.lower() == SUFFIX:
        open_path(context, path)
    if context.open is None:
        context.show_start()
    if path.suffix.lower() != SUFFIX:
        context.run("read_file", path)


def recent_files(context: WindowContext) -> list[MenuChoice]:
    """The files that were opened last."""
    found = [MenuChoice(path.name, path, tip=str(path)) for path in context.settings.recent]
    return found or [MenuChoice("还没有打开过文件")]


def samples(context: WindowContext) -> list[MenuChoice]:
    """The shipped samples."""
    return [MenuChoice(label, resources.path("samples", name)) for name, label in SAMPLES.items()]


def create(context: WindowContext, unit: str, year: int, previous: str) -> None:
    """A new report, as the successor of the report in the file `previous` if one is named."""
    report = Report.new(unit=unit, year=year, edition=for_year(year))
    if previous:
        context.run("continue_from", report, Path(previous))
    else:
        context.show_report(StoredReport(report), None)


def new_report(context: WindowContext) -> None:
    """The start page, where a new report begins, after asking."""
    leave(context, context.show_start)


def close_report(context: WindowContext, document: ReportDocument) -> None:
    """Back to the start page, after asking."""
    leave(context, context.show_start)


def quit_program(context: WindowContext) -> None:
    """Closes the window, which asks."""
    context.window.close()


def save(context: WindowContext, document: ReportDocument, then: Then | None = None) -> None:
    """Saves to the report's file; asks for a name when it has none."""
    if document.path is None:
        save_as(context, document, then)
    elif document.modified:
        _save_to(context, document, document.path, then)
    else:
        context.messages.tell("没有需要保存的改动。")
        if then:
            then()


def save_as(context: WindowContext, document: ReportDocument, then: Then | None = None) -> None:
    """Saves to a file that the clerk names."""
    if chosen := context.messages.save_file("另存为", context.folder, document.report.title, FILE_FILTER, SUFFIX):
        _save_to(context, document, chosen, then)


def leave(context: WindowContext, then: Then) -> None:
    """Goes on with `then` once the open report may be left."""
    if may_leave(context, then):
        then()


def may_leave(context: WindowContext, then: Then) -> bool:
    """Asks what becomes of unsaved changes. False when the clerk stays, or saves first: then `then` follows."""
    if not context.open:
        return True
    if not context.commit():
        return False
    document = context.open.document
    if not document.modified:
        return True
    question = f"“{document.report.title}”有未保存的改动。"
    answer = context.messages.ask("保存改动", question, ["保存", "不保存", "取消"])
    if answer == 0:
        save(context, document, then)
    return answer == 1


def show_holder(context: WindowContext, sentence: str) -> None:
    """Says above the report who else has it; nothing when nobody does."""
    if context.open:
        ways = [("另存为新文件…", lambda: context.run("save_as")), ("接手编辑…", lambda: _take_over(context))]
        context.open.view.show_notice(sentence and f"{sentence}这里只能查看。", ways if sentence else [])


def ask_changed(context: WindowContext, change: str) -> None:
    """Asks what becomes of a report whose file was changed or removed by another program."""
    if context.open is None or context.open.document.path is None:
        return
    document = context.open.document
    path = context.open.document.path
    if change == "gone":
        context.messages.tell(f"“{path.name}”已被移走或删除；保存时会重新写入。")
        document.counts_as_changed()
        return
    question = f"“{path.name}”已被别的程序或别的人改动。"
    if document.modified:
        question += "本窗口中还有未保存的改动。"
    if context.messages.ask("文件已被改动", question, ["载入改动后的文件", "保留本窗口的内容"]) == 0:
        if document.modified:
            context.open.file.keep_aside(StoredReport(document.report, dict(document.media)))
        _open(context, path, path)
    else:
        document.counts_as_changed()


def _open(context: WindowContext, path: Path, save_path: Path | None) -> None:
    """Shows the report in a file; `save_path` is where it will be saved, None for a report without a file."""

    def show(stored: StoredReport) -> None:
        context.messages.clear()
        context.show_report(stored, save_path)

    def fail(error: ReportDeskError) -> None:
        context.messages.clear()
        if isinstance(error, DamagedError) and save_path:
            context.run("open_damaged", path, error)
            return
        context.settings.forget(path)
        if context.open is None:
            context.show_start()
        context.messages.fail("没有打开", error)

    context.messages.tell(f"正在打开 {path.name} …")
    context.tasks.start(Operation(lambda: decode(read_file(path), path.name)).on_success(show).on_failure(fail))


def _take_over(context: WindowContext) -> None:
    file = context.open.file if context.open else None
    if not file or not file.file or not file.file.held:
        return
    held = file.file.held
    question = f"{held.sentence}接手后，对方将不能再保存到这个文件。请先与对方说好。"
    if context.messages.ask("接手编辑", question, ["接手编辑", "取消"]) == 0:
        file.take_over(held)


def _save_to(
    context: WindowContext, document: ReportDocument, path: Path, then: Then | None, *, overwrite: bool = False
) -> None:
    if context.open is None or context.open.document is not document:
        return  # closed, while the clerk was asked
    file = context.open.file

    def done(report: Report) -> None:
        document.saved(report, path)
        document.read_only = False
        show_holder(context, "")
        context.settings.remember(path)
        context.messages.tell(f"已保存：{path}")
        if then:
            then()

    def fail(error: ReportDeskError) -> None:
        if isinstance(error, ChangedOnDisk):
            _ask_overwrite(context, document, path, then)
        else:
            context.messages.fail("没有保存", error)

    same_file = path == document.path and file.file is not None and file.file.path is not None
    file.save(None if same_file else path, done, fail, overwrite=overwrite)


def _ask_overwrite(context: WindowContext, document: ReportDocument, path: Path, then: Then | None) -> None:
    question = f"“{path.name}”在打开之后已被别的程序或别的人改动。覆盖后，对方的内容可在“历史版本”中找到。"
    answer = context.messages.ask("没有保存", question, ["另存为新文件…", "覆盖", "取消"])
    if answer == 0:
        save_as(context, document, then)
    elif answer == 1:
        _save_to(context, document, path, then, overwrite=True)


def _is_sample(path: Path) -> bool:
    try:
        return path.resolve().parent == resources.path("samples").resolve()
    except OSError:
        return False
