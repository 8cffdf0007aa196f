"""Where figures come from: rows, their keys, and who supplies them."""

import msgspec
import pytest

from reportdesk import form
from reportdesk.data_sheets.layout import FIGURE, MOST_COLUMNS, data_sheet_tables
from reportdesk.errors import UnknownId
from reportdesk.report import Report, Source, row_key, rows_by_office, source_of, source_rows
from reportdesk.store import decode, encode


@pytest.fixture
def official():
    return form.get("2021")


def supplied(report, **offices):
    sources = {key: Source(office=office) for office, keys in offices.items() for key in keys}
    return msgspec.structs.replace(report, sources=sources)


# ---- rows ----


def test_a_row_key_is_table_and_row(official):
    assert row_key(official, "disclosure.charges.amount") == "disclosure.charges"
    assert row_key(official, "requests.refused.state_secret.enterprise") == "requests.refused.state_secret"
    assert row_key(official, "disputes.reconsideration.upheld") == "disputes"
    with pytest.raises(UnknownId):
        row_key(official, "requests.nobody")


def test_rows_are_those_of_the_form_in_order(official):
    found = source_rows(official)
    assert len(found) == 6 + 25 + 1
    assert [cell for row in found for cell in row.cells] == list(official.cells)
    assert found[0].key == "disclosure.regulations" and found[0].labels == ("规章",)
    assert found[10].labels == ("三、本年度办理结果", "（三）不予公开", "1.属于国家秘密")
    assert found[10].name == "属于国家秘密"
    assert (found[-1].key, found[-1].labels) == ("disputes", ("政府信息公开行政复议、行政诉讼情况",))


def test_every_cell_leads_back_to_its_row(official, invented_form):
    for each in (official, invented_form):
        assert all(row_key(each, cell) == row.key for row in source_rows(each) for cell in row.cells)


def test_rows_of_an_invented_form(invented_form):
    assert [row.key for row in source_rows(invented_form)] == [
        "stock.fruit.apples",
        "stock.fruit.pears",
        "stock.bread",
        "staff",
    ]


# ---- sources ----


def test_the_source_of_a_cell_is_that_of_its_row():
    report = supplied(Report.new(unit="局", year=2025), 财务股=["disclosure.charges"])
    assert source_of(report, "disclosure.charges.amount") == Source(office="财务股")
    assert source_of(report, "disclosure.licensing.decisions") is None
    with pytest.raises(UnknownId):
        source_of(report, "nothing")


def test_offices_with_their_rows_in_the_order_of_the_form():
    report = supplied(
        Report.new(unit="局", year=2025),
        司法局=["disputes", "disclosure.normative_documents"],
        财务股=["disclosure.charges", "gone.with_the_edition"],
    )
    report.sources["disclosure.licensing"] = Source(person="张三")
    assert rows_by_office(report) == {
        "司法局": ["disclosure.normative_documents", "disputes"],
        "财务股": ["disclosure.charges"],
    }
    assert list(rows_by_office(report)) == ["司法局", "财务股"]
    assert rows_by_office(Report.new(unit="局", year=2025)) == {}


def test_sources_are_kept_in_the_file():
    report = supplied(Report.new(unit="局", year=2025), 财务股=["disclosure.charges"])
    assert decode(encode(report), "a.rdesk").report == report


# ---- what a data sheet asks for ----


def test_automatic_totals_are_not_asked_for(official, invented_form):
    for each in (official, invented_form):
        asked = [cell for table in data_sheet_tables(each) for line in table.lines for cell in line.cells]
        assert sorted(asked) == sorted(set(each.cells) - set(each.totals))


def test_a_number_stands_for_the_same_line_whatever_is_asked_for(official, invented_form):
    for each in (official, invented_form):
        whole = {line.number: line for table in data_sheet_tables(each) for line in table.lines}
        for row in source_rows(each):
            for table in data_sheet_tables(each, [row.key]):
                for line in table.lines:
                    assert whole[line.number].labels == line.labels
                    assert set(line.cells) <= set(whole[line.number].cells) & set(row.cells)


def test_only_the_rows_asked_for(official):
    tables = data_sheet_tables(official, ["disclosure.charges", "requests.received", "requests.concluded"])
    assert [[line.labels for line in table.lines] for table in tables] == [
        [("行政事业性收费",)],
        [("一、本年新收政府信息公开申请数量",)],
    ]
    assert [table.unit for table in tables] == ["万元", "件"]
    assert len(tables[1].columns) == 6
    assert data_sheet_tables(official, []) == []


def test_a_row_without_a_label_is_set_upright(official):
    (table,) = data_sheet_tables(official, ["disputes"])
    assert [column.labels for column in table.columns] == [(FIGURE,)]
    assert [line.labels[-1] for line in table.lines] == ["结果维持", "结果纠正", "其他结果", "尚未审结"] * 3
    assert max(len(table.columns) for table in data_sheet_tables(official)) <= MOST_COLUMNS
