"""The file side of the open report, in a thread of its own: journal, lock, saving, what others do to the file.

The report is shown first; its file is taken hold of a moment later, so that the start does not wait for it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from reportdesk.errors import ReportDeskError
from reportdesk.store import StoredReport
from reportdesk_ui.background import Background
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.settings import Settings

if TYPE_CHECKING:
    from reportdesk.store.lock import Holder
    from reportdesk.store.recovery import Recoverable
    from reportdesk.store.report_file import ReportFile

PAUSE = 300  # milliseconds from a change to its record: well within the second that may be lost at most
Done = Callable[[Any, ReportDeskError | None], None]


class DocumentFile(QObject):
    """Keeps one open report safe.

    `told(sentence)` is for the status bar; `held(sentence)` says that somebody else has the report, "" that nobody has;
    `changed_behind(how)` that the file was "changed" or is "gone".
    """

    message = Signal(str)
    lock_changed = Signal(str)
    changed_on_disk = Signal(str)

    def __init__(self, document: ReportDocument, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._work = Background(self)
        self._file: ReportFile | None = None
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
        kept = self._settings.keep_number, self._settings.keep_days

        def work() -> "ReportFile":
            from reportdesk.store.report_file import ReportFile
            from reportdesk.store.version_history import Keep

            keep = Keep(*kept)
            if path is None:
                return ReportFile.new(stored, keep=keep)
            if damaged:
                return ReportFile.repair(path, stored, keep=keep)
            return ReportFile.open(path, keep=keep)

        self._work.run(work, self._hold)

    def attach_recovered(self, found: "Recoverable") -> None:
        """Takes hold of a report that was found after a crash."""

        def work() -> "ReportFile":
            from reportdesk.store.report_file import ReportFile

            return ReportFile.recover(found)

        self._work.run(work, self._hold)

    def take_over(self, holder: "Holder") -> None:
        """Takes the report's lock from somebody who has it."""
        path, old = self._document.path, self._file
        if path is None or old is None:
            return

        def work() -> "ReportFile":
            from reportdesk.store.report_file import ReportFile

            old.close()
            return ReportFile.open(path, over=holder)

        self._work.run(work, self._hold)

    def save(self, path: Path | None, done: Done, *, overwrite: bool = False) -> None:
        """Saves in the report's own file, or (with a path) under another name; `done(report that was saved, error)`."""
        document = self._document
        report, media = document.report, dict(document.media)

        def work() -> tuple[object, str]:
            file = self._file
            if file is None:  # asked before the file was taken hold of, or that failed
                from reportdesk.store.report_file import ReportFile

                file = self._file = ReportFile.new(StoredReport(report, media))
            if path is None and file.path is not None:
                saved = file.save(report, media, overwrite=overwrite)
            else:
                target = path or document.path
                assert target is not None
                saved = file.save_as(report, media, target)
            return report, saved.warning

        def finished(result: tuple[object, str] | None, error: ReportDeskError | None) -> None:
            if result and result[1]:
                self.message.emit(result[1])
            done(result[0] if result else None, error)

        self._work.run(work, finished)

    def check_disk(self) -> None:
        """Looks whether the file was changed behind our back; asks once for each change."""
        file = self._file
        if file is None or self._work.busy:
            return

        def done(change: str, error: ReportDeskError | None) -> None:
            if change != self._asked:
                self._asked = change
                if change:
                    self.changed_on_disk.emit(change)

        self._work.run(file.changed_on_disk, done)

    def keep_aside(self, stored: StoredReport) -> None:
        """Puts a report that is given up among the earlier versions of the file."""
        if self._file and self._file.path:
            file = self._file
            self._work.run(lambda: file.keep_aside(stored), lambda result, error: None)

    def close(self) -> None:
        """The report is closed in good order: its journal goes."""
        self._pause.stop()
        self._work.close()
        if self._file:
            self._file.close()
            self._file = None

    def _hold(self, file: "ReportFile | None", error: ReportDeskError | None) -> None:
        if error or file is None:
            self.message.emit(str(error))
            return
        self._file = file
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

        def done(result: object, error: ReportDeskError | None) -> None:
            sentence = str(error or "")
            if sentence and sentence != self._warned:
                self.message.emit(sentence)
            self._warned = sentence

        self._work.run(lambda: file.record(report, media), done)
