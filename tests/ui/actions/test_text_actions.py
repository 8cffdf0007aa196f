"""Writing with the tables in view: figures that follow, faults corrected from the menu, find, tidy, pictures."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from tests.support.calls import record_threads
from tests.support.paths import ROOT
from tests.support.ui.dialogs import answer, answer_choice, answer_text, choose_file, click, in_dialog
from tests.support.ui.main_window import Window
from tests.support.ui.pages import count_label
from tests.support.ui.text_editor import LINKED, UNCHANGED, correction_menu, marks_of, pick, replace_all, select

from reportdesk.checks import unchanged_sentences
from reportdesk.documents.images import check_image
from reportdesk.report import PreviousReport, figures
from reportdesk.report.linked_text import figure_link, insert_link
from reportdesk.store import open_report, save_report
from reportdesk_ui import theme
from reportdesk_ui.dialogs.figure_dialog import FigureDialog
from reportdesk_ui.dialogs.find_dialog import FindDialog

CELL = "requests.received.total"
ICON = ROOT / "docs" / "screenshots" / "start.png"


def test_an_inserted_figure_follows_the_table_and_one_undo_takes_both_back(
    fresh: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh.set_cell(CELL, "12")
    text = fresh.text()
    qtbot.keyClicks(text, "ab")
    select(text, 1, 1)

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, FigureDialog)
        dialog.search.setText("新收 总计")
        click(dialog, "插入")

    in_dialog(monkeypatch, FigureDialog, act)
    fresh.choose("figure")
    assert fresh.report.text("overview") == "a12b"
    fresh.wait_for_texts()
    assert [(mark.start, mark.end) for mark in marks_of(text, LINKED)] == [(1, 3)]
    select(text, 3, 3)
    qtbot.keyClicks(text, "c")
    assert fresh.report.text("overview") == "a12cb"
    fresh.set_cell(CELL, "345")
    assert text.toPlainText() == "a345cb"
    fresh.undo()
    assert text.toPlainText() == "a12cb" and fresh.report.values[CELL] == "12"


def test_typing_within_a_followed_figure_makes_it_the_clerks_own(fresh: Window, qtbot: QtBot) -> None:
    fresh.set_cell(CELL, "12")
    text = fresh.text("problems")
    fresh.apply(insert_link(fresh.report, "problems", 0, figure_link(CELL), fresh.figures))
    select(text, 1, 1)
    qtbot.keyClicks(text, "9")
    assert text.toPlainText() == "192"
    fresh.set_cell(CELL, "5")
    assert text.toPlainText() == "192"


def test_a_ready_sentence_states_the_figures_of_the_table(fresh: Window) -> None:
    section = next(s.section for s in fresh.form.language_file.sentences if s.section == "overview")
    text = fresh.text(section)
    fresh.ready_sentences()[0].trigger()
    stored = fresh.report.texts[section]
    assert stored.text and text.toPlainText() == stored.text


def test_a_faulty_word_is_underlined_and_corrected_from_its_menu(fresh: Window) -> None:
    text = fresh.text()
    text.insertPlainText("认真布署，及时布署。")
    fresh.wait_for_texts()
    assert marks_of(text, "warning")
    pick(correction_menu(text, "布署"), "改为“部署”")
    assert text.toPlainText() == "认真部署，及时布署。"
    fresh.undo()
    fresh.wait_for_texts()
    pick(correction_menu(text, "布署"), "同类问题全部改正")
    assert text.toPlainText() == "认真部署，及时部署。"
    fresh.undo()
    assert text.toPlainText() == "认真布署，及时布署。"


def test_a_figure_that_contradicts_the_table_is_an_error_until_the_text_is_mended(fresh: Window, qtbot: QtBot) -> None:
    fresh.set_cell(CELL, "12")
    text = fresh.text()
    text.insertPlainText("本年新收政府信息公开申请15件。")
    fresh.wait_for_texts()
    found = [f for f in fresh.findings if f.place and f.severity == "error"]
    assert len(found) == 1 and "12" in found[0].message
    fresh.go_to(found[0])
    assert "15" in text.textCursor().selectedText()
    replace_all(text, text.toPlainText())
    text.textCursor().insertText(text.textCursor().selectedText().replace("15", "12"))
    fresh.wait_for_texts()
    qtbot.waitUntil(lambda: not [f for f in fresh.findings if f.place and f.severity == "error"])


def test_sentences_of_last_year_are_marked(fresh: Window) -> None:
    old = "全年通过政府网站主动公开各类政府信息，回应群众关切。"
    last = PreviousReport(unit=fresh.report.unit, year=2024, edition="2021", sections={"overview": old})
    fresh.change({("previous",): last})
    text = fresh.text()
    text.insertPlainText(old)
    fresh.wait_for_texts()
    fresh.wait_until(lambda: marks_of(text, UNCHANGED))


def test_unchanged_sentences_are_looked_for_once_and_never_in_the_windows_thread(
    fresh: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = "全年通过政府网站主动公开各类政府信息，回应群众关切。"
    last = PreviousReport(unit=fresh.report.unit, year=2024, edition="2021", sections={"overview": old})
    fresh.change({("previous",): last})
    texts = [fresh.text(), fresh.text("problems")]
    fresh.wait_for_texts()
    threads = record_threads(monkeypatch, unchanged_sentences, "find_unchanged_sentences")
    for text in texts:
        qtbot.keyClicks(text, "ab")
    fresh.set_cell(CELL, "12")
    assert threads == []
    fresh.wait_for_texts()
    threads.clear()
    texts[0].insertPlainText(f"。{old}")
    fresh.wait_for_texts()
    assert [(mark.start, mark.end) for mark in marks_of(texts[0], UNCHANGED)] == [(3, 3 + len(old))]
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_marks_of_unchanged_sentences_go_with_the_text_and_with_last_years_report(fresh: Window) -> None:
    old = "全年通过政府网站主动公开各类政府信息，回应群众关切。"
    last = PreviousReport(unit=fresh.report.unit, year=2024, edition="2021", sections={"overview": old})
    fresh.change({("previous",): last})
    fresh.text().insertPlainText(old)
    fresh.wait_for_texts()
    assert fresh.unchanged_sentences("overview") == [(0, len(old))]
    fresh.text().insertPlainText("新")
    assert fresh.unchanged_sentences("overview") == []
    fresh.undo()
    assert fresh.unchanged_sentences("overview") == [(0, len(old))]
    fresh.change({("previous",): None})
    assert fresh.unchanged_sentences("overview") == []


def test_find_and_replace_over_all_texts_is_one_step(fresh: Window) -> None:
    for section in ("overview", "problems"):
        fresh.text(section).insertPlainText("我局做了工作，我局公开信息。")
    fresh.choose("find")
    dialog = next(each for each in fresh.widget.findChildren(FindDialog))
    dialog.wanted.setText("我局")
    dialog.new.setText("本局")
    dialog.next()
    assert "共 4 处" in dialog.status.text()
    dialog.replace_all()
    assert all("我局" not in fresh.report.text(section) for section in ("overview", "problems"))
    fresh.undo()
    assert fresh.report.text("problems").count("我局") == 2
    dialog.close()


def test_tidying_is_one_step(fresh: Window) -> None:
    text = fresh.text()
    text.insertPlainText("　　第一段。\n\n\n　　第二段，，内容。")
    before = text.toPlainText()
    fresh.choose("tidy")
    assert text.toPlainText().startswith("第一段。\n第二段")
    fresh.undo()
    assert text.toPlainText() == before


def test_a_picture_goes_into_the_file_and_out_again(fresh: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh.text().insertPlainText("平台建设。")
    choose_file(monkeypatch, ICON)
    answer_text(monkeypatch, "图1 网站首页")
    fresh.choose("picture")
    [picture] = fresh.report.texts["overview"].pictures.values()
    assert picture.caption == "图1 网站首页"
    assert check_image("x", fresh.media[picture.file])
    count = count_label(fresh.text())
    assert "图片 1 张" in count.text()
    answer_choice(monkeypatch, lambda pictures: pictures[0])
    asked = answer(monkeypatch, "关闭", "删去")
    fresh.choose("pictures")
    assert fresh.report.texts["overview"].pictures and "图1 网站首页，排在“平台建设。”之后" in asked[0]
    fresh.choose("pictures")
    assert not fresh.report.texts["overview"].pictures and "图片" not in count.text()


def test_the_same_picture_may_stand_twice_in_a_section(
    fresh: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = fresh.text()
    text.insertPlainText("平台建设。\n监督保障。")
    choose_file(monkeypatch, ICON)
    answer_text(monkeypatch, "图1")
    for place in (5, 11):
        select(text, place, place)
        fresh.choose("picture")
    before = fresh.report.texts["overview"]
    assert [each.after for each in before.pictures.values()] == [5, 11]
    save_report(fresh.report, tmp_path / "a.rdesk", fresh.media)
    assert open_report(tmp_path / "a.rdesk").texts["overview"] == before

    answer_choice(monkeypatch, lambda pictures: pictures[0])
    answer(monkeypatch, "删去")
    fresh.choose("pictures")
    assert [each.after for each in fresh.report.texts["overview"].pictures.values()] == [11]
    fresh.undo()
    assert fresh.report.texts["overview"] == before
    fresh.undo()
    assert [each.after for each in fresh.report.texts["overview"].pictures.values()] == [5]


def test_typing_long_text_does_not_wait_for_the_proofreader(fresh: Window, qtbot: QtBot) -> None:
    text = fresh.text()
    text.insertPlainText("全年公开信息，回应关切。\n" * 400)
    qtbot.keyClick(text, Qt.Key.Key_A)
    assert fresh.report.text("overview").endswith("a")
    assert dict(figures(fresh.report)) == dict(fresh.figures)


def test_the_count_follows_the_colours(fresh: Window) -> None:
    section = next(each for each in fresh.form.sections.values() if each.limit)
    text = fresh.text(section.id)
    text.insertPlainText("公" * (section.limit + 1))
    count = count_label(text)
    light = theme.colours().warning
    assert light in count.styleSheet()
    fresh.set_scheme("dark")
    try:
        assert theme.colours().warning != light and theme.colours().warning in count.styleSheet()
    finally:
        fresh.set_scheme("light")
