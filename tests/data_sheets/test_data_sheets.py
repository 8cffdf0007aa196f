"""数据采集表: written, filled in as an office does with python-docx, read back."""

import copy
import io
import zipfile

import docx
import msgspec
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.effort import times
from tests.support.reports import busy_report

from reportdesk import form
from reportdesk.data_sheets import write as data_sheet_writer
from reportdesk.data_sheets.exchange import import_data_sheet, write_data_sheets
from reportdesk.data_sheets.read import DataSheetError, read_data_sheet
from reportdesk.documents import office_package
from reportdesk.documents.word import document_tree
from reportdesk.documents.word.document_tree import WordFileError
from reportdesk.errors import ReportDeskError
from reportdesk.numbers import Entry
from reportdesk.report import Contact, Report, Source, source_rows

OFFICE = "政务服务股"
CHARGES, LICENSING = "disclosure.charges.amount", "disclosure.licensing.decisions"
RECEIVED = "requests.received."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def report():
    return Report.new(unit="示例县交通运输局", year=2025)


def every_key(report):
    return [row.key for row in source_rows(report.form)]


def data_sheet_of(report, *keys, office=OFFICE):
    return docx.Document(io.BytesIO(data_sheet_writer.render(report, office, keys or every_key(report))))


def saved(document):
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def line_of(document, number):
    """The row of a number: its own cells, as Word shows them, merged ones once."""
    for table in document.tables:
        for row in table.rows:
            if row.cells[0].text == number:
                return [docx.table._Cell(tc, table) for tc in row._tr.tc_lst]
    raise LookupError(number)


def fill(document, number, *figures):
    for cell, figure in zip(line_of(document, number)[3:], figures, strict=False):
        cell.text = figure


def sign(document, person="张三", date="2026年1月8日"):
    document.tables[-1].cell(0, 1).text = person
    document.tables[-1].cell(1, 3).text = date


def read(document, report):
    return read_data_sheet(saved(document), report.form)


# ---- there and back ----


@pytest.mark.parametrize("edition", form.editions())
def test_every_figure_comes_back_to_its_cell(edition):
    report = Report.new(unit="示例县交通运输局", year=2025, edition=edition)
    document = data_sheet_of(report)
    asked = [cell for cell in report.form.cells if cell not in report.form.totals]
    wanted, number = {}, 0
    for table in document.tables[1:-1]:
        for row in table.rows:
            if row.cells[0].text[0].isdigit():
                for cell in row.cells[3:]:
                    cell.text = str(number)
                    wanted[asked[number]] = Entry(str(number))
                    number += 1
    assert number == len(asked)
    found = read(document, report)
    assert (found.entries, found.doubts) == (wanted, [])
    again = docx.Document(io.BytesIO(saved(document)))
    assert read(again, report) == found


def test_a_blank_data_sheet_says_only_what_it_is_about(report):
    found = read_data_sheet(data_sheet_writer.render(report, OFFICE, every_key(report)), report.form)
    assert found == (report.unit, 2025, "2021", OFFICE, "", "", {}, [])


def test_a_data_sheet_holds_only_the_rows_of_its_office(report):
    document = data_sheet_of(report, "disclosure.charges", "requests.concluded")
    assert len(document.tables) == 3
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "行政事业性收费" in text and "罚没收入不是收费" in text
    assert "总计" not in text and "行政许可" not in text
    paragraphs = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "示例县交通运输局2025年政府信息公开工作年度报告\n数据采集表" in paragraphs
    assert f"{OFFICE}：" in paragraphs and "（单位：万元）" in paragraphs and "小数按实际填写" in paragraphs
    last = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert [row[0] for row in last] == ["填报人", "审核人（签字）"]
    assert [row[2] for row in last] == ["联系电话", "日期"]


def test_whom_to_hand_it_to(report):
    contact = Contact(office="局办公室", telephone="0000-1234567")
    text = "\n".join(p.text for p in data_sheet_of(msgspec.structs.replace(report, contact=contact)).paragraphs)
    assert "交局办公室（电话：0000-1234567）" in text


def test_the_same_data_sheet_has_the_same_bytes(report):
    keys = every_key(report)
    assert data_sheet_writer.render(report, OFFICE, keys) == data_sheet_writer.render(report, OFFICE, keys)


