"""与上年对比: the table and the groups of bars."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.invented_form import INVENTED
from tests.support.official_form import PEOPLE
from tests.support.reports import old_report
from tests.support.simulation import simulated

from reportdesk import form
from reportdesk.report import PreviousReport, Report, figures
from reportdesk.services.year_comparison import compare_years

CELL = "disclosure.penalties.decisions"


def last_of(report):
    return msgspec.structs.replace(report, year=report.year - 1)


@pytest.fixture
def county():
    return simulated("busy county")[0]


@pytest.fixture
def bars(county):
    return {each.title: each for each in compare_years(county, last_of(county)).bars}


# ---- the table ----


def test_without_last_years_report_there_is_nothing(county):
    assert compare_years(county) is None


@pytest.mark.parametrize(
    ("before", "now", "difference", "percentage"),
    [
        ("8", "10", "+2", "+25.0%"), ("10", "8", "-2", "-20.0%"), ("8", "8", "0", "0.0%"), ("3", "4", "+1", "+33.3%"),
        ("0", "5", "+5", None), ("0", "0", "0", None), (None, "5", None, None), ("5", None, None, None),
        ("/", "5", None, None), ("5", "/", None, None), ("1", "9" * 150, "+" + "9" * 149 + "8", None),
    ],
)  # fmt: skip
def test_difference_and_percentage(before, now, difference, percentage):
    report = Report.new(unit="甲", year=2025).with_cells({CELL: now})
    last = PreviousReport(year=2024, cells={CELL: before} if before else {})
    rows = {row.cell: row for group in compare_years(report, last).groups for row in group.rows}
    assert rows[CELL] == (CELL, ("行政处罚",), before, now, difference, percentage)


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_percentages_are_right_to_a_tenth(before, now):
    report = Report.new(unit="甲", year=2025).with_cells({CELL: str(now)})
    rows = {
        r.cell: r
        for g in compare_years(report, PreviousReport(year=2024, cells={CELL: str(before)})).groups
        for r in g.rows
    }
    told = rows[CELL].percentage
    exact = Decimal(100) * (now - before) / before
    if told is None:
        assert abs(exact) > 100_000
    else:
        assert abs(Decimal(told.removesuffix("%")) - exact) <= Decimal("0.05")


def test_the_table_has_what_speaks_for_every_row_in_the_order_of_the_form(county):
    found = compare_years(county, last_of(county))
    assert (found.last_year, found.year) == (2024, 2025)
    rows = [row.cell for group in found.groups for row in group.rows]
    assert rows == [cell for cells in county.form.row_figures.values() for cell in cells]
    assert len(rows) == 6 + 4 + 25 + 3
    assert [group.unit for group in found.groups] == ["件", "件", "件", "万元", "件", "件"]
    labels = {row.cell: row.labels for group in found.groups for row in group.rows}
    assert labels["disclosure.regulations.issued"] == ("规章", "本年制发件数")
    assert labels["requests.refused.state_secret.total"] == ("三、本年度办理结果", "（三）不予公开", "1.属于国家秘密")
    assert labels["disputes.reconsideration.total"] == ("行政复议", "总计")


# ---- the bars ----


def test_bars_are_grouped_by_the_structure_of_the_form(bars):
    assert list(bars)[-7:] == [
        "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "三、本年度办理结果",
        "四、结转下年度继续办理", "行政复议", "行政诉讼　未经复议直接起诉", "行政诉讼　复议后起诉",
    ]  # fmt: skip
    assert bars["行政复议"].labels == ["结果维持", "结果纠正", "其他结果", "尚未审结"]
    assert bars["三、本年度办理结果"].labels == [
        "（一）予以公开", "（二）部分公开", "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理",
    ]  # fmt: skip
    assert bars["一、本年新收政府信息公开申请数量"].labels == [
        "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他组织",
    ]  # fmt: skip
    assert len(bars) == 11
    assert all(each.years == ("2024年", "2025年") for each in bars.values())


def test_the_bars_of_a_group_add_up_to_its_total(county, bars):
    shown = figures(county)
    results = bars["三、本年度办理结果"]
    assert sum(map(int, results.current)) == sum(map(int, results.previous)) == int(shown["requests.concluded.total"])
    received = bars["一、本年新收政府信息公开申请数量"]
    assert list(received.current) == [shown[f"requests.received.{column}"] for column in PEOPLE]
    assert sum(map(int, bars["行政复议"].current)) == int(shown["disputes.reconsideration.total"])


def test_a_blank_leaves_its_bar_open(county):
    report = county.with_cells(
        dict.fromkeys(["requests.refused.state_secret.total", "requests.refused.state_secret.charity"])
    )
    results = {each.title: each for each in compare_years(report, last_of(county)).bars}["三、本年度办理结果"]
    assert results.current[2] is None
    assert results.previous[2] is not None


def test_bars_of_the_form_of_2019_stand_beside_those_of_2021():
    last = old_report(2020)
    shown = figures(last)
    bars = {each.title: each for each in compare_years(Report.new(unit=last.unit, year=2021), last).bars}
    assert bars["三、本年度办理结果"].previous[-1] == shown["requests.other.total"]
    assert sum(map(int, bars["三、本年度办理结果"].previous)) == int(shown["requests.concluded.total"])
    assert set(bars["三、本年度办理结果"].current) == {None}


@pytest.mark.parametrize("edition", ["", "1999", "../2021"])
def test_a_last_report_of_an_unknown_edition_is_read_as_this_one(county, edition):
    last = msgspec.structs.replace(PreviousReport.from_report(last_of(county)), edition=edition)
    assert compare_years(county, last) == compare_years(county, last_of(county))


def test_an_invented_form_has_bars_without_code(load_form):
    load_form(INVENTED)
    report = Report.new(unit="示例商店", year=2025, edition="invented")
    found = compare_years(report, last_of(report))
    assert [each.title for each in found.bars][:2] == ["水果", "面包"]
    assert found.bars[0].labels == ["苹果", "梨"]
    assert found.bars[1].labels == ["北", "南"]


@pytest.mark.parametrize("edition", form.editions())
def test_every_edition_has_a_page(edition):
    report = Report.new(unit="甲", year=2025, edition=edition)
    found = compare_years(report, PreviousReport(year=2024))
    assert all(each.labels and len(each.labels) == len(each.current) == len(each.previous) for each in found.bars)
    assert len({each.title for each in found.bars}) == len(found.bars)
