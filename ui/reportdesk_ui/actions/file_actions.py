"""The open report and its file: new, open, save, close; and what becomes of unsaved changes."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from reportdesk.errors import ReportDeskError
from reportdesk.files.safe_names import file_name
from reportdesk.form import for_year
from reportdesk.report import Report, edit_between
from reportdesk.store import SUFFIX, DamagedError, StoredReport, decode, read_file
from reportdesk_ui import dialogs
from reportdesk_ui.settings import FILE_FILTER

if TYPE_CHECKING:
    from reportdesk.store.damage import Damage
    from reportdesk.store.recovery import FoundReport, Recoverable
    from reportdesk_ui.main_window import MainWindow

Then = Callable[[], None]


class FileActions:
    """What the window does with report files."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def open_path(self, path: Path) -> None:
        """Opens a file, after asking what becomes of the report that is open."""
        self._leave(lambda: self._open(path, path))

    def open_sample(self, path: Path) -> None:
        """Opens a shipped sample: as a report without a file, so that the sample stays as it is."""
        self._leave(lambda: self._open(path, None))

    def choose(self) -> None:
        """Opens a file that the clerk chooses."""
        path, _ = QFileDialog.getOpenFileName(
            self._window, "打开年报填报文件", str(self._window.settings.folder), FILE_FILTER
        )
        if path:
            self.open_path(Path(path))

    def close(self) -> None:
        """Back to the start page, after asking."""
        self._leave(self._window.show_start)

    def save(self, then: Then | None = None) -> None:
        """Saves to the report's file; asks for a name when it has none."""
        if self._window.document and self._window.commit():
            if self._window.document.path is None:
                self.save_as(then)
            elif not self._window.document.modified:
                self._window.tell("没有需要保存的改动。")
                if then:
                    then()
            else:
                self._save_to(self._window.document.path, then)

    def save_as(self, then: Then | None = None) -> None:
        """Saves to a file that the clerk names."""
        if not self._window.document or not self._window.commit():
            return
        chosen = self.ask_target("另存为", self._window.document.report.title, FILE_FILTER, SUFFIX)
        if chosen:
            self._save_to(chosen, then)

    def _leave(self, then: Then) -> None:
        """Goes on with `then` once the open report may be left."""
        if self.may_leave(then):
            then()

    def may_leave(self, then: Then) -> bool:
        """Asks what becomes of unsaved changes. False when the clerk stays, or saves first: then `then` follows."""
        if not self._window.document:
            return True
        if not self._window.commit():
            return False
        if not self._window.document.modified:
            return True
        question = f"“{self._window.document.report.title}”有未保存的改动。"
        answer = dialogs.ask(self._window, "保存改动", question, ["保存", "不保存", "取消"])
        if answer == 0:
            self.save(then)
        return answer == 1

    def ask_target(self, title: str, name: str, kinds: str, suffix: str) -> Path | None:
        """The file to write to, as the clerk names it; None for none. Proposed is a safe name made of `name`."""
        current = self._window.document.path if self._window.document else None
        folder = current.parent if current else self._window.settings.folder
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(folder / file_name(name, suffix)), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        if path.suffix.lower() == suffix:
            return path
        path = path.with_name(path.name + suffix)
        # the dialog asked about the name as typed, not about this one
        if path.exists() and dialogs.ask(self._window, title, f"“{path.name}”已经存在，要替换吗？", ["替换", "取消"]):
            return None
        return path

    def create(self, unit: str, year: int, previous: str) -> None:
        """A new report, as the successor of the report in the file `previous` if one is named."""
        report = Report.new(unit=unit, year=year, edition=for_year(year))
        if previous:
            self._window.import_actions.previous(report, Path(previous))
        else:
            self._window.show_report(StoredReport(report), None)

    def versions(self) -> None:
        """文件 › 历史版本: an earlier version becomes the report of now, as one step."""
        from reportdesk_ui.dialogs.version_history_dialog import VersionHistoryDialog

        document = self._window.document
        if document is None or not self._window.commit():
            return
        if document.path is None:
            dialogs.show_message(self._window, "历史版本", "这份报告还没有存为文件，没有历史版本。")
            return
        dialog = VersionHistoryDialog(document.path, document.report, self._window)
        if not dialog.exec() or dialog.chosen is None:
            return
        old = dialog.chosen
        if old.report.edition != document.report.edition:
            dialogs.show_message(self._window, "历史版本", "这个版本用的是另一种格式，不能恢复到本报告中。")
            return
        document.media.update(old.media)
        document.apply(edit_between(document.report, old.report, "恢复历史版本"))
        self._window.tell("已恢复到所选的版本，可一步撤销；保存后才写入文件。")

    def look_for_lost(self) -> None:
        """After the start: offers what a crash left, one report after the other."""
        from reportdesk.store import recovery

        def done(found: "FoundReport", error: ReportDeskError | None) -> None:
            for sentence in found.skipped if found else []:
                self._window.tell(sentence)
            if found and found.reports:
                self._offer_lost(found.reports)

        self._window.background.run(recovery.find_recoverable, done)

    def _offer_lost(self, reports: "list[Recoverable]") -> None:
        from reportdesk.store import recovery
        from reportdesk_ui.dialogs.recovery_dialog import DISCARD, RESTORE, RecoveryDialog

        dialog = RecoveryDialog(reports, self._window)
        if not dialog.exec() or dialog.chosen is None:
            return
        chosen = dialog.chosen
        if dialog.way == RESTORE:
            self._leave(lambda: self.restore(chosen))
            return
        if chosen.path and chosen.saved:  # kept among the versions of its file, whatever the clerk decides
            recovery.keep_aside(chosen)
        recovery.discard(chosen)
        if dialog.way == DISCARD:
            if rest := [each for each in reports if each is not chosen]:
                self._offer_lost(rest)
        elif chosen.path:
            self.open_path(chosen.path)

    def restore(self, found: "Recoverable") -> None:
        """Opens what a crash left of a report."""
        self._window.show_report(
            found.stored, found.path, hold=lambda document_file: document_file.attach_recovered(found)
        )
        assert self._window.document is not None
        self._window.document.counts_as_changed()

    def show_holder(self, sentence: str) -> None:
        """Says above the report who else has it; nothing when nobody does."""
        if self._window.workspace:
            ways = [("另存为新文件…", self.save_as), ("接手编辑…", self._take_over)] if sentence else []
            self._window.workspace.show_notice(sentence and f"{sentence}这里只能查看。", ways)

    def ask_changed(self, change: str) -> None:
        """Asks what becomes of a report whose file was changed or removed by another program."""
        document, window = self._window.document, self._window
        if document is None or document.path is None:
            return
        if change == "gone":
            window.tell(f"“{document.path.name}”已被移走或删除；保存时会重新写入。")
            document.counts_as_changed()
            return
        question = f"“{document.path.name}”已被别的程序或别的人改动。"
        if document.modified:
            question += "本窗口中还有未保存的改动。"
        if dialogs.ask(window, "文件已被改动", question, ["载入改动后的文件", "保留本窗口的内容"]) == 0:
            if document.modified and window.document_file:
                window.document_file.keep_aside(StoredReport(document.report, dict(document.media)))
            self._open(document.path, document.path)
        else:
            document.counts_as_changed()

    def _open(self, path: Path, save_path: Path | None) -> None:
        self._window.tell(f"正在打开 {path.name} …")

        def done(stored: StoredReport, error: ReportDeskError | None) -> None:
            self._window.statusBar().clearMessage()
            if isinstance(error, DamagedError) and save_path:
                self._open_damaged(path, error)
            elif error:
                self._window.settings.forget(path)
                if self._window.document is None:
                    self._window.show_start()
                self._window.fail("没有打开", error)
            else:
                self._window.show_report(stored, save_path)

        self._window.background.run(lambda: decode(read_file(path), path.name), done)

    def _open_damaged(self, path: Path, fault: DamagedError) -> None:
        from reportdesk.store.damage import examine

        def done(damage: "Damage", error: ReportDeskError | None) -> None:
            if self._window.document is None:
                self._window.show_start()
            if error or not (damage.salvaged or damage.stored):
                self._window.fail("没有打开", error or fault)
                return
            from reportdesk_ui.dialogs.damaged_file_dialog import DamagedFileDialog

            dialog = DamagedFileDialog(path, damage, self._window)
            if dialog.exec() and dialog.chosen:
                stored = dialog.chosen
                self._window.show_report(
                    stored, path, hold=lambda document_file: document_file.attach(stored, path, damaged=True)
                )
                assert self._window.document is not None
                self._window.document.counts_as_changed()

        self._window.background.run(lambda: examine(path), done)

    def _take_over(self) -> None:
        document_file, document = self._window.document_file, self._window.document
        if not document_file or not document_file.file or not document_file.file.held or not document:
            return
        question = f"{document_file.file.held.sentence}接手后，对方将不能再保存到这个文件。请先与对方说好。"
        if dialogs.ask(self._window, "接手编辑", question, ["接手编辑", "取消"]) == 0:
            document_file.take_over(document_file.file.held)

    def _save_to(self, path: Path, then: Then | None, *, overwrite: bool = False) -> None:
        document, document_file = self._window.document, self._window.document_file
        assert document is not None and document_file is not None

        def done(report: Report, error: ReportDeskError | None) -> None:
            from reportdesk.store.saving import ChangedOnDisk

            if isinstance(error, ChangedOnDisk):
                self._ask_overwrite(path, then)
            elif error:
                self._window.fail("没有保存", error)
            else:
                document.saved(report, path)
                document.read_only = False
                self.show_holder("")
                self._window.settings.remember(path)
                self._window.tell(f"已保存：{path}")
                if then:
                    then()

        same_file = path == document.path and document_file.file is not None and document_file.file.path is not None
        document_file.save(None if same_file else path, done, overwrite=overwrite)

    def _ask_overwrite(self, path: Path, then: Then | None) -> None:
        question = f"“{path.name}”在打开之后已被别的程序或别的人改动。覆盖后，对方的内容可在“历史版本”中找到。"
        answer = dialogs.ask(self._window, "没有保存", question, ["另存为新文件…", "覆盖", "取消"])
        if answer == 0:
            self.save_as(then)
        elif answer == 1:
            self._save_to(path, then, overwrite=True)