def test_person_and_date_come_back(report):
    document = data_sheet_of(report)
    sign(document)
    found = read(document, report)
    assert (found.person, found.date) == ("张三", "2026年1月8日")


def test_answers_behind_a_colon(report):
    document = data_sheet_of(report)
    document.tables[-1]._tbl.getparent().remove(document.tables[-1]._tbl)
    document.add_paragraph("填报人：李四")
    document.add_paragraph("日期: 2026-01-08")
    found = read(document, report)
    assert (found.person, found.date) == ("李四", "2026-01-08")


def test_an_invented_form_needs_no_code(invented_report):
    document = data_sheet_of(invented_report)
    fill(document, "1", "0.10", "2（其中北仓 1 箱）")
    fill(document, "4-1", "+3")
    fill(document, "4-3", "=甲 & 乙")
    found = read(document, invented_report)
    assert found.doubts == []
    assert found.entries == {
        "stock.fruit.apples.north": Entry("0.10"),
        "staff.change": Entry("+3"),
        "staff.remark": Entry("=甲 & 乙"),
        "stock.fruit.apples.south": Entry("2", "其中北仓 1 箱"),
    }


@pytest.mark.parametrize("name", ["局<&>“甲”", "甲\t乙  丙", "\U00020bb7野\x00镇"])
def test_names_come_out_as_they_went_in(name):
    report = Report.new(unit=name, year=2025)
    found = read_data_sheet(data_sheet_writer.render(report, name, every_key(report)), report.form)
    assert found.unit == report.unit
    assert found.office == " ".join(name.replace("\x00", "").split())


# ---- figures as offices write them ----


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("１２３", Entry("123")),
        (" 12 件\n", Entry("12")),
        ("0", Entry("0")),
        ("/", Entry("/")),
        ("1,234", Entry("1234")),
        ("22（其中修订16件）", Entry("22", "其中修订16件")),
        ("22\n（其中修订\n16件）", Entry("22", "其中修订 16件")),
    ],
)
def test_figures_and_notes(report, text, entry):
    document = data_sheet_of(report, "disclosure.licensing")
    fill(document, "3", text)
    found = read(document, report)
    assert (dict(found.entries), found.doubts) == ({LICENSING: entry}, [])


@pytest.mark.parametrize("text", ["约30", "无", "12 34", "三", "1\n2", "（说明）", ".", "9" * 300])
def test_what_is_no_figure_is_a_doubt(report, text):
    document = data_sheet_of(report, "disclosure.licensing")
    fill(document, "3", text)
    found = read(document, report)
    assert found.entries == {}
    ((place, shown, reason),) = found.doubts
    assert "行政许可" in place and reason.endswith(("。", "）。"))
    assert shown.rstrip("…") in " ".join(text.split())


def test_a_blank_cell_or_an_invisible_sign_is_no_figure(report):
    document = data_sheet_of(report, "disclosure.licensing")
    fill(document, "3", " \u200b\u3000\n")
    assert read(document, report)[-2:] == ({}, [])


def test_text_in_several_runs_paragraphs_and_a_content_control(report):
    document = data_sheet_of(report, "disclosure.licensing", "disclosure.charges")
    cell = line_of(document, "3")[3]
    cell.paragraphs[0].add_run("1").bold = True
    cell.paragraphs[0].add_run("2")
    cell.add_paragraph("（含上年）")
    other = line_of(document, "6")[3].paragraphs[0]._p
    other.append(parse_xml(f"<w:sdt {W}><w:sdtContent><w:r><w:t>18.8710</w:t></w:r></w:sdtContent></w:sdt>"))
    assert read(document, report).entries == {LICENSING: Entry("12", "含上年"), CHARGES: Entry("18.8710")}


def test_tracked_changes_are_read_as_accepted(report):
    document = data_sheet_of(report, "disclosure.licensing", "disclosure.penalties")
    change = 'w:id="1" w:author="a"'
    paragraph = line_of(document, "3")[3].paragraphs[0]._p
    paragraph.append(parse_xml(f"<w:del {W} {change}><w:r><w:delText>5</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {W} {change}><w:r><w:t>6</w:t></w:r></w:ins>"))
    fill(document, "4", "7")
    row = line_of(document, "4")[0]._tc.getparent()
    row.get_or_add_trPr().append(parse_xml(f"<w:del {W} {change}/>"))
    assert read(document, report)[-2:] == ({LICENSING: Entry("6")}, [])


