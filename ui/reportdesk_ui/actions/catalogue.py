"""The actions of the window as data: the menus, the list of keys and the dispatcher are made from this.

`run` and `choices` are "module:function" of a module of this package. It is imported when it is first needed, so
nothing is imported here that a start can do without.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto
from typing import TYPE_CHECKING, NamedTuple

from reportdesk.documents.file_types import EXPORTS
from reportdesk.report.drafts import draft_name, newest_draft

if TYPE_CHECKING:
    from reportdesk_ui.context import WindowContext

MENUS = {
    "文件": "文件(&F)",
    "编辑": "编辑(&E)",
    "表格": "表格(&T)",
    "文字": "文字(&W)",
    "检查": "检查(&J)",
    "送审": "送审(&S)",
    "导出": "导出(&D)",
    "视图": "视图(&V)",
    "帮助": "帮助(&H)",
}


class Needs(Flag):
    """What must be there for an action. TABLE and all that follow come only with DOCUMENT."""

    NOTHING = 0
    DOCUMENT = auto()  # `run` gets it as its second argument
    TABLE = auto()  # a table is shown: `run` gets its page as its third argument
    TOTALS = auto()  # and the program can work totals of it out
    DRAFTS = auto()
    SIGNED = auto()
    UNSIGNED = auto()
    UNDO = auto()
    REDO = auto()


@dataclass(frozen=True)
class Action:
    """One action.

    `run` is called with the context, what `needs` names, and last with `argument` or the chosen argument of `choices`
    if there is one. `menu` is "" for what stands in no menu: its callers give the arguments. `commit` takes over what
    is being typed first, and does nothing while that is no figure.
    """

    id: str
    text: "str | Callable[[WindowContext], str]"
    run: str
    menu: str = ""
    needs: Needs = Needs.NOTHING
    shortcut: str = ""  # several with a space between them
    argument: object = None
    choices: str = ""  # "module:function" → list[MenuChoice]: the action is a submenu
    commit: bool = True
    begins_group: bool = False  # a line stands above it in the menu


class MenuChoice(NamedTuple):
    """A line of a submenu; without an argument it only says that there is nothing to choose."""

    text: str
    argument: object = None
    tip: str = ""
    checked: bool | None = None  # None: not one of which one is in use


def menu_path(id: str) -> str:
    """Where an action stands, for a sentence: "送审 › 导出送审稿"."""
    action = ACTIONS[id]
    assert isinstance(action.text, str)
    return f"{action.menu} › {action.text.rstrip('…').partition('（')[0]}"


def key_rows() -> list[tuple[str, str]]:
    """The keys and what they do, for 键盘操作: those of the grid, and of the actions a clerk uses most."""
    return [
        (_keys("manual"), "操作说明"),
        ("直接输入", "替换本格内容"),
        ("F2 或双击", "在原有内容上修改"),
        ("回车、Tab、方向键", "移到下、右、相邻的格"),
        ("F6、Shift+F6", "离开表格，到后面、前面的控件"),
        ("Delete", "清除所选各格"),
        (_keys("copy", "cut", "paste"), "复制、剪切、粘贴一块数字"),
        (_keys("undo", "redo"), "撤销、重做"),
        (_keys("next", "previous"), "下一处、上一处问题"),
        (_keys("next_section", "previous_section"), "下一部分、上一部分"),
        (_keys("save"), "保存"),
        (_keys("larger", "smaller", "normal"), "放大、缩小、恢复显示比例"),
    ]


def _keys(*ids: str) -> str:
    return "、".join(ACTIONS[id].shortcut.split()[-1].replace("PgDown", "PgDn") for id in ids)


def _undo(context: "WindowContext") -> str:
    stack = context.open.document.stack if context.open else None
    return f"撤销：{stack.undoText()}" if stack and stack.canUndo() else "撤销"


def _redo(context: "WindowContext") -> str:
    stack = context.open.document.stack if context.open else None
    return f"重做：{stack.redoText()}" if stack and stack.canRedo() else "重做"


def _hand_in(context: "WindowContext") -> str:
    newest = newest_draft(context.open.document.report) if context.open else None
    return f"形成{draft_name(newest[0] + 1 if newest else 1)}…"


_DOCUMENT, _TABLE = Needs.DOCUMENT, Needs.DOCUMENT | Needs.TABLE

_ALL = (
    Action("new", "新建…", "file_actions:new_report", "文件", shortcut="Ctrl+N"),
    Action("open", "打开…", "file_actions:choose", "文件", shortcut="Ctrl+O"),
    Action("recent", "最近打开", "file_actions:open_path", "文件", choices="file_actions:recent_files"),
    Action("samples", "打开示例", "file_actions:open_sample", "文件", choices="file_actions:samples"),
    Action("save", "保存", "file_actions:save", "文件", _DOCUMENT, "Ctrl+S", begins_group=True),
    Action("save_as", "另存为…", "file_actions:save_as", "文件", _DOCUMENT, "Ctrl+Shift+S"),
    Action("versions", "历史版本…", "recovery_actions:show_versions", "文件", _DOCUMENT),
    Action("import", "导入 Word、Excel、网页、PDF…", "import_actions:choose", "文件", begins_group=True),
    Action("import_text", "导入复制的报告文字", "import_actions:read_clipboard", "文件"),
    Action("read_data_sheet", "读入数据采集表…", "import_actions:read_data_sheet", "文件", _DOCUMENT),
    Action("options", "选项…", "view_actions:show_options", "文件", commit=False, begins_group=True),
    Action("close", "关闭报告", "file_actions:close_report", "文件", _DOCUMENT, "Ctrl+W"),
    Action("quit", "退出", "file_actions:quit_program", "文件", shortcut="Ctrl+Q"),
    #
    Action("undo", _undo, "edit_actions:undo", "编辑", _DOCUMENT | Needs.UNDO, "Ctrl+Z"),
    Action("redo", _redo, "edit_actions:redo", "编辑", _DOCUMENT | Needs.REDO, "Ctrl+Y"),
    Action("cut", "剪切", "edit_actions:edit", "编辑", _DOCUMENT, "Ctrl+X", "cut", commit=False, begins_group=True),
    Action("copy", "复制", "edit_actions:edit", "编辑", _DOCUMENT, "Ctrl+C", "copy", commit=False),
    Action("paste", "粘贴", "edit_actions:edit", "编辑", _DOCUMENT, "Ctrl+V", "paste", commit=False),
    Action("find", "查找和替换…", "text_actions:find", "编辑", _DOCUMENT, "Ctrl+F"),
    Action("all", "全选", "edit_actions:edit", "编辑", _DOCUMENT, "Ctrl+A", "selectAll", commit=False),
    Action("clear", "清除内容", "table_actions:clear", "编辑", _TABLE),
    #
    Action("edit_cell", "修改本格（F2）", "table_actions:edit_cell", "表格", _TABLE),
    Action("fill_rest", "其余空格填 0", "table_actions:fill_rest", "表格", _TABLE),
    Action("nothing", "全表填 0（无此类业务）", "table_actions:fill_nothing", "表格", _TABLE),
    Action("note", "本格附注…", "table_actions:edit_note", "表格", _TABLE),
    Action("sources", "数从哪来…", "table_actions:show_sources", "表格", _DOCUMENT),
    Action("restore", "恢复自动合计", "table_actions:restore_totals", "表格", _TABLE | Needs.TOTALS, begins_group=True),
    Action("clear_all", "清空本表", "table_actions:clear_table", "表格", _TABLE),
    #
    Action("figure", "插入数据…", "text_actions:insert_figure", "文字", _DOCUMENT, "Ctrl+D"),
    Action(
        "sentence",
        "插入常用句",
        "text_actions:insert_sentence",
        "文字",
        _DOCUMENT,
        choices="text_actions:standard_sentences",
    ),
    Action("picture", "插入图片…", "text_actions:insert_picture", "文字", _DOCUMENT),
    Action("pictures", "本部分的图片…", "text_actions:show_pictures", "文字", _DOCUMENT),
    Action("tidy", "一键排版（本部分）", "text_actions:tidy", "文字", _DOCUMENT, begins_group=True),
    Action("own_words", "本单位词表…", "text_actions:edit_custom_words", "文字", commit=False),
    Action("fee", "信息处理费计算…", "text_actions:show_fee", "文字", commit=False, begins_group=True),
    #
    Action("previous", "上一处", "check_actions:step", "检查", _DOCUMENT, "Shift+F8", -1),
    Action("next", "下一处", "check_actions:step", "检查", _DOCUMENT, "F8", 1),
    Action("name_previous", "指定上年报告…", "import_actions:name_previous", "检查", _DOCUMENT, begins_group=True),
    Action("against_last", "与上年对比…", "check_actions:compare_years", "检查", _DOCUMENT),
    Action("compare", "与另一份报告核对…", "import_actions:compare", "检查", _DOCUMENT),
    Action("next_section", "下一部分", "view_actions:turn", "检查", _DOCUMENT, "Ctrl+PgDown", 1, begins_group=True),
    Action("previous_section", "上一部分", "view_actions:turn", "检查", _DOCUMENT, "Ctrl+PgUp", -1),
    #
    Action("hand_in", _hand_in, "approval_actions:hand_in", "送审", _DOCUMENT),
    Action("export_draft", "导出送审稿…", "approval_actions:export_draft", "送审", _DOCUMENT),
    Action("redline", "花脸稿（与以前的稿比较）…", "approval_actions:export_redline", "送审", _DOCUMENT | Needs.DRAFTS),
    Action("read_back", "读回修改稿…", "approval_actions:read_back", "送审", _DOCUMENT),
    Action("review_sheet", "年度报告送审表…", "export_actions:review_sheet", "送审", _DOCUMENT, begins_group=True),
    Action("sign_off", "定稿…", "approval_actions:sign_off", "送审", _DOCUMENT | Needs.UNSIGNED, begins_group=True),
    Action("changes", "签发后改动…", "approval_actions:show_changes", "送审", _DOCUMENT | Needs.SIGNED),
    Action("reopen", "撤回定稿（开始新一轮）", "approval_actions:reopen", "送审", _DOCUMENT | Needs.SIGNED),
    #
    *(
        Action(f"export{suffix}", f"导出 {kind}…", "export_actions:export", "导出", _DOCUMENT, argument=suffix)
        for suffix, kind in EXPORTS.items()
    ),
    Action("public_copy", "公开稿 Word…", "publish_actions:public_copy", "导出", _DOCUMENT),
    Action("word_options", "Word 选项…", "publish_actions:show_word_options", "导出", _DOCUMENT),
    Action("copy_for_site", "复制到网站后台", "publish_actions:copy_for_site", "导出", _DOCUMENT, begins_group=True),
    Action("checklist", "逐项录入对照单…", "publish_actions:checklist", "导出", _DOCUMENT),
    Action(
        "blank_sheet",
        "空白 Excel 表（下发填报）…",
        "publish_actions:blank_sheet",
        "导出",
        _DOCUMENT,
        begins_group=True,
    ),
    Action("data_sheets", "数据采集表（各科室）…", "export_actions:data_sheets", "导出", _DOCUMENT),
    Action("submission", "一键生成报送材料…", "publish_actions:submission", "导出", _DOCUMENT, begins_group=True),
    Action("print", "打印…", "publish_actions:print_report", "导出", _DOCUMENT, "Ctrl+P", begins_group=True),
    Action("print_table", "打印本表…", "publish_actions:print_table", "导出", _TABLE, "Ctrl+Shift+P"),
    #
    Action("larger", "放大", "view_actions:zoom_by", "视图", shortcut="Ctrl+= Ctrl++", argument=1, commit=False),
    Action("smaller", "缩小", "view_actions:zoom_by", "视图", shortcut="Ctrl+-", argument=-1, commit=False),
    Action("normal", "恢复 100%", "view_actions:set_zoom", "视图", shortcut="Ctrl+0", argument=100, commit=False),
    Action(
        "zoom",
        "显示比例",
        "view_actions:set_zoom",
        "视图",
        choices="view_actions:zooms",
        commit=False,
        begins_group=True,
    ),
    Action("scheme", "外观", "view_actions:set_scheme", "视图", choices="view_actions:schemes", commit=False),
    #
    Action("manual", "操作说明", "help_actions:show_manual", "帮助", shortcut="F1", commit=False),
    Action("card", "打印简明操作卡…", "help_actions:print_card", "帮助", commit=False),
    Action("rules", "规则说明", "help_actions:show_rules", "帮助", _DOCUMENT, commit=False, begins_group=True),
    Action("guide", "填报说明查找…", "help_actions:show_guidance", "帮助", _DOCUMENT, "Ctrl+G", commit=False),
    Action("keys", "键盘操作", "help_actions:show_shortcuts", "帮助", commit=False, begins_group=True),
    Action("log", "查看运行日志", "help_actions:show_log", "帮助", commit=False),
    Action("about", "关于年报填报", "help_actions:show_about", "帮助", commit=False),
    # From the start page, from outside, and what only another action does: these stand in no menu.
    Action("create", "新建报告", "file_actions:create"),
    Action("continue_from", "据上年报告新建", "import_actions:continue_from"),
    Action("open_named", "打开指定的文件", "file_actions:open_named"),
    Action("read_file", "读入文件", "import_actions:read_file"),
    Action("open_damaged", "打开损坏的文件", "recovery_actions:open_damaged", commit=False),
    Action("look_for_lost", "查找未保存的报告", "recovery_actions:look_for_lost", commit=False),
)

ACTIONS = {action.id: action for action in _ALL}
