"""Where clerks stumbled once: each of these was seen with a real window, mouse and keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.support.ui.main_window import Window

CELL = "disclosure.licensing.decisions"


def test_a_click_on_another_tab_does_not_leave_a_wrong_entry_behind(fresh: Window) -> None:
    grid = fresh.grid("disclosure")
    grid.go(CELL)
    grid.type("abc")
    fresh.tabs.setCurrentIndex(3)
    assert fresh.section_shown == "disclosure"
    assert grid.is_editing and grid.typed == "abc" and grid.fault
    assert not fresh.close()
    grid.press(Qt.Key.Key_Escape)
    fresh.tabs.setCurrentIndex(3)
    assert fresh.tabs.currentIndex() == 3


def test_a_right_entry_is_taken_over_by_a_click_on_another_tab(fresh: Window) -> None:
    grid = fresh.grid("disclosure")
    grid.go(CELL)
    grid.type("12")
    fresh.tabs.setCurrentIndex(3)
    assert fresh.report.cells[CELL] == "12"


def test_undo_shows_where_it_was(busy: Window) -> None:
    busy.set_cells({"requests.granted.charity": "5"})
    busy.text("problems").insertPlainText("改")
    busy.open_section("lead_in")
    busy.undo()
    assert busy.section_shown == "problems"
    busy.open_section("lead_in")
    busy.undo()
    assert busy.current_cell == "requests.granted.charity"  # type: ignore[union-attr]
    assert "已撤销" in busy.message


def test_the_current_cell_stays_in_sight_after_a_zoom(busy: Window, qtbot: QtBot) -> None:
    busy.widget.resize(1093, 614)
    grid = busy.grid("requests")
    busy.set_zoom(150)
    try:
        qtbot.waitUntil(lambda: grid.widget.fontMetrics().height() > 25)
        grid.go("requests.carried_out.total")
        busy.set_zoom(100)
        qtbot.waitUntil(lambda: grid.widget.fontMetrics().height() < 25)
        shown = grid.widget
        assert shown.viewport().rect().contains(shown.visualRect(shown.currentIndex()).center())
    finally:
        busy.set_zoom(100)


@pytest.mark.parametrize("what", ["fill_rest", "clear_all", "restore_totals"])
def test_the_keyboard_is_back_on_the_grid_after_a_button(fresh: Window, what: str) -> None:
    page = fresh.table("requests")
    page.nothing_tick.setFocus()
    getattr(page, what)()
    assert QApplication.focusWidget() is page.grid.widget


def test_a_new_error_is_shown_at_the_top_and_is_the_next_stop(busy: Window) -> None:
    panel = busy.findings_panel
    busy.set_cells({CELL: None, "disclosure.coercion.decisions": None})
    busy.choose("next")
    assert panel.widget.currentRow() == 0
    busy.set_cells({"requests.granted.total": "14"})
    assert panel.widget.verticalScrollBar().value() == 0
    busy.choose("next")
    row = panel.current
    assert row is not None and row.suspect is not None


def test_what_was_said_of_a_step_is_gone_after_the_next(fresh: Window) -> None:
    page = fresh.table("disputes")
    page.fill_rest()
    assert "已将" in fresh.message
    fresh.undo()
    assert "已将" not in fresh.message


def test_tabs_do_not_move_when_their_marks_change(fresh: Window) -> None:
    tabs = fresh.tabs
    before = [tabs.tabRect(i) for i in range(tabs.count())]
    fresh.table("disputes").fill_rest()
    fresh.set_cells({"disputes.reconsideration.total": "3"})
    assert [tabs.tabRect(i) for i in range(tabs.count())] == before


def test_a_paste_says_what_it_did_and_selects_it(fresh: Window) -> None:
    grid = fresh.grid("requests")
    grid.go("requests.received.natural_person")
    QApplication.clipboard().setText("1\t2\n3\t4")
    grid.paste()
    assert "已粘贴 4 格" in fresh.message
    assert len(grid.selected_cells) == 4