def test_a_total_of_their_own_is_a_doubt_not_lost(report):
    document = data_sheet_of(report, "requests.received")
    table = document.tables[1]
    table.add_column(500)
    table.rows[0].cells[-1].text = "总计"
    fill(document, "7", "1", "2", "3", "4", "5", "6", "21")
    found = read(document, report)
    assert len(found.entries) == 6
    assert [doubt[:2] for doubt in found.doubts] == [("一、本年新收政府信息公开申请数量", "21")]


# ---- tables that an office has changed ----


def test_rows_and_columns_may_be_moved_and_deleted(report):
    document = data_sheet_of(report, "requests.received", "requests.carried_in", "requests.granted")
    for number, figure in (("7", "1"), ("8", "2"), ("9", "3")):
        fill(document, number, *[figure] * 6)
    table = document.tables[1]
    table._tbl.append(line_of(document, "7")[0]._tc.getparent())  # to the end
    line = line_of(document, "8")[0]._tc.getparent()
    line.getparent().remove(line)
    for row in table.rows:  # without 填报说明 and the first kind of applicant
        for place in (3, 2):
            tc = row._tr.tc_lst[place] if len(row._tr.tc_lst) > 4 else None
            if tc is not None:
                row._tr.remove(tc)
    for cell in table._tbl.tblGrid.gridCol_lst[2:4]:
        table._tbl.tblGrid.remove(cell)
    heads = table.rows[0]._tr.tc_lst
    heads[-1].tcPr.find(qn("w:gridSpan")).set(qn("w:val"), "5")
    heads[2].getparent().remove(heads[2])
    found = read(document, report)
    assert found.doubts == []
    columns = [column.id for column in report.form.tables["requests"].blocks[0].columns[1:-1]]
    assert found.entries == {
        f"requests.{row}.{column}": Entry(figure)
        for row, figure in (("granted", "3"), ("received", "1"))
        for column in columns
    }


def test_a_line_without_its_number_is_known_by_its_label(report):
    document = data_sheet_of(report, "disclosure.licensing", "requests.other.other")
    fill(document, "3", "5")
    fill(document, "29", "6")
    for number in ("3", "29"):
        line_of(document, number)[0].text = ""
    found = read(document, report)
    assert found.entries == {LICENSING: Entry("5"), "requests.other.other.natural_person": Entry("6")}


def test_a_label_that_several_lines_have_is_not_enough(report):
    document = data_sheet_of(report, "disputes")
    fill(document, "32-1", "5")
    cells = line_of(document, "32-1")
    cells[0].text, cells[1].text = "", "结果维持"
    found = read(document, report)
    assert found.entries == {}
    assert [doubt.text for doubt in found.doubts] == ["5"]


@pytest.mark.parametrize(
    ("number", "label"), [("4", None), ("99", None), (None, "行政处罚"), (None, ""), ("３，", None)]
)
def test_number_and_label_that_disagree_are_a_doubt(report, number, label):
    document = data_sheet_of(report, "disclosure.licensing")
    fill(document, "3", "5")
    cells = line_of(document, "3")
    for cell, text in zip(cells, (number, label), strict=False):
        if text is not None:
            cell.text = text
    found = read(document, report)
    assert found.entries == {}
    assert [doubt.text for doubt in found.doubts] == ["5"]


def test_figures_merged_across_are_a_doubt(report):
    document = data_sheet_of(report, "requests.received")
    table = document.tables[1]
    fill(document, "7", "1", "2", "3", "4", "5", "6")
    row = len(table.rows) - 1
    merged = table.cell(row, 4).merge(table.cell(row, 5))
    merged.text = "9"
    found = read(document, report)
    assert sorted(found.entries) == sorted(
        RECEIVED + column for column in ("natural_person", "charity", "legal_service", "other_organisation")
    )
    assert [doubt.text for doubt in found.doubts] == ["9"]


