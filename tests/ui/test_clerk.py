"""Where clerks stumbled once: each of these was seen with a real window, mouse and keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.conftest import grid, table_page
from tests.ui.grid.test_grid import press, type_

from reportdesk import resources
from reportdesk.store import StoredReport, open_report
from reportdesk_ui.main_window import MainWindow

CELL = "disclosure.licensing.decisions"


@pytest.fixture
def busy(window: MainWindow) -> MainWindow:
    window.show_report(StoredReport(open_report(resources.path("samples", "busy.rdesk"))), None)
    return window


def test_a_click_on_another_tab_does_not_leave_a_wrong_entry_behind(fresh: MainWindow) -> None:
    assert fresh.workspace
    view = grid(fresh, "disclosure")
    view.go(CELL)
    type_(view, "abc")
    fresh.workspace.tabs.setCurrentIndex(3)
    assert fresh.workspace.page is fresh.workspace.open_section("disclosure")
    editor = view._editor()
    assert editor is not None and editor.text() == "abc" and editor.fault
    assert not fresh.close()
    press(view, Qt.Key.Key_Escape)
    fresh.workspace.tabs.setCurrentIndex(3)
    assert fresh.workspace.page is not None and fresh.workspace.tabs.currentIndex() == 3


def test_a_right_entry_is_taken_over_by_a_click_on_another_tab(fresh: MainWindow) -> None:
    assert fresh.workspace and fresh.session
    view = grid(fresh, "disclosure")
    view.go(CELL)
    type_(view, "12")
    fresh.workspace.tabs.setCurrentIndex(3)
    assert fresh.session.report.cells[CELL] == "12"


def test_undo_shows_where_it_was(busy: MainWindow) -> None:
    assert busy.workspace and busy.session
    busy.session.change({("values", "requests.granted.charity"): "5"}, "填写")
    busy.workspace.open_section("problems").text.insertPlainText("改")  # type: ignore[union-attr]
    busy.workspace.open_section("lead_in")
    busy.undo()
    assert busy.workspace.page is busy.workspace.open_section("problems")
    busy.workspace.open_section("lead_in")
    busy.undo()
    assert busy.workspace.page.view.current_cell() == "requests.granted.charity"  # type: ignore[union-attr]
    assert "已撤销" in busy.statusBar().currentMessage()


def test_the_current_cell_stays_in_sight_after_a_zoom(busy: MainWindow, qtbot: QtBot) -> None:
    busy.resize(1093, 614)
    view = grid(busy, "requests")
    busy.set_zoom(150)
    try:
        qtbot.waitUntil(lambda: view.fontMetrics().height() > 25)
        view.go("requests.carried_out.total")
        busy.set_zoom(100)
        qtbot.waitUntil(lambda: view.fontMetrics().height() < 25)
        assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
    finally:
        busy.set_zoom(100)


@pytest.mark.parametrize("what", ["fill_rest", "clear_all", "restore_totals"])
def test_the_keyboard_is_back_on_the_grid_after_a_button(fresh: MainWindow, what: str) -> None:
    page = table_page(fresh, "requests")
    page.nothing.setFocus()
    getattr(page, what)()
    assert QApplication.focusWidget() is page.view


def test_a_new_error_is_shown_at_the_top_and_is_the_next_stop(busy: MainWindow) -> None:
    assert busy.workspace and busy.session
    panel = busy.workspace.findings
    busy.session.change({("values", CELL): None, ("values", "disclosure.coercion.decisions"): None}, "清除")
    busy.step(1)
    assert panel.list.currentRow() == 0
    busy.session.change({("values", "requests.granted.total"): "14"}, "填写")
    assert panel.list.verticalScrollBar().value() == 0
    busy.step(1)
    row = panel.current()
    assert row is not None and row.suspect is not None


def test_what_was_said_of_a_step_is_gone_after_the_next(fresh: MainWindow) -> None:
    page = table_page(fresh, "disputes")
    page.fill_rest()
    assert "已将" in fresh.statusBar().currentMessage()
    fresh.undo()
    assert "已将" not in fresh.statusBar().currentMessage()


def test_tabs_do_not_move_when_their_marks_change(fresh: MainWindow) -> None:
    assert fresh.workspace and fresh.session
    tabs = fresh.workspace.tabs
    before = [tabs.tabRect(i) for i in range(tabs.count())]
    table_page(fresh, "disputes").fill_rest()
    fresh.session.change({("values", "disputes.reconsideration.total"): "3"}, "填写")
    assert [tabs.tabRect(i) for i in range(tabs.count())] == before


def test_a_paste_says_what_it_did_and_selects_it(fresh: MainWindow) -> None:
    view = grid(fresh, "requests")
    view.go("requests.received.natural_person")
    QApplication.clipboard().setText("1\t2\n3\t4")
    view.paste()
    assert "已粘贴 4 格" in fresh.statusBar().currentMessage()
    assert len(view.selectedIndexes()) == 4
