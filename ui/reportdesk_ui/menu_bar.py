"""The menus: every function has its place in one, shortcuts only repeat them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from reportdesk import resources
from reportdesk.services import export
from reportdesk_ui import dialogs, theme
from reportdesk_ui.grid.view import GridView
from reportdesk_ui.pages.table_page import TablePage
from reportdesk_ui.settings import SAMPLES, ZOOMS

if TYPE_CHECKING:
    from reportdesk.report import Report
    from reportdesk_ui.main_window import MainWindow


class MenuEntry(NamedTuple):
    """One line of a menu; it is greyed out while what it needs is not there: an open report, a table that is shown,
    totals in that table."""

    name: str
    label: str
    work: Callable[..., Any]
    shortcut: str = ""
    needs_report: bool = True
    needs_table: bool = False
    needs_totals: bool = False


class MenuBar:
    """The menu bar of the window; `actions` are its lines by name, with what they were made of."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.actions: dict[str, tuple[QAction, MenuEntry]] = {}
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
            MenuEntry("new", "新建…", window.file_actions.close, key("N"), needs_report=False),
            MenuEntry("open", "打开…", window.file_actions.choose, key("O"), needs_report=False),
        )
        self._recent = file.addMenu("最近打开")
        self._recent.aboutToShow.connect(self._fill_recent)
        samples = file.addMenu("打开示例")
        for name, label in SAMPLES.items():
            action = samples.addAction(label)
            action.triggered.connect(
                lambda checked=False, name=name: window.file_actions.open_sample(resources.path("samples", name))
            )
        self._add(
            file,
            None,
            MenuEntry("save", "保存", window.file_actions.save, key("S")),
            MenuEntry("save_as", "另存为…", window.file_actions.save_as, "Ctrl+Shift+S"),
            MenuEntry("versions", "历史版本…", window.file_actions.versions),
            None,
            MenuEntry("import", "导入 Word、Excel、网页、PDF…", window.import_actions.choose, needs_report=False),
            MenuEntry("import_text", "导入复制的报告文字", window.import_actions.clipboard, needs_report=False),
            MenuEntry("slip", "读入数据采集表…", window.import_actions.slip),
            None,
            MenuEntry("options", "选项…", window.show_options, needs_report=False),
            MenuEntry("close", "关闭报告", window.file_actions.close, key("W")),
            MenuEntry("quit", "退出", window.close, key("Q"), needs_report=False),
        )
        self._add(
            bar.addMenu("编辑(&E)"),
            MenuEntry("undo", "撤销", window.undo, key("Z")),
            MenuEntry("redo", "重做", window.redo, key("Y")),
            None,
            MenuEntry("cut", "剪切", lambda: window.edit("cut"), key("X")),
            MenuEntry("copy", "复制", lambda: window.edit("copy"), key("C")),
            MenuEntry("paste", "粘贴", lambda: window.edit("paste"), key("V")),
            MenuEntry("find", "查找和替换…", window.text_actions.find, key("F")),
            MenuEntry("all", "全选", lambda: window.edit("selectAll"), key("A")),
            MenuEntry("clear", "清除内容", lambda: window.on_view(GridView.clear), needs_table=True),
        )
        self._add(
            bar.addMenu("表格(&T)"),
            MenuEntry("edit_cell", "修改本格（F2）", lambda: window.on_view(GridView.edit_current), needs_table=True),
            MenuEntry("fill_rest", "其余空格填 0", lambda: window.on_page(TablePage.fill_rest), needs_table=True),
            MenuEntry(
                "nothing", "全表填 0（无此类业务）", lambda: window.on_page(TablePage.fill_nothing), needs_table=True
            ),
            MenuEntry("note", "本格附注…", lambda: window.on_view(GridView.edit_note), needs_table=True),
            MenuEntry("sources", "数从哪来…", window.show_sources),
            None,
            MenuEntry("restore", "恢复自动合计", lambda: window.on_page(TablePage.restore_totals), needs_totals=True),
            MenuEntry("clear_all", "清空本表", lambda: window.on_page(TablePage.clear_all), needs_table=True),
        )
        words = bar.addMenu("文字(&W)")
        self._add(words, MenuEntry("figure", "插入数据…", window.text_actions.insert_figure, key("D")))
        ready = words.addMenu("插入常用句")
        ready.aboutToShow.connect(lambda: window.text_actions.fill_sentences(ready))
        self._add(
            words,
            MenuEntry("picture", "插入图片…", window.text_actions.insert_picture),
            MenuEntry("pictures", "本部分的图片…", window.text_actions.pictures),
            None,
            MenuEntry("tidy", "一键排版（本部分）", window.text_actions.tidy),
            MenuEntry("own_words", "本单位词表…", window.text_actions.own_words, needs_report=False),
            None,
            MenuEntry("fee", "信息处理费计算…", window.text_actions.fee, needs_report=False),
        )
        self._add(
            bar.addMenu("检查(&J)"),
            MenuEntry("previous", "上一处", lambda: window.step(-1), "Shift+F8"),
            MenuEntry("next", "下一处", lambda: window.step(1), "F8"),
            None,
            MenuEntry("name_previous", "指定上年报告…", window.import_actions.name_previous),
            MenuEntry("against_last", "与上年对比…", lambda: window.export_actions.against_last()),
            MenuEntry("compare", "与另一份报告核对…", lambda: window.import_actions.compare()),
            None,
            MenuEntry("next_section", "下一部分", lambda: window.turn(1), "Ctrl+PgDown"),
            MenuEntry("previous_section", "上一部分", lambda: window.turn(-1), "Ctrl+PgUp"),
        )
        self._add(
            bar.addMenu("送审(&S)"),
            MenuEntry("hand_in", "形成送审稿第 1 稿…", lambda: window.approval_actions.hand_in()),
            MenuEntry("export_draft", "导出送审稿…", lambda: window.approval_actions.export_draft()),
            MenuEntry("redline", "花脸稿（与以前的稿比较）…", lambda: window.approval_actions.redline()),
            MenuEntry("read_back", "读回修改稿…", lambda: window.approval_actions.read_back()),
            None,
            MenuEntry("review_sheet", "年度报告送审表…", window.export_actions.review_sheet),
            None,
            MenuEntry("sign_off", "定稿…", lambda: window.approval_actions.sign_off()),
            MenuEntry("changes", "签发后改动…", lambda: window.approval_actions.show_changes()),
            MenuEntry("reopen", "撤回定稿（开始新一轮）", lambda: window.approval_actions.reopen()),
        )
        self._add(
            bar.addMenu("导出(&D)"),
            *(
                MenuEntry(
                    f"export{suffix}", f"导出 {kind}…", lambda suffix=suffix: window.export_actions.export(suffix)
                )
                for suffix, (kind, _) in export.KINDS.items()
            ),
            MenuEntry("public_copy", "公开稿 Word…", lambda: window.publish_actions.public_copy()),
            MenuEntry("word_options", "Word 选项…", lambda: window.publish_actions.word_options()),
            None,
            MenuEntry("copy_for_site", "复制到网站后台", lambda: window.publish_actions.copy_for_site()),
            MenuEntry("checklist", "逐项录入对照单…", lambda: window.publish_actions.checklist()),
            None,
            MenuEntry("blank_sheet", "空白 Excel 表（下发填报）…", lambda: window.publish_actions.blank_sheet()),
            MenuEntry("slips", "数据采集表（各科室）…", window.export_actions.slips),
            None,
            MenuEntry("submission", "一键生成报送材料…", lambda: window.publish_actions.submission()),
            None,
            MenuEntry("print", "打印…", lambda: window.publish_actions.print_report(), key("P")),
            MenuEntry(
                "print_table",
                "打印本表…",
                lambda: window.publish_actions.print_table(),
                "Ctrl+Shift+P",
                needs_table=True,
            ),
        )
        view = bar.addMenu("视图(&V)")
        self._add(
            view,
            MenuEntry("larger", "放大", lambda: window.zoom_by(1), "Ctrl+=", needs_report=False),
            MenuEntry("smaller", "缩小", lambda: window.zoom_by(-1), "Ctrl+-", needs_report=False),
            MenuEntry("normal", "恢复 100%", lambda: window.set_zoom(100), "Ctrl+0", needs_report=False),
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
            MenuEntry("manual", "操作说明", lambda: window.help_actions.manual(), "F1", needs_report=False),
            MenuEntry("card", "打印简明操作卡…", lambda: window.help_actions.print_card(), needs_report=False),
            None,
            MenuEntry("rules", "规则说明", window.show_rules),
            MenuEntry("guide", "填报说明查找…", window.show_guide, "Ctrl+G"),
            None,
            MenuEntry("keys", "键盘操作", lambda: dialogs.show_shortcuts(window), needs_report=False),
            MenuEntry("log", "查看运行日志", lambda: window.help_actions.log(), needs_report=False),
            MenuEntry("about", "关于年报填报", lambda: window.help_actions.about(), needs_report=False),
        )

    def _add(self, menu: QMenu, *entries: MenuEntry | None) -> None:
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
            action.triggered.connect(lambda checked=False, path=path: self._window.file_actions.open_path(path))
        if self._recent.isEmpty():
            self._recent.addAction("还没有打开过文件").setEnabled(False)


def next_draft(report: "Report") -> str:
    """What the next draft of a report will be called."""
    from reportdesk.report.drafts import draft_name, newest_draft  # most reports that are opened have none

    newest = newest_draft(report)
    return draft_name(newest[0] + 1 if newest else 1)
