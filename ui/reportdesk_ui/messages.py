"""What the program tells the clerk and asks him: the status line, message boxes, file dialogs."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMainWindow

from reportdesk.errors import ReportDeskError
from reportdesk.files.safe_names import file_name
from reportdesk_ui import dialogs
from reportdesk_ui.settings import Settings

_STATUS = 12_000  # milliseconds that a sentence stays in the status line


class Messages:
    """Everything is shown over one window."""

    def __init__(self, parent: QMainWindow, settings: Settings) -> None:
        self._parent, self._settings = parent, settings

    def tell(self, sentence: str) -> None:
        """Shows a sentence in the status line."""
        self._parent.statusBar().showMessage(sentence, _STATUS)

    def clear(self) -> None:
        """Empties the status line: what it said is over."""
        self._parent.statusBar().clearMessage()

    def show(self, title: str, sentence: str) -> None:
        """Shows a sentence that the clerk has to read."""
        dialogs.show_message(self._parent, title, sentence)

    def fail(self, title: str, error: ReportDeskError) -> None:
        """Shows why something was not done."""
        self.clear()
        self.show(title, str(error))

    def ask(self, title: str, question: str, answers: Sequence[str], *, careful: bool = False) -> int:
        """Asks with buttons; returns the number of the answer, the last one for Esc. See message_boxes.ask."""
        return dialogs.ask(self._parent, title, question, list(answers), careful=careful)

    def ask_text(self, title: str, question: str, text: str) -> str | None:
        """Asks for a line of text; None when given up."""
        return dialogs.ask_text(self._parent, title, question, text)

    def choose(self, title: str, question: str, answers: Sequence[str]) -> str:
        """Asks for one of the answers; "" when given up."""
        return dialogs.choose(self._parent, title, question, tuple(answers), own_words=False)

    def show_exported(self, path: Path, remarks: str) -> None:
        """Says where a file went, and offers to look at it."""
        dialogs.show_exported(self._parent, path, remarks)

    def open_file(self, title: str, kinds: str) -> Path | None:
        """The file to read; None when given up."""
        chosen, _ = QFileDialog.getOpenFileName(self._parent, title, str(self._settings.folder), kinds)
        return Path(chosen) if chosen else None

    def save_file(self, title: str, folder: Path, name: str, kinds: str, suffix: str) -> Path | None:
        """The file to write; None when given up. Proposed is a safe name made of `name`, with the suffix."""
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(folder / file_name(name, suffix)), kinds)
        if not chosen:
            return None
        target = Path(chosen)
        if target.suffix.lower() == suffix:
            return target
        target = target.with_name(target.name + suffix)
        # The dialog asked about the name as it was typed, not about this one.
        if target.exists() and self.ask(title, f"“{target.name}”已经存在，要替换吗？", ["替换", "取消"]):
            return None
        return target

    def choose_folder(self, title: str) -> Path | None:
        """The folder to write into; None when given up."""
        chosen = QFileDialog.getExistingDirectory(self._parent, title, str(self._settings.folder))
        return Path(chosen) if chosen else None
