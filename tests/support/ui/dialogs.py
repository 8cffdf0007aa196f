"""Dialogs as a clerk answers them. A dialog that no test answers fails the test (see tests/ui/conftest.py)."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QDialog, QFileDialog, QPushButton, QTableWidget, QToolButton

from reportdesk_ui import dialogs
from reportdesk_ui.dialogs.import_preview_dialog import ImportPreviewDialog
from reportdesk_ui.dialogs.reviewed_copy_dialog import ReviewedCopyDialog

# ---- the small ones: a sentence, a question, a name


def forbid_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on a dialog that opens without an answer of the test is an error."""
    for name in ("show_message", "ask"):
        monkeypatch.setattr(dialogs, name, _unexpected)
    for name in ("getOpenFileName", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, _unexpected)
    monkeypatch.setattr(QDialog, "exec", _never)
    monkeypatch.setattr(dialogs, "show_exported", lambda parent, path, warning: None)


def collect_sentences(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences that the clerk is told from now on go into the list."""
    told: list[str] = []
    monkeypatch.setattr(dialogs, "show_message", lambda parent, title, sentence: told.append(sentence))
    return told


def collect_export_remarks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said when a file was exported goes into the list, "" for nothing."""
    said: list[str] = []
    monkeypatch.setattr(dialogs, "show_exported", lambda parent, path, warning: said.append(warning))
    return said


def answer(monkeypatch: pytest.MonkeyPatch, *labels: str) -> list[str]:
    """The clerk's answers to the next questions, by the text of the button; the last one is given again and again.

    Returns the list into which the questions go.
    """
    asked: list[str] = []

    def ask(parent: object, title: str, question: str, answers: list[str], careful: bool = False) -> int:
        asked.append(question)
        return answers.index(labels[min(len(asked), len(labels)) - 1])

    monkeypatch.setattr(dialogs, "ask", ask)
    return asked


def answer_with(monkeypatch: pytest.MonkeyPatch, choose: Callable[[list[str]], int]) -> list[str]:
    """As `answer`; `choose` gets the texts of the buttons and returns the number of one."""
    asked: list[str] = []

    def ask(parent: object, title: str, question: str, answers: list[str], careful: bool = False) -> int:
        asked.append(question)
        return choose(answers)

    monkeypatch.setattr(dialogs, "ask", ask)
    return asked


def answer_text(monkeypatch: pytest.MonkeyPatch, text: str | None) -> list[str]:
    """The clerk's words when asked for some, None for cancel; returns the list into which the questions go."""
    asked: list[str] = []

    def ask_text(parent: object, title: str, question: str, now: str) -> str | None:
        asked.append(f"{title} {question}")
        return text

    monkeypatch.setattr(dialogs, "ask_text", ask_text)
    return asked


def answer_choice(monkeypatch: pytest.MonkeyPatch, choose: Callable[[tuple[str, ...]], str]) -> list[str]:
    """The clerk's choice out of a list, "" for cancel; returns the list into which what is offered goes."""
    offered: list[str] = []

    def pick(parent: object, title: str, question: str, answers: tuple[str, ...], own_words: bool = True) -> str:
        offered.extend(answers)
        return choose(answers)

    monkeypatch.setattr(dialogs, "choose", pick)
    return offered


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The clerk's answer in the next file dialogs."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *a, **k: (str(path), ""))


def choose_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The clerk's answer when asked for a folder."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: str(folder))


# ---- the large ones


def in_dialog(monkeypatch: pytest.MonkeyPatch, kind: type[QDialog], act: Callable[[Any], object]) -> None:
    """What the clerk does in the next dialogs of a kind. `act` gets the dialog."""

    def run(dialog: QDialog) -> int:
        dialog.show()
        act(dialog)
        dialog.hide()
        return int(dialog.result())

    monkeypatch.setattr(kind, "exec", run)


def click(dialog: QDialog, label: str) -> None:
    """Clicks the first button whose text starts so."""
    _button(dialog, QPushButton, label).click()


def click_tool(dialog: QDialog, label: str) -> None:
    """Clicks the first tool button whose text starts so."""
    _button(dialog, QToolButton, label).click()


def table_texts(table: QTableWidget, columns: int | None = None) -> list[list[str]]:
    """The texts of a table, row by row; "" where there is no item."""
    wanted = range(table.columnCount() if columns is None else columns)
    return [
        [item.text() if (item := table.item(row, column)) else "" for column in wanted]
        for row in range(table.rowCount())
    ]


def first_sentence(dialog: QDialog) -> str:
    """What stands at the top of a dialog."""
    return dialog.layout().itemAt(0).widget().text()  # type: ignore[union-attr, no-any-return]


def preview_ticks(dialog: QDialog) -> Mapping[str, QCheckBox]:
    """The parts of a report that the preview offers: "" (基本信息) or the id of a section → its tick."""
    assert isinstance(dialog, ImportPreviewDialog)
    return dialog._ticks


def ticked_differences(dialog: QDialog) -> dict[str, bool]:
    """The differences of a reviewed copy: cell or place → whether it is ticked."""
    assert isinstance(dialog, ReviewedCopyDialog)
    chosen = dialog.chosen()
    return {each.key: each in chosen for each in dialog._found}


def _button(dialog: QDialog, kind: type[QAbstractButton], label: str) -> QAbstractButton:
    return next(button for button in dialog.findChildren(kind) if button.text().startswith(label))


def _unexpected(*texts: object) -> int:
    raise AssertionError(f"a dialog opened: {texts}")


def _never(dialog: QDialog) -> int:
    raise AssertionError(f"a dialog that no test answers: {dialog.windowTitle()}")
