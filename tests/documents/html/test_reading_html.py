"""Web pages as blocks, in the encodings and with the mark-up that offices' sites have."""

import quopri
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.office_packages import shape, tables, texts
from tests.support.outlines import html_of
from tests.support.reports import busy_report

from reportdesk.documents.blocks import SourceDocument, TableBlock
from reportdesk.documents.decoding import decode
from reportdesk.documents.html.reader import read_html, read_mht
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.reader import read_docx
from reportdesk.errors import ReadingError


def read(page: str | bytes) -> SourceDocument:
    return read_html(page if isinstance(page, bytes) else page.encode(), "年报.html")


def grid(page: str) -> list[list[tuple[str, int, int, bool, int]]]:
    (block,) = read(page).blocks
    assert isinstance(block, TableBlock) and block.exact
    return [[(s.text, s.left, s.right, s.continued, s.rows) for s in row] for row in block.grid]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb2312", "gb18030", "utf-16"])
def test_the_same_report_as_in_word(encoding):
    page, document = read(html_of(busy_report(), encoding)), read_docx(word_writer.render(busy_report()), "年报.docx")
    assert [b for b in page.blocks if isinstance(b, TableBlock)] == [
        b for b in document.blocks if isinstance(b, TableBlock)
    ]
    assert texts(page)[1:] == texts(document)[2:]  # Word has the title on two lines
    assert page.remarks == []


# ---- encodings ----


def test_a_page_saved_anew_whose_declaration_is_wrong():
    assert texts(read('<meta charset="gb2312"><p>政府信息公开</p>'.encode())) == ["政府信息公开"]
    assert texts(read('<meta charset="utf-8"><p>政府信息公开</p>'.encode("gbk"))) == ["政府信息公开"]


@pytest.mark.parametrize("declared", ["", "gb2312", "nonsense", "zip", "hex", "utf-7"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_decoded_whatever_is_declared(encoding, declared):
    text = "<html>晋江市应急管理局2023年政府信息公开工作年度报告，共收到申请12件，镕、硚也在其中。</html>"
    assert decode(text.encode(encoding), declared) == text


def test_big5_where_it_is_declared():
    text = '<meta charset="big5">政府資訊公開'
    assert decode(text.encode("big5")) == text


def test_bytes_that_are_no_text_of_any_encoding_are_said():
    found = read("<p>公开</p>".encode() + b"<p>\xff\xfe\xff</p>")
    assert texts(found)[0] == "公开"
    assert "无法识别" in found.remarks[0]


def test_a_character_cut_off_at_the_end_is_left_out():
    assert decode("公开".encode()[:-1]) == "公"
    assert decode("公开".encode("gbk")[:-1]) == "公"


@given(st.binary(max_size=300), st.text(max_size=12))
def test_decoding_never_fails(data, declared):
    decode(data, declared).encode("utf-8", "replace")


# ---- lines ----


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<p>甲<br>乙<br/>丙</p>", ["甲", "乙", "丙"]),
        ("<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"]),
        ("<p>共<b>8</b>件<span>，<a href=x>详见</a></span></p>", ["共8件，详见"]),
        ("<p>政府信息\n    公开</p>", ["政府信息公开"]),
        ("<p>in the\n  year 2023\n年</p>", ["in the year 2023 年"]),
        ("<p>&emsp;&nbsp; 一、总体情况&nbsp;</p>", ["一、总体情况"]),
        ("<pre>甲\n乙</pre>", ["甲", "乙"]),
        ("<ul><li>甲<li>乙</ul>尾", ["甲", "乙", "尾"]),
        ("裸文本", ["裸文本"]),
        ("<script>1</script><style>p{}</style><!-- 注 --><p>甲</p><noscript>2</noscript>", ["甲"]),
        ("<p style='DISPLAY : none'>隐</p><p hidden>隐</p><p style='visibility:hidden'>隐</p><p>显</p>", ["显"]),
        ("<head><title>题</title></head><nav>首页</nav><p>甲</p><footer>版权</footer>", ["首页", "甲", "版权"]),
        ("<![if !vml]><p>甲</p><![endif]><o:p></o:p>", ["甲"]),
    ],
)
def test_lines_of_a_page(page, lines):
    assert texts(read(page)) == lines


# ---- tables ----


def test_merged_cells_go_both_ways():
    page = "<table><tr><td rowspan=2>竖<td colspan=2>横<tr><td>1<td>2<tr><td colspan=3>底</table>"
    assert grid(page) == [
        [("竖", 0, 1, False, 2), ("横", 1, 3, False, 1)],
        [("竖", 0, 1, True, 1), ("1", 1, 2, False, 1), ("2", 2, 3, False, 1)],
        [("底", 0, 3, False, 1)],
    ]


