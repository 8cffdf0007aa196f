"""What the program says of itself: the guide in its own window, the card to print, rules, keys, the log, 关于."""

from PySide6.QtWidgets import QMessageBox

from reportdesk.store.crash_log import log_path, read_log
from reportdesk_ui.actions import page_printing
from reportdesk_ui.context import WindowContext
from reportdesk_ui.dialogs.about_dialog import AboutDialog
from reportdesk_ui.dialogs.guidance_dialog import GuidanceDialog
from reportdesk_ui.dialogs.log_dialog import LogDialog
from reportdesk_ui.dialogs.rules_dialog import RulesDialog
from reportdesk_ui.dialogs.user_guide_dialog import UserGuideDialog, card, shortcut_table
from reportdesk_ui.document import ReportDocument


def show_manual(context: WindowContext) -> None:
    """The chapter that belongs to what is shown, in a window that stays beside the work."""
    dialog = context.window.findChild(UserGuideDialog) or UserGuideDialog(context.window)
    dialog.show_chapter(_chapter(context))
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def print_card(context: WindowContext) -> None:
    """The two pages that lie beside the keyboard."""
    page_printing.print_page(context, "简明操作卡", card)


def show_rules(context: WindowContext, document: ReportDocument) -> None:
    """What is checked, and why."""
    RulesDialog(document, context.window).exec()


def show_guidance(context: WindowContext, document: ReportDocument) -> None:
    """The guidance of every row, to search in; a row that is chosen is shown in its table."""
    dialog = GuidanceDialog(document.form, context.window)
    if context.open:
        dialog.wanted.connect(context.open.view.go_to_cell)
    dialog.wanted.connect(dialog.accept)
    dialog.exec()


def show_shortcuts(context: WindowContext) -> None:
    """The keys and what they do."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "键盘操作", shortcut_table(), parent=context.window)
    box.addButton("关闭", QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def show_log(context: WindowContext) -> None:
    """The unexpected errors that were noted."""
    if text := read_log():
        LogDialog(text, log_path(), context.window).exec()
    else:
        context.messages.show("运行日志", "没有运行日志：程序没有遇到过意外错误。")


def show_about(context: WindowContext) -> None:
    """Versions, editions of the form, licences."""
    AboutDialog(context.window).exec()


def _chapter(context: WindowContext) -> str:
    """The chapter of the guide that belongs to what is shown."""
    if context.open is None:
        return "new"
    view = context.open.view
    if view.table:
        return "tables"
    return "writing" if view.section else "basics"
