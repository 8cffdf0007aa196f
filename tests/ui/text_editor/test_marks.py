"""Marks in a text stay with their words while the text is edited."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot
from tests.support.ui.text_editor import field_with, marks_of, tip_at

from reportdesk_ui.text_editor.text_field import TextField
from reportdesk_ui.text_editor.text_marks import TextMark, shifted

WAVE = QTextCharFormat.UnderlineStyle.WaveUnderline


def waved(field: TextField) -> list[str]:
    """The words that are drawn with a wave below."""
    found = []
    block = field.document().begin()
    while block.isValid():
        units = block.text().encode("utf-16-le")
        for drawn in block.layout().formats():
            if drawn.format.underlineStyle() == WAVE:
                found.append(units[2 * drawn.start : 2 * (drawn.start + drawn.length)].decode("utf-16-le"))
        block = block.next()
    return found


def test_a_finding_is_underlined_where_it_stands(qtbot: QtBot) -> None:
    field = field_with(qtbot, "第一段。\n𠮷县工作工作完成。", TextMark(7, 11, "warning", "词语重复"))
    assert "".join(waved(field)) == "工作工作"
    assert tip_at(field, 8) == "词语重复"
    assert tip_at(field, 0) is None


def test_the_mark_moves_with_its_words_and_goes_when_they_change(qtbot: QtBot) -> None:
    field = field_with(qtbot, "甲乙丙丁\n戊己", TextMark(5, 7, "error", "x"))
    cursor = QTextCursor(field.document())
    cursor.insertText("新\n行")
    assert "".join(waved(field)) == "戊己"
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.deletePreviousChar()
    assert not waved(field)
    assert not marks_of(field)


def test_typing_before_a_mark_in_its_line_redraws_it_there(qtbot: QtBot) -> None:
    field = field_with(qtbot, "甲乙丙丁", TextMark(2, 4, "error", "x"))
    qtbot.keyClick(field, Qt.Key.Key_Home)
    qtbot.keyClicks(field, "ab")
    assert field.toPlainText() == "ab甲乙丙丁"
    assert "".join(waved(field)) == "丙丁"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.text("甲乙\n", max_size=12), st.data())
def test_marks_outside_of_a_change_keep_their_words(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    start, end = sorted((data.draw(place), data.draw(place)))
    head, cut = sorted((data.draw(place), data.draw(place)))
    added = data.draw(st.text("丙", max_size=3))
    after = text[:head] + added + text[cut:]
    kept = shifted([TextMark(start, end, "error")], head, cut - head, len(added))
    assert all(after[mark.start : mark.end] == text[start:end] for mark in kept)
    assert bool(kept) == (end <= head or start >= cut)
