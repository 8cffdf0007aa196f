"""The main job in the real window: start, fill in, follow the findings, save, reopen, export."""

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.support.paths import ROOT
from tests.support.ui.dialogs import answer, choose_file, collect_sentences
from tests.support.ui.main_window import Window

from reportdesk import resources
from reportdesk.report import Report
from reportdesk.store import open_report, save_report
from reportdesk_ui.settings import Settings

QUIET = ROOT / "scripts" / "samples" / "quiet.json"


def test_a_clerk_types_in_the_quiet_sample_and_gets_word_and_excel(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = json.loads(QUIET.read_text("utf-8"))
    window.start_page.type_unit(sample["unit"])
    window.start_page.type_year(str(sample["year"]))
    window.start_page.press_enter()
    for section in window.form.sections.values():
        text = sample["sections"].get(section.id, "")
        if section.id == window.form.lead_in:
            window.basics().lead_in.insertPlainText(text)
        elif not section.table:
            window.text(section.id).insertPlainText(text)
        else:
            grid = window.grid(section.id)
            for cell in window.form.table_cells(section.table):
                if sample["cells"].get(cell) is not None:
                    grid.enter(cell, sample["cells"][cell])
    assert [finding.id for finding in window.findings] == ["blank/disputes"]
    assert window.widget.isWindowModified()

    path = tmp_path / "报告.rdesk"
    choose_file(monkeypatch, path)
    window.save()
    window.wait()
    assert not window.widget.isWindowModified()
    stored = open_report(path)
    assert {cell: value for cell, value in stored.cells.items() if value is not None} == {
        cell: value for cell, value in sample["cells"].items() if value is not None
    }
    assert stored.sections["overview"] == sample["sections"]["overview"]

    for suffix, part in ((".docx", "word/document.xml"), (".xlsx", "xl/workbook.xml")):
        target = tmp_path / f"报告{suffix}"
        choose_file(monkeypatch, target)
        window.run(f"export{suffix}")
        window.wait()
        assert part in zipfile.ZipFile(target).namelist()

    window.close_report()
    assert not window.has_report and window.shows_start
    assert window.start_page.recent == 1
    window.start_page.open_recent(0)
    window.wait()
    assert window.has_report
    assert window.report == stored


def test_the_start_page_asks_for_what_is_missing(window: Window) -> None:
    start = window.start_page
    start.press_enter()
    assert "单位名称" in start.fault
    start.type_unit("示例县财政局")
    start.type_year("25")
    start.press_enter()
    assert "年份" in start.fault
    start.type_year("2025")
    start.tick_last_year()
    start.press_enter()
    assert "上年" in start.fault
    assert not window.has_report


@pytest.mark.parametrize(("label", "year"), [("新建 2025 年度报告", 2025), ("仍新建 2026 年度报告", 2026), ("取消", 0)])
def test_a_report_that_is_not_last_years_is_asked_about(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, label: str, year: int
) -> None:
    last = tmp_path / "2024.rdesk"
    save_report(Report.new(unit="示例镇人民政府", year=2024, kind="township"), last)
    asked = answer(monkeypatch, label)
    window.start_page.begin_after("示例镇人民政府", 2026, str(last))
    window.wait()
    assert "2024" in asked[0] and "2025" in asked[0]
    assert (window.report.year if window.has_report else 0) == year


def test_last_years_file_gives_kind_and_contact(window: Window, tmp_path: Path) -> None:
    last = tmp_path / "2024.rdesk"
    save_report(Report.new(unit="示例镇人民政府", year=2024, kind="township"), last)
    window.start_page.begin_after("示例镇人民政府", 2025, str(last))
    window.wait()
    assert window.report.kind == "township"
    assert window.report.previous and window.report.previous.year == 2024


def test_findings_lead_to_the_cell_and_mending_clears_them(fresh: Window) -> None:
    page = fresh.table("requests")
    page.fill_nothing()
    fresh.table("disclosure").fill_rest()
    fresh.table("disputes").fill_rest()
    assert not fresh.findings
    assert "✓" not in fresh.tabs.tabText(fresh.sections.index("requests"))
    page.done_tick.click()
    assert "✓" in fresh.tabs.tabText(fresh.sections.index("requests"))
    fresh.set_cell("requests.received.charity", "5")
    assert "!2" in fresh.tabs.tabText(fresh.sections.index("requests"))
    assert "2 处错误" in fresh.counts
    fresh.open_section("overview")
    fresh.choose("next")
    assert fresh.section_shown == "requests"
    assert page.grid.current_cell == "requests.carried_out.charity"
    assert "未答复的未计入" in fresh.findings_panel.current_line
    page.grid.type("5")
    page.grid.press(Qt.Key.Key_Return)
    assert not fresh.findings
    fresh.choose("undo")
    assert fresh.errors == 2
    fresh.choose("redo")
    assert fresh.errors == 0


def test_an_offered_value_can_be_taken(fresh: Window) -> None:
    grid = fresh.grid("requests")
    fresh.table("requests").fill_nothing()
    fresh.set_cells({"requests.received.charity": "5", "requests.carried_out.charity": None})
    found = [f.id for f in fresh.findings if f.section == "requests"]
    assert found == ["blank/requests", "requests.balance/charity"]
    grid.go("requests.carried_out.charity")
    assert fresh.guidance.take_button.isVisible()
    assert "5" in fresh.guidance.take_button.text()
    fresh.guidance.take_button.click()
    assert fresh.report.cells["requests.carried_out.charity"] == "5"


def test_unit_kind_and_year_can_be_corrected(fresh: Window) -> None:
    page = fresh.basics()
    page.type_unit("示例市财政局")
    page.type_year("2024")
    page.choose_kind(0)
    report = fresh.report
    assert (report.unit, report.year, report.kind) == ("示例市财政局", 2024, "government")
    page.type_year("24")
    assert "四位" in page.year_fault
    assert fresh.report.year == 2024
    assert "示例市财政局2024年" in fresh.widget.windowTitle()
    page.fill_lead_in()
    assert "2024年1月1日" in fresh.report.text("lead_in")


class TestClosing:
    @pytest.fixture
    def changed(self, fresh: Window) -> Window:
        fresh.change({("unit",): "另一个局"})
        return fresh

    def test_cancel_keeps_the_window(self, changed: Window, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = answer(monkeypatch, "取消")
        assert not changed.close()
        assert len(asked) == 1 and "未保存" in asked[0]
        assert changed.has_report

    def test_not_saving_closes(self, changed: Window, monkeypatch: pytest.MonkeyPatch) -> None:
        answer(monkeypatch, "不保存")
        changed.close()
        assert not changed.widget.isVisible()

    def test_saving_saves_and_closes(
        self, changed: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer(monkeypatch, "保存")
        choose_file(monkeypatch, tmp_path / "a")
        changed.close()
        qtbot.waitUntil(lambda: not changed.widget.isVisible())
        assert open_report(tmp_path / "a.rdesk").unit == "另一个局"

    def test_an_untouched_report_closes_without_a_question(self, fresh: Window) -> None:
        assert fresh.close()

    def test_undone_changes_are_no_changes(self, changed: Window) -> None:
        changed.choose("undo")
        assert not changed.is_modified
        assert changed.close()


def test_bad_files_are_told_in_a_sentence(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = collect_sentences(monkeypatch)
    bad = tmp_path / "坏.rdesk"
    bad.write_bytes(b"not a zip")
    for path in (bad, tmp_path / "没有.rdesk"):
        window.open_file(path)
        window.wait()
    assert len(told) == 2 and "坏.rdesk" in told[0] and "没有找到" in told[1]
    assert not window.has_report


def test_an_unwritable_target_loses_nothing(fresh: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = collect_sentences(monkeypatch)
    fresh.change({("unit",): "另一个局"})
    choose_file(monkeypatch, tmp_path / "missing" / "a.rdesk")
    fresh.save()
    fresh.wait()
    fresh.export_to(tmp_path / "missing" / "a.docx")
    fresh.wait()
    assert len(told) == 2 and all("missing" in sentence for sentence in told)
    assert fresh.is_modified


def test_saving_twice_writes_once(fresh: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose_file(monkeypatch, tmp_path / "a.rdesk")
    fresh.change({("unit",): "另一个局"})
    fresh.save()
    fresh.wait()
    before = (tmp_path / "a.rdesk").stat().st_mtime_ns
    fresh.save()
    fresh.wait()
    assert (tmp_path / "a.rdesk").stat().st_mtime_ns == before
    assert "已保存" in fresh.file_state


def test_samples_open_without_a_file_of_their_own(window: Window) -> None:
    window.open_sample(resources.path("samples", "busy.rdesk"))
    window.wait()
    assert window.path is None and not window.is_modified


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_zoom_scales_the_grid_and_is_remembered(fresh: Window, qtbot: QtBot, scheme: str) -> None:
    fresh.set_scheme(scheme)
    grid = fresh.grid("disputes")
    before = grid.widget.rowHeight(0), grid.widget.horizontalHeader().height()
    fresh.set_zoom(150)
    try:
        qtbot.waitUntil(lambda: grid.widget.rowHeight(0) > before[0] * 1.3)
        assert grid.widget.horizontalHeader().height() > before[1] * 1.3
        assert Settings().zoom == 150
    finally:
        fresh.set_zoom(100)
        fresh.set_scheme("light")


def test_what_the_status_bar_says_of_a_step_outlasts_the_checks_that_follow(fresh: Window) -> None:
    fresh.wait_for_texts()
    fresh.grid("disputes")
    fresh.choose("fill_rest")
    told = fresh.message
    assert "可撤销" in told
    fresh.wait_for_texts()
    fresh.find_explanations()
    assert fresh.message == told
    fresh.undo()
    assert fresh.message.startswith("已撤销")


def test_every_function_is_in_a_menu_in_chinese_and_shortcuts_are_unique(window: Window) -> None:
    shortcuts: list[str] = []
    for action, label in window.commands().values():
        assert any("\u4e00" <= c <= "\u9fff" for c in label)
        shortcuts += [s.toString() for s in action.shortcuts()]
    assert len(shortcuts) == len(set(shortcuts))


@pytest.mark.parametrize(("width", "height"), [(1366, 728), (1092, 580), (1280, 690)])
def test_pages_fit_the_screens_of_offices(window: Window, qtbot: QtBot, width: int, height: int) -> None:
    window.show_report(open_report(resources.path("samples", "busy.rdesk")))
    window.widget.resize(width, height)
    for section in window.sections:
        window.open_section(section)
        assert window.widget.minimumSizeHint().width() <= width and window.widget.minimumSizeHint().height() <= height
    for section in ("disclosure", "requests", "disputes"):
        grid = window.grid(section)
        qtbot.waitUntil(lambda grid=grid: not grid.widget.horizontalScrollBar().isVisible())  # type: ignore[misc]
        assert not window.tabs.usesScrollButtons() or window.tabs.sizeHint().width() <= width
