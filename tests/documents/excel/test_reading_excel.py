"""Excel workbooks as blocks: what the sheets show."""

import io

import openpyxl
import pytest
from openpyxl.styles import Border, Side
from tests.support.office_packages import relations, shape, sheet_file, tables, texts, zipped
from tests.support.reports import busy_report

from reportdesk.documents.blocks import SourceDocument, TableBlock
from reportdesk.documents.excel import writer as excel_writer
from reportdesk.documents.excel.number_formats import format_value
from reportdesk.documents.excel.reader import read_xlsx
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.reader import read_docx
from reportdesk.errors import ReadingError

THIN = Border(*(Side(style="thin"),) * 4)


def read(book: openpyxl.Workbook | bytes) -> SourceDocument:
    if isinstance(book, bytes):
        return read_xlsx(book, "年报.xlsx")
    data = io.BytesIO()
    book.save(data)
    return read_xlsx(data.getvalue(), "年报.xlsx")


def book_of(*rows: list[object], framed: bool = False) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if framed:
        for row in book.active.iter_rows():
            for cell in row:
                cell.border = THIN
    return book


def test_the_same_tables_as_in_word():
    found = read(excel_writer.render(busy_report()))
    document = read_docx(word_writer.render(busy_report()), "年报.docx")
    # Sheets of our own are none: facts, a list of cells, an explanation.
    assert [b.grid for b in found.blocks if isinstance(b, TableBlock)] == [
        b.grid for b in document.blocks if isinstance(b, TableBlock)
    ]
    headings = [text for text in texts(found) if text[1] == "、"]
    assert headings == [section.heading for section in busy_report().form.sections.values() if section.heading]
    assert found.remarks == []


def test_sheets_in_order_titles_tables_and_notes():
    book = book_of(["年度报告"], [], ["二、主动公开"], ["规章", 0, 1], ["文件", 2, 3], ["注：无"], ["说明\n两行"])
    other = book.create_sheet("第二张")
    other["B7"] = "三、申请"
    assert shape(read(book)) == [
        "年度报告",
        "二、主动公开",
        [["规章", "0", "1"], ["文件", "2", "3"]],
        "注：无",
        "说明",
        "两行",
        "三、申请",
    ]
    assert read(book).blocks[-1].place == "工作表“第二张”第 7 行"


def test_merged_cells_go_both_ways():
    book = book_of(["竖", "横", None], [None, 1, 2], ["底", None, None], framed=True)
    book.active.merge_cells("A1:A2")
    book.active.merge_cells("B1:C1")
    (block,) = read(book).blocks
    assert isinstance(block, TableBlock)
    assert [[(s.text, s.left, s.right, s.continued, s.rows) for s in row] for row in block.grid] == [
        [("竖", 0, 1, False, 2), ("横", 1, 3, False, 1)],
        [("竖", 0, 1, True, 1), ("1", 1, 2, False, 1), ("2", 2, 3, False, 1)],
        [("底", 0, 1, False, 1), ("", 1, 2, False, 1), ("", 2, 3, False, 1)],
    ]


def test_blank_rows_with_borders_belong_to_the_table():
    book = book_of(["维持", "纠正"], [None, None], framed=True)
    book.active["A9"].border = THIN
    assert tables(read(book)) == [[["维持", "纠正"], ["", ""]]]


def test_a_label_alone_between_rows_stays_in_a_table_without_borders():
    book = book_of(["行", "数"], ["甲", 1], ["乙", None], ["丙", 2])
    assert tables(read(book)) == [[["行", "数"], ["甲", "1"], ["乙", ""], ["丙", "2"]]]


def test_a_heading_across_all_columns_ends_a_table():
    book = book_of(["甲", 1], ["二、标题", None], ["乙", 2], framed=True)
    book.active.merge_cells("A2:B2")
    assert shape(read(book)) == [[["甲", "1"]], "二、标题", [["乙", "2"]]]


def test_rows_far_below_do_not_make_a_long_table():
    book = book_of(["甲", 1])
    book.active["A1048576"], book.active["B1048576"] = "乙", 2
    assert tables(read(book)) == [[["甲", "1"]], [["乙", "2"]]]


# ---- what a cell shows ----


@pytest.mark.parametrize(
    ("value", "format_", "text"),
    [
        (0, "General", "0"),
        (0, "0;-0;;@", "0"),
        (1234.0, "General", "1234"),
        (1234567, "#,##0", "1234567"),
        (18.871, "0.0000", "18.8710"),
        (18.871, "0.0000_ ", "18.8710"),
        (0.1 + 0.2, "General", "0.3"),
        (2.5, "0", "3"),
        (-2.5, "0_);[Red](0)", "-3"),
        (0.125, "0.0%", "12.5%"),
        (12, '0"件"', "12件"),
        (12, "General\\件", "12件"),
        (1e20, "General", "100000000000000000000"),
        (45000, 'yyyy"年"m"月"d"日"', "2023-03-15"),
        ("１２", "General", "１２"),
        ("18.8710", "General", "18.8710"),
        (" /\n", "@", "/"),
        (True, "General", "TRUE"),
    ],
)
def test_cells_as_they_show(value, format_, text):
    book = book_of([value, "x"])
    book.active["A1"].number_format = format_
    assert tables(read(book)) == [[[text, "x"]]]


