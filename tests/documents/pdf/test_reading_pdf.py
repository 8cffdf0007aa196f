"""PDF files as blocks: tables by their rules, paragraphs by where lines begin and end."""

import os
import time
import zlib

import pytest
from tests.support.office_packages import shape, tables, texts
from tests.support.outlines import FilledTable, PdfPage, outline, pdf, pdf_file, pdf_of
from tests.support.reports import busy_report

from reportdesk.documents import workers
from reportdesk.documents.blocks import SourceDocument, TableBlock
from reportdesk.documents.pdf import reader as pdf_reader
from reportdesk.documents.pdf.reader import read_pdf
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.reader import read_docx
from reportdesk.errors import ReadingError
from reportdesk.files.isolation import Workers
from reportdesk.text.characters import replace_lookalikes

LINE = "政府信息公开工作年度报告的正文排满一整行直到右边的页边为止"  # 28 characters, 448 points at 16


def read(*pages: PdfPage) -> SourceDocument:
    return read_pdf(pdf(list(pages)), "年报.pdf")


def page_of(*lines: tuple[float, str]) -> PdfPage:
    """A page of lines at 16 points, each beginning so many characters from the left margin."""
    page = PdfPage()
    for i, (indent, text) in enumerate(lines):
        page.text(70 + indent * 16, 110 + i * 29, text, 16)
    return page


def ruled(page: PdfPage, top: float, rows: list[list[str]], left: float = 70, width: float = 80) -> PdfPage:
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            page.box(left + j * width, top + i * 20, left + (j + 1) * width, top + (i + 1) * 20)
            page.text(left + j * width + 4, top + i * 20 + 4, text)
    return page


def test_the_same_report_as_in_word():
    found, document = (
        read_pdf(pdf_of(busy_report()), "年报.pdf"),
        read_docx(word_writer.render(busy_report()), "年报.docx"),
    )
    grids = [block.grid for block in found.blocks if isinstance(block, TableBlock)]
    for grid in grids:
        for row in grid:
            for spot in row:
                spot.text = spot.text.replace("\n", "")  # narrow columns break labels
    assert grids == [block.grid for block in document.blocks if isinstance(block, TableBlock)]
    assert texts(found) == [item for item in outline(busy_report()) if not isinstance(item, FilledTable)]
    assert found.remarks == []
    assert found.blocks[0].place == "第 1 页" and found.blocks[-1].place == "第 5 页"


# ---- paragraphs ----


def test_lines_that_reach_the_margin_go_on():
    found = read(page_of((6, "短标题"), (2, LINE[:26]), (0, LINE), (0, "到此为止。"), (2, "另起一段。")))
    assert texts(found) == ["短标题", LINE[:26] + LINE + "到此为止。", "另起一段。"]


def test_a_full_line_ends_where_the_next_is_indented_or_a_heading():
    found = read(page_of((2, LINE[:26]), (2, "二段"), (2, LINE[:26]), (0, "三、标题"), (0, LINE), (0, "完")))
    assert texts(found) == [LINE[:26], "二段", LINE[:26], "三、标题", LINE + "完"]


def test_a_paragraph_goes_on_over_the_page_and_its_number():
    first, second = page_of((2, LINE[:26])), page_of((0, "接上页。"))
    for number, page in enumerate((first, second), 1):
        page.text(280, 780, f"- {number} -")
        page.text(70, 30, f"示例县财政局  第{number}页")
    assert texts(read(first, second)) == [LINE[:26] + "接上页。"]


@pytest.mark.parametrize("number", ["3", "— 3 —", "－3－", "第3页", "第 3 页 共 8 页", "3/8", "3 / 8"])
def test_page_numbers_are_not_text(number):
    page = page_of((2, "正文一段，字数足够判断这是有文字的文件。"))
    page.text(280, 790, number)
    assert texts(read(page)) == ["正文一段，字数足够判断这是有文字的文件。"]


def test_words_apart_and_signs_drawn_twice():
    page = PdfPage()
    page.text(70, 100, "单位：示例县财政局", 16)
    page.text(70.4, 100, "单位：示例县财政局", 16)
    page.text(300, 100, "2025", 16)
    page.text(338, 100, "年度", 16)
    page.text(70, 300, "正文一段，字数足够判断。", 16)
    assert texts(read(page)) == ["单位：示例县财政局\t2025年度", "正文一段，字数足够判断。"]


# ---- tables ----