def test_figures_merged_downwards_are_a_doubt(report):
    document = data_sheet_of(report, "requests.received", "requests.carried_in")
    table = document.tables[1]
    rows_of = len(table.rows)
    table.cell(rows_of - 2, 3).merge(table.cell(rows_of - 1, 3)).text = "9"
    table.cell(rows_of - 1, 4).text = "3"
    found = read(document, report)
    assert found.entries == {"requests.carried_in.enterprise": Entry("3")}
    assert [doubt.text for doubt in found.doubts] == ["9"]


def test_a_figure_merged_with_the_definition_is_a_doubt(report):
    document = data_sheet_of(report, "disclosure.licensing")
    table = document.tables[1]
    table.cell(1, 2).merge(table.cell(1, 3)).text = "5"
    found = read(document, report)
    assert found.entries == {}
    assert [doubt.text for doubt in found.doubts] == ["5"]


def test_a_dragged_border_shifts_nothing(report):
    """Word then gives every row its own share of more grid columns."""
    document = data_sheet_of(report, "disclosure.regulations", "disclosure.normative_documents")
    fill(document, "1", "1", "2", "3")
    fill(document, "2", "4", "5", "6")
    table = document.tables[1]
    table._tbl.tblGrid.append(copy.deepcopy(table._tbl.tblGrid.gridCol_lst[-1]))
    wide = {0: 4, 1: 4, 2: 3}  # which cell of a row takes two of the seven columns
    for number, row in enumerate(table.rows):
        row._tr.tc_lst[wide[number]].grid_span = 2
    found = read(document, report)
    assert found.doubts == []
    assert [entry.value for entry in found.entries.values()] == list("123456")


def test_a_table_split_in_two_still_has_its_heads(report):
    document = data_sheet_of(report, "disclosure.regulations", "disclosure.normative_documents")
    fill(document, "1", "1", "2", "3")
    fill(document, "2", "4", "5", "6")
    table = document.tables[1]._tbl
    second = copy.deepcopy(table)
    for row in second.tr_lst[:-1]:
        second.remove(row)
    table.remove(table.tr_lst[-1])
    table.addnext(second)
    second.addprevious(parse_xml(f"<w:p {W}/>"))
    found = read(document, report)
    assert found.doubts == []
    assert [entry.value for entry in found.entries.values()] == list("123456")


def test_lines_without_heads_are_doubts(report):
    document = data_sheet_of(report, "disclosure.licensing")
    fill(document, "3", "5")
    table = document.tables[1]._tbl
    table.remove(table.tr_lst[0])
    found = read(document, report)
    assert found.entries == {}
    assert "5" in [doubt.text for doubt in found.doubts]


@pytest.mark.parametrize("with_heads", [True, False])
def test_a_deleted_column_of_numbers(report, with_heads):
    document = data_sheet_of(report, "disclosure.licensing")
    fill(document, "3", "5")
    table = document.tables[1]._tbl
    for row in table.tr_lst:
        row.remove(row.tc_lst[0])
    table.tblGrid.remove(table.tblGrid.gridCol_lst[0])
    if with_heads:
        assert read(document, report)[-2:] == ({LICENSING: Entry("5")}, [])
        return
    table.remove(table.tr_lst[0])
    found = read(document, report)
    assert found.entries == {}
    assert "5" in [doubt.text for doubt in found.doubts]


def test_tables_grown_together(report):
    document = data_sheet_of(report, "disclosure.licensing", "requests.received")
    fill(document, "3", "5")
    fill(document, "7", "1", "2", "3", "4", "5", "6")
    sign(document)
    first = document.tables[1]._tbl
    for table in document.tables[2:]:
        for row in table._tbl.tr_lst:
            first.append(row)
        table._tbl.getparent().remove(table._tbl)
    found = read(document, report)
    assert (len(found.entries), found.doubts, found.person) == (7, [], "张三")


def test_a_label_among_the_figures_hides_nothing(report):
    document = data_sheet_of(report, "requests.received")
    fill(document, "7", "填报人", "2", "3")
    found = read(document, report)
    assert found.entries == {RECEIVED + "enterprise": Entry("2"), RECEIVED + "research_institute": Entry("3")}
    assert [doubt.text for doubt in found.doubts] == ["填报人"]


