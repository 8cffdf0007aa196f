"""A report in the form of 2019 in the real window: no code of the window knows an edition."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.support.reports import old_report
from tests.ui.actions.test_import_actions import click, in_dialog
from tests.ui.conftest import grid, table_page
from tests.ui.grid.test_grid import press, type_
from tests.ui.test_window import choose, wait

from reportdesk.report import Report
from reportdesk.store import StoredReport, open_report
from reportdesk.writing import word
from reportdesk_ui.dialogs.preview import PreviewDialog
from reportdesk_ui.main_window import MainWindow


def test_every_page_opens_and_shows_its_figures(window: MainWindow) -> None:
    window.show_report(StoredReport(old_report()), None)
    assert window.session and window.workspace
    assert window.session.outcome.findings == []
    for section in window.session.form.sections.values():
        if section.table:
            view = grid(window, section.id)
            for cell in window.session.form.table_cells(section.table):
                shown = view.model().index_of(cell).data(Qt.ItemDataRole.DisplayRole)
                assert shown == window.session.figures[cell]
        else:
            window.workspace.open_section(section.id)
    assert not window.grab().isNull()


def test_a_clerk_fills_in_saves_and_exports(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_report(StoredReport(Report.new(unit="示例县民政局", year=2020, edition="2019")), None)
    assert window.session
    for section in window.session.form.sections.values():
        if section.table:
            table_page(window, section.id).fill_rest()
    view = grid(window, "disclosure")
    view.go("disclosure.licensing.change")
    type_(view, "减4")
    press(view, Qt.Key.Key_Return)
    view.go("disclosure.charges.change")
    type_(view, "+2")
    press(view, Qt.Key.Key_Return)
    assert window.session.outcome.findings == []
    assert window.session.figures["disclosure.licensing.change"] == "-4"
    view = grid(window, "requests")
    view.go("requests.other.natural_person")
    type_(view, "3")
    press(view, Qt.Key.Key_Return)
    found = [finding.id for finding in window.session.outcome.findings]
    assert found == ["requests.balance/natural_person", "requests.balance/total"]
    choose(monkeypatch, tmp_path / "2020.rdesk")
    window.files.save()
    wait(window, qtbot)
    assert open_report(tmp_path / "2020.rdesk") == window.session.report
    for suffix in (".docx", ".xlsx"):
        window.outputs.export_to(tmp_path / f"2020{suffix}")
        wait(window, qtbot)
        assert (tmp_path / f"2020{suffix}").stat().st_size > 5000


@pytest.mark.parametrize(("year", "edition"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021")])
def test_a_new_report_follows_the_form_of_its_year(window: MainWindow, year: int, edition: str) -> None:
    window.start.unit.setText("示例县民政局")
    window.start.year.setText(str(year))
    window.start._create()
    assert window.session
    assert (window.session.report.year, window.session.report.edition) == (year, edition)


@pytest.mark.parametrize(("last", "edition"), [(2019, "2019"), (2020, "2021")])
def test_so_does_the_successor_of_what_was_dropped(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int, edition: str
) -> None:
    (tmp_path / "上年.docx").write_bytes(word.render(old_report(last)))
    in_dialog(monkeypatch, PreviewDialog, lambda dialog: click(dialog, "据此新建"))
    window.intake.file(tmp_path / "上年.docx")
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session
    report = window.session.report
    assert (report.year, report.edition) == (last + 1, edition)
    assert (
        report.values["requests.carried_in.natural_person"]
        == old_report().values["requests.carried_out.natural_person"]
    )
