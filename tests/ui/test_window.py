"""The main job in the real window: start, fill in, follow the findings, save, reopen, export."""

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from tests.support.paths import ROOT
from tests.ui.conftest import grid, table_page
from tests.ui.grid.test_grid import press, type_

from reportdesk import resources
from reportdesk.report import Report
from reportdesk.store import StoredReport, open_report, save_report
from reportdesk_ui import dialogs
from reportdesk_ui.main_window import MainWindow
from reportdesk_ui.sections.basics import BasicsPage
from reportdesk_ui.sections.head import DoneTick
from reportdesk_ui.sections.text_page import TextPage

QUIET = ROOT / "scripts" / "samples" / "quiet.json"


def wait(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.background.busy and not (window.keeper and window.keeper.busy), timeout=60_000)


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The clerk's answer in the next file dialog."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *a, **k: (str(path), ""))


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> list[str]:
    """The clerk's answer to the next questions, by the button's text."""
    asked: list[str] = []

    def ask(parent: object, title: str, question: str, answers: list[str], careful: bool = False) -> int:
        asked.append(question)
        return answers.index(text)

    monkeypatch.setattr(dialogs, "ask", ask)
    return asked


def sentences(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What dialogs tell."""
    told: list[str] = []
    monkeypatch.setattr(dialogs, "tell", lambda parent, title, sentence: told.append(sentence))
    return told


def test_a_clerk_types_in_the_quiet_sample_and_gets_word_and_excel(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = json.loads(QUIET.read_text("utf-8"))
    window.start.unit.setText(sample["unit"])
    window.start.year.setText(str(sample["year"]))
    qtbot.keyClick(window.start.unit, Qt.Key.Key_Return)
    assert window.workspace and window.session
    session, workspace = window.session, window.workspace
    for section in session.form.sections.values():
        page = workspace.open_section(section.id)
        text = sample["sections"].get(section.id, "")
        if isinstance(page, BasicsPage):
            page.lead_in.insertPlainText(text)
        elif isinstance(page, TextPage):
            page.text.insertPlainText(text)
        else:
            view = table_page(window, section.id).view
            for cell in session.form.table_cells(page.table):
                if sample["cells"].get(cell) is not None:
                    view.go(cell)
                    type_(view, sample["cells"][cell])
                    press(view, Qt.Key.Key_Return)
    assert [finding.id for finding in session.outcome.findings] == ["blank/disputes"]
    assert window.isWindowModified()

    path = tmp_path / "报告.rdesk"
    choose(monkeypatch, path)
    window.files.save()
    wait(window, qtbot)
    assert not window.isWindowModified()
    stored = open_report(path)
    assert {cell: value for cell, value in stored.cells.items() if value is not None} == {
        cell: value for cell, value in sample["cells"].items() if value is not None
    }
    assert stored.sections["overview"] == sample["sections"]["overview"]

    for suffix, part in ((".docx", "word/document.xml"), (".xlsx", "xl/workbook.xml")):
        target = tmp_path / f"报告{suffix}"
        choose(monkeypatch, target)
        window.outputs.export(suffix)
        wait(window, qtbot)
        assert part in zipfile.ZipFile(target).namelist()

    window.files.close()
    assert window.session is None and window.stack.currentWidget() is window.start
    assert window.start.recent.count() == 1
    window.start.recent.itemActivated.emit(window.start.recent.item(0))
    wait(window, qtbot)
    assert window.session is not None
    assert window.session.report == stored


def test_the_start_page_asks_for_what_is_missing(window: MainWindow) -> None:
    start = window.start
    start._create()
    assert "单位名称" in start.fault.text()
    start.unit.setText("示例县财政局")
    start.year.setText("25")
    start._create()
    assert "年份" in start.fault.text()
    start.year.setText("2025")
    start.with_last.setChecked(True)
    start._create()
    assert "上年" in start.fault.text()
    assert window.session is None


@pytest.mark.parametrize(
    ("answer", "year"), [("新建 2025 年度报告", 2025), ("仍新建 2026 年度报告", 2026), ("取消", 0)]
)
def test_a_report_that_is_not_last_years_is_asked_about(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, year: int
) -> None:
    last = tmp_path / "2024.rdesk"
    save_report(Report.new(unit="示例镇人民政府", year=2024, kind="township"), last)
    asked: list[str] = []

    def choose(parent: object, title: str, question: str, ways: list[str]) -> int:
        asked.append(question)
        return ways.index(answer)

    monkeypatch.setattr(dialogs, "ask", choose)
    window.start.started.emit("示例镇人民政府", 2026, str(last))
    wait(window, qtbot)
    assert "2024" in asked[0] and "2025" in asked[0]
    assert (window.session.report.year if window.session else 0) == year


def test_last_years_file_gives_kind_and_contact(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    last = tmp_path / "2024.rdesk"
    save_report(Report.new(unit="示例镇人民政府", year=2024, kind="township"), last)
    window.start.started.emit("示例镇人民政府", 2025, str(last))
    wait(window, qtbot)
    assert window.session and window.session.report.kind == "township"
    assert window.session.report.predecessor and window.session.report.predecessor.year == 2024


def test_findings_lead_to_the_cell_and_mending_clears_them(fresh: MainWindow) -> None:
    assert fresh.workspace and fresh.session
    session, workspace = fresh.session, fresh.workspace
    page = table_page(fresh, "requests")
    page.fill_nothing()
    table_page(fresh, "disclosure").fill_rest()
    table_page(fresh, "disputes").fill_rest()
    assert not session.outcome.findings
    assert "✓" not in workspace.tabs.tabText(workspace.sections.index("requests"))
    page.findChild(DoneTick).click()
    assert "✓" in workspace.tabs.tabText(workspace.sections.index("requests"))
    session.change({("values", "requests.received.charity"): "5"}, "typed")
    assert "!2" in workspace.tabs.tabText(workspace.sections.index("requests"))
    assert "2 处错误" in fresh.counts.text()
    workspace.open_section("overview")
    fresh.menus.actions["next"][0].trigger()
    assert workspace.page is page
    assert page.view.current_cell() == "requests.carried_out.charity"
    assert "未答复的未计入" in workspace.findings.list.currentItem().text()
    type_(page.view, "5")
    press(page.view, Qt.Key.Key_Return)
    assert not session.outcome.findings
    fresh.menus.actions["undo"][0].trigger()
    assert session.outcome.errors == 2
    fresh.menus.actions["redo"][0].trigger()
    assert session.outcome.errors == 0


def test_an_offered_value_can_be_taken(fresh: MainWindow) -> None:
    assert fresh.workspace and fresh.session
    view = grid(fresh, "requests")
    table_page(fresh, "requests").fill_nothing()
    fresh.session.change(
        {("values", "requests.received.charity"): "5", ("values", "requests.carried_out.charity"): None}, "typed"
    )
    found = [f.id for f in fresh.session.outcome.findings if f.section == "requests"]
    assert found == ["blank/requests", "requests.balance/charity"]
    view.go("requests.carried_out.charity")
    assert fresh.workspace.guidance.take.isVisible()
    assert "5" in fresh.workspace.guidance.take.text()
    fresh.workspace.guidance.take.click()
    assert fresh.session.report.cells["requests.carried_out.charity"] == "5"


def test_unit_kind_and_year_can_be_corrected(fresh: MainWindow) -> None:
    assert fresh.workspace and fresh.session
    page = fresh.workspace.open_section("lead_in")
    assert isinstance(page, BasicsPage)
    unit = page.fields[("unit",)]
    unit.setText("示例市财政局")
    unit.textEdited.emit("示例市财政局")
    page.year.setText("2024")
    page.year.textEdited.emit("2024")
    page.kind.setCurrentIndex(0)
    page.kind.activated.emit(0)
    report = fresh.session.report
    assert (report.unit, report.year, report.kind) == ("示例市财政局", 2024, "government")
    page.year.setText("24")
    page.year.textEdited.emit("24")
    assert "四位" in page.year_fault.text()
    assert fresh.session.report.year == 2024
    assert "示例市财政局2024年" in fresh.windowTitle()
    page.fill.click()
    assert "2024年1月1日" in fresh.session.report.text("lead_in")


class TestClosing:
    @pytest.fixture
    def changed(self, fresh: MainWindow) -> MainWindow:
        assert fresh.session
        fresh.session.change({("unit",): "另一个局"}, "typed")
        return fresh

    def test_cancel_keeps_the_window(self, changed: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = answer(monkeypatch, "取消")
        assert not changed.close()
        assert len(asked) == 1 and "未保存" in asked[0]
        assert changed.session is not None

    def test_not_saving_closes(self, changed: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        answer(monkeypatch, "不保存")
        changed.close()
        assert not changed.isVisible()

    def test_saving_saves_and_closes(
        self, changed: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer(monkeypatch, "保存")
        choose(monkeypatch, tmp_path / "a")
        changed.close()
        qtbot.waitUntil(lambda: not changed.isVisible())
        assert open_report(tmp_path / "a.rdesk").unit == "另一个局"

    def test_an_untouched_report_closes_without_a_question(self, fresh: MainWindow) -> None:
        assert fresh.close()

    def test_undone_changes_are_no_changes(self, changed: MainWindow) -> None:
        assert changed.session
        changed.menus.actions["undo"][0].trigger()
        assert not changed.session.modified
        assert changed.close()


def test_bad_files_are_told_in_a_sentence(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = sentences(monkeypatch)
    bad = tmp_path / "坏.rdesk"
    bad.write_bytes(b"not a zip")
    for path in (bad, tmp_path / "没有.rdesk"):
        window.files.open_path(path)
        wait(window, qtbot)
    assert len(told) == 2 and "坏.rdesk" in told[0] and "没有找到" in told[1]
    assert window.session is None


def test_an_unwritable_target_loses_nothing(
    fresh: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fresh.session
    told = sentences(monkeypatch)
    fresh.session.change({("unit",): "另一个局"}, "typed")
    choose(monkeypatch, tmp_path / "missing" / "a.rdesk")
    fresh.files.save()
    wait(fresh, qtbot)
    fresh.outputs.export_to(tmp_path / "missing" / "a.docx")
    wait(fresh, qtbot)
    assert len(told) == 2 and all("missing" in sentence for sentence in told)
    assert fresh.session.modified


def test_saving_twice_writes_once(
    fresh: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fresh.session
    choose(monkeypatch, tmp_path / "a.rdesk")
    fresh.session.change({("unit",): "另一个局"}, "typed")
    fresh.files.save()
    wait(fresh, qtbot)
    before = (tmp_path / "a.rdesk").stat().st_mtime_ns
    fresh.files.save()
    wait(fresh, qtbot)
    assert (tmp_path / "a.rdesk").stat().st_mtime_ns == before
    assert "已保存" in fresh.file_state.text()


def test_samples_open_without_a_file_of_their_own(window: MainWindow, qtbot: QtBot) -> None:
    window.files.open_sample(resources.path("samples", "busy.rdesk"))
    wait(window, qtbot)
    assert window.session and window.session.path is None and not window.session.modified


def test_zoom_scales_the_grid_and_is_remembered(fresh: MainWindow, qtbot: QtBot) -> None:
    view = grid(fresh, "disputes")
    before = view.rowHeight(0), view.horizontalHeader().height()
    fresh.set_zoom(150)
    try:
        qtbot.waitUntil(lambda: view.rowHeight(0) > before[0] * 1.3)
        assert view.horizontalHeader().height() > before[1] * 1.3
        assert MainWindow(fresh.settings).settings.zoom == 150
    finally:
        fresh.set_zoom(100)


def test_every_function_is_in_a_menu_in_chinese_and_shortcuts_are_unique(window: MainWindow) -> None:
    shortcuts: list[str] = []
    for action, entry in window.menus.actions.values():
        assert any("\u4e00" <= c <= "\u9fff" for c in entry.label)
        shortcuts += [s.toString() for s in action.shortcuts()]
    assert len(shortcuts) == len(set(shortcuts))


@pytest.mark.parametrize(("width", "height"), [(1366, 728), (1092, 580), (1280, 690)])
def test_pages_fit_the_screens_of_offices(window: MainWindow, qtbot: QtBot, width: int, height: int) -> None:
    window.show_report(StoredReport(open_report(resources.path("samples", "busy.rdesk"))), None)
    window.resize(width, height)
    assert window.workspace
    for section in window.workspace.sections:
        window.workspace.open_section(section)
        assert window.minimumSizeHint().width() <= width and window.minimumSizeHint().height() <= height
    for section in ("disclosure", "requests", "disputes"):
        view = grid(window, section)
        qtbot.waitUntil(lambda view=view: not view.horizontalScrollBar().isVisible())  # type: ignore[misc]
        assert not window.workspace.tabs.usesScrollButtons() or window.workspace.tabs.sizeHint().width() <= width