def test_a_table_between_lines_keeps_its_place_and_blanks():
    page = page_of((2, "前面的一段文字，字数足够。"))
    ruled(page, 200, [["项目", "数量"], ["新收", "0"], ["结转", ""]])
    page.text(70, 300, "注：后面的文字。")
    assert shape(read(page)) == [
        "前面的一段文字，字数足够。",
        [["项目", "数量"], ["新收", "0"], ["结转", ""]],
        "注：后面的文字。",
    ]


def test_a_table_goes_on_on_the_next_page_without_its_heads_again():
    heads = ["项目名称", "甲类数量", "乙类数量"]
    first = ruled(page_of((2, "前面的一段文字")), 600, [heads, ["新收", "1", "2"], ["结转", "3", "4"]])
    second = ruled(PdfPage(), 100, [heads, ["总计", "4", "6"]])
    third = ruled(PdfPage(), 100, [["又一行", "7", "8"]])
    assert shape(read(first, second, third))[1:] == [
        [heads, ["新收", "1", "2"], ["结转", "3", "4"], ["总计", "4", "6"], ["又一行", "7", "8"]]
    ]


def test_a_row_that_the_page_cuts_is_one_row():
    """As browsers print it: no rule where the page ends, the row and a label beside several rows go on."""
    first, second = page_of((2, "前面的一段文字，字数足够。")), PdfPage()
    for page, top, bottom, rules in ((first, 600, 700, (600, 640)), (second, 80, 160, (120, 160))):
        for x in (70, 130, 250, 330, 410):
            page.line(x, top, x, bottom)
        page.line(70, top if page is first else bottom, 410, top if page is first else bottom)
        for y in rules:
            page.line(130, y, 410, y)
    for page, x, top, text in (
        (first, 75, 610, "不予处理"),
        (first, 135, 610, "重复申请"),
        (first, 255, 610, "1"),
        (first, 335, 610, "2"),
        (first, 135, 650, "补正后申请"),
        (first, 255, 650, "21"),
        (first, 335, 650, "5"),
        (second, 135, 90, "内容仍不明确"),
        (second, 135, 130, "其他"),
        (second, 255, 130, "3"),
        (second, 335, 130, "4"),
    ):
        page.text(x, top, text)
    (table,) = tables(read(first, second))
    assert table == [["不予处理", "重复申请", "1", "2"], ["补正后申请\n内容仍不明确", "21", "5"], ["其他", "3", "4"]]


def test_a_line_drawn_on_both_pages_is_read_once():
    first, second = page_of((2, LINE[:26]), (0, LINE)), page_of((0, LINE), (0, "完。"))
    assert texts(read(first, second)) == [LINE[:26] + LINE + "完。"]


def test_radicals_become_the_usual_characters():
    assert (
        replace_lookalikes("⼀、⽂件，中华⼈⺠共和国，⾏政许可，⻓期，门⼾，⿊⾊，更")
        == "一、文件，中华人民共和国，行政许可，长期，门户，黑色，更"
    )
    assert replace_lookalikes("示例县 2025 ①²（一）徵昇於") == "示例县 2025 ①²（一）徵昇於"


def test_a_heading_or_other_columns_begin_another_table():
    first = ruled(page_of((2, "前面的一段文字，字数足够。")), 600, [["新收", "1", "2"], ["结转", "3", "4"]])
    second = page_of((0, "四、另一部分"))
    ruled(second, 200, [["甲", "1", "2"], ["乙", "3", "4"]])
    third = ruled(PdfPage(), 100, [["丙", "1"], ["丁", "2"]])
    assert [item for item in shape(read(first, second, third)) if isinstance(item, list)] == [
        [["新收", "1", "2"], ["结转", "3", "4"]],
        [["甲", "1", "2"], ["乙", "3", "4"]],
        [["丙", "1"], ["丁", "2"]],
    ]


def test_columns_without_rules_come_as_what_stands_apart():
    page = page_of((2, "前面的一段文字，字数足够判断。"))
    for i, row in enumerate((("项目", "甲类", "乙类"), ("新收", "1", "2"))):
        for j, text in enumerate(row):
            page.text(70 + j * 120, 300 + i * 20, text)
    found = read(page)
    assert tables(found) == [[["项目", "甲类", "乙类"], ["新收", "1", "2"]]]
    assert isinstance(found.blocks[1], TableBlock) and not found.blocks[1].exact


# ---- what cannot be read ----


