"""The grid works as a spreadsheet does, and takes figures as clerks write them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.support.ui.dialogs import answer
from tests.support.ui.grid import CellMark, Grid
from tests.support.ui.main_window import Window

from reportdesk.report import Report

FIRST = "requests.received.natural_person"
BELOW = "requests.carried_in.natural_person"
RIGHT = "requests.received.enterprise"
TOTAL = "requests.received.total"
Key = Qt.Key


@pytest.fixture
def grid(fresh: Window) -> Grid:
    found = fresh.grid("requests")
    found.go(FIRST)
    return found


@pytest.mark.parametrize(
    ("key", "next_cell"),
    [
        (Key.Key_Return, BELOW),
        (Key.Key_Enter, BELOW),
        (Key.Key_Tab, RIGHT),
        (Key.Key_Down, BELOW),
        (Key.Key_Right, RIGHT),
    ],
)
def test_typing_replaces_and_leaving_moves(fresh: Window, grid: Grid, key: Qt.Key, next_cell: str) -> None:
    fresh.set_cells({FIRST: "999"})
    grid.type("1２")
    assert grid.is_editing
    grid.press(key)
    assert grid.stored(FIRST) == "12"
    assert grid.current_cell == next_cell
    assert not grid.is_editing


def test_shift_enter_moves_up_and_stops_at_the_edge(grid: Grid) -> None:
    grid.go(BELOW)
    grid.press(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert grid.current_cell == FIRST
    grid.press(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert grid.current_cell == FIRST


def test_f2_edits_what_is_there_and_arrows_stay_inside(fresh: Window, grid: Grid) -> None:
    fresh.set_cells({FIRST: "123"})
    grid.press(Key.Key_F2)
    grid.press(Key.Key_Left)
    grid.type("9")
    assert grid.current_cell == FIRST
    grid.press(Key.Key_Return)
    assert grid.stored(FIRST) == "1293"


def test_menu_opens_the_cell_for_editing(fresh: Window, grid: Grid) -> None:
    fresh.choose("edit_cell")
    assert grid.is_editing and grid.is_appending


def test_escape_gives_up_what_was_typed(fresh: Window, grid: Grid) -> None:
    grid.type("5")
    grid.press(Key.Key_Escape)
    assert not grid.is_editing
    assert grid.stored(FIRST) is None
    assert not fresh.is_modified


@pytest.mark.parametrize("leave", ["enter", "tab", "click", "jump", "save"])
def test_what_is_no_figure_keeps_its_editor_with_a_message(fresh: Window, grid: Grid, qtbot: QtBot, leave: str) -> None:
    grid.type("1x")
    if leave == "enter":
        grid.press(Key.Key_Return)
    elif leave == "tab":
        grid.press(Key.Key_Tab)
    elif leave == "click":
        place = grid.widget.visualRect(grid.index_of(BELOW)).center()
        qtbot.mouseClick(grid.widget.viewport(), Qt.MouseButton.LeftButton, pos=place)
    elif leave == "jump":
        fresh.choose("next")
    else:
        fresh.save()
    assert grid.is_editing and grid.typed == "1x"
    assert "不是数字" in grid.fault
    assert grid.stored(FIRST) is None
    assert grid.current_cell == FIRST
    grid.press(Key.Key_Backspace)
    grid.press(Key.Key_Return)
    assert grid.stored(FIRST) == "1"


def test_a_note_in_brackets_stays_with_its_figure(fresh: Window, grid: Grid) -> None:
    grid.type("22（其中网络申请16件）")
    grid.press(Key.Key_Return)
    assert grid.stored(FIRST) == "22"
    assert fresh.report.notes[FIRST] == "其中网络申请16件"
    assert grid.shown(FIRST) == "22（其中网络申请16件）"


def test_delete_clears_all_selected_as_one_step(fresh: Window, grid: Grid) -> None:
    fresh.set_cells({FIRST: "1", BELOW: "2"})
    grid.widget.selectAll()
    grid.press(Key.Key_Delete)
    assert not fresh.report.values
    fresh.undo()
    assert (grid.stored(FIRST), grid.stored(BELOW)) == ("1", "2")


@pytest.mark.parametrize("composed_first", [True, False])
def test_input_method_commits_into_the_cell(grid: Grid, composed_first: bool) -> None:
    if composed_first:
        grid.compose("yi")
    grid.commit_composed("１８")
    assert grid.is_editing and grid.typed == "１８"
    grid.press(Key.Key_Return)
    assert grid.stored(FIRST) == "18"


def test_totals_fill_in_and_can_be_typed_and_restored(fresh: Window, grid: Grid) -> None:
    row = [cell for cell in fresh.form.cells if cell.startswith("requests.received.") and cell != TOTAL]
    fresh.set_cells(dict.fromkeys(row, "2"))
    assert (grid.shown(TOTAL), grid.is_automatic(TOTAL)) == ("12", True)
    grid.go(TOTAL)
    grid.type("13")
    grid.press(Key.Key_Return)
    assert grid.stored(TOTAL) == "13"
    assert grid.mark(TOTAL) == CellMark.STRONG
    assert grid.mark(FIRST) == CellMark.MEMBER
    assert "相差 1 件" in grid.tip(TOTAL)
    grid.go(TOTAL)
    assert fresh.guidance.restore_button.isVisible()
    fresh.guidance.restore_button.click()
    assert (grid.shown(TOTAL), grid.is_automatic(TOTAL)) == ("12", True)
    assert grid.mark(TOTAL) == CellMark.NONE


def test_looking_at_an_automatic_total_does_not_type_it(fresh: Window, grid: Grid) -> None:
    row = [cell for cell in fresh.form.cells if cell.startswith("requests.received.") and cell != TOTAL]
    fresh.set_cells(dict.fromkeys(row, "2"))
    grid.go(TOTAL)
    grid.press(Key.Key_F2)
    grid.press(Key.Key_Return)
    assert grid.stored(TOTAL) is None


def test_an_edit_elsewhere_does_not_wipe_what_is_being_typed(fresh: Window, grid: Grid) -> None:
    grid.go(TOTAL)
    grid.type("77")
    fresh.set_cells({FIRST: "1"})
    assert grid.is_editing and grid.typed == "77"


def test_labels_are_never_current(fresh: Window) -> None:
    grid = fresh.grid("disclosure")
    seen = []
    grid.go("disclosure.regulations.issued")
    for _ in fresh.form.table_cells("disclosure"):
        seen.append(grid.current_cell)
        grid.press(Key.Key_Tab)
    assert seen == list(fresh.form.table_cells("disclosure"))
    grid.go("disclosure.normative_documents.issued")
    grid.press(Key.Key_Down)
    assert grid.current_cell == "disclosure.licensing.decisions"
    grid.press(Key.Key_Return)
    assert grid.current_cell == "disclosure.penalties.decisions"


def test_headers_stay_visible_while_scrolling(fresh: Window, grid: Grid) -> None:
    fresh.widget.resize(900, 500)
    grid.go("requests.carried_out.total")
    shown = grid.widget
    assert shown.verticalScrollBar().value() > 0
    assert shown.horizontalHeader().height() == sum(grid.column_heads) > 0
    assert len(grid.column_heads) == grid.label_rows
    assert shown.verticalHeader().width() == sum(grid.row_heads) > 0
    assert shown.visualRect(shown.currentIndex()).intersects(shown.viewport().rect())


def test_fill_rest_and_the_tick_and_clear_are_one_step_each(fresh: Window) -> None:
    page = fresh.table("requests")
    fresh.set_cells({FIRST: "3"})
    fresh.choose("fill_rest")
    assert (fresh.figures[FIRST], fresh.figures[BELOW], fresh.figures[TOTAL]) == ("3", "0", "3")
    assert TOTAL in fresh.figures.computed
    fresh.undo()
    assert fresh.figures[BELOW] is None
    page.clear_all()
    assert not fresh.report.values
    page.nothing_tick.click()
    assert {fresh.figures[cell] for cell in fresh.form.table_cells("requests")} == {"0"}
    assert page.nothing_tick.isChecked()
    fresh.undo()
    assert not page.nothing_tick.isChecked()
    assert not fresh.report.values
    fresh.undo()
    assert fresh.figures[FIRST] == "3"


def test_the_tick_asks_before_figures_are_lost(fresh: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    page = fresh.table("requests")
    fresh.set_cells({FIRST: "3"})
    asked = answer(monkeypatch, "取消")
    page.nothing_tick.click()
    assert asked and "1 格" in asked[0]
    assert fresh.figures[FIRST] == "3"
    assert not page.nothing_tick.isChecked()


def test_a_new_edition_is_a_data_file(window: Window, invented_report: Report) -> None:
    window.show_report(invented_report)
    for section in window.sections:
        window.open_section(section)
    grid = window.grid("sales")
    assert grid.size == (6, 5)
    for typed in ("1.50", "2"):
        grid.type(typed)
        grid.press(Key.Key_Tab)
    assert grid.shown("stock.fruit.apples.all") == "3.5"
    assert grid.widget.model().index(0, 0).data() == "=1+1 & 甲"
    staff = window.grid("people")
    staff.type("减4")
    staff.press(Key.Key_Tab)
    assert window.report.cells["staff.change"] == "-4"
    window.go_to(window.findings[0])
    assert window.current_cell == "stock.fruit.pears.north"


class TestClipboard:
    def test_copy_and_paste_move_a_block(self, fresh: Window, grid: Grid) -> None:
        fresh.set_cells({FIRST: "1", RIGHT: "2", BELOW: "3"})
        grid.select_block(FIRST, "requests.carried_in.enterprise")
        grid.copy()
        assert QApplication.clipboard().text() == "1\t2\n3\t"
        grid.go("requests.granted.charity")
        grid.paste()
        assert grid.stored("requests.granted.charity") == "1"
        assert grid.stored("requests.granted.legal_service") == "2"
        assert grid.stored("requests.partly_granted.charity") == "3"
        assert grid.stored("requests.partly_granted.legal_service") is None
        fresh.undo()
        assert grid.stored("requests.granted.charity") is None

    def test_cut_takes_the_figures_away(self, fresh: Window, grid: Grid) -> None:
        fresh.set_cells({FIRST: "1"})
        grid.cut()
        assert (QApplication.clipboard().text(), grid.stored(FIRST)) == ("1", None)

    def test_one_figure_fills_the_selection(self, fresh: Window, grid: Grid) -> None:
        QApplication.clipboard().setText("５\r\n")
        grid.widget.selectColumn(0)
        grid.paste()
        assert {grid.stored(c) for c in fresh.form.cells if c.endswith("natural_person")} == {"5"}

    def test_what_does_not_fit_is_told_before_anything_changes(self, fresh: Window, grid: Grid) -> None:
        QApplication.clipboard().setText("\t".join("12345678"))
        told = grid.collect_refusals()
        grid.paste()
        assert told == ["复制的内容有 1 行 8 列，从当前格开始只放得下 25 行 7 列。"]
        assert not fresh.report.values


def test_back_at_a_table_the_guidance_is_that_of_its_cell(fresh: Window) -> None:
    form = fresh.form
    table, other = list(form.tables)[:2]
    fresh.open_section(form.section_of_table(table))
    arrived = fresh.guidance.text
    fresh.open_section(form.section_of_table(other))
    assert fresh.guidance.text != arrived
    fresh.open_section(form.section_of_table(table))
    assert fresh.guidance.text == arrived
