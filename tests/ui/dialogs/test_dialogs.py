"""Rules, guidance and sources, as a clerk opens them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from tests.support.ui.dialogs import table_texts
from tests.support.ui.main_window import Window

from reportdesk.report import Source
from reportdesk_ui.dialogs import message_boxes
from reportdesk_ui.dialogs.guidance_dialog import GuidanceDialog
from reportdesk_ui.dialogs.rules_dialog import RulesDialog
from reportdesk_ui.dialogs.sources_dialog import SourcesDialog


def test_every_rule_is_listed_with_todays_state(busy: Window) -> None:
    busy.set_cell("requests.concluded.natural_person", "2346")
    dialog = RulesDialog(busy.document, busy.widget)
    cells = table_texts(dialog.table, 6)
    listed = {row[5] for row in cells}
    definition = busy.form.definition
    rules = (*definition.equations, *definition.cross_year, *definition.changes, *definition.rules)
    assert listed == {each.rule for each in rules}
    balance = next(row for row in cells if row[5] == "requests.balance")
    assert (balance[2], balance[3]) == ("错误", "相符 6，不符 1")
    assert all(row[1] and row[4] for row in cells)
    dialog.deleteLater()


def test_guidance_is_found_by_any_word_and_leads_to_its_row(busy: Window) -> None:
    dialog = GuidanceDialog(busy.form, busy.widget)
    dialog.search.setText("撤回")
    shown = [dialog.list.item(i) for i in range(dialog.list.count()) if not dialog.list.item(i).isHidden()]
    assert 0 < len(shown) < dialog.list.count()
    assert all("撤回" in dialog.text.text() for _ in shown[:1])
    wanted: list[str] = []
    dialog.wanted.connect(wanted.append)
    dialog.list.itemActivated.emit(dialog.list.currentItem())
    assert wanted[0] in busy.form.cells
    dialog.search.setText("没有这样的词")
    assert "没有找到" in dialog.text.text()
    dialog.deleteLater()


def test_sources_are_one_step_and_can_be_filled_down(busy: Window) -> None:
    dialog = SourcesDialog(busy.document, busy.widget)
    assert not dialog.step()
    dialog.table.item(0, 1).setText(" 法规科 ")
    dialog.table.item(0, 2).setText("张三")
    dialog.table.setCurrentCell(0, 1)
    dialog.table.setRangeSelected(dialog.table.selectedRanges()[0], True)
    for row in (0, 1, 2):
        dialog.table.item(row, 1).setSelected(True)
    dialog.fill_down()
    busy.apply(dialog.step())
    assert list(busy.report.sources.values()) == [Source(office="法规科", person="张三")] * 3
    busy.undo()
    assert not busy.report.sources
    again = SourcesDialog(busy.document, busy.widget)
    assert again.table.item(0, 0).flags() & Qt.ItemFlag.ItemIsEditable == Qt.ItemFlag.NoItemFlags
    dialog.deleteLater()
    again.deleteLater()


@pytest.mark.parametrize(("careful", "number"), [(False, 0), (True, 1)])
def test_enter_gives_the_first_answer_or_the_careful_one(
    window: Window, monkeypatch: pytest.MonkeyPatch, careful: bool, number: int
) -> None:
    def enter(box: QMessageBox) -> int:
        box.show()
        QTest.keyClick(box, Qt.Key.Key_Return)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", enter)
    assert (
        message_boxes.ask(window.widget, "定稿", "现在就定稿吗？", ["仍要定稿", "返回修改"], careful=careful) == number
    )


@pytest.mark.parametrize("opens", [True, False])
def test_a_file_that_nothing_here_opens_is_told(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opens: bool
) -> None:
    asked: list[str] = []
    told: list[str] = []

    def open_url(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return opens

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    monkeypatch.setattr(message_boxes, "show_message", lambda parent, title, sentence: told.append(sentence))
    message_boxes.open_externally(window.widget, tmp_path / "年 报.docx")
    assert asked == [str(tmp_path / "年 报.docx")]
    assert len(told) == (not opens) and all("年 报.docx" in each for each in told)
