"""The file side of the open report, in a thread of its own: journal, lock, saving, what others do to the file.

The report is shown first; its file is taken hold of a moment later, so that the start does not wait for it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reportdesk.errors import ReportDeskError
from reportdesk.report import Report
from reportdesk.store import StoredReport
from reportdesk.store.version_history import Keep
from reportdesk_ui.background import Background, Operation
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.settings import Settings

if TYPE_CHECKING:
    from reportdesk.store.lock import Holder
    from reportdesk.store.recovery import Recoverable
    from reportdesk.store.report_file import ReportFile

PAUSE = 300  # milliseconds from a change to its record: well within the second that may be lost at most
Saved = Callable[[Report], object]
Failed = Callable[[ReportDeskError], object]


class DocumentFile(QObject):
    """Keeps one open report safe.

    `message(sentence)` is for the status bar; `lock_changed(sentence)` says that somebody else has the report, "" that
    nobody has; `changed_on_disk(how)` that the file was "changed" or is "gone".
    """

    message = Signal(str)
    lock_changed = Signal(str)
    changed_on_disk = Signal(str)

    def __init__(self, document: ReportDocument, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._work = Background(self)
        self._file: ReportFile | None = None  # set in the other thread, too
        self._warned = ""
        self._asked = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._record)
        document.changed.connect(self._follow)

    @property
    def busy(self) -> bool:
        return self._work.busy

    @property
    def file(self) -> "ReportFile | None":
        """The file of the report, once it is taken hold of."""
        return self._file

    def attach(self, stored: StoredReport, path: Path | None, *, damaged: bool = False) -> None:
        """Takes hold of the file a report was read from (None: it has none)."""
        keep = Keep(self._settings.keep_number, self._settings.keep_days)

        def take() -> "ReportFile":
            if path is None:
                return _report_file().new(stored, keep=keep)
            if damaged:
                return _report_file().repair(path, stored, keep=keep)
            return _report_file().open(path, keep=keep)

        self._take_hold(take)

    def attach_recovered(self, found: "Recoverable") -> None:
        """Takes hold of a report that was found after a crash."""
        self._take_hold(lambda: _report_file().recover(found))

    def take_over(self, holder: "Holder") -> None:
        """Takes the report's lock from somebody who has it."""
        path, old = self._document.path, self._file
        if path is None or old is None:
            return

        def take() -> "ReportFile":
            old.close()
            return _report_file().open(path, over=holder)

        self._take_hold(take)

    def save(self, path: Path | None, done: Saved, failed: Failed, *, overwrite: bool = False) -> None:
        """Saves in the report's own file, or (with a path) under another name; then `done(the saved report)`."""
        document = self._document
        report, media = document.report, dict(document.media)

        def save() -> str:
            file = self._file
            if file is None:  # its file could not be taken hold of
                file = self._file = _report_file().new(StoredReport(report, media))
            if path is None and file.path is not None:
                return file.save(report, media, overwrite=overwrite).warning
            target = path or document.path
            assert target is not None
            return file.save_as(report, media, target).warning

        def finish(warning: str) -> None:
            if warning:
                self.message.emit(warning)
            done(report)

        self._work.start(Operation(save).on_success(finish).on_failure(failed))

    def check_disk(self) -> None:
        """Looks whether the file was changed behind our back; asks once for each change."""
        file = self._file
        if file is None or self.busy:
            return

        def look(change: str) -> None:
            if self._file is file and change != self._asked:
                self._asked = change
                if change:
                    self.changed_on_disk.emit(change)

        self._work.start(Operation(file.changed_on_disk).on_success(look).on_failure(_ignore))

    def keep_aside(self, stored: StoredReport) -> None:
        """Puts a report that is given up among the earlier versions of the file."""
        if self._file and self._file.path:
            file = self._file
            self._work.start(Operation(lambda: file.keep_aside(stored)).on_failure(_ignore))

    def close(self) -> None:
        """The report is closed in good order: its lock is free again, its journal goes."""
        self._pause.stop()
        self._work.close()
        if self._file:
            self._file.close()
            self._file = None

    def _take_hold(self, take: "Callable[[], ReportFile]") -> None:
        def work() -> "ReportFile":
            # Kept in this thread: when the report is closed meanwhile, `close` finds the file when it has waited.
            self._file = file = take()
            return file

        taking = Operation(work).on_success(self._show_file)
        self._work.start(taking.on_failure(lambda error: self.message.emit(str(error))))

    def _show_file(self, file: "ReportFile") -> None:
        """What the window is to know of the file; nothing when the report was closed meanwhile."""
        if self._file is not file:
            return
        if file.path is not None and file.held is None and file.stored.report != self._document.opened:
            self._asked = "changed"  # between reading it and taking hold of it
            self.changed_on_disk.emit("changed")
        if file.warning:
            self.message.emit(file.warning)
        self._document.read_only = file.read_only
        self.lock_changed.emit(file.held.sentence if file.held else "")
        self._pause.start()

    def _follow(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _record(self) -> None:
        file = self._file
        if file is None:
            return
        report, media = self._document.report, dict(self._document.media)

        def warn(sentence: str) -> None:
            if sentence and sentence != self._warned:
                self.message.emit(sentence)
            self._warned = sentence

        record = Operation(lambda: file.record(report, media))
        self._work.start(record.on_success(lambda _: warn("")).on_failure(lambda error: warn(str(error))))


def _ignore(error: ReportDeskError) -> None:
    """For what is tried beside the work of the clerk."""


def _report_file() -> "type[ReportFile]":
    """The class that keeps journal and lock: what it needs is imported when the report is there to be read."""
    from reportdesk.store.report_file import ReportFile

    return ReportFile
