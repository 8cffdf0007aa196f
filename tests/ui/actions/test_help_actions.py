"""The guide inside the program: it names what is there, opens where one is, and finds words; card, log, versions."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QPdfWriter, QTextDocument
from PySide6.QtWidgets import QDialog, QMenu
from pytestqt.qtbot import QtBot
from tests.support.paths import ROOT
from tests.support.ui.dialogs import collect_sentences
from tests.support.ui.main_window import Window

from reportdesk import form, resources
from reportdesk.store.crash_log import log_crash
from reportdesk.version import VERSION
from reportdesk_ui import printing
from reportdesk_ui.actions.catalogue import key_rows
from reportdesk_ui.dialogs.about_dialog import SHIPPED, AboutDialog, third_party
from reportdesk_ui.dialogs.log_dialog import LogDialog
from reportdesk_ui.dialogs.user_guide_dialog import UserGuideDialog, card, chapters, guide

UI = ROOT / "ui"
MOST_BYTES = 600_000
PATH = re.compile(r"“([^“”]+ › [^“”]+)”")
BUTTON = re.compile(r"【([^】]+)】")


def plain(label: str) -> str:
    """What a menu entry is called: without its letter, its dots, and “（F2）”."""
    return re.sub(r"\(&.\)|…|（F\d+）", "", label).strip()


def paths(menu: QMenu, above: str) -> set[str]:
    found = set()
    for action in menu.actions():
        if action.text():
            name = f"{above} › {plain(action.text())}"
            found.add(name)
            if isinstance(below := action.menu(), QMenu):
                found |= paths(below, name)
    return found


@pytest.mark.parametrize("page", [guide, card])
def test_every_menu_entry_that_is_named_exists(fresh: Window, page: object) -> None:
    assert callable(page)
    there = set()
    for action in fresh.widget.menuBar().actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        there |= paths(menu, plain(action.text()))
    named = set(PATH.findall(page()))
    assert len(named) > 15
    assert named <= there, named - there


@pytest.mark.parametrize("page", [guide, card])
def test_every_button_that_is_named_exists(page: object) -> None:
    assert callable(page)
    source = "\n".join(path.read_text("utf-8") for path in UI.rglob("*.py") if path.name != "manual.py")
    named = set(BUTTON.findall(page()))
    assert len(named) > 4
    assert not [label for label in named if f'"{label}"' not in source]


def test_the_guide_leaves_no_menu_out(fresh: Window) -> None:
    """What the menus offer beyond plain editing is explained."""
    text = re.sub(r"<[^>]+>", "", guide())
    known = {"剪切", "复制", "全选", "清除内容", "修改本格", "退出", "关闭报告", "新建", "重做", "粘贴"}
    known |= {"下一部分", "上一部分", "缩小", "恢复 100%", "键盘操作", "关于年报填报", "操作说明"}
    lacking = {
        plain(label)
        for _, label in fresh.commands().values()
        if f"› {plain(label)}" not in text and plain(label) not in known
    }
    assert not lacking


def test_pictures_are_there_small_and_all_used(fresh: Window) -> None:
    named = set(re.findall(r'src="pictures/([^"]+)"', guide()))
    there = {path.name: path.stat().st_size for path in resources.path("help", "pictures").iterdir()}
    assert named == there.keys()
    assert sum(there.values()) < MOST_BYTES


def test_f1_opens_the_chapter_of_what_is_shown(fresh: Window) -> None:
    assert fresh.action("manual").shortcut().toString() == "F1"
    sections = fresh.form.sections.values()
    table = next(s.id for s in sections if s.table)
    text = next(s.id for s in sections if not s.table and s.id != fresh.form.lead_in)
    wanted = {"": "基本信息", table: "填表", text: "写文字"}
    for section, title in wanted.items():
        fresh.open_section(section)
        fresh.choose("manual")
        dialog = fresh.widget.findChild(UserGuideDialog)
        assert dialog and dialog.isVisible() and not dialog.isModal()
        assert title in dialog.contents.currentItem().text()
    fresh.show_start()
    assert "新建" in fresh.open_manual().contents.currentItem().text()
    assert len(fresh.widget.findChildren(UserGuideDialog)) == 1


def test_a_chapter_is_scrolled_to(window: Window) -> None:
    dialog = window.open_manual()
    bar = dialog.text.verticalScrollBar()
    tops = []
    for chapter in dialog.chapters[:-2]:
        dialog.show_chapter(chapter.id)
        tops.append(bar.value())
    assert tops == sorted(set(tops))


def test_search_steps_through_all_hits_and_round(window: Window) -> None:
    dialog = window.open_manual()
    dialog.search.setText("撤销")
    count = dialog.text.toPlainText().count("撤销")
    assert count > 3 and dialog.status.text() == f"第 1 处，共 {count} 处"
    seen = set()
    for _ in range(count):
        assert dialog.text.textCursor().selectedText() == "撤销"
        seen.add(dialog.text.textCursor().position())
        dialog.next.click()
    assert len(seen) == count and dialog.at == 0
    dialog.previous.click()
    assert dialog.at == count - 1
    dialog.search.setText("没有这样的词")
    assert "没有找到" in dialog.status.text() and not dialog.next.isEnabled()
    dialog.search.clear()
    assert dialog.status.text() == "" and not dialog.text.extraSelections()


def test_nothing_is_fetched_but_the_guides_own_pictures(window: Window) -> None:
    page = window.open_manual().text
    image = QTextDocument.ResourceType.ImageResource.value
    assert page.loadResource(image, QUrl("pictures/start.png"))
    for name in ("https://example.com/a.png", "file:///etc/hostname", "pictures/../../word/report.docx"):
        assert page.loadResource(image, QUrl(name)) is None
    assert page.loadResource(QTextDocument.ResourceType.HtmlResource.value, QUrl("pictures/start.png")) is None


def test_pictures_fit_the_page(window: Window) -> None:
    page = window.open_manual().text
    for width in (420, 900):
        page.resize(width, 400)
        assert page.document().idealWidth() <= page.viewport().width()


def test_every_paragraph_is_shown_whatever_the_size(window: Window, qtbot: QtBot) -> None:
    dialog = window.open_manual()
    dialog.show()
    for width in (900, 500, 1200):
        dialog.resize(width, 600)
        qtbot.waitUntil(lambda width=width: dialog.width() == width)
        document = dialog.text.document()
        block, hidden = document.begin(), []
        while block.isValid():
            if block.text().strip() and not document.documentLayout().blockBoundingRect(block).height():
                hidden.append(block.text())
            block = block.next()
        assert not hidden


def test_chapters_are_numbered_in_order() -> None:
    numerals = [chapter.title.partition("、")[0] for chapter in chapters(guide())]
    digits = "一二三四五六七八九十"
    assert numerals == [digits[n] if n < 10 else f"十{digits[n - 10]}" for n in range(len(numerals))]
    assert all(key in guide() and key in card() for key, _ in key_rows())


def test_the_card_is_two_pages(window: Window, tmp_path: Path) -> None:
    assert printing.paint(card(), QPdfWriter(str(tmp_path / "card.pdf"))) == 2


def test_the_card_goes_to_the_printer(window: Window) -> None:
    printed = window.intercept_printing()
    window.choose("card")
    assert printed == [card()]


def test_the_log_is_shown_or_said_to_be_absent(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    told = collect_sentences(monkeypatch)
    window.choose("log")
    assert len(told) == 1 and "没有" in told[0]
    try:
        raise ValueError("示例县财政局的数字")
    except ValueError as error:
        log_crash(error)
    shown: list[str] = []
    monkeypatch.setattr(QDialog, "exec", lambda dialog: shown.append(dialog.text.toPlainText()))
    window.choose("log")
    assert "builtins.ValueError" in shown[0] and "财政局" not in shown[0]
    assert all(dialog.text.isReadOnly() for dialog in window.widget.findChildren(LogDialog))


def test_about_names_versions_editions_and_licences(window: Window) -> None:
    dialog = AboutDialog(window.widget)
    shown = dialog.versions.text()
    assert VERSION in shown and "Python" in shown and "Qt 6" in shown
    assert all(form.get(edition).definition.name in shown for edition in form.editions())
    lines = dialog.licences.toPlainText().splitlines()
    assert any(line.startswith("lxml ") and "BSD" in line for line in lines)
    assert not any(line.startswith(("pytest", "reportdesk ")) for line in lines)


def test_a_shipped_list_of_licences_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / SHIPPED).write_text("Qt 6　LGPL\n", "utf-8")
    monkeypatch.setattr(resources, "folder", lambda: tmp_path)
    assert third_party() == "Qt 6　LGPL"
