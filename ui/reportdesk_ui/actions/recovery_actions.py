"""Earlier versions of a report, what a crash left of one, and what can still be read of a damaged file."""

from functools import partial
from pathlib import Path

from reportdesk.errors import ReportDeskError
from reportdesk.report import edit_between
from reportdesk.store import DamagedError
from reportdesk.store.damage import Damage, examine
from reportdesk.store.recovery import FoundReport, Recoverable, discard, find_recoverable, keep_aside
from reportdesk_ui.actions.file_actions import leave, open_path
from reportdesk_ui.background import Operation
from reportdesk_ui.context import WindowContext
from reportdesk_ui.dialogs.damaged_file_dialog import DamagedFileDialog
from reportdesk_ui.dialogs.recovery_dialog import DISCARD, RESTORE, RecoveryDialog
from reportdesk_ui.dialogs.version_history_dialog import VersionHistoryDialog
from reportdesk_ui.document import ReportDocument


def show_versions(context: WindowContext, document: ReportDocument) -> None:
    """An earlier version becomes the report of now, as one step."""
    if document.path is None:
        context.messages.show("历史版本", "这份报告还没有存为文件，没有历史版本。")
        return
    dialog = VersionHistoryDialog(document.path, document.report, context.window)
    if not dialog.exec() or dialog.chosen is None:
        return
    old = dialog.chosen
    if old.report.edition != document.report.edition:
        context.messages.show("历史版本", "这个版本用的是另一种格式，不能恢复到本报告中。")
        return
    document.media.update(old.media)
    document.apply(edit_between(document.report, old.report, "恢复历史版本"))
    context.messages.tell("已恢复到所选的版本，可一步撤销；保存后才写入文件。")


def look_for_lost(context: WindowContext) -> None:
    """After the start: offers what a crash left, one report after the other."""

    def offer(found: FoundReport) -> None:
        for sentence in found.skipped:
            context.messages.tell(sentence)
        if found.reports:
            _offer_lost(context, found.reports)

    context.tasks.start(Operation(find_recoverable).on_success(offer).on_failure(lambda error: None))


def open_damaged(context: WindowContext, path: Path, fault: DamagedError) -> None:
    """Offers what can still be read of a file."""

    def show(damage: Damage) -> None:
        if not (damage.salvaged or damage.stored):
            fail(fault)
            return
        _ensure_page(context)
        dialog = DamagedFileDialog(path, damage, context.window)
        if dialog.exec() and dialog.chosen:
            stored = dialog.chosen
            document = context.show_report(stored, path, attach=lambda file: file.attach(stored, path, damaged=True))
            document.counts_as_changed()

    def fail(error: ReportDeskError) -> None:
        _ensure_page(context)
        context.messages.fail("没有打开", error)

    context.tasks.start(Operation(partial(examine, path)).on_success(show).on_failure(fail))


def _ensure_page(context: WindowContext) -> None:
    """The start page, where nothing is shown yet: the program was started with this file."""
    if context.open is None:
        context.show_start()


def _offer_lost(context: WindowContext, reports: list[Recoverable]) -> None:
    dialog = RecoveryDialog(reports, context.window)
    if not dialog.exec() or dialog.chosen is None:
        return
    chosen = dialog.chosen
    if dialog.way == RESTORE:
        leave(context, lambda: _restore(context, chosen))
        return
    if chosen.path and chosen.saved:  # kept among the versions of its file, whatever the clerk decides
        keep_aside(chosen)
    discard(chosen)
    if dialog.way == DISCARD:
        if rest := [each for each in reports if each is not chosen]:
            _offer_lost(context, rest)
    elif chosen.path:
        open_path(context, chosen.path)


def _restore(context: WindowContext, found: Recoverable) -> None:
    """Opens what a crash left of a report."""
    document = context.show_report(found.stored, found.path, attach=lambda file: file.attach_recovered(found))
    document.counts_as_changed()
