"""The menus: every function has its place in one, shortcuts only repeat them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from reportdesk import resources
from reportdesk.services import export as exporting
from reportdesk_ui import dialogs, theme
from reportdesk_ui.grid.view import GridView
from reportdesk_ui.pages.table_page import TablePage
from reportdesk_ui.settings import SAMPLES, ZOOMS

if TYPE_CHECKING:
    from reportdesk.report import Report
    from reportdesk_ui.main_window import MainWindow


class Entry(NamedTuple):
    """One line of a menu; it is greyed out while what it needs is not there: an open report, a table that is shown,
    totals in that table."""

    name: str
    label: str
    work: Callable[..., Any]
    shortcut: str = ""
    needs_report: bool = True
    needs_table: bool = False
    needs_totals: bool = False


class Menus:
    """The menu bar of the window; `actions` are its lines by name, with what they were made of."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.actions: dict[str, tuple[QAction, Entry]] = {}
        self._make(window)

    def show_state(self, report: bool, table: bool, totals: bool) -> None:
        """Greys out what cannot be done now, marks the zoom of now."""
        self._zooms[self._window.settings.zoom].setChecked(True)
        for action, entry in self.actions.values():
            lacking = (
                (entry.needs_report and not report)
                or (entry.needs_table and not table)
                or (entry.needs_totals and not totals)
            )
            action.setEnabled(not lacking)

    def show_review(self, report: "Report | None") -> None:
        """Names the next draft; offers what fits to a report that was signed, or was not."""
        if report is None:
            return
        action, entry = self.actions["hand_in"]
        action.setText(f"形成{next_draft(report)}…" if report.drafts else entry.label)
        signed = report.sign_off is not None
        for name, possible in {"redline": bool(report.drafts), "sign_off": not signed}.items():
            self.actions[name][0].setEnabled(possible)
        for name in ("reopen", "changes"):
            self.actions[name][0].setEnabled(signed)

    def name_step(self, name: str, verb: str, possible: bool, step: str) -> None:
        """Says what undo and redo would do."""
        action, _ = self.actions[name]
        action.setEnabled(possible)
        action.setText(f"{verb}：{step}" if possible else verb)

    def _make(self, window: "MainWindow") -> None:
        bar = window.menuBar()
        key = "Ctrl+{}".format
        file = bar.addMenu("文件(&F)")
        self._add(
            file,
            Entry("new", "新建…", window.files.close, key("N"), needs_report=False),
            Entry("open", "打开…", window.files.choose, key("O"), needs_report=False),
        )
        self._recent = file.addMenu("最近打开")
        self._recent.aboutToShow.connect(self._fill_recent)
        samples = file.addMenu("打开示例")
        for name, label in SAMPLES.items():
            action = samples.addAction(label)
            action.triggered.connect(
                lambda checked=False, name=name: window.files.open_sample(resources.path("samples", name))
            )
        self._add(
            file,
            None,
            Entry("save", "保存", window.files.save, key("S")),
            Entry("save_as", "另存为…", window.files.save_as, "Ctrl+Shift+S"),
            Entry("versions", "历史版本…", window.files.versions),
            None,
            Entry("import", "导入 Word、Excel、网页、PDF…", window.intake.choose, needs_report=False),
            Entry("import_text", "导入复制的报告文字", window.intake.clipboard, needs_report=False),
            Entry("slip", "读入数据采集表…", window.intake.slip),
            None,
            Entry("options", "选项…", window.show_options, needs_report=False),
            Entry("close", "关闭报告", window.files.close, key("W")),
            Entry("quit", "退出", window.close, key("Q"), needs_report=False),
        )
        self._add(
            bar.addMenu("编辑(&E)"),
            Entry("undo", "撤销", window.undo, key("Z")),
            Entry("redo", "重做", window.redo, key("Y")),
            None,
            Entry("cut", "剪切", lambda: window.edit("cut"), key("X")),
            Entry("copy", "复制", lambda: window.edit("copy"), key("C")),
            Entry("paste", "粘贴", lambda: window.edit("paste"), key("V")),
            Entry("find", "查找和替换…", window.writing.find, key("F")),
            Entry("all", "全选", lambda: window.edit("selectAll"), key("A")),
            Entry("clear", "清除内容", lambda: window.on_view(GridView.clear), needs_table=True),
        )
        self._add(
            bar.addMenu("表格(&T)"),
            Entry("edit_cell", "修改本格（F2）", lambda: window.on_view(GridView.edit_current), needs_table=True),
            Entry("fill_rest", "其余空格填 0", lambda: window.on_page(TablePage.fill_rest), needs_table=True),
            Entry(
                "nothing", "全表填 0（无此类业务）", lambda: window.on_page(TablePage.fill_nothing), needs_table=True
            ),
            Entry("note", "本格附注…", lambda: window.on_view(GridView.edit_note), needs_table=True),
            Entry("sources", "数从哪来…", window.show_sources),
            None,
            Entry("restore", "恢复自动合计", lambda: window.on_page(TablePage.restore_totals), needs_totals=True),
            Entry("clear_all", "清空本表", lambda: window.on_page(TablePage.clear_all), needs_table=True),
        )
        words = bar.addMenu("文字(&W)")
        self._add(words, Entry("figure", "插入数据…", window.writing.insert_figure, key("D")))
        ready = words.addMenu("插入常用句")
        ready.aboutToShow.connect(lambda: window.writing.fill_sentences(ready))
        self._add(
            words,
            Entry("picture", "插入图片…", window.writing.insert_picture),
            Entry("pictures", "本部分的图片…", window.writing.pictures),
            None,
            Entry("tidy", "一键排版（本部分）", window.writing.tidy),
            Entry("own_words", "本单位词表…", window.writing.own_words, needs_report=False),
            None,
            Entry("fee", "信息处理费计算…", window.writing.fee, needs_report=False),
        )
        self._add(
            bar.addMenu("检查(&J)"),
            Entry("previous", "上一处", lambda: window.step(-1), "Shift+F8"),
            Entry("next", "下一处", lambda: window.step(1), "F8"),
            None,
            Entry("name_previous", "指定上年报告…", window.intake.name_previous),
            Entry("against_last", "与上年对比…", lambda: window.outputs.against_last()),
            Entry("compare", "与另一份报告核对…", lambda: window.intake.compare()),
            None,
            Entry("next_section", "下一部分", lambda: window.turn(1), "Ctrl+PgDown"),
            Entry("previous_section", "上一部分", lambda: window.turn(-1), "Ctrl+PgUp"),
        )
        self._add(
            bar.addMenu("送审(&S)"),
            Entry("hand_in", "形成送审稿第 1 稿…", lambda: window.reviewing.hand_in()),
            Entry("export_draft", "导出送审稿…", lambda: window.reviewing.export_draft()),
            Entry("redline", "花脸稿（与以前的稿比较）…", lambda: window.reviewing.redline()),
            Entry("read_back", "读回修改稿…", lambda: window.reviewing.read_back()),
            None,
            Entry("review_sheet", "年度报告送审表…", window.outputs.review_sheet),
            None,
            Entry("sign_off", "定稿…", lambda: window.reviewing.sign_off()),
            Entry("changes", "签发后改动…", lambda: window.reviewing.show_changes()),
            Entry("reopen", "撤回定稿（开始新一轮）", lambda: window.reviewing.reopen()),
        )
        self._add(
            bar.addMenu("导出(&D)"),
            *(
                Entry(f"export{suffix}", f"导出 {kind}…", lambda suffix=suffix: window.outputs.export(suffix))
                for suffix, (kind, _) in exporting.KINDS.items()
            ),
            Entry("public_copy", "公开稿 Word…", lambda: window.publishing.public_copy()),
            Entry("word_options", "Word 选项…", lambda: window.publishing.word_options()),
            None,
            Entry("copy_for_site", "复制到网站后台", lambda: window.publishing.copy_for_site()),
            Entry("checklist", "逐项录入对照单…", lambda: window.publishing.checklist()),
            None,
            Entry("blank_sheet", "空白 Excel 表（下发填报）…", lambda: window.publishing.blank_sheet()),
            Entry("slips", "数据采集表（各科室）…", window.outputs.slips),
            None,
            Entry("submission", "一键生成报送材料…", lambda: window.publishing.submission()),
            None,
            Entry("print", "打印…", lambda: window.publishing.print_report(), key("P")),
            Entry(
                "print_table", "打印本表…", lambda: window.publishing.print_table(), "Ctrl+Shift+P", needs_table=True
            ),
        )
        view = bar.addMenu("视图(&V)")
        self._add(
            view,
            Entry("larger", "放大", lambda: window.zoom_by(1), "Ctrl+=", needs_report=False),
            Entry("smaller", "缩小", lambda: window.zoom_by(-1), "Ctrl+-", needs_report=False),
            Entry("normal", "恢复 100%", lambda: window.set_zoom(100), "Ctrl+0", needs_report=False),
            None,
        )
        self.actions["larger"][0].setShortcuts([QKeySequence("Ctrl+="), QKeySequence("Ctrl++")])
        zooms = view.addMenu("显示比例")
        self._zooms = {percent: zooms.addAction(f"{percent}%") for percent in ZOOMS}
        group = QActionGroup(window)
        for percent, action in self._zooms.items():
            action.setCheckable(True)
            action.triggered.connect(lambda checked=False, p=percent: window.set_zoom(p))
            group.addAction(action)
        schemes = view.addMenu("外观")
        group = QActionGroup(window)
        for scheme, label in theme.SCHEMES.items():
            action = schemes.addAction(label)
            action.setCheckable(True)
            action.setChecked(scheme == window.settings.scheme)
            action.triggered.connect(lambda checked=False, s=scheme: window.set_scheme(s))
            group.addAction(action)
        self._add(
            bar.addMenu("帮助(&H)"),
            Entry("manual", "操作说明", lambda: window.helping.manual(), "F1", needs_report=False),
            Entry("card", "打印简明操作卡…", lambda: window.helping.print_card(), needs_report=False),
            None,
            Entry("rules", "规则说明", window.show_rules),
            Entry("guide", "填报说明查找…", window.show_guide, "Ctrl+G"),
            None,
            Entry("keys", "键盘操作", lambda: dialogs.keys(window), needs_report=False),
            Entry("log", "查看运行日志", lambda: window.helping.log(), needs_report=False),
            Entry("about", "关于年报填报", lambda: window.helping.about(), needs_report=False),
        )

    def _add(self, menu: QMenu, *entries: Entry | None) -> None:
        """Adds entries to a menu; None is a line between groups."""
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            action = QAction(entry.label, self._window)
            if entry.shortcut:
                action.setShortcut(QKeySequence(entry.shortcut))
            action.triggered.connect(lambda checked=False, work=entry.work: work())
            menu.addAction(action)
            self.actions[entry.name] = (action, entry)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._window.settings.recent:
            action = self._recent.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(lambda checked=False, path=path: self._window.files.open_path(path))
        if self._recent.isEmpty():
            self._recent.addAction("还没有打开过文件").setEnabled(False)


def next_draft(report: "Report") -> str:
    """What the next draft of a report will be called."""
    from reportdesk.report.drafts import draft_name, newest_draft  # most reports that are opened have none

    newest = newest_draft(report)
    return draft_name(newest[0] + 1 if newest else 1)
