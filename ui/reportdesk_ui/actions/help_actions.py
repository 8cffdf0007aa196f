"""帮助: the guide in its own window, the card to print, the log, 关于."""

from typing import TYPE_CHECKING

from reportdesk_ui import dialogs
from reportdesk_ui.pages.table_page import TablePage
from reportdesk_ui.pages.text_page import TextPage

if TYPE_CHECKING:
    from reportdesk_ui.dialogs.user_guide_dialog import UserGuideDialog
    from reportdesk_ui.main_window import MainWindow


class HelpActions:
    """What the window explains of the program."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._manual: UserGuideDialog | None = None

    def manual(self) -> "UserGuideDialog":
        """帮助 › 操作说明: the chapter that belongs to what is shown, in a window that stays beside the work."""
        from reportdesk_ui.dialogs.user_guide_dialog import UserGuideDialog

        if self._manual is None:
            self._manual = UserGuideDialog(self._window)
        self._manual.show_chapter(self.chapter())
        self._manual.show()
        self._manual.raise_()
        self._manual.activateWindow()
        return self._manual

    def chapter(self) -> str:
        """The chapter of the guide that belongs to what is shown."""
        if self._window.workspace is None:
            return "new"
        page = self._window.workspace.page
        if isinstance(page, TablePage):
            return "tables"
        return "writing" if isinstance(page, TextPage) else "basics"

    def print_card(self) -> None:
        """帮助 › 打印简明操作卡."""
        from reportdesk_ui.dialogs.user_guide_dialog import card

        self._window.publish_actions.print_page("简明操作卡", card)

    def log(self) -> None:
        """帮助 › 查看运行日志."""
        from reportdesk.store.crash_log import log_path, read_log
        from reportdesk_ui.dialogs.log_dialog import LogDialog

        if text := read_log():
            LogDialog(text, log_path(), self._window).exec()
        else:
            dialogs.show_message(self._window, "运行日志", "没有运行日志：程序没有遇到过意外错误。")

    def about(self) -> None:
        """帮助 › 关于年报填报."""
        from reportdesk_ui.dialogs.about_dialog import AboutDialog

        AboutDialog(self._window).exec()
