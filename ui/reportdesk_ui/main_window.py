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
from reportdesk_ui.actions.export_actions import ExportActions
from reportdesk_ui.actions.file_actions import FileActions
from reportdesk_ui.actions.import_actions import ImportActions
from reportdesk_ui.actions.text_actions import TextActions
from reportdesk_ui.background import Background
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.document_file import DocumentFile
from reportdesk_ui.grid.view import GridView
from reportdesk_ui.menu_bar import MenuBar
from reportdesk_ui.pages.table_page import TablePage
from reportdesk_ui.settings import ZOOMS, Settings
from reportdesk_ui.workspace import BASICS, Workspace

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl

    from reportdesk_ui.actions.approval_actions import ApprovalActions
    from reportdesk_ui.actions.help_actions import HelpActions
    from reportdesk_ui.actions.publish_actions import PublishActions
    from reportdesk_ui.proofreader import Proofreader
    from reportdesk_ui.start_page import StartPage

PRODUCT = "年报填报"
HOLD_AFTER = 250  # milliseconds: the report is there to be read first
MOST_DOUBTS = 12
Then = Callable[[], None]


class MainWindow(QMainWindow):
    """One window, one open report (`document`, `workspace`) or none."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.document: ReportDocument | None = None
        self.document_file: DocumentFile | None = None
        self.proofreader: Proofreader | None = None
        self.workspace: Workspace | None = None
        self.background = Background(self)
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self.file_actions, self.export_actions, self.import_actions = (
            FileActions(self),
            ExportActions(self),
            ImportActions(self),
        )
        self.text_actions = TextActions(self)
        self.menu_bar = MenuBar(self)
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
        page.started.connect(self.file_actions.create)
        page.open_file.connect(lambda path: self.file_actions.open_path(Path(path)))
        page.open_sample.connect(lambda path: self.file_actions.open_sample(Path(path)))
        page.browse.connect(self.file_actions.choose)
        page.import_file.connect(self.import_actions.choose)
        page.import_text.connect(self.import_actions.clipboard)
        self.stack.addWidget(page)
        return page

    @cached_property
    def approval_actions(self) -> "ApprovalActions":
        """Drafts and sign-off, loaded when they are first needed."""
        from reportdesk_ui.actions.approval_actions import ApprovalActions

        return ApprovalActions(self)

    @cached_property
    def publish_actions(self) -> "PublishActions":
        """Submission, print and publication, loaded when they are first needed."""
        from reportdesk_ui.actions.publish_actions import PublishActions

        return PublishActions(self)

    @cached_property
    def help_actions(self) -> "HelpActions":
        """The program's own guide, loaded when it is first asked."""
        from reportdesk_ui.actions.help_actions import HelpActions

        return HelpActions(self)

    def show_start(self) -> None:
        """Shows the start page; no report is open then."""
        self._drop_report()
        self.start.refresh()
        self.stack.setCurrentWidget(self.start)
        self.start.unit.setFocus()
        self._show_state()

    # ---- the open report

    def show_report(
        self,
        stored: StoredReport,
        path: Path | None,
        section: str = "",
        hold: Callable[[DocumentFile], None] | None = None,
    ) -> None:
        """Opens a report in the window, at a section if one is named.

        `path` is None for a report that stands in no file yet. `hold` is how its file is taken hold of, a moment
        later, if not as a file that was just read.
        """
        self._drop_report()
        self.document = ReportDocument(stored.report, path, self)
        self.document.media = dict(stored.media)
        self.document.refused.connect(self.tell)
        document_file = self.document_file = DocumentFile(self.document, self.settings, self)
        document_file.message.connect(self.tell)
        document_file.lock_changed.connect(self.file_actions.show_holder)
        document_file.changed_on_disk.connect(self.file_actions.ask_changed)
        QTimer.singleShot(
            HOLD_AFTER, document_file, lambda: hold(document_file) if hold else document_file.attach(stored, path)
        )
        QTimer.singleShot(HOLD_AFTER, self.document, self._read_texts)
        self.workspace = Workspace(self.document)
        self.workspace.message.connect(self.tell)
        self.stack.addWidget(self.workspace)
        self.stack.setCurrentWidget(self.workspace)
        self.workspace.set_side_width(min(int(self.fontMetrics().horizontalAdvance("国") * 24), self.width() // 3))
        self.workspace.tabs.currentChanged.connect(self._show_state)
        self.document.changed.connect(self.statusBar().clearMessage)  # what it said of the last step is over
        self.document.changed.connect(self._show_state)
        self.document.state_changed.connect(self._show_state)
        self.document.stack.indexChanged.connect(self._show_state)
        first_table = next(s.id for s in self.document.form.sections.values() if s.table)
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
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.document_file:
            self.document_file.check_disk()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := _dropped(event.mimeData().urls()):
            event.acceptProposedAction()
            QTimer.singleShot(
                0, lambda: self.import_actions.file(path)
            )  # the program it comes from waits for the answer

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.file_actions.may_leave(self._close_now):
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

        if self.document and self.proofreader is None:
            self.proofreader = Proofreader(self.document, self)

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
        if self.document_file:
            self.document_file.close()
            self.document_file.deleteLater()
        if self.document:
            self.document.deleteLater()
        self.document = self.document_file = self.workspace = None

    def commit(self) -> bool:
        """Takes over what is being composed or typed; False (with a word why) while it is no figure."""
        QGuiApplication.inputMethod().commit()
        if self.workspace is None or self.workspace.commit():
            return True
        self.tell("正在填写的内容不是数字，请改正，或按 Esc 放弃后再操作。")
        return False

    def fail(self, title: str, error: ReportDeskError) -> None:
        self.statusBar().clearMessage()
        dialogs.show_message(self, title, str(error))

    # ---- what the menus do

    def undo(self) -> None:
        """Takes the last step back and shows where that was."""
        if self.document and self.commit():
            self._step_through(self.document.stack.undo, f"已撤销：{self.document.stack.undoText()}")

    def redo(self) -> None:
        """Does the last undone step again and shows where that was."""
        if self.document and self.commit():
            self._step_through(self.document.stack.redo, f"已重做：{self.document.stack.redoText()}")

    def _step_through(self, step: Callable[[], None], sentence: str) -> None:
        document, workspace = self.document, self.workspace
        assert document and workspace
        step()
        document.state_changed.emit()
        workspace.show_change(document.last_places)
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

        if self.document:
            dialog = SourcesDialog(self.document, self)
            if dialog.exec():
                self.document.apply(dialog.step())

    def show_options(self) -> None:
        """文件 › 选项."""
        from reportdesk_ui.dialogs.options_dialog import OptionsDialog

        OptionsDialog(self.settings, self).exec()

    def show_rules(self) -> None:
        """帮助 › 规则说明."""
        from reportdesk_ui.dialogs.rules_dialog import RulesDialog

        if self.document:
            RulesDialog(self.document, self).exec()

    def show_guide(self) -> None:
        """帮助 › 填报说明查找; a row that is chosen there is shown in its table."""
        from reportdesk_ui.dialogs.guidance_dialog import GuidanceDialog

        if self.document and self.workspace:
            dialog = GuidanceDialog(self.document.form, self)
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
        document = self.document
        page = self.workspace.page if self.workspace else None
        table = page if isinstance(page, TablePage) else None
        self.menu_bar.show_state(document is not None, table is not None, table is not None and table.has_totals)
        self.menu_bar.show_review(document.report if document else None)
        self.zoom.setText(f"{self.settings.zoom}%")
        self.zoom.setAccessibleName(f"显示比例 {self.settings.zoom}%")
        if document is None:
            self.setWindowTitle(PRODUCT)
            self.setWindowModified(False)
            self.counts.clear()
            self.file_state.clear()
            return
        outcome = document.outcome
        standing = f" · {self.approval_actions.standing()}" if document.report.sign_off else ""
        self.counts.setText(
            f"还有 {document.left_to_fill()} 格未填 · {outcome.errors} 处错误 · {outcome.warnings} 处提醒{standing}"
        )
        self.file_state.setText(f"{document.path.name if document.path else '尚未存为文件'} · {self._saved_state()}")
        self.file_state.setToolTip(str(document.path or ""))
        self.setWindowTitle(f"[*]{document.report.title} — {PRODUCT}")
        self.setWindowModified(document.modified)
        self.menu_bar.name_step("undo", "撤销", document.stack.canUndo(), document.stack.undoText())
        self.menu_bar.name_step("redo", "重做", document.stack.canRedo(), document.stack.redoText())

    def _saved_state(self) -> str:
        document = self.document
        assert document is not None
        if document.read_only:
            return "只能查看"
        if document.modified:
            return "有未保存的改动"
        if document.saved_at:
            return f"已保存 {document.saved_at:%H:%M}"
        return "已保存" if document.path else "未改动"


def _dropped(urls: "list[QUrl]") -> Path | None:
    """The one local file that is dropped."""
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
