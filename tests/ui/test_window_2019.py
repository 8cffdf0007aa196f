"""A report in the form of 2019 in the real window: no code of the window knows an edition."""

from pathlib import Path

import pytest
from tests.support.reports import old_report
from tests.support.ui.dialogs import choose_file, click, in_dialog
from tests.support.ui.main_window import Window

from reportdesk.documents.word import writer as word_writer
from reportdesk.report import Report
from reportdesk.store import open_report
from reportdesk_ui.dialogs.import_preview_dialog import ImportPreviewDialog


def test_every_page_opens_and_shows_its_figures(window: Window) -> None:
    window.show_report(old_report())
    assert window.findings == []
    for section in window.form.sections.values():
        if section.table:
            grid = window.grid(section.id)
            for cell in window.form.table_cells(section.table):
                shown = grid.shown(cell)
                assert shown == window.figures[cell]
        else:
            window.open_section(section.id)
    assert not window.widget.grab().isNull()


def test_a_clerk_fills_in_saves_and_exports(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window.show_report(Report.new(unit="示例县民政局", year=2020, edition="2019"))
    for section in window.form.sections.values():
        if section.table:
            window.table(section.id).fill_rest()
    grid = window.grid("disclosure")
    grid.enter("disclosure.licensing.change", "减4")
    grid.enter("disclosure.charges.change", "+2")
    assert window.findings == []
    assert window.figures["disclosure.licensing.change"] == "-4"
    grid = window.grid("requests")
    grid.enter("requests.other.natural_person", "3")
    found = [finding.id for finding in window.findings]
    assert found == ["requests.balance/natural_person", "requests.balance/total"]
    choose_file(monkeypatch, tmp_path / "2020.rdesk")
    window.save()
    window.wait()
    assert open_report(tmp_path / "2020.rdesk") == window.report
    for suffix in (".docx", ".xlsx"):
        window.export_to(tmp_path / f"2020{suffix}")
        window.wait()
        assert (tmp_path / f"2020{suffix}").stat().st_size > 5000


@pytest.mark.parametrize(("year", "edition"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021")])
def test_a_new_report_follows_the_form_of_its_year(window: Window, year: int, edition: str) -> None:
    window.start_page.type_unit("示例县民政局")
    window.start_page.type_year(str(year))
    window.start_page.press_enter()
    assert (window.report.year, window.report.edition) == (year, edition)


@pytest.mark.parametrize(("last", "edition"), [(2019, "2019"), (2020, "2021")])
def test_so_does_the_successor_of_what_was_dropped(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int, edition: str
) -> None:
    (tmp_path / "上年.docx").write_bytes(word_writer.render(old_report(last)))
    in_dialog(monkeypatch, ImportPreviewDialog, lambda dialog: click(dialog, "据此新建"))
    window.read_file(tmp_path / "上年.docx")
    window.wait_for_report()
    report = window.report
    assert (report.year, report.edition) == (last + 1, edition)
    assert (
        report.values["requests.carried_in.natural_person"]
        == old_report().values["requests.carried_out.natural_person"]
    )
