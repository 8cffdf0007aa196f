"""The panel leads with causes; what a person takes over, judges or declares is remembered."""

from pathlib import Path

import pytest
from tests.ui.conftest import table_page

from reportdesk import resources
from reportdesk.store import StoredReport, open_report, save_report
from reportdesk_ui import dialogs
from reportdesk_ui.checking import Mark
from reportdesk_ui.findings_panel import FindingsPanel
from reportdesk_ui.main_window import MainWindow
from reportdesk_ui.sections.head import DoneTick
from reportdesk_ui.session import Session

TOTAL = "requests.concluded.natural_person"  # 2364 in the sample


@pytest.fixture
def busy(window: MainWindow) -> MainWindow:
    window.show_report(StoredReport(open_report(resources.path("samples", "busy.rdesk"))), None)
    return window


@pytest.fixture
def session(busy: MainWindow) -> Session:
    assert busy.session
    return busy.session


@pytest.fixture
def panel(busy: MainWindow) -> FindingsPanel:
    assert busy.workspace
    return busy.workspace.findings


def texts(panel: FindingsPanel) -> list[str]:
    return [panel.list.item(i).text() for i in range(panel.list.count())]


def click(panel: FindingsPanel, start: str) -> None:
    row = next(i for i, text in enumerate(texts(panel)) if text.startswith(start))
    panel.list.setCurrentRow(row)
    panel.list.itemClicked.emit(panel.list.item(row))


def test_a_mistyped_figure_is_named_taken_over_and_confirmed(
    busy: MainWindow, session: Session, panel: FindingsPanel
) -> None:
    session.change({("values", TOTAL): "2346"}, "typed")
    assert texts(panel) == [
        "① 自然人 · （七）总计 现为 2346，疑为 2364（相邻两位数字颠倒），请核对台账。",
        "▸ 涉及的勾稽关系（3）",
    ]
    assert session.checked.marks[TOTAL] == Mark.STRONG
    assert {mark for cell, mark in session.checked.marks.items() if cell != TOTAL} == {Mark.MEMBER}
    click(panel, "▸")
    assert len(texts(panel)) == 5 and texts(panel)[2].startswith("✖ 自然人一列")
    click(panel, "▾")
    assert len(texts(panel)) == 2

    busy.menus.actions["next"][0].trigger()
    assert busy.workspace and busy.workspace.page.view.current_cell() == TOTAL  # type: ignore[union-attr]
    panel.adopt_button.click()
    assert session.report.cells[TOTAL] == "2364"
    assert session.outcome.errors == 0
    assert texts(panel) == ["◆ 自然人 · （七）总计 已按建议由 2346 改为 2364，待与台账核对。"]
    busy.menus.actions["undo"][0].trigger()
    assert session.report.cells[TOTAL] == "2346" and not session.report.adopted
    busy.menus.actions["redo"][0].trigger()
    click(panel, "◆")
    panel.confirm_button.click()
    assert session.report.adopted[TOTAL].confirmed
    assert texts(panel) == ["✓ 勾稽关系全部相符，没有空格。"]


def test_a_taken_over_figure_that_is_typed_over_is_no_longer_shown(session: Session, panel: FindingsPanel) -> None:
    session.adopt(TOTAL, "2364", "x")
    session.change({("values", TOTAL): "2365"}, "typed")
    assert not any(text.startswith("◆") for text in texts(panel))


def test_other_explanations_fold_beneath_the_first(session: Session, panel: FindingsPanel) -> None:
    session.change({("values", "disputes.reconsideration.total"): "37"}, "typed")
    assert texts(panel)[0].startswith("① 行政复议 · 总计 现为 37，疑为 73（相邻两位数字颠倒）")
    assert texts(panel)[1].startswith("▸ 其他可能")
    click(panel, "▸ 其他可能")
    assert any(text.startswith("或 ") for text in texts(panel))


def test_a_judged_finding_no_longer_counts_until_its_figures_change(
    busy: MainWindow, session: Session, panel: FindingsPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "choose", lambda *a: "按当地统计口径填报")
    session.change({("values", "disputes.reconsideration.total"): "80"}, "typed")
    click(panel, "▸ 涉及的勾稽关系")
    click(panel, "✖")
    panel.judge_button.click()
    assert session.outcome.errors == 0 and not session.outcome.causes
    assert texts(panel) == ["▸ 已核实，不作修改（1）"]
    assert not session.checked.marks
    save_report(session.report, tmp_path / "a.rdesk")
    assert open_report(tmp_path / "a.rdesk").judged == session.report.judged
    session.change({("values", "disputes.reconsideration.upheld"): "40"}, "typed")
    assert session.outcome.errors == 1
    busy.menus.actions["undo"][0].trigger()
    assert session.outcome.errors == 0
    click(panel, "▸ 已核实")
    click(panel, "✖")
    panel.unjudge_button.click()
    assert session.outcome.errors == 1


def test_giving_no_reason_judges_nothing(
    session: Session, panel: FindingsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "choose", lambda *a: "")
    session.change({("values", "disputes.reconsideration.pending"): None}, "typed")
    click(panel, "▲")
    panel.judge_button.click()
    assert not session.report.judged


def test_a_report_full_of_errors_says_so(session: Session, panel: FindingsPanel) -> None:
    cells = session.form.table_cells("requests")
    session.change({("values", cell): str(i * i % 97) for i, cell in enumerate(cells)}, "typed")
    session.find_causes()
    assert session.outcome.gave_up
    assert any("未逐格推断原因" in text for text in texts(panel))


def test_a_section_is_done_when_nothing_is_missing_and_the_clerk_says_so(fresh: MainWindow) -> None:
    assert fresh.session
    page = table_page(fresh, "disputes")
    tick = page.findChild(DoneTick)
    assert isinstance(tick, DoneTick) and not tick.isEnabled() and "还有 12 格未填" in tick.toolTip()
    page.fill_rest()
    assert tick.isEnabled() and not tick.isChecked()
    tick.click()
    assert fresh.session.report.done == {"disputes": True}
    page.view.go("disputes.reconsideration.upheld")
    page.view.clear()
    assert not tick.isChecked() and not tick.isEnabled()
    fresh.menus.actions["undo"][0].trigger()
    assert tick.isChecked()


def test_a_footnote_is_typed_beneath_its_table(fresh: MainWindow) -> None:
    assert fresh.session
    page = table_page(fresh, "disputes")
    page.footnote_button.click()
    page.footnote.setText("注：含上年未结案件")
    page.footnote.textEdited.emit("注：含上年未结案件")
    assert fresh.session.report.footnotes == {"disputes": "注：含上年未结案件"}
    fresh.menus.actions["undo"][0].trigger()
    assert page.footnote.text() == ""
