"""Menus offer what can be done now."""

from tests.ui.conftest import table_page

from reportdesk_ui.main_window import MainWindow


def test_totals_are_restored_only_where_there_are_some(fresh: MainWindow) -> None:
    assert fresh.session
    for section in fresh.session.form.sections.values():
        if section.table:
            table_page(fresh, section.id)
            some = any(fresh.session.form.cells[cell].table == section.table for cell in fresh.session.form.totals)
            assert fresh.menus.actions["restore"][0].isEnabled() == some


def test_select_all_goes_to_what_has_the_keyboard(fresh: MainWindow) -> None:
    assert fresh.session
    section = next(s.id for s in fresh.session.form.sections.values() if s.table)
    page = table_page(fresh, section)
    page.view.setFocus()
    fresh.menus.actions["all"][0].trigger()
    assert set(page.view.selected_cells()) == set(fresh.session.form.table_cells(page.table))
