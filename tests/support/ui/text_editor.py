"""A text of a report as a clerk uses it. What every QPlainTextEdit or QTextEdit has, a test calls itself."""

from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reportdesk_ui.text_editor.section_text import SectionText
from reportdesk_ui.text_editor.text_field import TextField
from reportdesk_ui.text_editor.text_marks import LINKED as LINKED
from reportdesk_ui.text_editor.text_marks import UNCHANGED as UNCHANGED
from reportdesk_ui.text_editor.text_marks import TextMark


def field_with(qtbot: QtBot, text: str, *marks: TextMark) -> TextField:
    """A field that shows a text with marks."""
    field = TextField("正文")
    qtbot.addWidget(field)
    field.show_text(text)
    field.show_marks(marks)
    return field


def marks_of(field: TextField, kind: str = "") -> list[TextMark]:
    """The marks of a text, or those of one kind: "error", "warning", "hint", LINKED, UNCHANGED."""
    return [mark for mark in field.look.marks if not kind or mark.look == kind]


def tip_at(field: TextField, position: int) -> str | None:
    """What a character says under the mouse; None where it has no mark."""
    mark = field.mark_at(position)
    return mark.tip if mark else None


def select(field: TextField, start: int, end: int) -> None:
    """Selects characters; puts the caret there where both are the same."""
    field.go(start, end)


def replace_all(field: TextField, text: str) -> None:
    """Shows another text, as after a step elsewhere."""
    field.show_text(text)


def correction_menu(text: SectionText, words: str) -> QMenu:
    """The context menu at the first place of some words."""
    menu = QMenu(text)
    text.add_corrections(menu, text.toPlainText().index(words))
    return menu


def pick(menu: QMenu, label: str) -> None:
    """Chooses the first line of a menu that starts so."""
    next(action for action in menu.actions() if action.text().startswith(label)).trigger()
