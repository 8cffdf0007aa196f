"""Dialogs: few, short, each button says what it does."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QInputDialog, QMessageBox, QPushButton, QWidget


def show_message(parent: QWidget, title: str, sentence: str) -> None:
    """Tells what went wrong, in one sentence."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, sentence, parent=parent)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def ask(parent: QWidget, title: str, question: str, answers: list[str], careful: bool = False) -> int:
    """Asks with buttons that say what they do; returns the number of the answer, the last one for Esc.

    Enter gives the first answer; the last one where that is the `careful` one.
    """
    box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=parent)
    last = len(answers) - 1
    role = QMessageBox.ButtonRole
    roles = {0: role.AcceptRole, last: role.RejectRole}
    buttons: list[QPushButton] = [
        box.addButton(answer, roles.get(i, role.DestructiveRole)) for i, answer in enumerate(answers)
    ]
    box.setDefaultButton(buttons[last if careful else 0])
    buttons[last if careful else 0].setFocus()
    box.setEscapeButton(buttons[-1])
    box.exec()
    chosen = box.clickedButton()
    return next((at for at, button in enumerate(buttons) if button is chosen), last)


def choose(parent: QWidget, title: str, question: str, answers: tuple[str, ...], own_words: bool = True) -> str:
    """Asks for one of the answers, or words of the clerk's own; "" when given up."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(question)
    dialog.setComboBoxItems(list(answers))
    dialog.setComboBoxEditable(own_words)
    dialog.setOkButtonText("确定")
    dialog.setCancelButtonText("取消")
    return dialog.textValue().strip() if dialog.exec() else ""


def ask_text(parent: QWidget, title: str, question: str, text: str) -> str | None:
    """Asks for a line of text; None when given up."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(question)
    dialog.setTextValue(text)
    dialog.setOkButtonText("确定")
    dialog.setCancelButtonText("取消")
    return dialog.textValue() if dialog.exec() else None


def show_exported(parent: QWidget, path: Path, warning: str) -> None:
    """Says where a file went, what is still open in the report, and offers to look at it."""
    sentence = f"已导出：{path}" + (f"\n\n{warning}" if warning else "")
    icon = QMessageBox.Icon.Warning if warning else QMessageBox.Icon.Information
    box = QMessageBox(icon, "导出完成", sentence, parent=parent)
    show = box.addButton("打开文件", QMessageBox.ButtonRole.ActionRole)
    folder = box.addButton("打开所在文件夹", QMessageBox.ButtonRole.ActionRole)
    box.addButton("关闭", QMessageBox.ButtonRole.RejectRole)
    box.exec()
    if box.clickedButton() in (show, folder):
        wanted = path if box.clickedButton() is show else path.parent
        open_externally(parent, wanted)


def open_externally(parent: QWidget, path: Path) -> None:
    """Opens a file or a folder with what this computer has for it, or says that there is nothing."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        show_message(parent, "没有打开", f"本机没有可以打开它的程序，请自行打开：\n{path}")
