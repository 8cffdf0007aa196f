"""与上年对比 in the review sheet."""

import io

import docx
import msgspec
import pytest
from tests.support.reports import busy_report

from reportdesk.checks import Finding, check
from reportdesk.documents import review_sheet
from reportdesk.report import PreviousReport, Report, figures
from reportdesk.report.drafts import snapshot
from reportdesk.services.new_report import continue_report
from reportdesk.services.review_sheet import review_of
from reportdesk.services.year_comparison import MOST_SHOWN, NO_PREVIOUS_REPORT, UNCHANGED, changes_from_previous_year

PENALTIES, CHARGES = "disclosure.penalties.decisions", "disclosure.charges.amount"


@pytest.fixture
def last():
    return busy_report().with_cells({PENALTIES: "10000"})


def successor(last, **cells):
    report = continue_report(Report.new(unit=last.unit, year=last.year + 1), last).with_cells(dict(last.values))
    return report.with_cells({cell.replace("__", "."): value for cell, value in cells.items()})


def texts(report, judged=()):
    return [(remark.text, list(remark.more)) for remark in changes_from_previous_year(report, judged)]


def test_without_last_year_it_says_so():
    assert texts(busy_report()) == [(NO_PREVIOUS_REPORT, [])]
    assert texts(msgspec.structs.replace(busy_report(), previous=PreviousReport(unit="局"))) == [
        (NO_PREVIOUS_REPORT, [])
    ]


def test_the_same_figures_say_so(last):
    assert texts(successor(last)) == [(UNCHANGED, [])]


def test_figures_that_rose_fell_or_began(last):
    last = last.with_cells({"disclosure.coercion.decisions": "0"})
    report = successor(last, disclosure__penalties__decisions="12840", disclosure__coercion__decisions="4")
    report = report.with_cells({CHARGES: "90.4573"})
    assert texts(report) == [
        ("本年处理决定数量 · 行政处罚：上年 10000，本年 12840，增加 2840，增长 28.4%", []),
        ("本年处理决定数量 · 行政强制：上年 0，本年 4，增加 4", []),
        ("本年收费金额 · 行政事业性收费：上年 190.457300，本年 90.4573，减少 100，下降 52.5%", []),
    ]


def test_members_of_a_total_are_left_to_it(last):
    report = successor(last, requests__granted__charity="99")
    names = [text.split("：")[0] for text, _ in texts(report)]
    assert names == ["总计 · （一）予以公开", "总计 · （七）总计"]


def test_reasons_are_those_of_findings_that_are_no_sums(last):
    report = successor(last, disclosure__penalties__decisions="12840")
    grown = Finding(id="grown/x", rule="grown", severity="hint", section="", cells=[PENALTIES], judged="专项行动")
    assert texts(report, [grown])[0][1] == ["原因：专项行动"]
    sums = Finding(id=report.form.sums[0].id, rule="x", severity="error", section="", cells=[PENALTIES], judged="口径")
    assert texts(report, [sums])[0][1] == []


def test_of_many_changes_the_greatest_stand_in_the_order_of_the_form(last):
    cells = [cell for cell in last.values if cell not in last.form.totals]
    report = successor(last).with_cells(dict.fromkeys(cells, "9")).with_cells({PENALTIES: "1"})
    found = texts(report)
    assert len(found) == MOST_SHOWN and PENALTIES in cells
    assert any(text.startswith("本年处理决定数量 · 行政处罚：上年 10000，本年 1，减少 9999") for text, _ in found)
    assert found[-1][1][-1].startswith("另有 ")
    order = [cell.name for cell in report.form.cells.values()]
    places = [order.index(text.split("：")[0]) for text, _ in found]
    assert places == sorted(places)


@pytest.mark.parametrize("figure", ["x", "", "９", "1" * 5000, "-", "1.2.3", "NaN", "Infinity"])
def test_figures_of_last_year_are_not_trusted(last, figure):
    report = successor(last)
    broken = msgspec.structs.replace(report.previous, cells={PENALTIES: figure})
    assert texts(msgspec.structs.replace(report, previous=broken)) == [(UNCHANGED, [])]


def test_figures_of_any_size_are_compared(last):
    report = successor(last, disclosure__penalties__decisions="9" * 200)
    assert "增加 " + str(int("9" * 200) - 10000) in texts(report)[0][0]


def test_the_sheet_shows_them_and_the_draft(last):
    report = successor(last, disclosure__penalties__decisions="12840")
    report = msgspec.structs.replace(report, drafts={"3": snapshot(report)})
    assert figures(report)[PENALTIES] == "12840"
    document = docx.Document(io.BytesIO(review_sheet.render(report, review_of(report, check(report)))))
    rows = {"".join(row.cells[0].text.split()): row.cells[1].text for row in document.tables[0].rows}
    assert rows["与上年对比"] == "本年处理决定数量 · 行政处罚：上年 10000，本年 12840，增加 2840，增长 28.4%"
    assert document.sections[0].header.paragraphs[0].text == "送审稿第 3 稿"
