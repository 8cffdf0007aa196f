"""The window: menus, the start page or the open report, the status bar."""

from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QToolButton

from reportdesk.report import Place
from reportdesk.report.drafts import CHANGED
from reportdesk_ui.actions import file_actions
from reportdesk_ui.actions.dispatcher import Dispatcher
from reportdesk_ui.context import OpenReport, WindowContext
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.menu_bar import fill_menu_bar
from reportdesk_ui.settings import ZOOMS, Settings
from reportdesk_ui.start_page import StartPage
from reportdesk_ui.workspace import Workspace

PRODUCT = "年报填报"


class MainWindow(QMainWindow):
    """Shows what stands in its `context`: one open report or none."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.context = WindowContext(self, settings or Settings(), self._make_view)
        self.context.opened.connect(self._show_report)
        self.context.left.connect(self._show_start)
        self.context.changed.connect(self._show_state)
        self.dispatcher = Dispatcher(self.context)
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        fill_menu_bar(self.context, self.dispatcher)
        self._make_status_bar()
        self._show_state()
        self.setMinimumSize(760, 480)
        self.setAcceptDrops(True)
        screen = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(1680, int(screen.width() * 0.9)), min(1000, int(screen.height() * 0.9)))

    @cached_property
    def start(self) -> StartPage:
        """The start page, made when it is first shown: opening a file by double click does without."""
        page, run = StartPage(self.context.settings), self.context.run
        page.started.connect(partial(run, "create"))
        page.open_file.connect(lambda path: run("recent", Path(path)))
        page.open_sample.connect(lambda path: run("samples", Path(path)))
        page.browse.connect(lambda: run("open"))
        page.import_file.connect(lambda: run("import"))
        page.import_text.connect(lambda: run("import_text"))
        self.stack.addWidget(page)
        return page

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.context.open:
            self.context.open.file.check_disk()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := _dropped(event.mimeData().urls()):
            event.acceptProposedAction()
            # The program it comes from waits for the answer.
            QTimer.singleShot(0, self, lambda: self.context.run("read_file", path))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not file_actions.may_leave(self.context, self._close_now):
            event.ignore()
            return
        self.context.drop()
        self.context.tasks.close()
        event.accept()

    def _close_now(self) -> None:
        self.context.drop()
        self.close()

    # ---- what is shown

    def _make_view(self, document: ReportDocument) -> Workspace:
        return Workspace(document, self.dispatcher.actions)

    def _show_start(self) -> None:
        self.start.refresh()
        self.stack.setCurrentWidget(self.start)
        self.start.unit.setFocus()
        self._show_state()

    def _show_report(self, report: OpenReport) -> None:
        document, workspace, tell = report.document, report.view, self.context.messages.tell
        assert isinstance(workspace, Workspace)
        self.stack.addWidget(workspace)
        self.stack.setCurrentWidget(workspace)
        workspace.set_side_width(min(int(self.fontMetrics().horizontalAdvance("国") * 24), self.width() // 3))
        for message in (document.refused, report.file.message, workspace.message):
            message.connect(tell)
        report.file.lock_changed.connect(partial(file_actions.show_holder, self.context))
        report.file.changed_on_disk.connect(partial(file_actions.ask_changed, self.context))
        document.changed.connect(self._forget_message)
        for change in (workspace.tabs.currentChanged, document.changed, document.state_changed):
            change.connect(self._show_state)
        document.stack.indexChanged.connect(self._show_state)
        self._show_state()

    def _forget_message(self, places: set[Place]) -> None:
        """What the status line says of the last step is over with the next one; findings without a step change none."""
        if places:
            self.context.messages.clear()

    # ---- what is going on

    def _make_status_bar(self) -> None:
        self.counts, self.file_state = QLabel(), QLabel()
        self.zoom = QToolButton()
        self.zoom.setAutoRaise(True)
        self.zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.zoom.setToolTip("显示比例（Ctrl++ 放大，Ctrl+- 缩小）")
        self.zoom.clicked.connect(self._next_zoom)
        self.statusBar().addWidget(self.counts)
        self.statusBar().addPermanentWidget(self.file_state)
        self.statusBar().addPermanentWidget(self.zoom)

    def _next_zoom(self) -> None:
        at = ZOOMS.index(self.context.settings.zoom)
        self.context.run("zoom", ZOOMS[(at + 1) % len(ZOOMS)])

    def _show_state(self) -> None:
        self.dispatcher.refresh()
        zoom = self.context.settings.zoom
        self.zoom.setText(f"{zoom}%")
        self.zoom.setAccessibleName(f"显示比例 {zoom}%")
        if self.context.open is None:
            self.setWindowTitle(PRODUCT)
            self.setWindowModified(False)
            self.counts.clear()
            self.file_state.clear()
            return
        document = self.context.open.document
        outcome, standing = document.outcome, _standing(document)
        self.counts.setText(
            f"还有 {document.left_to_fill()} 格未填 · {outcome.errors} 处错误 · {outcome.warnings} 处提醒"
            + (f" · {standing}" if standing else "")
        )
        self.file_state.setText(f"{document.path.name if document.path else '尚未存为文件'} · {_saved_state(document)}")
        self.file_state.setToolTip(str(document.path or ""))
        self.setWindowTitle(f"[*]{document.report.title} — {PRODUCT}")
        self.setWindowModified(document.modified)


def _standing(document: ReportDocument) -> str:
    """The quiet mark of a report that was signed: 定稿, or in how many places it was changed since."""
    if document.report.sign_off is None:
        return ""
    changed = document.changes_since_signing
    return f"{CHANGED} {changed} 处" if changed else "定稿"


def _saved_state(document: ReportDocument) -> str:
    if document.read_only:
        return "只能查看"
    if document.modified:
        return "有未保存的改动"
    if document.saved_at:
        return f"已保存 {document.saved_at:%H:%M}"
    return "已保存" if document.path else "未改动"


def _dropped(urls: list[QUrl]) -> Path | None:
    """The one local file that is dropped."""
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
