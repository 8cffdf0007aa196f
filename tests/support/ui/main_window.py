"""The window as a test uses it: what a clerk does in it, and what it shows and holds.

Only `tests/support/ui` knows of which classes and attributes the window is built. A test of the window calls these
helpers; of `widget` it uses what every QMainWindow has.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QMenu, QTabBar
from pytestqt.qtbot import QtBot
from tests.support.ui.grid import Grid
from tests.support.ui.open_report import OpenReport
from tests.support.ui.pages import BasicsPage, StartPage, TablePage, text_of_page
from tests.support.ui.panels import FindingsPanel, GuidancePanel
from tests.support.ui.state import is_busy

from reportdesk.checks import Finding
from reportdesk.documents.word.options import WordOptions
from reportdesk.report import Report
from reportdesk.store import StoredReport
from reportdesk_ui.actions import export_actions, page_printing
from reportdesk_ui.actions.catalogue import ACTIONS
from reportdesk_ui.dialogs.user_guide_dialog import UserGuideDialog
from reportdesk_ui.main_window import MainWindow
from reportdesk_ui.second_start import SecondStart
from reportdesk_ui.settings import Settings
from reportdesk_ui.text_editor.section_text import SectionText


class Window(OpenReport):
    """One window, with its open report if it has one."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(MainWindow())
        self._qtbot = qtbot
        self._print_page = page_printing.print_page

    @property
    def widget(self) -> MainWindow:
        """The window as a widget: the parent of a dialog, something to be closed, resized or painted."""
        return self._window

    # ---- open and leave

    def show_report(self, report: Report, path: Path | None = None) -> None:
        """Shows a report, as one that was read from `path`, or as one that stands in no file yet."""
        self.context.show_report(StoredReport(report), path)

    def show_start(self) -> None:
        """Leaves the report, whatever became of it, for the start page."""
        self.context.show_start()

    def open_file(self, path: Path) -> None:
        """Begins to open a file of the program."""
        self.context.run("recent", path)

    def open_file_and_wait(self, path: Path) -> None:
        """Opens a file of the program; returns when its journal and its lock are at work."""
        self.open_file(path)
        self.wait_until_safe()

    def open_sample(self, path: Path) -> None:
        """Begins to open a sample: it is shown without being its file."""
        self.context.run("samples", path)

    def read_file(self, path: Path) -> None:
        """Begins to read a report that another program wrote."""
        self.context.run("read_file", path)

    def drop_file(self, path: Path) -> None:
        """Drops a file on the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        everywhere = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        self._window.dropEvent(QDropEvent(QPointF(5, 5), *everywhere))

    def offer_recovery(self) -> None:
        """Begins to look for what a crash left, as at the start of the program."""
        self.context.run("look_for_lost")

    def save(self) -> None:
        """Begins to save."""
        self.run("save")

    def save_and_wait(self) -> None:
        """Saves; returns when that is through."""
        self.save()
        self.wait()

    def close_report(self) -> None:
        """Leaves the report as the menu does: the clerk is asked about unsaved changes."""
        self.run("close")

    def close(self) -> bool:
        """Closes the window; False where it stays."""
        return self._window.close()

    def dispose(self) -> None:
        """Ends the window after a test, whatever state it is in.

        Without an event loop nothing would be deleted: the timers of its parts would go on in the tests that follow.
        """
        page_printing.print_page = self._print_page
        self.context.drop()
        self._window.close()
        self._window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def check_the_disk(self) -> None:
        """Looks whether the file was changed meanwhile, as when the clerk comes back to the window."""
        self._open.file.check_disk()

    def listen_to_second_starts(self) -> Callable[[], None]:
        """Takes the files that a second start hands over; returns what ends that."""
        second = SecondStart(self.context)
        assert second.instance
        return second.close

    # ---- wait

    def wait(self) -> None:
        """Until nothing is at work in the background."""
        self.wait_until(lambda: not self.is_busy)

    def wait_until(self, condition: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()))

    def wait_for_report(self) -> None:
        """Until a report is open."""
        self.wait_until(lambda: self.has_report)

    def wait_until_safe(self) -> None:
        """Until a report is open and its journal and lock are at work."""
        self.wait_until(lambda: self.has_report and self.is_safe)

    def wait_for_texts(self) -> None:
        """Until the texts have been proof-read as they are now."""
        self.wait_until(lambda: not self._open.proofreader.busy)
        self.wait_until(lambda: self.document.text_results)

    @property
    def is_busy(self) -> bool:
        return is_busy(self._window)

    @property
    def is_safe(self) -> bool:
        """Whether journal and lock of the open report are at work."""
        return bool(self._open.file.file and not self._open.file.busy)

    # ---- menus

    def choose(self, command: str) -> None:
        """Chooses a command from its menu by its id. Nothing happens where the command is greyed out."""
        self.action(command).trigger()

    def run(self, command: str) -> None:
        """Does what a command does, if what it needs is there."""
        argument = ACTIONS[command].argument
        self.context.run(command, *([] if argument is None else [argument]))

    def open_named(self, path: Path) -> None:
        """Opens a file as the program does that was named on its command line."""
        self.context.run("open_named", path)

    @property
    def shows_start_page(self) -> bool:
        """Whether the start page is shown."""
        return self._window.stack.currentWidget() is self._window.start

    def action(self, command: str) -> QAction:
        """The line of a command in its menu."""
        return self._window.dispatcher.actions[command]

    def commands(self) -> dict[str, tuple[QAction, str]]:
        """Every command by its id: its line in the menu, and how it is named now."""
        return {name: (line, line.text()) for name, line in self._window.dispatcher.actions.items()}

    def submenu(self, name: str) -> list[QAction]:
        """The lines of a submenu, as it opens."""
        menu = next(each for each in self._window.menuBar().findChildren(QMenu) if each.title() == name)
        menu.aboutToShow.emit()
        return menu.actions()

    def ready_sentences(self) -> list[QAction]:
        """The lines of 文字 › 插入常用句."""
        return self.submenu("插入常用句")

    def export_to(self, path: Path) -> None:
        """Begins to export into a file whose name was chosen."""
        export_actions.export_to(self.context, self.document, path)

    def word_options(self) -> WordOptions:
        """What the Word files of this report are made with."""
        return export_actions.word_options(self.context, self.document)

    def open_manual(self) -> Any:
        """The dialog 操作说明, at the chapter of what is shown."""
        self.run("manual")
        return self._window.findChild(UserGuideDialog)

    def intercept_printing(self) -> list[str]:
        """Nothing is printed from now on; the list holds the pages that would have been."""
        printed: list[str] = []
        page_printing.print_page = lambda context, name, make, *more: printed.append(make())
        return printed

    # ---- pages and panels

    @property
    def sections(self) -> list[str]:
        """The ids of the pages in the order of their tabs; the first one, "", is 基本信息."""
        return list(self._workspace.sections)

    @property
    def section_shown(self) -> str:
        return self.sections[self.tabs.currentIndex()]

    @property
    def tabs(self) -> QTabBar:
        tabs: QTabBar = self._workspace.tabs
        return tabs

    def open_section(self, section: str) -> Any:
        """Shows a page; returns its widget."""
        return self._workspace.open_section(section)

    def table(self, section: str) -> TablePage:
        """The page of a table, shown."""
        return TablePage(self.open_section(section))

    def grid(self, section: str) -> Grid:
        """The grid of a table, shown."""
        return self.table(section).grid

    def text(self, section: str = "overview") -> SectionText:
        """The text of a section, shown; see `tests/support/ui/text_editor.py`."""
        return text_of_page(self.open_section(section))

    def basics(self) -> BasicsPage:
        """The page 基本信息, shown."""
        return BasicsPage(self.open_section(""))

    def go_to(self, finding: Finding) -> None:
        """Goes where a finding leads."""
        self._workspace.go_to(finding)

    @property
    def current_cell(self) -> str:
        """The current cell of the grid that is shown."""
        return TablePage(self._workspace.page).grid.current_cell

    @property
    def findings_panel(self) -> FindingsPanel:
        return FindingsPanel(self._workspace.findings)

    @property
    def guidance(self) -> GuidancePanel:
        return GuidancePanel(self._workspace.guidance)

    @property
    def start_page(self) -> StartPage:
        return StartPage(self._window.start)

    @property
    def shows_start(self) -> bool:
        return self._window.stack.currentWidget() is self._window.start

    # ---- the status bar, the size

    @property
    def counts(self) -> str:
        """What the status bar counts: cells to fill, errors, warnings, and how far the approval is."""
        return self._window.counts.text()

    @property
    def file_state(self) -> str:
        """What the status bar says of the file."""
        return self._window.file_state.text()

    @property
    def message(self) -> str:
        """What the status bar says of the last step."""
        return self._window.statusBar().currentMessage()

    @property
    def zoom_button(self) -> Any:
        return self._window.zoom

    def set_zoom(self, percent: int) -> None:
        self.context.run("zoom", percent)

    def set_scheme(self, scheme: str) -> None:
        """Light or dark."""
        self.context.run("scheme", scheme)

    @property
    def settings(self) -> Settings:
        return self.context.settings

    def store_setting(self, key: str, value: object) -> None:
        """Puts something into the file of settings past all checks."""
        self.context.settings._file.setValue(key, value)

    @property
    def _workspace(self) -> Any:
        return self._open.view
