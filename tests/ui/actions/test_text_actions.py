"""Writing with the tables in view: figures that follow, faults corrected from the menu, find, tidy, pictures."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu
from pytestqt.qtbot import QtBot
from tests.support.paths import ROOT
from tests.ui.actions.test_import_actions import click, in_dialog

from reportdesk.report import Predecessor, figures
from reportdesk.report.images import sound
from reportdesk.report.ties import insert, tied
from reportdesk_ui import dialogs, theme
from reportdesk_ui.dialogs.figures import FiguresDialog
from reportdesk_ui.dialogs.finding_text import FindDialog
from reportdesk_ui.main_window import MainWindow
from reportdesk_ui.sections.section_text import SectionText
from reportdesk_ui.sections.text_page import TextPage
from reportdesk_ui.text_marks import KEPT, TIED

CELL = "requests.received.total"
ICON = ROOT / "docs" / "screenshots" / "start.png"


def text_of(window: MainWindow, section: str = "overview") -> SectionText:
    assert window.workspace
    page = window.workspace.open_section(section)
    assert isinstance(page, TextPage)
    return page.text


def read(window: MainWindow, qtbot: QtBot) -> None:
    """Until the texts have been looked through."""
    qtbot.waitUntil(lambda: bool(window.proofreader and not window.proofreader.busy))
    qtbot.waitUntil(lambda: bool(window.session and window.session.of_texts))


def menu_at(text: SectionText, words: str) -> QMenu:
    menu = QMenu(text)
    text.add_corrections(menu, text.toPlainText().index(words))
    return menu


def pick(menu: QMenu, label: str) -> None:
    next(action for action in menu.actions() if action.text().startswith(label)).trigger()


def test_an_inserted_figure_follows_the_table_and_one_undo_takes_both_back(
    fresh: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fresh.session
    fresh.session.change({("values", CELL): "12"}, "填写")
    text = text_of(fresh)
    qtbot.keyClicks(text, "ab")
    text.go(1, 1)

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, FiguresDialog)
        dialog.search.setText("新收 总计")
        click(dialog, "插入")

    in_dialog(monkeypatch, FiguresDialog, act)
    fresh.menus.actions["figure"][0].trigger()
    assert fresh.session.report.text("overview") == "a12b"
    read(fresh, qtbot)
    assert [(mark.start, mark.end) for mark in text.look.marks if mark.look == TIED] == [(1, 3)]
    text.go(3, 3)
    qtbot.keyClicks(text, "c")
    assert fresh.session.report.text("overview") == "a12cb"
    fresh.session.change({("values", CELL): "345"}, "填写")
    assert text.toPlainText() == "a345cb"
    fresh.undo()
    assert text.toPlainText() == "a12cb" and fresh.session.report.values[CELL] == "12"


def test_typing_within_a_followed_figure_makes_it_the_clerks_own(fresh: MainWindow, qtbot: QtBot) -> None:
    assert fresh.session
    fresh.session.change({("values", CELL): "12"}, "填写")
    text = text_of(fresh, "problems")
    fresh.session.do(insert(fresh.session.report, "problems", 0, tied(CELL), fresh.session.figures))
    text.go(1, 1)
    qtbot.keyClicks(text, "9")
    assert text.toPlainText() == "192"
    fresh.session.change({("values", CELL): "5"}, "填写")
    assert text.toPlainText() == "192"


def test_a_ready_sentence_states_the_figures_of_the_table(fresh: MainWindow, qtbot: QtBot) -> None:
    assert fresh.session
    section = next(s.section for s in fresh.session.form.prose.sentences if s.section == "overview")
    text = text_of(fresh, section)
    menu = QMenu()
    fresh.writing.fill_sentences(menu)
    menu.actions()[0].trigger()
    stored = fresh.session.report.texts[section]
    assert stored.text and text.toPlainText() == stored.text


def test_a_faulty_word_is_underlined_and_corrected_from_its_menu(fresh: MainWindow, qtbot: QtBot) -> None:
    assert fresh.session
    text = text_of(fresh)
    text.insertPlainText("认真布署，及时布署。")
    read(fresh, qtbot)
    assert any(mark.look == "warning" for mark in text.look.marks)
    pick(menu_at(text, "布署"), "改为“部署”")
    assert text.toPlainText() == "认真部署，及时布署。"
    fresh.undo()
    read(fresh, qtbot)
    pick(menu_at(text, "布署"), "同类问题全部改正")
    assert text.toPlainText() == "认真部署，及时部署。"
    fresh.undo()
    assert text.toPlainText() == "认真布署，及时布署。"


def test_a_figure_that_contradicts_the_table_is_an_error_until_the_text_is_mended(
    fresh: MainWindow, qtbot: QtBot
) -> None:
    assert fresh.session and fresh.workspace
    fresh.session.change({("values", CELL): "12"}, "填写")
    text = text_of(fresh)
    text.insertPlainText("本年新收政府信息公开申请15件。")
    read(fresh, qtbot)
    found = [f for f in fresh.session.outcome.findings if f.place and f.severity == "error"]
    assert len(found) == 1 and "12" in found[0].message
    fresh.workspace.go_to(found[0])
    assert "15" in text.textCursor().selectedText()
    text.show_text(text.toPlainText())
    text.textCursor().insertText(text.textCursor().selectedText().replace("15", "12"))
    read(fresh, qtbot)
    qtbot.waitUntil(lambda: not [f for f in fresh.session.outcome.findings if f.place and f.severity == "error"])  # type: ignore[union-attr]


def test_sentences_of_last_year_are_marked(fresh: MainWindow, qtbot: QtBot) -> None:
    assert fresh.session
    old = "全年通过政府网站主动公开各类政府信息，回应群众关切。"
    last = Predecessor(unit=fresh.session.report.unit, year=2024, edition="2021", sections={"overview": old})
    fresh.session.change({("predecessor",): last}, "指定上年报告")
    text = text_of(fresh)
    text.insertPlainText(old)
    read(fresh, qtbot)
    qtbot.waitUntil(lambda: any(mark.look == KEPT for mark in text.look.marks))


def test_find_and_replace_over_all_texts_is_one_step(fresh: MainWindow, qtbot: QtBot) -> None:
    assert fresh.session
    for section in ("overview", "problems"):
        text_of(fresh, section).insertPlainText("我局做了工作，我局公开信息。")
    fresh.menus.actions["find"][0].trigger()
    dialog = next(each for each in fresh.findChildren(FindDialog))
    dialog.wanted.setText("我局")
    dialog.new.setText("本局")
    dialog.next()
    assert "共 4 处" in dialog.said.text()
    dialog.replace_all()
    assert all("我局" not in fresh.session.report.text(section) for section in ("overview", "problems"))
    fresh.undo()
    assert fresh.session.report.text("problems").count("我局") == 2
    dialog.close()


def test_tidying_is_one_step(fresh: MainWindow, qtbot: QtBot) -> None:
    assert fresh.session
    text = text_of(fresh)
    text.insertPlainText("　　第一段。\n\n\n　　第二段，，内容。")
    before = text.toPlainText()
    fresh.menus.actions["tidy"][0].trigger()
    assert text.toPlainText().startswith("第一段。\n第二段")
    fresh.undo()
    assert text.toPlainText() == before


def test_a_picture_goes_into_the_file_and_out_again(
    fresh: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fresh.session
    text_of(fresh).insertPlainText("平台建设。")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: (str(ICON), ""))
    monkeypatch.setattr(dialogs, "ask_text", lambda *a: "图1 网站首页")
    fresh.menus.actions["picture"][0].trigger()
    [picture] = fresh.session.report.texts["overview"].pictures.values()
    assert picture.caption == "图1 网站首页"
    assert sound("x", fresh.session.media[picture.file])
    page = fresh.workspace.page if fresh.workspace else None
    assert isinstance(page, TextPage) and "图片 1 张" in page.count.text()
    monkeypatch.setattr(dialogs, "choose", lambda *a, **k: a[3][0])
    answers = iter([1, 0])  # 关闭, 删去
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "ask", lambda *a, **k: asked.append(a[2]) or next(answers))
    fresh.menus.actions["pictures"][0].trigger()
    assert fresh.session.report.texts["overview"].pictures and "图1 网站首页，排在“平台建设。”之后" in asked[0]
    fresh.menus.actions["pictures"][0].trigger()
    assert not fresh.session.report.texts["overview"].pictures and "图片" not in page.count.text()


def test_typing_long_text_does_not_wait_for_the_proofreader(fresh: MainWindow, qtbot: QtBot) -> None:
    text = text_of(fresh)
    text.insertPlainText("全年公开信息，回应关切。\n" * 400)
    qtbot.keyClick(text, Qt.Key.Key_A)
    assert fresh.session and fresh.session.report.text("overview").endswith("a")
    assert dict(figures(fresh.session.report)) == dict(fresh.session.figures)


def test_the_count_follows_the_colours(fresh: MainWindow) -> None:
    assert fresh.workspace and fresh.session
    section = next(each for each in fresh.session.form.sections.values() if each.limit)
    page = fresh.workspace.open_section(section.id)
    assert isinstance(page, TextPage)
    page.text.insertPlainText("公" * (section.limit + 1))
    light = theme.colours().warning
    assert light in page.count.styleSheet()
    fresh.set_scheme("dark")
    try:
        assert theme.colours().warning != light and theme.colours().warning in page.count.styleSheet()
    finally:
        fresh.set_scheme("light")
