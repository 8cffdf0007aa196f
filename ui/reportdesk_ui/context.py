"""What an action may touch: the window as a parent, settings, background work, messages, and the open report."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from reportdesk.report import Place
from reportdesk.store import StoredReport
from reportdesk_ui.background import Background
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.document_file import DocumentFile
from reportdesk_ui.messages import Messages
from reportdesk_ui.pages.table_page import TablePage
from reportdesk_ui.proofreader import Proofreader
from reportdesk_ui.settings import Settings

ATTACH_AFTER = 250  # milliseconds: the report is there to be read first


class TextView(Protocol):
    """The text that is written on the page that is shown."""

    section: str

    @property
    def caret(self) -> int:
        """The character before which the caret stands."""

    def go(self, start: int, end: int) -> None:
        """Selects characters."""


class View(Protocol):
    """What shows the open report."""

    @property
    def section(self) -> str:
        """The section that is shown; "" for 基本信息."""

    @property
    def table(self) -> TablePage | None:
        """The page that is shown, if it has a table."""

    @property
    def text(self) -> TextView | None:
        """The text that is shown."""

    @property
    def widget(self) -> QWidget: ...

    def commit(self) -> bool:
        """Takes over what is being typed; False while it is no figure."""

    def open_section(self, section: str) -> object: ...
    def focus(self) -> None: ...
    def recolour(self) -> None: ...

    def turn(self, by: int) -> None:
        """Shows the next section, or the one before."""

    def step(self, by: int) -> None:
        """Goes to the next finding, or the one before."""

    def show_notice(self, sentence: str, ways: Sequence[tuple[str, Callable[[], object]]] = ()) -> None: ...
    def show_change(self, places: Iterable[Place]) -> None: ...
    def go_to_cell(self, cell: str) -> None: ...
    def go_to_place(self, place: str) -> None: ...
    def go_to_words(self, place: Place, start: int, end: int) -> None: ...


@dataclass(frozen=True)
class OpenReport:
    """The open report and what belongs to it: they come and go together."""

    document: ReportDocument
    file: DocumentFile
    proofreader: Proofreader
    view: View

    def close(self) -> None:
        """Frees lock and journal, and deletes all four."""
        self.proofreader.close()
        self.file.close()
        for each in (self.view.widget, self.proofreader, self.file, self.document):
            each.deleteLater()


class WindowContext(QObject):
    """One window, one open report (`open`) or none.

    `opened(OpenReport)` follows when a report is shown; `left()` asks for the start page, no report being open then;
    `changed()` tells that settings the window shows are others now. `run(id, …)` does what an action of the catalogue
    does; the dispatcher provides it.
    """

    opened = Signal(object)
    left = Signal()
    changed = Signal()
    run: Callable[..., Any]

    def __init__(self, parent: QMainWindow, settings: Settings, make_view: Callable[[ReportDocument], View]) -> None:
        super().__init__(parent)
        self.window, self.settings = parent, settings
        self.tasks = Background(self)
        self.messages = Messages(parent, settings)
        self.open: OpenReport | None = None
        self._make_view = make_view

    @property
    def folder(self) -> Path:
        """Where files are written first: beside the open report."""
        path = self.open.document.path if self.open else None
        return path.parent if path else self.settings.folder

    def commit(self) -> bool:
        """Takes over what is being composed or typed; False (with a word why) while it is no figure."""
        QGuiApplication.inputMethod().commit()
        if self.open is None or self.open.view.commit():
            return True
        self.messages.tell("正在填写的内容不是数字，请改正，或按 Esc 放弃后再操作。")
        return False

    def show_report(
        self,
        stored: StoredReport,
        path: Path | None,
        section: str = "",
        attach: Callable[[DocumentFile], None] | None = None,
    ) -> ReportDocument:
        """Shows a report instead of the open one, at a section if one is named.

        `path` is None for a report that stands in no file yet. `attach` is how its file is taken hold of, a moment
        later, if not as a file that was just read.
        """
        self.drop()
        document = ReportDocument(stored.report, path, self)
        document.media = dict(stored.media)
        file = DocumentFile(document, self.settings, self)
        QTimer.singleShot(ATTACH_AFTER, file, lambda: attach(file) if attach else file.attach(stored, path))
        self.open = OpenReport(document, file, Proofreader(document, self), self._make_view(document))
        if path:
            self.settings.remember(path)
        self.opened.emit(self.open)
        first_table = next(s.id for s in document.form.sections.values() if s.table)
        self.open.view.open_section(section or (first_table if stored.report.values else ""))
        QTimer.singleShot(0, self, self._focus)  # after the page before has given the keyboard up
        return document

    def show_start(self) -> None:
        """Leaves the report, whatever became of it, for the start page."""
        self.drop()
        self.left.emit()

    def drop(self) -> None:
        """Closes the open report."""
        if self.open:
            self.open.close()
            self.open = None

    def _focus(self) -> None:
        if self.open:
            self.open.view.focus()
