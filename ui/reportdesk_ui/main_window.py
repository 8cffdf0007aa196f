"""The window: menus, the start page or the open report, the status bar."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QStackedWidget, QToolButton

from reportdesk.errors import ReportDeskError
from reportdesk.store import StoredReport
from reportdesk_ui import dialogs, theme
from reportdesk_ui.actions.export_actions import Outputs
from reportdesk_ui.actions.file_actions import Files
from reportdesk_ui.actions.import_actions import Intake
from reportdesk_ui.actions.text_actions import Writing
from reportdesk_ui.background import Background
from reportdesk_ui.document import Session
from reportdesk_ui.document_file import Keeper
from reportdesk_ui.grid.view import GridView
from reportdesk_ui.menu_bar import Menus
from reportdesk_ui.pages.table_page import TablePage
from reportdesk_ui.settings import ZOOMS, Settings
from reportdesk_ui.workspace import BASICS, Workspace

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl

    from reportdesk_ui.actions.approval_actions import Reviewing
    from reportdesk_ui.actions.help_actions import Helping
    from reportdesk_ui.actions.publish_actions import Publishing
    from reportdesk_ui.proofreader import Proofreader
    from reportdesk_ui.start_page import StartPage

PRODUCT = "年报填报"
HOLD_AFTER = 250  # milliseconds: the report is there to be read first
MOST_DOUBTS = 12
Then = Callable[[], None]


class MainWindow(QMainWindow):
    """One window, one open report (`session`, `workspace`) or none."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.session: Session | None = None
        self.keeper: Keeper | None = None
        self.proofreader: Proofreader | None = None
        self.workspace: Workspace | None = None
        self.background = Background(self)
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self.files, self.outputs, self.intake = Files(self), Outputs(self), Intake(self)
        self.writing = Writing(self)
        self.menus = Menus(self)
        self._make_status_bar()
        self._show_state()
        self.setMinimumSize(760, 480)
        self.setAcceptDrops(True)
        screen = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(1680, int(screen.width() * 0.9)), min(1000, int(screen.height() * 0.9)))

    @cached_property
    def start(self) -> "StartPage":
        """The start page, made when it is first shown: opening a file by double click does without."""
        from reportdesk_ui.start_page import StartPage

        page = StartPage(self.settings)
        page.started.connect(self.files.create)
        page.open_file.connect(lambda path: self.files.open_path(Path(path)))
        page.open_sample.connect(lambda path: self.files.open_sample(Path(path)))
        page.browse.connect(self.files.choose)
        page.import_file.connect(self.intake.choose)
        page.import_text.connect(self.intake.clipboard)
        self.stack.addWidget(page)
        return page

    @cached_property
    def reviewing(self) -> "Reviewing":
        """Drafts and sign-off, loaded when they are first needed."""
        from reportdesk_ui.actions.approval_actions import Reviewing

        return Reviewing(self)

    @cached_property
    def publishing(self) -> "Publishing":
        """Submission, print and publication, loaded when they are first needed."""
        from reportdesk_ui.actions.publish_actions import Publishing

        return Publishing(self)

    @cached_property
    def helping(self) -> "Helping":
        """The program's own guide, loaded when it is first asked."""
        from reportdesk_ui.actions.help_actions import Helping

        return Helping(self)

    def show_start(self) -> None:
        """Shows the start page; no report is open then."""
        self._drop_report()
        self.start.refresh()
        self.stack.setCurrentWidget(self.start)
        self.start.unit.setFocus()
        self._show_state()

    # ---- the open report

    def show_report(
        self, stored: StoredReport, path: Path | None, section: str = "", hold: Callable[[Keeper], None] | None = None
    ) -> None:
        """Opens a report in the window, at a section if one is named.

        `path` is None for a report that stands in no file yet. `hold` is how its file is taken hold of, a moment
        later, if not as a file that was just read.
        """
        self._drop_report()
        self.session = Session(stored.report, path, self)
        self.session.media = dict(stored.media)
        self.session.refused.connect(self.tell)
        keeper = self.keeper = Keeper(self.session, self.settings, self)
        keeper.told.connect(self.tell)
        keeper.held.connect(self.files.show_holder)
        keeper.changed_behind.connect(self.files.ask_changed)
        QTimer.singleShot(HOLD_AFTER, keeper, lambda: hold(keeper) if hold else keeper.begin(stored, path))
        QTimer.singleShot(HOLD_AFTER, self.session, self._read_texts)
        self.workspace = Workspace(self.session)
        self.workspace.told.connect(self.tell)
        self.stack.addWidget(self.workspace)
        self.stack.setCurrentWidget(self.workspace)
        self.workspace.set_side_width(min(int(self.fontMetrics().horizontalAdvance("国") * 24), self.width() // 3))
        self.workspace.tabs.currentChanged.connect(self._show_state)
        self.session.changed.connect(self.statusBar().clearMessage)  # what it said of the last step is over
        self.session.changed.connect(self._show_state)
        self.session.state_changed.connect(self._show_state)
        self.session.stack.indexChanged.connect(self._show_state)
        first_table = next(s.id for s in self.session.form.sections.values() if s.table)
        self.workspace.open_section(section or (first_table if stored.report.values else BASICS))
        if path:
            self.settings.remember(path)
        self._show_state()
        QTimer.singleShot(0, self._focus_page)  # after the page before has given the keyboard up

    def tell(self, sentence: str) -> None:
        """Shows a sentence in the status bar."""
        self.statusBar().showMessage(sentence, 12_000)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.keeper:
            self.keeper.look()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := _dropped(event.mimeData().urls()):
            event.acceptProposedAction()
            QTimer.singleShot(0, lambda: self.intake.file(path))  # the program it comes from waits for the answer

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.files.may_leave(self._close_now):
            event.ignore()
            return
        self._drop_report()
        self.background.close()
        event.accept()

    # ---- how it works inside

    def _focus_page(self) -> None:
        if self.workspace:
            self.workspace.page.focus_first()

    def _read_texts(self) -> None:
        from reportdesk_ui.proofreader import Proofreader

        if self.session and self.proofreader is None:
            self.proofreader = Proofreader(self.session, self)

    def _close_now(self) -> None:
        self._drop_report()
        self.close()

    def _drop_report(self) -> None:
        if self.workspace:
            self.stack.removeWidget(self.workspace)
            self.workspace.deleteLater()
        if self.proofreader:
            self.proofreader.close()
            self.proofreader.deleteLater()
            self.proofreader = None
        if self.keeper:
            self.keeper.close()
            self.keeper.deleteLater()
        if self.session:
            self.session.deleteLater()
        self.session = self.keeper = self.workspace = None

    def commit(self) -> bool:
        """Takes over what is being composed or typed; False (with a word why) while it is no figure."""
        QGuiApplication.inputMethod().commit()
        if self.workspace is None or self.workspace.commit():
            return True
        self.tell("正在填写的内容不是数字，请改正，或按 Esc 放弃后再操作。")
        return False

    def fail(self, title: str, error: ReportDeskError) -> None:
        self.statusBar().clearMessage()
        dialogs.tell(self, title, str(error))

    # ---- what the menus do

    def undo(self) -> None:
        """Takes the last step back and shows where that was."""
        if self.session and self.commit():
            self._step_through(self.session.stack.undo, f"已撤销：{self.session.stack.undoText()}")

    def redo(self) -> None:
        """Does the last undone step again and shows where that was."""
        if self.session and self.commit():
            self._step_through(self.session.stack.redo, f"已重做：{self.session.stack.redoText()}")

    def _step_through(self, step: Callable[[], None], sentence: str) -> None:
        session, workspace = self.session, self.workspace
        assert session and workspace
        step()
        session.state_changed.emit()
        workspace.show_change(session.last_places)
        self.tell(sentence)

    def edit(self, what: str) -> None:
        """Cut, copy and paste go to whatever has the keyboard: a grid, a text, a line."""
        if work := getattr(QApplication.focusWidget(), what, None):
            work()

    def on_page(self, work: Callable[[TablePage], None]) -> None:
        """Does something to the table that is shown."""
        if self.workspace and isinstance(self.workspace.page, TablePage) and self.commit():
            work(self.workspace.page)

    def on_view(self, work: Callable[[GridView], None]) -> None:
        """Does something to the grid that is shown."""
        self.on_page(lambda page: work(page.view))

    def step(self, by: int) -> None:
        """Goes to the next finding, or the one before."""
        if self.workspace and self.commit():
            self.workspace.findings.step(by)

    def turn(self, by: int) -> None:
        """Goes to the next tab, or the one before."""
        if self.workspace and self.commit():
            tabs = self.workspace.tabs
            tabs.setCurrentIndex((tabs.currentIndex() + by) % tabs.count())

    def show_sources(self) -> None:
        """表格 › 数从哪来."""
        from reportdesk_ui.dialogs.sources_dialog import SourcesDialog

        if self.session:
            dialog = SourcesDialog(self.session, self)
            if dialog.exec():
                self.session.do(dialog.step())

    def show_options(self) -> None:
        """文件 › 选项."""
        from reportdesk_ui.dialogs.options_dialog import OptionsDialog

        OptionsDialog(self.settings, self).exec()

    def show_rules(self) -> None:
        """帮助 › 规则说明."""
        from reportdesk_ui.dialogs.rules_dialog import RulesDialog

        if self.session:
            RulesDialog(self.session, self).exec()

    def show_guide(self) -> None:
        """帮助 › 填报说明查找; a row that is chosen there is shown in its table."""
        from reportdesk_ui.dialogs.guidance_dialog import GuideDialog

        if self.session and self.workspace:
            dialog = GuideDialog(self.session.form, self)
            dialog.wanted.connect(self.workspace.go_to_cell)
            dialog.wanted.connect(dialog.accept)
            dialog.exec()

    def set_zoom(self, percent: int) -> None:
        """Shows everything at a percentage of its usual size."""
        self.settings.zoom = percent
        theme.apply_zoom(_app(), percent)
        self._show_state()

    def set_scheme(self, scheme: str) -> None:
        """Light, dark, or as the system has it."""
        self.settings.scheme = scheme
        theme.apply(_app(), scheme)
        if self.workspace:
            self.workspace.recolour()

    def zoom_by(self, step: int) -> None:
        """The next larger or smaller zoom."""
        at = ZOOMS.index(self.settings.zoom) + step
        if 0 <= at < len(ZOOMS):
            self.set_zoom(ZOOMS[at])

    # ---- what is going on

    def _make_status_bar(self) -> None:
        self.counts, self.file_state = QLabel(), QLabel()
        self.zoom = QToolButton()
        self.zoom.setAutoRaise(True)
        self.zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.zoom.setToolTip("显示比例（Ctrl++ 放大，Ctrl+- 缩小）")
        self.zoom.clicked.connect(lambda: self.set_zoom(ZOOMS[(ZOOMS.index(self.settings.zoom) + 1) % len(ZOOMS)]))
        self.statusBar().addWidget(self.counts)
        self.statusBar().addPermanentWidget(self.file_state)
        self.statusBar().addPermanentWidget(self.zoom)

    def _show_state(self) -> None:
        session = self.session
        page = self.workspace.page if self.workspace else None
        table = page if isinstance(page, TablePage) else None
        self.menus.show_state(session is not None, table is not None, table is not None and table.has_totals)
        self.menus.show_review(session.report if session else None)
        self.zoom.setText(f"{self.settings.zoom}%")
        self.zoom.setAccessibleName(f"显示比例 {self.settings.zoom}%")
        if session is None:
            self.setWindowTitle(PRODUCT)
            self.setWindowModified(False)
            self.counts.clear()
            self.file_state.clear()
            return
        outcome = session.outcome
        standing = f" · {self.reviewing.standing()}" if session.report.sign_off else ""
        self.counts.setText(
            f"还有 {session.left_to_fill()} 格未填 · {outcome.errors} 处错误 · {outcome.warnings} 处提醒{standing}"
        )
        self.file_state.setText(f"{session.path.name if session.path else '尚未存为文件'} · {self._saved_state()}")
        self.file_state.setToolTip(str(session.path or ""))
        self.setWindowTitle(f"[*]{session.report.title} — {PRODUCT}")
        self.setWindowModified(session.modified)
        self.menus.name_step("undo", "撤销", session.stack.canUndo(), session.stack.undoText())
        self.menus.name_step("redo", "重做", session.stack.canRedo(), session.stack.redoText())

    def _saved_state(self) -> str:
        session = self.session
        assert session is not None
        if session.read_only:
            return "只能查看"
        if session.modified:
            return "有未保存的改动"
        if session.saved_at:
            return f"已保存 {session.saved_at:%H:%M}"
        return "已保存" if session.path else "未改动"


def _dropped(urls: "list[QUrl]") -> Path | None:
    """The one local file that is dropped."""
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