def test_a_span_to_the_end_one_too_long_and_ones_that_overlap():
    assert grid("<table><tr><td rowspan=0>竖<td>1<tr><td>2<tr><td>3</table>")[0][0] == ("竖", 0, 1, False, 3)
    assert grid("<table><tr><td rowspan=99>竖<td>1<tr><td>2</table>")[0][0] == ("竖", 0, 1, False, 2)
    page = "<table><tr><td>1<td rowspan=2>竖<tr><td colspan=3>横<td>尾</table>"
    assert grid(page)[1] == [("横", 0, 1, False, 1), ("竖", 1, 2, True, 1), ("尾", 2, 3, False, 1)]


@pytest.mark.parametrize("span", ["1000000", "9" * 5000, "-3", "²", "1.5", "", "x", "0"])
def test_strange_spans_are_bounded(span):
    page = f"<table><tr><td colspan='{span}'>甲<tr><td rowspan='{span}'>乙<td>丙<tr><td>丁</table>"
    assert all(0 <= left < right <= 65 for row in grid(page) for _, left, right, _, _ in row)


def test_cells_with_lines_fields_and_head_cells():
    page = "<table><thead><tr><th>商业<br>企业</th><th><p>科研</p><p>机构</p></th></tr></thead><tr><td><input value=5>\
    <td><input type=hidden value=7><textarea>6</textarea></table>"
    assert tables(read(page)) == [[["商业\n企业", "科研\n机构"], ["5", "6"]]]


def test_tables_that_only_place_things_are_walked_through():
    page = """<table><tr><td>首页 | 公开</td></tr><tr><td><table><tr><td>栏目</td><td>
        <p>一、标题</p><table><tr><td>新收<td>8<tr><td>结转<td>0</table><p>注：无</p></td></tr></table></td></tr></table>"""
    assert shape(read(page)) == ["首页 | 公开", "栏目", "一、标题", [["新收", "8"], ["结转", "0"]], "注：无"]


def test_a_column_of_texts_beside_a_menu_is_no_table():
    page = f"<table><tr><td>菜单</td><td><p>一、标题</p><p>{'正文' * 400}</p></td></tr></table>"
    assert texts(read(page)) == ["菜单", "一、标题", "正文" * 400]


def test_hidden_rows_and_cells_are_left_out():
    page = "<table><tr style='display:none'><td>隐<td>隐<tr><td hidden>隐<td>甲<td>1<tr><td>乙<td>2</table>"
    assert tables(read(page)) == [[["甲", "1"], ["乙", "2"]]]


# ---- pages saved whole ----


def test_a_page_saved_whole():
    body = quopri.encodestring('<meta charset="gbk"><p>政府信息公开</p>'.encode("gbk"))
    head = b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    part = b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + body
    picture = b"\r\n--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--\r\n"
    assert texts(read_mht(head + part + picture, "年报.mht")) == ["政府信息公开"]
    with pytest.raises(ReadingError, match="没有找到网页内容"):
        read_mht(head + picture, "年报.mht")


# ---- bad input ----


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5000 + "甲",
        "<table><tr>" + "<td>1" * 30_000,
        "<table>" + "<tr><td>1<td>2" * 15_000,
        "<table>" + "<tr><td rowspan=9999 colspan=60>1<td>2" * 9000,
        "<p>1" * 60_000,
        "<tr>" * 1_000_000,
        "<p>" + "中\n" * 4_000_000,
        "",
        "<!-- -->",
    ],
)
def test_endless_deep_and_empty_pages_are_refused_or_empty(page):
    try:
        assert not read(page).blocks
    except ReadingError as error:
        assert str(error).endswith("。")


def test_pictures_in_a_page_saved_in_one_file_do_not_count():
    picture = f'<img src="data:image/png;base64,{"A" * 8_000_000}">'
    assert texts(read(f"<p>甲{picture}</p><p>乙</p>")) == ["甲", "乙"]


@pytest.mark.slow
def test_parts_within_parts_of_a_saved_page_take_bounded_time():
    nested = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    start = time.monotonic()
    with pytest.raises(ReadingError):
        read_mht(b"MIME-Version: 1.0\r\n" + nested * 200_000, "年报.mht")
    assert time.monotonic() - start < 5


def test_entities_are_not_made_larger(tmp_path):
    (tmp_path / "secret").write_text("秘密", "utf-8")
    page = f'<!DOCTYPE html [<!ENTITY a "x"><!ENTITY s SYSTEM "{(tmp_path / "secret").as_uri()}">]><p>甲&a;&s;</p>'
    assert "秘密" not in "".join(texts(read(page)))


PIECES = "<table> <tr> <td> <td\trowspan=3> <td\tcolspan=2> </table> <p> </td> <br> 8 甲"


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES.split(" "))))
def test_whatever_the_markup_cells_of_a_row_never_overlap(pieces):
    for block in read("甲" + "".join(pieces)).blocks:
        if isinstance(block, TableBlock):
            for row in block.grid:
                assert all(a.right <= b.left for a, b in pairwise(row))
