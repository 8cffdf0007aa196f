"""A page of ours on paper, for the actions that print one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

from reportdesk_ui.background import Operation
from reportdesk_ui.context import WindowContext
from reportdesk_ui.printing import paint


def print_page(context: WindowContext, name: str, make: Callable[[], str], header: str = "", remark: str = "") -> None:
    """Asks for a printer and prints an HTML page of ours in the other thread."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setCreator("")
    dialog = QPrintDialog(printer, context.window)
    dialog.setWindowTitle("打印")
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, False)
    if not dialog.exec():
        return
    context.messages.tell(f"正在打印 {name} …")
    context.tasks.start(
        Operation(lambda: paint(make(), printer, header))
        .on_success(lambda pages: context.messages.tell(f"已送往打印机，共 {pages} 页。{remark}"))
        .on_failure(partial(context.messages.fail, "没有打印"))
    )
