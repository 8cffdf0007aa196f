"""Word files as blocks: what stands on paper when all tracked changes are accepted."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from tests.support.office_packages import STRICT, W, p, relations, shape, tables, tbl, texts, word, zipped
from tests.support.reports import busy_report

from reportdesk.documents.blocks import Comment, SourceDocument, TableBlock
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.list_numbers import format_number
from reportdesk.documents.word.reader import read_docx
from reportdesk.errors import ReadingError

CHANGE = 'w:id="1" w:author="a"'
INS, DEL = f"<w:ins {CHANGE}/>", f"<w:del {CHANGE}/>"


def read(data: bytes) -> SourceDocument:
    return read_docx(data, "年报.docx")


def inserted(text: str) -> str:
    return f"<w:ins {CHANGE}><w:r><w:t>{text}</w:t></w:r></w:ins>"


def deleted(text: str) -> str:
    return f"<w:del {CHANGE}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def test_paragraphs_and_tables_in_the_order_of_the_page():
    body = p("甲") + tbl([p("一"), p("二")], [p("三"), p("四")]) + p("乙") + p("") + tbl([p("五"), p("六")])
    assert shape(read(word(body))) == ["甲", [["一", "二"], ["三", "四"]], "乙", [["五", "六"]]]


def test_a_whole_exported_report():
    found = read(word_writer.render(busy_report()))
    assert texts(found)[:3] == [
        "示例县交通运输局",
        "2025年政府信息公开工作年度报告",
        busy_report().text("lead_in").split("\n")[0],
    ]
    headings = [text for text in texts(found) if text[1:2] == "、"]
    assert headings == [section.heading for section in busy_report().form.sections.values() if section.heading]
    assert [len(table) for table in tables(found)] == [14, 28, 4]
    assert found.remarks == []


def test_merged_cells_go_both_ways():
    document = docx.Document()
    table = document.add_table(3, 3)
    for i, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = str(i)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "横"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "竖"
    data = io.BytesIO()
    document.save(data)
    (block,) = read(data.getvalue()).blocks
    assert isinstance(block, TableBlock) and block.exact
    assert [[(s.text, s.left, s.right, s.continued, s.rows) for s in row] for row in block.grid] == [
        [("0", 0, 1, False, 1), ("横", 1, 3, False, 1)],
        [("竖", 0, 1, False, 2), ("4", 1, 2, False, 1), ("5", 2, 3, False, 1)],
        [("竖", 0, 1, True, 1), ("7", 1, 2, False, 1), ("8", 2, 3, False, 1)],
    ]


# ---- tracked changes and comments ----


def test_insertions_stay_and_deletions_go():
    body = f"<w:p><w:r><w:t>全年收到</w:t></w:r>{deleted('8')}{inserted('9')}<w:r><w:t>件</w:t></w:r></w:p>"
    found = read(word(body))
    assert texts(found) == ["全年收到9件"]
    assert found.remarks == ["文中有 2 处修订，已按全部接受读取。"]


def test_moved_text_stands_where_it_went():
    moved = "<w:r><w:t>移动</w:t></w:r>"
    body = (
        f"<w:p><w:r><w:t>甲</w:t></w:r><w:moveFrom {CHANGE}>{moved}</w:moveFrom></w:p>"
        f"<w:p><w:moveTo {CHANGE}>{moved}</w:moveTo><w:r><w:t>乙</w:t></w:r></w:p>"
    )
    assert texts(read(word(body))) == ["甲", "移动乙"]


def test_a_struck_end_of_a_paragraph_joins_it_with_the_next():
    body = p("一、总体", f"<w:rPr>{DEL}</w:rPr>") + p("情况") + p("正文", f"<w:rPr>{INS}</w:rPr>") + p("下文")
    found = read(word(body))
    assert texts(found) == ["一、总体情况", "正文", "下文"]
    assert found.remarks == ["文中有 2 处修订，已按全部接受读取。"]


def test_a_paragraph_struck_out_whole_leaves_nothing():
    body = p("甲") + f"<w:p><w:pPr><w:rPr>{DEL}</w:rPr></w:pPr>{deleted('乙')}</w:p>" + p("丙")
    assert texts(read(word(body))) == ["甲", "丙"]


def test_a_struck_end_before_a_table_or_at_the_end_loses_no_text():
    end = f"<w:rPr>{DEL}</w:rPr>"
    body = p("甲", end) + tbl([p("1"), p("2")]) + p("乙", end)
    assert shape(read(word(body))) == ["甲", [["1", "2"]], "乙"]


def test_struck_rows_and_cells_are_gone_and_new_ones_there():
    body = (
        "<w:tbl>"
        f"<w:tr><w:tc>{p('留')}</w:tc><w:tc>{p('1')}</w:tc></w:tr>"
        f"<w:tr><w:trPr>{DEL}</w:trPr><w:tc>{p('删')}</w:tc><w:tc>{p('2')}</w:tc></w:tr>"
        f"<w:tr><w:trPr>{INS}</w:trPr><w:tc>{p('新')}</w:tc><w:tc>{p('3')}</w:tc>"
        f"<w:tc><w:tcPr><w:cellDel {CHANGE}/></w:tcPr>{p('4')}</w:tc></w:tr>"
        "</w:tbl>"
    )
    assert tables(read(word(body))) == [[["留", "1"], ["新", "3"]]]


def test_old_formatting_kept_in_a_change_is_not_read_as_text_or_count():
    change = f"<w:rPrChange {CHANGE}><w:rPr><w:b/></w:rPr></w:rPrChange>"
    body = f"<w:p><w:r><w:rPr>{change}</w:rPr><w:t>正文</w:t></w:r></w:p>"
    found = read(word(body))
    assert (texts(found), found.remarks) == (["正文"], [])


def test_comments_are_counted_and_said():
    comment = '<w:r><w:commentReference w:id="{0}"/></w:r>'
    two = f"<w:p><w:r><w:t>甲</w:t></w:r>{comment.format(0)}{comment.format(1)}</w:p>"
    assert read(word(two)).remarks == ["文中有 2 条批注，不算报告的内容。"]
    assert read(word(two + f"<w:p>{inserted('乙')}</w:p>")).remarks == [
        "文中有 1 处修订，已按全部接受读取；另有 2 条批注。"
    ]


def test_comments_are_read_with_their_authors_and_places():
    reference = '<w:r><w:commentReference w:id="{0}"/></w:r>'
    body = (
        '<w:p><w:commentRangeStart w:id="7"/><w:r><w:t>甲</w:t></w:r><w:commentRangeEnd w:id="7"/>'
        f"<w:r><w:t>后</w:t></w:r>{reference.format(7)}</w:p>"
        + tbl([p("行首"), f"<w:p><w:r><w:t>12</w:t></w:r>{reference.format(8)}</w:p>"], [p("别行"), p("3")])
        + f"<w:p>{deleted('旧')}{inserted('新')}{reference.format(9)}</w:p>"
    )
    written = "".join(
        f'<w:comment w:id="{id_}" w:author="{author}">{p(text)}{p("再看")}</w:comment>'
        for id_, author, text in ((7, "李&lt;b&gt;", "请核实"), (8, "", "不符"), (5, "无处", "不在文中"))
    )
    found = read(word(body, comments=f"<w:comments {W}>{written}</w:comments>"))
    assert found.comments == [
        Comment("李<b>", "请核实\n再看", "甲"),
        Comment("", "不符\n再看", "12", "行首 12"),
        Comment("", "", "新"),  # nothing is written of it
    ]
    assert "批注" not in "".join(texts(found)) and "请核实" not in "".join(texts(found))


def test_footnotes_are_said_not_mixed_into_the_text():
    body = '<w:p><w:r><w:t>8件</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    found = read(word(body, footnotes=f"<w:footnotes {W}>{p('含上年')}</w:footnotes>"))
    assert texts(found) == ["8件"]
    assert "1 处脚注" in found.remarks[0]


# ---- what Word, WPS and LibreOffice wrap text in ----


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:smartTag><w:r><w:t>县</w:t></w:r></w:smartTag>", "县"),
        ("<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:r><w:t>县</w:t></w:r></w:sdtContent></w:sdt>", "县"),
        ("<w:hyperlink><w:r><w:t>网址</w:t></w:r></w:hyperlink>", "网址"),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>2025</w:t></w:r></w:fldSimple>', "2025"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>',
            "7",
        ),
        ("<w:r><w:t>软</w:t><w:softHyphen/><w:t>连</w:t></w:r>", "软连"),
        ("<w:r><w:t>2</w:t><w:noBreakHyphen/><w:t>3</w:t></w:r>", "2-3"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t xml:space='preserve'>甲 </w:t></w:r> <w:r><w:t> </w:t></w:r><w:r><w:t>乙</w:t></w:r>", "甲  乙"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r>", "显"),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r>", "显"),
        ("<w:r><w:drawing><wp:anchor><wp:posOffset>114300</wp:posOffset></wp:anchor></w:drawing><w:t>图</w:t></w:r>",
         "图"),
        ("<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>xian</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>县</w:t></w:r></w:rubyBase>"
         "</w:ruby></w:r>", "县"),
    ],
)  # fmt: skip
def test_text_however_wrapped(run, text):
    assert texts(read(word(f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{run}</w:p>"))) == [text]


def test_line_breaks_are_lines():
    assert texts(read(word("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>"))) == ["甲", "乙"]
    cell = "<w:p><w:r><w:t>商业</w:t><w:br/><w:t>企业</w:t></w:r></w:p>"
    assert tables(read(word(tbl([cell, p("1") + p("2")])))) == [[["商业\n企业", "1\n2"]]]


def test_a_text_box_is_read_once_behind_its_paragraph():
    inside = f"<w:txbxContent>{p('框中')}{tbl([p('1'), p('2')])}</w:txbxContent>"
    box = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{inside}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>前</w:t></w:r><w:r>{box}</w:r><w:r><w:t>后</w:t></w:r></w:p>" + p("下")
    assert shape(read(word(body))) == ["前后", "框中", [["1", "2"]], "下"]


def test_tables_inside_tables_only_place_what_they_hold():
    inner = tbl([p("1"), p("2")]) + p("")
    assert shape(read(word(tbl([p("左"), p("一、标题") + inner], [p("下"), p("")])))) == [
        "左",
        "一、标题",
        [["1", "2"]],
        "下",
    ]


def test_a_frame_around_text_is_no_table():
    long = "正文" * 400
    assert shape(read(word(tbl([p("一、标题") + p("正文")])))) == ["一、标题", "正文"]
    assert shape(read(word(tbl([p("1"), p("2")], [p("说明"), p(long)], [p("3"), p("4")])))) == [
        [["1", "2"]],
        "说明",
        long,
        [["3", "4"]],
    ]


def test_strict_files_and_other_main_parts():
    assert texts(read(word(p("严格"), STRICT))) == ["严格"]
    assert texts(read(word(p("别名"), main="docs/main.xml"))) == ["别名"]
    assert texts(read(zipped({"WORD\\Document.xml": f"<w:body {W}>{p('反斜杠')}</w:body>"}))) == ["反斜杠"]


# ---- automatic numbers ----

LEVEL = '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="{1}"/>{3}<w:lvlText w:val="{2}"/></w:lvl>'
NUMBERING = (
    f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'>"
    + LEVEL.format(0, "chineseCounting", "%1、", "<w:pStyle w:val='Head'/>")
    + LEVEL.format(1, "chineseCountingThousand", "（%2）", "")
    + LEVEL.format(2, "decimal", "%1.%3", "<w:isLgl/>")
    + "</w:abstractNum><w:abstractNum w:abstractNumId='1'>"
    + LEVEL.format(0, "bullet", "●", "")
    + "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/>"
    "</w:lvlOverride></w:num><w:num w:numId='3'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
)
STYLES = (
    f"<w:styles {W}><w:style w:styleId='Head'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    "<w:style w:styleId='Sub'><w:basedOn w:val='Head'/></w:style>"
    "<w:style w:styleId='Round'><w:basedOn w:val='Round'/></w:style></w:styles>"
)


def num(number: int, level: int = 0) -> str:
    return f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"


def numbered(*paragraphs: str) -> list[str]:
    return texts(read(word("".join(paragraphs), numbering=NUMBERING, styles=STYLES)))


def test_headings_that_are_numbered_only_by_a_list():
    assert numbered(
        p("总体情况", num(1)),
        p("主动公开", num(1, 1)),
        p("依申请公开", num(1, 1)),
        p("细目", num(1, 2)),
        p("不编号", num(0)),
        p("要点", num(3)),
        p("主动公开政府信息情况", num(1)),
        p("又一", num(1, 1)),
        p("存在的问题", num(2)),
    ) == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "1.1 细目",
        "不编号",
        "要点",
        "二、主动公开政府信息情况",
        "（一）又一",
        "五、存在的问题",
    ]


def test_numbers_that_come_with_a_style():
    style = "<w:pStyle w:val='{0}'/>"
    assert numbered(p("甲", style.format("Head")), p("乙", style.format("Sub")), p("丙", style.format("Round"))) == [
        "一、甲",
        "二、乙",
        "丙",
    ]


def test_styles_based_on_one_another_without_end():
    chain = "".join(f"<w:style w:styleId='s{i}'><w:basedOn w:val='s{i - 1}'/></w:style>" for i in range(30_000))
    body = p("甲", "<w:pStyle w:val='s29999'/>")
    assert texts(read(word(body, numbering=NUMBERING, styles=f"<w:styles {W}>{chain}</w:styles>"))) == ["甲"]


def test_numbers_in_cells_and_of_struck_paragraphs():
    gone = f"<w:p><w:pPr>{num(1)}<w:rPr>{DEL}</w:rPr></w:pPr>{deleted('删')}</w:p>"
    body = gone + tbl([p("新收", num(1)), p("8")], [p("结转", num(1)), p("0")])
    assert tables(read(word(body, numbering=NUMBERING, styles=STYLES))) == [[["一、新收", "8"], ["二、结转", "0"]]]


@pytest.mark.parametrize(
    ("value", "format_", "text"),
    [
        (10, "chineseCounting", "十"),
        (15, "chineseCounting", "十五"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (2, "chineseLegalSimplified", "贰"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (3, "lowerLetter", "c"),
        (4, "upperRoman", "IV"),
        (12, "decimalFullWidth", "１２"),
        (7, "decimalZero", "07"),
        (0, "chineseCounting", "0"),
        (5, "someFutureFormat", "5"),
    ],
)
def test_formats_of_numbers(value, format_, text):
    assert format_number(value, format_) == text


@given(st.integers(1, 9999))
def test_chinese_numbers_are_told_apart(value):
    digits = dict(zip("零一二三四五六七八九", range(10), strict=True))
    units = {"十": 10, "百": 100, "千": 1000}
    total = digit = 0
    for c in format_number(value, "chineseCounting"):
        if c in units:
            total += (digit or 1) * units[c]
            digit = 0
        else:
            digit = digits[c]
    assert total + digit == value


# ---- bad input ----


@pytest.mark.parametrize(
    "data",
    [
        word("<w:p/>", numbering="<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"),
        word("<w:p/>", numbering="<broken"),
        zipped({"_rels/.rels": "<not", "word/document.xml": "<a/>"}),
        zipped({"_rels/.rels": relations(officeDocument="../../etc/passwd")}),
        word(tbl([p("1")] * 65)),
        word(tbl(["<w:tbl><w:tr><w:tc>" * 12 + "</w:tc></w:tr></w:tbl>" * 12])),
    ],
)
def test_damaged_or_hostile_parts(data):
    with pytest.raises(ReadingError) as error:
        read(data)
    assert str(error.value).endswith("。") and len(str(error.value)) < 100


@pytest.mark.slow
def test_a_bomb_is_not_unpacked():
    bomb = b" " * (200 * 2**20)
    with pytest.raises(ReadingError, match="过大"):
        read(zipped({"_rels/.rels": relations(officeDocument="word/document.xml"), "word/document.xml": bomb}))
    assert texts(read(word(p("甲"), media=bomb.decode()))) == ["甲"]  # a part nobody reads


def test_python_docx_agrees_on_what_it_can_read():
    document = docx.Document()
    document.add_paragraph("甲")
    document.add_table(1, 2).cell(0, 1).text = "乙"
    document.element.body.insert(0, parse_xml(f"<w:p {W}><w:r><w:t>首</w:t></w:r></w:p>"))
    data = io.BytesIO()
    document.save(data)
    assert shape(read(data.getvalue())) == ["首", "甲", [["", "乙"]]]
