"""The grid works as a spreadsheet does, and takes figures as clerks write them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.support.invented_form import INVENTED
from tests.ui.conftest import grid, table_page

from reportdesk import form as forms
from reportdesk.report import Report
from reportdesk.store import StoredReport
from reportdesk_ui import dialogs
from reportdesk_ui.checking import Mark
from reportdesk_ui.grid.delegate import CellEditor
from reportdesk_ui.grid.model import ComputedRole, MarkRole
from reportdesk_ui.grid.view import GridView
from reportdesk_ui.main_window import MainWindow

FIRST = "requests.received.natural_person"
BELOW = "requests.carried_in.natural_person"
RIGHT = "requests.received.enterprise"
TOTAL = "requests.received.total"
Key = Qt.Key


def focus(view: GridView) -> QWidget:
    """Where keys go: the open editor, else the grid."""
    return view._editor() or view


def press(view: GridView, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    text = "\r" if key == Key.Key_Return else "\t" if key == Key.Key_Tab else ""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(focus(view), QKeyEvent(kind, key, modifier, text))


def type_(view: GridView, text: str) -> None:
    for char in text:
        QApplication.sendEvent(focus(view), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char))


@pytest.fixture
def view(fresh: MainWindow) -> GridView:
    found = grid(fresh, "requests")
    found.go(FIRST)
    return found


def stored(view: GridView, cell: str) -> str | None:
    return view.grid.session.report.cells[cell]


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
def test_typing_replaces_and_leaving_moves(view: GridView, key: Qt.Key, next_cell: str) -> None:
    view.grid.session.change({("values", FIRST): "999"}, "earlier")
    type_(view, "1２")
    assert isinstance(view._editor(), CellEditor)
    press(view, key)
    assert stored(view, FIRST) == "12"
    assert view.current_cell() == next_cell
    assert view._editor() is None


def test_shift_enter_moves_up_and_stops_at_the_edge(view: GridView) -> None:
    view.go(BELOW)
    press(view, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert view.current_cell() == FIRST
    press(view, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert view.current_cell() == FIRST


def test_f2_edits_what_is_there_and_arrows_stay_inside(view: GridView) -> None:
    view.grid.session.change({("values", FIRST): "123"}, "earlier")
    press(view, Key.Key_F2)
    press(view, Key.Key_Left)
    type_(view, "9")
    assert view.current_cell() == FIRST
    press(view, Key.Key_Return)
    assert stored(view, FIRST) == "1293"


def test_menu_opens_the_cell_for_editing(fresh: MainWindow, view: GridView) -> None:
    fresh.menus.actions["edit_cell"][0].trigger()
    editor = view._editor()
    assert editor is not None and editor.appending


def test_escape_gives_up_what_was_typed(view: GridView) -> None:
    type_(view, "5")
    press(view, Key.Key_Escape)
    assert view._editor() is None
    assert stored(view, FIRST) is None
    assert not view.grid.session.modified


@pytest.mark.parametrize("leave", ["enter", "tab", "click", "jump", "save"])
def test_what_is_no_figure_keeps_its_editor_with_a_message(
    fresh: MainWindow, view: GridView, qtbot: QtBot, leave: str
) -> None:
    type_(view, "1x")
    if leave == "enter":
        press(view, Key.Key_Return)
    elif leave == "tab":
        press(view, Key.Key_Tab)
    elif leave == "click":
        place = view.visualRect(view.grid.index_of(BELOW)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    elif leave == "jump":
        fresh.menus.actions["next"][0].trigger()
    else:
        fresh.files.save()
    editor = view._editor()
    assert editor is not None and editor.text() == "1x"
    assert "不是数字" in editor.fault
    assert stored(view, FIRST) is None
    assert view.current_cell() == FIRST
    press(view, Key.Key_Backspace)
    press(view, Key.Key_Return)
    assert stored(view, FIRST) == "1"


def test_a_note_in_brackets_stays_with_its_figure(view: GridView) -> None:
    type_(view, "22（其中网络申请16件）")
    press(view, Key.Key_Return)
    assert stored(view, FIRST) == "22"
    assert view.grid.session.report.notes[FIRST] == "其中网络申请16件"
    assert view.grid.index_of(FIRST).data() == "22（其中网络申请16件）"


def test_delete_clears_all_selected_as_one_step(view: GridView) -> None:
    session = view.grid.session
    session.change({("values", FIRST): "1", ("values", BELOW): "2"}, "earlier")
    view.selectAll()
    press(view, Key.Key_Delete)
    assert not session.report.values
    session.stack.undo()
    assert (stored(view, FIRST), stored(view, BELOW)) == ("1", "2")


@pytest.mark.parametrize("composed_first", [True, False])
def test_input_method_commits_into_the_cell(view: GridView, composed_first: bool) -> None:
    if composed_first:
        QApplication.sendEvent(view, QInputMethodEvent("yi", []))
    event = QInputMethodEvent("", [])
    event.setCommitString("１８")
    QApplication.sendEvent(view, event)
    editor = view._editor()
    assert editor is not None and editor.text() == "１８"
    press(view, Key.Key_Return)
    assert stored(view, FIRST) == "18"


def test_totals_fill_in_and_can_be_typed_and_restored(fresh: MainWindow, view: GridView) -> None:
    row = [cell for cell in view.grid.session.form.cells if cell.startswith("requests.received.") and cell != TOTAL]
    view.grid.session.change({("values", cell): "2" for cell in row}, "earlier")
    index = view.grid.index_of(TOTAL)
    assert (index.data(), index.data(ComputedRole)) == ("12", True)
    view.go(TOTAL)
    type_(view, "13")
    press(view, Key.Key_Return)
    assert stored(view, TOTAL) == "13"
    assert index.data(MarkRole) == Mark.STRONG
    assert view.grid.index_of(FIRST).data(MarkRole) == Mark.MEMBER
    assert "相差 1 件" in index.data(Qt.ItemDataRole.ToolTipRole)
    view.go(TOTAL)
    assert fresh.workspace
    assert fresh.workspace.guidance.restore.isVisible()
    fresh.workspace.guidance.restore.click()
    assert (index.data(), index.data(ComputedRole)) == ("12", True)
    assert index.data(MarkRole) == Mark.NONE


def test_looking_at_an_automatic_total_does_not_type_it(view: GridView) -> None:
    row = [cell for cell in view.grid.session.form.cells if cell.startswith("requests.received.") and cell != TOTAL]
    view.grid.session.change({("values", cell): "2" for cell in row}, "earlier")
    view.go(TOTAL)
    press(view, Key.Key_F2)
    press(view, Key.Key_Return)
    assert stored(view, TOTAL) is None


def test_an_edit_elsewhere_does_not_wipe_what_is_being_typed(view: GridView) -> None:
    view.go(TOTAL)
    type_(view, "77")
    view.grid.session.change({("values", FIRST): "1"}, "another edit")
    editor = view._editor()
    assert editor is not None and editor.text() == "77"


def test_labels_are_never_current(fresh: MainWindow) -> None:
    view = grid(fresh, "disclosure")
    seen = []
    view.go("disclosure.regulations.issued")
    for _ in view.grid.session.form.table_cells("disclosure"):
        seen.append(view.current_cell())
        press(view, Key.Key_Tab)
    assert seen == list(view.grid.session.form.table_cells("disclosure"))
    view.go("disclosure.normative_documents.issued")
    press(view, Key.Key_Down)
    assert view.current_cell() == "disclosure.licensing.decisions"
    press(view, Key.Key_Return)
    assert view.current_cell() == "disclosure.penalties.decisions"


def test_headers_stay_visible_while_scrolling(fresh: MainWindow, view: GridView) -> None:
    fresh.resize(900, 500)
    view.go("requests.carried_out.total")
    layout = view.grid.layout_
    assert view.verticalScrollBar().value() > 0
    assert view.horizontalHeader().height() == sum(view._headers[0].sizes) > 0
    assert len(view._headers[0].sizes) == layout.header_rows
    assert view.verticalHeader().width() == sum(view._headers[1].sizes) > 0
    assert view.visualRect(view.currentIndex()).intersects(view.viewport().rect())


def test_fill_rest_and_the_tick_and_clear_are_one_step_each(fresh: MainWindow) -> None:
    page = table_page(fresh, "requests")
    session = page.session
    session.change({("values", FIRST): "3"}, "earlier")
    fresh.menus.actions["fill_rest"][0].trigger()
    assert (session.figures[FIRST], session.figures[BELOW], session.figures[TOTAL]) == ("3", "0", "3")
    assert TOTAL in session.figures.computed
    session.stack.undo()
    assert session.figures[BELOW] is None
    page.clear_all()
    assert not session.report.values
    page.nothing.click()
    assert {session.figures[cell] for cell in session.form.table_cells("requests")} == {"0"}
    assert page.nothing.isChecked()
    session.stack.undo()
    assert not page.nothing.isChecked()
    assert not session.report.values
    session.stack.undo()
    assert session.figures[FIRST] == "3"


def test_the_tick_asks_before_figures_are_lost(fresh: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    page = table_page(fresh, "requests")
    page.session.change({("values", FIRST): "3"}, "earlier")
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "ask", lambda parent, title, question, answers: asked.append(question) or 1)
    page.nothing.click()
    assert asked and "1 格" in asked[0]
    assert page.session.figures[FIRST] == "3"
    assert not page.nothing.isChecked()


def test_a_new_edition_is_a_data_file(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "invented.toml"
    path.write_text(INVENTED, "utf-8")
    forms.load(path)
    window.show_report(StoredReport(Report.new(unit="示例商店", year=2025, edition="invented")), None)
    assert window.workspace and window.session
    for section in window.workspace.sections:
        window.workspace.open_section(section)
    view = grid(window, "sales")
    assert (view.grid.rowCount(), view.grid.columnCount()) == (6, 5)
    for typed in ("1.50", "2"):
        type_(view, typed)
        press(view, Key.Key_Tab)
    assert view.grid.index_of("stock.fruit.apples.all").data() == "3.5"
    assert view.grid.index(0, 0).data() == "=1+1 & 甲"
    staff = grid(window, "people")
    type_(staff, "减4")
    press(staff, Key.Key_Tab)
    assert window.session.report.cells["staff.change"] == "-4"
    window.workspace.go_to(window.session.outcome.findings[0])
    assert window.workspace.page.view.current_cell() == "stock.fruit.pears.north"


class TestClipboard:
    def test_copy_and_paste_move_a_block(self, view: GridView) -> None:
        session = view.grid.session
        session.change({("values", FIRST): "1", ("values", RIGHT): "2", ("values", BELOW): "3"}, "earlier")
        selection = view.selectionModel()
        from PySide6.QtCore import QItemSelection

        corner = view.grid.index_of("requests.carried_in.enterprise")
        selection.select(QItemSelection(view.grid.index_of(FIRST), corner), selection.SelectionFlag.ClearAndSelect)
        view.copy()
        assert QApplication.clipboard().text() == "1\t2\n3\t"
        view.go("requests.granted.charity")
        view.paste()
        assert stored(view, "requests.granted.charity") == "1"
        assert stored(view, "requests.granted.legal_service") == "2"
        assert stored(view, "requests.partly_granted.charity") == "3"
        assert stored(view, "requests.partly_granted.legal_service") is None
        session.stack.undo()
        assert stored(view, "requests.granted.charity") is None

    def test_cut_takes_the_figures_away(self, view: GridView) -> None:
        view.grid.session.change({("values", FIRST): "1"}, "earlier")
        view.cut()
        assert (QApplication.clipboard().text(), stored(view, FIRST)) == ("1", None)

    def test_one_figure_fills_the_selection(self, view: GridView) -> None:
        QApplication.clipboard().setText("５\r\n")
        view.selectColumn(0)
        view.paste()
        assert {stored(view, c) for c in view.grid.session.form.cells if c.endswith("natural_person")} == {"5"}

    def test_what_does_not_fit_is_told_before_anything_changes(self, view: GridView) -> None:
        QApplication.clipboard().setText("\t".join("12345678"))
        told: list[str] = []
        view.refused.disconnect()
        view.refused.connect(told.extend)
        view.paste()
        assert told == ["复制的内容有 1 行 8 列，从当前格开始只放得下 25 行 7 列。"]
        assert not view.grid.session.report.values


def test_back_at_a_table_the_guidance_is_that_of_its_cell(fresh: MainWindow) -> None:
    assert fresh.workspace and fresh.session
    form = fresh.session.form
    table, other = list(form.tables)[:2]
    fresh.workspace.open_section(form.section_of_table(table))
    arrived = fresh.workspace.guidance.text.text()
    fresh.workspace.open_section(form.section_of_table(other))
    assert fresh.workspace.guidance.text.text() != arrived
    fresh.workspace.open_section(form.section_of_table(table))
    assert fresh.workspace.guidance.text.text() == arrived