def test_a_line_of_their_own_is_a_doubt(report):
    document = data_sheet_of(report, "disclosure.licensing")
    row = document.tables[1].add_row()
    row.cells[1].text, row.cells[3].text = "合计", "15"
    found = read(document, report)
    assert [doubt.text for doubt in found.doubts] == ["15"]
    assert "合计" in found.doubts[0].place


def test_a_line_twice(report):
    document = data_sheet_of(report, "disclosure.licensing")
    fill(document, "3", "5")
    table = document.tables[1]._tbl
    table.append(copy.deepcopy(table.tr_lst[-1]))
    assert read(document, report)[-2:] == ({LICENSING: Entry("5")}, [])
    fill(document, "3", "6")
    table.append(copy.deepcopy(table.tr_lst[-1]))
    found = read(document, report)
    assert found.entries == {}
    assert [doubt.text for doubt in found.doubts] == ["6", "5", "5"]


def test_the_data_sheet_may_stand_in_another_document(report):
    document = data_sheet_of(report, "disclosure.licensing")
    fill(document, "3", "5")
    host = docx.Document()
    host.add_paragraph("来函附件")
    host.add_table(2, 2).cell(0, 0).text = "别的表"
    for table in document.tables:
        host.element.body.append(table._tbl)
        host.add_paragraph()
    assert read(host, report).entries == {LICENSING: Entry("5")}


# ---- what is no data sheet, or not this one ----


def refused(data, form_, kind=ReportDeskError):
    with pytest.raises(kind) as error:
        read_data_sheet(data, form_)
    text = str(error.value)
    assert text.endswith("。") and "\n" not in text and len(text) < 100
    return text


def with_document(xml):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", xml)
    return data.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK", b"text", b"\xd0\xcf\x11\xe0" + bytes(600), b"%PDF-1.7", bytes(1000)])
def test_what_is_no_word_document(report, data):
    refused(data, report.form, WordFileError)


def test_a_zip_without_a_document(report):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("xl/workbook.xml", "<a/>")
    refused(data.getvalue(), report.form, WordFileError)


def test_a_document_without_a_data_sheet(report):
    assert "没有找到数据采集表" in refused(saved(docx.Document()), report.form, DataSheetError)
    refused(with_document("<a/>"), report.form, DataSheetError)


def test_a_report_is_no_data_sheet():
    from reportdesk.documents.word import writer as word_writer

    refused(word_writer.render(busy_report()), form.get("2021"), DataSheetError)


def test_huge_content_is_not_read(report, monkeypatch):
    refused(with_document(b"<a>" + b" " * (document_tree.MAX_PART + 10) + b"</a>"), report.form, WordFileError)
    monkeypatch.setattr(office_package, "MAX_FILE", 100)
    assert "没有读取" in refused(
        data_sheet_writer.render(report, OFFICE, every_key(report)), report.form, WordFileError
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "table",
    [
        "<w:tr>" + "<w:tc/>" * 70_000 + "</w:tr>",
        "<w:tr><w:tc/></w:tr>" * 30_000,
        "<w:tbl><w:tr><w:tc>" * 20 + "</w:tc></w:tr></w:tbl>" * 20,
    ],
)
def test_endless_tables_are_not_read(report, table):
    refused(with_document(f"<w:body {W}><w:tbl>{table}</w:tbl></w:body>"), report.form, WordFileError)


def test_entities_are_neither_resolved_nor_fetched(report, tmp_path):
    (tmp_path / "secret").write_text("秘密", "utf-8")
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    for subset, use in (
        (f'<!ENTITY e0 "lol">{levels}', "&e11;"),
        (f'<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">', "&e;"),
        ('<!ENTITY % p SYSTEM "http://localhost:1/x">%p;', ""),
    ):
        refused(with_document(f"<!DOCTYPE a [{subset}]><a>{use}</a>"), report.form, WordFileError)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_damaged_and_deep_xml(report, encoding):
    for text in ("<a>", "<a></b>", "<w:tbl/>", "", "<a>" * 5000 + "</a>" * 5000):
        refused(with_document(text.encode(encoding)), report.form)


