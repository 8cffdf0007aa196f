"""The panel leads with causes; what a person takes over, judges or declares is remembered."""

from pathlib import Path

import pytest
from tests.support.ui.dialogs import answer_choice
from tests.support.ui.grid import CellMark
from tests.support.ui.main_window import Window
from tests.support.ui.panels import FindingsPanel

from reportdesk.store import open_report, save_report

TOTAL = "requests.concluded.natural_person"  # 2364 in the sample


@pytest.fixture
def panel(busy: Window) -> FindingsPanel:
    return busy.findings_panel


def test_a_mistyped_figure_is_named_taken_over_and_confirmed(busy: Window, panel: FindingsPanel) -> None:
    busy.set_cells({TOTAL: "2346"})
    assert panel.lines == [
        "① 自然人 · （七）总计 现为 2346，疑为 2364（相邻两位数字颠倒），请核对台账。",
        "▸ 涉及的勾稽关系（3）",
    ]
    assert busy.marks[TOTAL] == CellMark.STRONG
    assert {mark for cell, mark in busy.marks.items() if cell != TOTAL} == {CellMark.MEMBER}
    panel.click("▸")
    assert len(panel.lines) == 5 and panel.lines[2].startswith("✖ 自然人一列")
    panel.click("▾")
    assert len(panel.lines) == 2

    busy.choose("next")
    assert busy.current_cell == TOTAL
    panel.adopt()
    assert busy.report.cells[TOTAL] == "2364"
    assert busy.errors == 0
    assert panel.lines == ["◆ 自然人 · （七）总计 已按建议由 2346 改为 2364，待与台账核对。"]
    busy.choose("undo")
    assert busy.report.cells[TOTAL] == "2346" and not busy.report.adopted
    busy.choose("redo")
    panel.click("◆")
    panel.confirm()
    assert busy.report.adopted[TOTAL].confirmed
    assert panel.lines == ["✓ 勾稽关系全部相符，没有空格。"]


def test_a_taken_over_figure_that_is_typed_over_is_no_longer_shown(busy: Window, panel: FindingsPanel) -> None:
    busy.adopt(TOTAL, "2364", "x")
    busy.set_cells({TOTAL: "2365"})
    assert not any(text.startswith("◆") for text in panel.lines)


def test_other_explanations_fold_beneath_the_first(busy: Window, panel: FindingsPanel) -> None:
    busy.set_cells({"disputes.reconsideration.total": "37"})
    assert panel.lines[0].startswith("① 行政复议 · 总计 现为 37，疑为 73（相邻两位数字颠倒）")
    assert panel.lines[1].startswith("▸ 其他可能")
    panel.click("▸ 其他可能")
    assert any(text.startswith("或 ") for text in panel.lines)


def test_a_judged_finding_no_longer_counts_until_its_figures_change(
    busy: Window, panel: FindingsPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_choice(monkeypatch, lambda offered: "按当地统计口径填报")
    busy.set_cells({"disputes.reconsideration.total": "80"})
    panel.click("▸ 涉及的勾稽关系")
    panel.click("✖")
    panel.dismiss()
    assert busy.errors == 0 and not busy.causes
    assert panel.lines == ["▸ 已核实，不作修改（1）"]
    assert not busy.marks
    save_report(busy.report, tmp_path / "a.rdesk")
    assert open_report(tmp_path / "a.rdesk").dismissals == busy.report.dismissals
    busy.set_cells({"disputes.reconsideration.upheld": "40"})
    assert busy.errors == 1
    busy.choose("undo")
    assert busy.errors == 0
    panel.click("▸ 已核实")
    panel.click("✖")
    panel.restore()
    assert busy.errors == 1


def test_giving_no_reason_judges_nothing(busy: Window, panel: FindingsPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_choice(monkeypatch, lambda offered: "")
    busy.set_cells({"disputes.reconsideration.pending": None})
    panel.click("▲")
    panel.dismiss()
    assert not busy.report.dismissals


def test_a_report_full_of_errors_says_so(busy: Window, panel: FindingsPanel) -> None:
    cells = busy.form.table_cells("requests")
    busy.set_cells({cell: str(i * i % 97) for i, cell in enumerate(cells)})
    busy.find_explanations()
    assert busy.search_aborted
    assert any("未逐格推断原因" in text for text in panel.lines)


def test_a_section_is_done_when_nothing_is_missing_and_the_clerk_says_so(fresh: Window) -> None:
    page = fresh.table("disputes")
    tick = page.done_tick
    assert not tick.isEnabled() and "还有 12 格未填" in tick.toolTip()
    page.fill_rest()
    assert tick.isEnabled() and not tick.isChecked()
    tick.click()
    assert fresh.report.done == {"disputes": True}
    page.grid.go("disputes.reconsideration.upheld")
    page.grid.clear()
    assert not tick.isChecked() and not tick.isEnabled()
    fresh.choose("undo")
    assert tick.isChecked()


def test_a_footnote_is_typed_beneath_its_table(fresh: Window) -> None:
    page = fresh.table("disputes")
    page.type_footnote("注：含上年未结案件")
    assert fresh.report.footnotes == {"disputes": "注：含上年未结案件"}
    fresh.choose("undo")
    assert page.footnote == ""
