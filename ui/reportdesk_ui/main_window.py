"""The window: menus, the start page or the open report, the status bar."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMainWindow, QStackedWidget, QToolButton

from reportdesk.errors import ReportDeskError
from reportdesk.jobs import exporting
from reportdesk.jobs.pdf import PREVIEW
from reportdesk.jobs.starting import continued
from reportdesk.report import Report, by_office
from reportdesk.store import SUFFIX, StoredReport, decode, encode, open_report, read_file, write_atomically
from reportdesk_ui import dialogs, theme
from reportdesk_ui.background import Background
from reportdesk_ui.grid.view import GridView
from reportdesk_ui.menus import Menus
from reportdesk_ui.sections.table_page import TablePage
from reportdesk_ui.session import Session
from reportdesk_ui.settings import FILE_FILTER, ZOOMS, Settings
from reportdesk_ui.workspace import BASICS, Workspace

if TYPE_CHECKING:
    from reportdesk_ui.start_page import StartPage

PRODUCT = "年报填报"
MOST_DOUBTS = 12
Then = Callable[[], None]


class MainWindow(QMainWindow):
    """One window, one open report (`session`, `workspace`) or none."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.session: Session | None = None
        self.workspace: Workspace | None = None
        self.background = Background(self)
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self.menus = Menus(self)
        self._make_status_bar()
        self._show_state()
        self.setMinimumSize(760, 480)
        screen = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(1680, int(screen.width() * 0.9)), min(1000, int(screen.height() * 0.9)))

    @cached_property
    def start(self) -> "StartPage":
        """The start page, made when it is first shown: opening a file by double click does without."""
        from reportdesk_ui.start_page import StartPage

        page = StartPage(self.settings)
        page.started.connect(self._create)
        page.open_file.connect(lambda path: self.open_path(Path(path)))
        page.open_sample.connect(lambda path: self.open_sample(Path(path)))
        page.browse.connect(self.choose_file)
        self.stack.addWidget(page)
        return page

    def show_start(self) -> None:
        """Shows the start page; no report is open then."""
        self._drop_report()
        self.start.refresh()
        self.stack.setCurrentWidget(self.start)
        self.start.unit.setFocus()
        self._show_state()

    # ---- the open report

    def show_report(self, stored: StoredReport, path: Path | None, section: str = "") -> None:
        """Opens a report in the window, at a section if one is named.

        `path` is None for a report that stands in no file yet.
        """
        self._drop_report()
        self.session = Session(stored.report, path, self)
        self.session.media = dict(stored.media)
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

    def open_path(self, path: Path) -> None:
        """Opens a file, after asking what becomes of the report that is open."""
        self._leave_report(lambda: self._open(path, path))

    def open_sample(self, path: Path) -> None:
        """Opens a shipped sample: as a report without a file, so that the sample stays as it is."""
        self._leave_report(lambda: self._open(path, None))

    def choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "打开年报填报文件", str(self.settings.folder), FILE_FILTER)
        if path:
            self.open_path(Path(path))

    def close_report(self) -> None:
        """Back to the start page, after asking."""
        self._leave_report(self.show_start)

    def save(self, then: Then | None = None) -> None:
        """Saves to the report's file; asks for a name when it has none."""
        if self.session and self._commit():
            if self.session.path is None:
                self.save_as(then)
            elif not self.session.modified:
                self.tell("没有需要保存的改动。")
                if then:
                    then()
            else:
                self._save_to(self.session.path, then)

    def save_as(self, then: Then | None = None) -> None:
        if not self.session or not self._commit():
            return
        name = f"{_file_name(self.session.report.title)}{SUFFIX}"
        chosen = self._ask_target("另存为", name, FILE_FILTER, SUFFIX)
        if chosen:
            self._save_to(chosen, then)

    def export(self, suffix: str) -> None:
        """Exports to a file of a kind."""
        if not self.session or not self._commit():
            return
        kind, _ = exporting.KINDS[suffix]
        name = f"{_file_name(self.session.report.title)}{suffix}"
        path = self._ask_target(f"导出 {kind}", name, f"{kind} (*{suffix})", suffix)
        if path:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Exports the open report as it is now; the kind follows from the suffix."""
        if not self.session:
            return
        report, media, errors = self.session.report, self.session.media, self.session.outcome.errors
        self.tell(f"正在导出 {path.name} …")
        open_ = [f"{errors} 处错误"] if errors else []
        if left := self.session.left_to_fill():
            open_.append(f"{left} 格未填")

        def done(result: object, error: ReportDeskError | None) -> None:
            if error:
                self._fail("没有导出", error)
            else:
                self.tell(f"已导出：{path}")
                remarks = [f"{result}。"] if isinstance(result, str) and result.startswith(PREVIEW) else []
                remarks += [f"请注意：报告还有 {'、'.join(open_)}。"] if open_ else []
                dialogs.exported(self, path, "".join(remarks))

        self.background.run(lambda: exporting.write(report, path, media), done)

    def tell(self, sentence: str) -> None:
        """Shows a sentence in the status bar."""
        self.statusBar().showMessage(sentence, 12_000)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave(self._close_now):
            event.ignore()
            return
        self._drop_report()
        self.background.close()
        event.accept()

    # ---- how it works inside

    def _focus_page(self) -> None:
        if self.workspace:
            self.workspace.page.focus_first()

    def _close_now(self) -> None:
        self._drop_report()
        self.close()

    def _create(self, unit: str, year: int, last: str) -> None:
        try:
            report = Report.new(unit=unit, year=year)
            if last:
                report = continued(report, open_report(last))
        except ReportDeskError as error:
            self._fail("没有新建", error)
            return
        self.show_report(StoredReport(report), None)

    def _open(self, path: Path, own: Path | None) -> None:
        self.tell(f"正在打开 {path.name} …")

        def done(stored: StoredReport, error: ReportDeskError | None) -> None:
            self.statusBar().clearMessage()
            if error:
                self.settings.forget(path)
                if self.session is None:
                    self.show_start()
                self._fail("没有打开", error)
            else:
                self.show_report(stored, own)

        self.background.run(lambda: decode(read_file(path), path.name), done)

    def _save_to(self, path: Path, then: Then | None) -> None:
        session = self.session
        assert session is not None
        report, media = session.report, session.media

        def done(result: object, error: ReportDeskError | None) -> None:
            if error:
                self._fail("没有保存", error)
                return
            session.saved(report, path)
            self.settings.remember(path)
            self.tell(f"已保存：{path}")
            if then:
                then()

        self.background.run(lambda: write_atomically(path, encode(report, media)), done)

    def _in_background(self, work: Callable[[], object], failed: str, finished: str) -> None:
        """Does some work in the other thread and says how it went."""

        def done(result: object, error: ReportDeskError | None) -> None:
            if error:
                self._fail(failed, error)
            else:
                self.tell(finished)

        self.background.run(work, done)

    def _ask_target(self, title: str, name: str, kinds: str, suffix: str) -> Path | None:
        folder = self.session.path.parent if self.session and self.session.path else self.settings.folder
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(folder / name), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        if path.suffix.lower() == suffix:
            return path
        path = path.with_name(path.name + suffix)
        # the dialog asked about the name as typed, not about this one
        if path.exists() and dialogs.ask(self, title, f"“{path.name}”已经存在，要替换吗？", ["替换", "取消"]):
            return None
        return path

    def _leave_report(self, then: Then) -> None:
        """Goes on with `then` once the open report may be left."""
        if self._may_leave(then):
            then()

    def _may_leave(self, then: Then) -> bool:
        """Asks what becomes of unsaved changes. False when the clerk stays, or saves first: then `then` follows."""
        if not self.session:
            return True
        if not self._commit():
            return False
        if not self.session.modified:
            return True
        question = f"“{self.session.report.title}”有未保存的改动。"
        answer = dialogs.ask(self, "保存改动", question, ["保存", "不保存", "取消"])
        if answer == 0:
            self.save(then)
        return answer == 1

    def _drop_report(self) -> None:
        if self.workspace:
            self.stack.removeWidget(self.workspace)
            self.workspace.deleteLater()
        if self.session:
            self.session.deleteLater()
        self.session = self.workspace = None

    def _commit(self) -> bool:
        """Takes over what is being composed or typed; False (with a word why) while it is no figure."""
        QGuiApplication.inputMethod().commit()
        if self.workspace is None or self.workspace.commit():
            return True
        self.tell("正在填写的内容不是数字，请改正，或按 Esc 放弃后再操作。")
        return False

    def _fail(self, title: str, error: ReportDeskError) -> None:
        self.statusBar().clearMessage()
        dialogs.tell(self, title, str(error))

    # ---- what the menus do

    def undo(self) -> None:
        """Takes the last step back and shows where that was."""
        if self.session and self._commit():
            self._step_through(self.session.stack.undo, f"已撤销：{self.session.stack.undoText()}")

    def redo(self) -> None:
        """Does the last undone step again and shows where that was."""
        if self.session and self._commit():
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
        if self.workspace and isinstance(self.workspace.page, TablePage) and self._commit():
            work(self.workspace.page)

    def on_view(self, work: Callable[[GridView], None]) -> None:
        """Does something to the grid that is shown."""
        self.on_page(lambda page: work(page.view))

    def step(self, by: int) -> None:
        """Goes to the next finding, or the one before."""
        if self.workspace and self._commit():
            self.workspace.findings.step(by)

    def turn(self, by: int) -> None:
        """Goes to the next tab, or the one before."""
        if self.workspace and self._commit():
            tabs = self.workspace.tabs
            tabs.setCurrentIndex((tabs.currentIndex() + by) % tabs.count())

    def show_sources(self) -> None:
        """表格 › 数从哪来."""
        from reportdesk_ui.dialogs.sources import SourcesDialog

        if self.session:
            dialog = SourcesDialog(self.session, self)
            if dialog.exec():
                self.session.do(dialog.step())

    def export_review_sheet(self) -> None:
        """导出 › 年度报告送审表."""
        from reportdesk.jobs.review_sheet import write_review_sheet

        if not self.session or not self._commit():
            return
        report = self.session.report
        name = f"{_file_name(report.unit)}{report.year}年度报告送审表.docx"
        if path := self._ask_target("导出送审表", name, "Word 文档 (*.docx)", ".docx"):
            self._in_background(lambda: write_review_sheet(report, path), "没有导出", f"已导出：{path}")

    def export_slips(self) -> None:
        """导出 › 数据采集表: a file for every office named under 数从哪来."""
        from reportdesk.jobs.slips import write_slips

        if not self.session or not self._commit():
            return
        report = self.session.report
        if not by_office(report):
            dialogs.tell(self, "没有导出", "还没有写明哪些行由哪个科室提供，请先在“表格 › 数从哪来”中填写。")
            return
        folder = QFileDialog.getExistingDirectory(self, "数据采集表放在哪个文件夹", str(self.settings.folder))
        if folder:
            target = Path(folder)
            self._in_background(lambda: write_slips(report, target), "没有导出", f"数据采集表已放入：{target}")

    def take_in_slip(self) -> None:
        """文件 › 读入数据采集表: its figures, notes and sources as one step."""
        from reportdesk.jobs.slips import take_in

        if not self.session or not self._commit():
            return
        folder = str(self.settings.folder)
        path, _ = QFileDialog.getOpenFileName(self, "读入数据采集表", folder, "Word 文档 (*.docx)")
        if not path:
            return
        try:
            step, doubts = take_in(self.session.report, Path(path))
        except ReportDeskError as error:
            self._fail("没有读入", error)
            return
        done = self.session.do(step)
        self.tell("已读入数据采集表，可撤销。" if done else "数据采集表与报告一致，没有改动。")
        if doubts:
            lines = [f"{place}“{text}”：{reason}" for place, text, reason in doubts[:MOST_DOUBTS]]
            dialogs.tell(self, "请核对", "以下内容没有读入，请对照采集表手工填写：\n\n" + "\n".join(lines))

    def show_rules(self) -> None:
        """帮助 › 规则说明."""
        from reportdesk_ui.dialogs.rules import RulesDialog

        if self.session:
            RulesDialog(self.session, self).exec()

    def show_guide(self) -> None:
        """帮助 › 填报说明查找; a row that is chosen there is shown in its table."""
        from reportdesk_ui.dialogs.guide import GuideDialog

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
        self.zoom.setToolTip("显示比例（Ctrl++ 放大，Ctrl+- 缩小）")
        self.zoom.clicked.connect(lambda: self.set_zoom(ZOOMS[(ZOOMS.index(self.settings.zoom) + 1) % len(ZOOMS)]))
        self.statusBar().addWidget(self.counts)
        self.statusBar().addPermanentWidget(self.file_state)
        self.statusBar().addPermanentWidget(self.zoom)

    def _show_state(self) -> None:
        session = self.session
        table = bool(self.workspace and isinstance(self.workspace.page, TablePage))
        self.menus.show_state(session is not None, table)
        self.zoom.setText(f"{self.settings.zoom}%")
        if session is None:
            self.setWindowTitle(PRODUCT)
            self.setWindowModified(False)
            self.counts.clear()
            self.file_state.clear()
            return
        outcome = session.outcome
        self.counts.setText(
            f"还有 {session.left_to_fill()} 格未填 · {outcome.errors} 处错误 · {outcome.warnings} 处提醒"
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
        if session.modified:
            return "有未保存的改动"
        if session.saved_at:
            return f"已保存 {session.saved_at:%H:%M}"
        return "已保存" if session.path else "未改动"


def _file_name(title: str) -> str:
    return "".join("_" if c in '\\/:*?"<>|\n\t' else c for c in title)[:120]


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