def test_strange_spans_are_bounded(report):
    before, cell = "<w:gridBefore w:val='{0}'/>", "<w:tcPr><w:gridSpan w:val='{0}'/><w:vMerge/></w:tcPr>"
    row = f"<w:tr><w:trPr>{before}</w:trPr><w:tc>{cell}</w:tc></w:tr>"
    for value in ("9" * 5000, "-3", "0", "²", ""):
        table = f"<w:tbl {W}><w:tr/>{row.format(value) * 3}</w:tbl>"
        ((_, *found),) = document_tree.read_word(with_document(table)).tables
        assert all(0 <= spot.left < spot.right <= 200 for cells in found for spot in cells)


def test_a_data_sheet_without_its_particulars(report):
    document = data_sheet_of(report)
    document.tables[0]._tbl.remove(document.tables[0]._tbl.tr_lst[1])
    assert "报告单位" in refused(saved(document), report.form, DataSheetError)


@pytest.mark.parametrize("year", ["今年", "20255", "", "²025"])
def test_a_year_that_is_none(report, year):
    document = data_sheet_of(report)
    document.tables[0].cell(0, 3).text = year
    refused(saved(document), report.form, DataSheetError)


def test_two_data_sheets_in_one_document(report):
    document = data_sheet_of(report, "disclosure.licensing")
    other = data_sheet_of(report, "disclosure.charges", office="财务股")
    for table in other.tables:
        document.element.body.append(table._tbl)
        document.add_paragraph()
    assert "几份" in refused(saved(document), report.form, DataSheetError)


def test_a_data_sheet_of_another_edition(report, invented_report):
    data = data_sheet_writer.render(invented_report, OFFICE, every_key(invented_report))
    assert "格式" in refused(data, report.form, DataSheetError)


@pytest.mark.long
@settings(max_examples=times(150), deadline=None)
@given(st.data())
def test_damaged_bytes_give_a_sentence_or_a_data_sheet(data):
    form_ = form.get("2021")
    raw = bytearray(data_sheet_writer.render(Report.new(unit="局", year=2025), OFFICE, ["disclosure.licensing"]))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 40))
    try:
        read_data_sheet(bytes(raw[: len(raw) - cut]), form_)
    except ReportDeskError as error:
        assert str(error)


@pytest.mark.long
@settings(max_examples=times(60), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 3), st.text(max_size=12)), max_size=8))
def test_whatever_is_typed_gives_entries_or_doubts_or_a_sentence(edits):
    report = Report.new(unit="局", year=2025)
    document = data_sheet_of(report, "disputes")
    for row, column, text in edits:
        cell = document.tables[1].rows[row + 1].cells[column]
        cell.text = "".join(c for c in text if c.isprintable())
    try:
        found = read(document, report)
    except DataSheetError as error:  # a second 报告年度
        assert "几个不同" in str(error)
        return
    for cell, entry in found.entries.items():
        report = report.with_cells({cell: entry.value})
    assert all(doubt.reason and doubt.text for doubt in found.doubts)


# ---- the jobs ----


def supplied(report, **offices):
    return msgspec.structs.replace(
        report, sources={key: Source(office=office) for office, keys in offices.items() for key in keys}
    )


def test_a_file_for_every_office(report, tmp_path):
    report = supplied(report, 财务股=["disclosure.charges"], 司法局=["disputes", "disclosure.normative_documents"])
    paths = write_data_sheets(report, tmp_path)
    assert [path.name for path in paths] == ["2025年数据采集表_司法局.docx", "2025年数据采集表_财务股.docx"]
    assert sorted(tmp_path.iterdir()) == sorted(paths)
    assert read_data_sheet(paths[1].read_bytes(), report.form).office == "财务股"


def test_names_are_safe_and_none_is_written_over_another(report, tmp_path):
    names = ["../甲/乙", "..\\甲:乙?", "a*", "A|", "con.", "...", "长" * 300, "长" * 301, "\x07"]
    keys = every_key(report)
    sources = {key: Source(office=name) for key, name in zip(keys, names, strict=False)}
    paths = write_data_sheets(msgspec.structs.replace(report, sources=sources), tmp_path)
    assert len({path.name.casefold() for path in paths}) == len(names) == len(list(tmp_path.iterdir()))
    for path in paths:
        assert path.parent == tmp_path and path.is_file() and len(path.name.encode()) < 200
        assert not set(path.name) & set('<>:"/\\|?*')


