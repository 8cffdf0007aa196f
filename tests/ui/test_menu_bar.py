"""Menus offer what can be done now."""

from tests.support.ui.main_window import Window


def test_totals_are_restored_only_where_there_are_some(fresh: Window) -> None:
    for section in fresh.form.sections.values():
        if section.table:
            fresh.table(section.id)
            some = any(fresh.form.cells[cell].table == section.table for cell in fresh.form.totals)
            assert fresh.action("restore").isEnabled() == some


def test_select_all_goes_to_what_has_the_keyboard(fresh: Window) -> None:
    section = next(s.id for s in fresh.form.sections.values() if s.table)
    page = fresh.table(section)
    page.grid.widget.setFocus()
    fresh.choose("all")
    assert set(page.grid.selected_cells) == set(fresh.form.table_cells(page.id))