def refused(data: bytes) -> str:
    with pytest.raises(ReadingError) as error:
        read_pdf(data, "年报.pdf")
    assert str(error.value).endswith("。") and len(str(error.value)) < 120
    return str(error.value)


def test_a_scan_is_refused_with_advice():
    scan = "扫描件"
    assert scan in refused(pdf([PdfPage()]))
    stamp = PdfPage()
    stamp.text(280, 780, "- 1 -")
    assert scan in refused(pdf([stamp, PdfPage()]))


GARBLED = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[4 0 R]>>"


def test_a_font_without_characters_is_refused_with_advice():
    data = pdf([page_of((2, LINE))], GARBLED).replace(b"(GB1)", b"(XX1)")
    assert "乱码" in refused(data)


def test_a_page_that_is_a_picture_is_said():
    pages = [page_of((2, LINE)), PdfPage()]
    pages[1].drawn.append("q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q")
    assert read(*pages).remarks == ["第 2 页是图片，没有文字可读，没有读入。"]


def test_too_many_pages():
    assert "61 页" in refused(pdf([PdfPage()] * 61))


def test_too_large_a_file(monkeypatch):
    monkeypatch.setattr(pdf_reader, "MAX_FILE", 100)
    assert "没有读取" in refused(pdf([page_of((2, LINE))]))


def test_a_password():
    catalogue = b"<</Type/Catalog/Pages 2 0 R>>"
    lock = b"<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>" % (b"x" * 32, b"y" * 32)
    data = pdf_file([catalogue, b"<</Type/Pages/Count 0/Kids[]>>", lock])
    data = data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 3 0 R/ID[(a)(a)]")
    assert "密码" in refused(data)


@pytest.mark.parametrize("keep", [8, 60, 400, 0.3, 0.9])
def test_a_file_cut_off(keep):
    data = pdf([page_of((2, LINE))])
    data = data[: int(keep if keep > 1 else keep * len(data))]
    try:
        assert LINE in "".join(texts(read_pdf(data, "年报.pdf")))  # what is there may be found without the index
    except ReadingError as error:
        assert str(error).endswith("。")


def with_stream(content: bytes, filters: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    stream = b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(content), filters, content)
    return pdf_file([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream])


@pytest.mark.slow
def test_a_bomb_is_not_unpacked(monkeypatch):
    bomb = zlib.compress(zlib.compress(bytes(400 * 2**20)))
    monkeypatch.setattr(workers, "_workers", Workers(workers._command))
    before = processor_time_of_ended_children()
    assert "没有读取" in refused(with_stream(bomb, b"/FlateDecode/FlateDecode"))
    assert 0 < processor_time_of_ended_children() - before < 5


def processor_time_of_ended_children() -> float:
    used = os.times()
    return used.children_user + used.children_system


def test_what_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf_reader, "_LIMITS", pdf_reader._LIMITS._replace(step_seconds=0.2))
    start = time.monotonic()
    assert "没有读取" in refused(with_stream(b"0 0 m 1 1 l S\n" * 400_000, b""))
    assert time.monotonic() - start < 20  # whole, it takes half a minute of an idle computer


FAR_RUNS = zlib.compress(b"\x81\x00" * 2**23)  # each is 128 zeros: a gigabyte
FAR_COLUMNS = b"FlateDecode]/DecodeParms[<</Predictor 15/Columns 300000000>>"
FAR_WIDTHS = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<<>>/W[0 2000000000 500]>>"


def with_widths() -> bytes:
    """A page with a font that gives a width to two billion characters."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    text = b"<</Length 32>>stream\nBT /F 9 Tf 9 9 Td <0001> Tj ET\nendstream"
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf_file([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, text, font, FAR_WIDTHS])


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        with_stream(FAR_RUNS, b"/FlateDecode/RunLengthDecode"),
        with_stream(zlib.compress(bytes(2**27)), b"/" + FAR_COLUMNS),
        with_widths(),
    ],
    ids=["runs", "columns", "widths"],
)
def test_memory_is_bounded_whatever_part_of_the_library_takes_it(data, monkeypatch):
    monkeypatch.setattr(pdf_reader, "_LIMITS", pdf_reader._LIMITS._replace(seconds=120, step_seconds=120))
    assert "过于复杂" in refused(data)


def test_reading_goes_on_after_a_file_that_was_given_up(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(pdf_reader, "_LIMITS", pdf_reader._LIMITS._replace(step_seconds=0.0))
        refused(pdf([page_of((2, LINE))]))
    assert LINE in "".join(texts(read(page_of((2, LINE)))))