def test_nothing_to_write(report, tmp_path):
    for each in (report, supplied(report, 办公室=["requests.concluded"])):
        with pytest.raises(DataSheetError, match="数从哪来"):
            write_data_sheets(each, tmp_path)
    with pytest.raises(ReportDeskError, match="没有找到文件夹"):
        write_data_sheets(supplied(report, 财务股=["disclosure.charges"]), tmp_path / "none")


def test_a_data_sheet_that_was_filled_in_is_not_written_over(report, tmp_path):
    report = supplied(report, 财务股=["disclosure.charges"])
    (path,) = write_data_sheets(report, tmp_path)
    assert write_data_sheets(report, tmp_path) == [path]
    document = docx.Document(path)
    fill(document, "6", "18.8710")
    document.save(path)
    before = path.read_bytes()
    (second,) = write_data_sheets(report, tmp_path)
    assert second.name == "2025年数据采集表_财务股（2）.docx"
    assert path.read_bytes() == before
    path.write_bytes(b"something else")
    assert write_data_sheets(report, tmp_path) == [second]


def filled(report, tmp_path, name="财务股.docx"):
    document = data_sheet_of(report, "disclosure.charges", "disclosure.licensing", office="财务股")
    fill(document, "6", "18.8710（含欠缴）")
    fill(document, "3", "约5")
    sign(document)
    document.save(tmp_path / name)
    return tmp_path / name


def test_taking_in_is_one_step_that_can_be_taken_back(report, tmp_path):
    path = filled(report, tmp_path)
    report = report.with_cells({LICENSING: "4"})
    report = supplied(report, 计划股=["disclosure.charges"], 许可股=["disclosure.licensing"])
    step, doubts = import_data_sheet(report, path)
    after = step.apply(report)
    assert after.values == {LICENSING: "4", CHARGES: "18.8710"}
    assert after.notes == {CHARGES: "含欠缴"}
    source = Source(office="财务股", person="张三", date="2026年1月8日", document="财务股.docx")
    assert after.sources == {"disclosure.charges": source, "disclosure.licensing": Source(office="许可股")}
    assert [doubt.text for doubt in doubts] == ["约5"]
    assert step.inverse().apply(after) == report
    assert not import_data_sheet(after, path)[0]
    assert "财务股" in step.label


def test_blank_cells_change_nothing(report, tmp_path):
    report = report.with_cells(dict.fromkeys(report.form.cells, "1"))
    step, _ = import_data_sheet(report, filled(report, tmp_path))
    assert step.cells == {CHARGES}


@pytest.mark.parametrize(
    ("change", "words"),
    [({"unit": "示例县财政局"}, "示例县财政局"), ({"year": 2024}, "2024"), ({"year": 2026}, "2026")],
)
def test_a_data_sheet_of_another_report_is_refused(report, tmp_path, change, words):
    path = filled(report, tmp_path)
    with pytest.raises(DataSheetError, match=words):
        import_data_sheet(msgspec.structs.replace(report, **change), path)


def test_spaces_in_the_name_of_the_unit_do_not_matter(tmp_path):
    path = filled(Report.new(unit="示例县 交通运输局", year=2025), tmp_path)
    step, _ = import_data_sheet(Report.new(unit="示例县交通运输局", year=2025), path)
    assert step.cells == {CHARGES}


def test_files_that_cannot_be_taken_in(report, tmp_path, monkeypatch):
    (tmp_path / "empty.docx").write_bytes(b"")
    (tmp_path / "blank.docx").write_bytes(data_sheet_writer.render(report, OFFICE, every_key(report)))
    for name in ("none.docx", "empty.docx", "blank.docx", "."):
        with pytest.raises(ReportDeskError) as error:
            import_data_sheet(report, tmp_path / name)
        assert str(error.value).endswith("。")
    monkeypatch.setattr("reportdesk.data_sheets.exchange.MAX_FILE", 10)
    with pytest.raises(DataSheetError, match="没有读取"):
        import_data_sheet(report, tmp_path / "blank.docx")
