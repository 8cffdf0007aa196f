"""Text of the report: undo belongs to the document, typing merges into sensible steps, input methods work."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from reportdesk_ui.main_window import MainWindow
from reportdesk_ui.sections.text_page import SectionText, TextPage
from reportdesk_ui.session import Session


@pytest.fixture
def text(fresh: MainWindow) -> SectionText:
    assert fresh.workspace
    page = fresh.workspace.open_section("overview")
    assert isinstance(page, TextPage)
    return page.text


@pytest.fixture
def session(fresh: MainWindow, text: SectionText) -> Session:
    assert fresh.session
    return fresh.session


def compose(text: SectionText, composed: str, committed: str) -> None:
    QApplication.sendEvent(text, QInputMethodEvent(composed, []))
    event = QInputMethodEvent("", [])
    event.setCommitString(committed)
    QApplication.sendEvent(text, event)


def test_composed_text_reaches_the_report_when_committed(text: SectionText, session: Session) -> None:
    QApplication.sendEvent(text, QInputMethodEvent("nihao", []))
    assert session.report.text("overview") == ""
    compose(text, "nihao", "你好")
    assert session.report.text("overview") == "你好"


def test_a_run_of_typing_is_one_step_and_a_sentence_ends_it(text: SectionText, session: Session) -> None:
    for part in ("全年", "收到", "申请", "。", "办结", "五件"):
        compose(text, "x", part)
    assert session.report.text("overview") == "全年收到申请。办结五件"
    session.stack.undo()
    assert session.report.text("overview") == "全年收到申请。"
    assert text.toPlainText() == "全年收到申请。"
    session.stack.undo()
    assert session.report.text("overview") == ""
    session.stack.redo()
    session.stack.redo()
    assert text.toPlainText() == "全年收到申请。办结五件"


def test_typing_elsewhere_is_another_step(text: SectionText, session: Session) -> None:
    compose(text, "x", "后面")
    cursor = text.textCursor()
    cursor.setPosition(0)
    text.setTextCursor(cursor)
    compose(text, "x", "前面")
    session.stack.undo()
    assert session.report.text("overview") == "后面"


@pytest.mark.parametrize("key", [Qt.Key.Key_Z, Qt.Key.Key_Y])
def test_undo_keys_are_left_to_the_window(text: SectionText, key: Qt.Key) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
    event.setAccepted(False)
    QApplication.sendEvent(text, event)
    assert not event.isAccepted() or key == Qt.Key.Key_Y  # Ctrl+Y is redo only where the platform says so


def test_rare_characters_count_as_one(text: SectionText, session: Session) -> None:
    session.change({("unit",): "x"}, "typed")
    text.insertPlainText("𠮷𠮷县")
    session.stack.undo()
    assert text.toPlainText() == ""
    session.stack.redo()
    text.go(2, 3)
    assert text.textCursor().selectedText() == "县"
    text.moveCursor(text.textCursor().MoveOperation.End)
    compose(text, "x", "一")
    assert session.report.text("overview") == "𠮷𠮷县一"
    session.stack.undo()
    assert text.toPlainText() == "𠮷𠮷县"


def test_headings_are_shown_in_bold(text: SectionText, session: Session) -> None:
    text.insertPlainText("（一）主动公开情况。为切实做好工作")
    block = text.document().firstBlock()
    formats = [(f.start, f.length) for f in block.layout().formats() if f.format.fontWeight() > 400]
    assert formats == [(0, len("（一）主动公开情况。"))]