@pytest.mark.parametrize("raw", ["abc", "1e9999999", "nan", "inf", "1" * 5000, ""])
def test_what_is_no_number_comes_as_it_is(raw):
    assert format_value(raw, "0.00") == raw


def test_formulas_count_with_their_results():
    cells = '<c t="n"><f>1+1</f><v>2</v></c><c t="str"><f>A1</f><v>甲</v></c><c t="str"><f>A1</f><v></v></c>'
    found = read(sheet_file(f"<row>{cells}</row>"))
    assert (tables(found), found.remarks) == ([[["2", "甲"]]], [])


def test_formulas_without_a_result_are_blank_and_said():
    found = read(book_of(["甲", "=1+1"], ["乙", 3]))
    assert tables(found) == [[["甲", ""], ["乙", "3"]]]
    assert found.remarks == [
        "有 1 个公式没有保存计算结果，这些格按空白读取。请用 Excel 或 WPS 打开文件，保存后再导入。"
    ]


def test_strings_shared_inline_and_in_pieces():
    cells = '<c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>行</t></r><r><t>内</t></r></is></c><c t="s"><v>9</v></c>'
    strings = "<si><r><t>自</t></r><r><t>然_x000D_\n人</t></r><rPh><t>zi</t></rPh></si>"
    assert tables(read(sheet_file(f"<row>{cells}</row>", strings=strings))) == [[["自然\n人", "行内"]]]


def test_files_that_leave_out_places_or_declare_only_a1():
    rows = '<row r="3"><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c r="D4"><v>4</v></c></row>'
    assert tables(read(sheet_file(rows))) == [[["1", "2", "", ""], ["3", "", "", "4"]]]


def test_what_is_hidden_is_not_read_and_said():
    book = book_of(["甲", 1, "隐"], ["隐", 2, 3], ["乙", 4, "隐"])
    book.active.title = "年报"
    book.active.column_dimensions["C"].hidden = True
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("底稿")["A1"] = "隐"
    book["底稿"].sheet_state = "hidden"
    found = read(book)
    assert tables(found) == [[["甲", "1"]], [["乙", "4"]]]
    assert found.remarks == [
        "工作簿中有隐藏的工作表（“底稿”），没有读取。",
        "工作表“年报”中有隐藏的行或列，没有读取。",
    ]


# ---- bad input ----

ROW = "<row><c><v>1</v></c><c><v>2</v></c></row>"


@pytest.mark.parametrize(
    "data",
    [
        zipped({"xl/workbook.xml": "<broken"}),
        zipped({"xl/other.xml": "<a/>"}),
        zipped({"_rels/.rels": relations(officeDocument="xl/workbook.bin"), "xl/workbook.bin": b"x"}),
        sheet_file("<row>" + "<c><v>1</v></c>" * 20_000 + "</row>"),
        sheet_file(ROW * 60_000),
        sheet_file('<row><c r="XFD1"><v>1</v></c></row>'),
        sheet_file("<row>" + "<c><v>1</v></c>" * 200 + "</row>" + "<row><c/></row>" * 2000, styles="<a>"),
        sheet_file(ROW, strings="<!DOCTYPE a>"),
        sheet_file("<!DOCTYPE a [<!ENTITY e 'x'>]>"),
        sheet_file(" " * 30 * 2**20),
        b"PK\x03\x04 cut off",
    ],
)
def test_damaged_endless_or_hostile_workbooks(data):
    with pytest.raises(ReadingError) as error:
        read(data)
    assert str(error.value).endswith("。") and len(str(error.value)) < 100


def test_merged_cells_of_any_size_and_number():
    areas = "".join(f'<mergeCell ref="A{i}:XFD1048576"/>' for i in range(1, 15_000))
    found = read(sheet_file(ROW * 50, f"<mergeCells>{areas}<mergeCell ref='x'/><mergeCell ref='B2:A1'/></mergeCells>"))
    assert all(
        spot.right <= 2 for block in found.blocks if isinstance(block, TableBlock) for row in block.grid for spot in row
    )
    assert texts(found) == ["1"]


def test_frames_down_to_the_last_row_are_no_table():
    borders = "<borders><border/><border><left style='thin'/></border></borders>"
    xfs = "<cellXfs><xf/><xf borderId='1' numFmtId='0'/></cellXfs>"
    rows = ROW.replace("<c>", '<c s="1">') + '<row><c s="1"/><c s="1"/></row>' * 60_000
    assert tables(read(sheet_file(rows, styles=borders + xfs))) == [[["1", "2"], ["", ""]]]
