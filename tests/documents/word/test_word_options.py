"""What an office wants otherwise in its Word files, and the marks of drafts, final and public versions."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.support.images import png
from tests.support.reports import busy_report
from tests.support.word_readback import W, faults, lines, names, part, style, text_of, value

from reportdesk.documents.text_layout import divide_name, title_lines_divided
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.fonts import font_runs, named_fonts, rare_note
from reportdesk.documents.word.options import DEFAULT, OptionsError, WordOptions, from_builtins, to_builtins
from reportdesk.documents.word.signature_block import BLANK_DATE, format_date
from reportdesk.report import Report, figures
from reportdesk.report.drafts import snapshot
from reportdesk.report.schema import Picture, SignOff, Text

OWN = WordOptions(
    line=30, top=33, bottom=30.5, left=20, right=20, title_font="宋体", body_font="仿宋_GB2312", heading_font="黑<体",
    subheading_font="楷体_GB2312", page_numbers="centred", closing=True,
)  # fmt: skip


def report_of(unit="示例县交通运输局", text="", **fields):
    report = Report.new(unit=unit, year=2025).with_sections({"overview": text})
    return msgspec.structs.replace(report, **fields)


# ---- options ----


def test_the_defaults_change_nothing_in_the_template():
    assert to_builtins(DEFAULT) == {}
    assert word_writer.render(busy_report(), WordOptions()) == word_writer.render(busy_report())


def test_options_survive_the_settings():
    assert from_builtins(to_builtins(OWN)) == OWN
    assert from_builtins({"line": 28, "of_a_newer_version": 1}) == WordOptions(line=28)


@pytest.mark.parametrize(
    "raw", [{"line": 27}, {"left": 46}, {"top": float("nan")}, {"body_font": ""}, {"page_numbers": "left"}, [], None]
)
def test_options_that_cannot_be_are_told_in_a_sentence(raw):
    with pytest.raises(OptionsError, match="行距可选 28、29、30 磅"):
        from_builtins(raw)


def test_fonts_lines_and_margins_reach_the_styles():
    data = word_writer.render(busy_report(), OWN)
    styles = {each.get(f"{W}styleId"): each for each in part(data, "word/styles.xml").iter(f"{W}style")}
    fonts = {name: each.find(f"{W}rPr/{W}rFonts") for name, each in styles.items()}
    east = {name: font.get(f"{W}eastAsia") for name, font in fonts.items() if font is not None}
    wanted = {
        "Title": "宋体",
        "Normal": "仿宋_GB2312",
        "Heading1": "黑<体",
        "Heading2": "楷体_GB2312",
        "TableText": "宋体",
    }
    assert {name: east[name] for name in wanted} == wanted
    assert styles["Normal"].find(f"{W}pPr/{W}spacing").get(f"{W}line") == "600"
    section = next(part(data).iter(f"{W}sectPr"))
    margins = {name.removeprefix(W): int(number) for name, number in section.find(f"{W}pgMar").items()}
    millimetres = {side: round(margins[side] / 1440 * 25.4, 1) for side in ("top", "bottom", "left", "right")}
    assert millimetres == {"top": 33.0, "bottom": 30.5, "left": 20.0, "right": 20.0}
    assert section.find(f"{W}docGrid").get(f"{W}linePitch") == "600"
    width = 11906 - margins["left"] - margins["right"]
    assert {int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) for table in part(data).iter(f"{W}tbl")} == {width}


def test_page_numbers_in_the_middle():
    data = word_writer.render(busy_report(), WordOptions(page_numbers="centred"))
    assert [value(part(data, f"word/footer{n}.xml"), "p/pPr/jc") for n in (1, 2)] == ["center"] * 2


def test_options_and_pictures_keep_to_the_schemas():
    text = Text("甲", pictures={"p": Picture("p.png", '图<1>"&', 1)})
    drafted = report_of(texts={"overview": text})
    drafted = msgspec.structs.replace(drafted, drafts={"1": snapshot(drafted)})
    assert faults(word_writer.render(drafted, OWN, {"p.png": png()})) == []
    assert faults(word_writer.render(busy_report())) == []


# ---- title ----


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("示例局", ["示例局2025年政府信息公开工作年度报告"]),
        ("示例县交通运输局", ["示例县交通运输局", "2025年政府信息公开工作年度报告"]),
        (
            "示例省示例市国家级经济技术开发区管理委员会政务服务局",
            ["示例省示例市国家级经济技术开发区", "管理委员会政务服务局", "2025年政府信息公开工作年度报告"],
        ),
    ],
)
def test_the_unit_stands_on_the_first_lines_of_the_title(unit, expected):
    assert title_lines_divided(report_of(unit), 20) == expected


@given(st.text("省市县区局办公室人民政府示例ab1", max_size=120), st.integers(4, 30))
def test_a_divided_unit_loses_nothing_and_fits(unit, width):
    found = divide_name(unit, width)
    assert "".join(found) == unit
    assert all(sum(1 if char.isascii() else 2 for char in line) <= 2 * width for line in found)


# ---- characters that fonts lack ----


def test_rare_characters_are_listed_once_without_signs_and_punctuation():
    report = report_of("示例市硚口区—·局", "朱镕昇，镕。①㎡“”…～ａb\u3000\n")
    assert rare_note(report, WordOptions(body_font="仿宋_GB2312")).startswith("“硚”“镕”“昇”“㎡”共 4 个字")
    assert rare_note(busy_report(), WordOptions(body_font="仿宋_GB2312")) == ""


def test_rare_characters_get_a_face_that_has_them():
    data = word_writer.render(report_of("示例市硚口区局", "垚甲\U00020bb7"), WordOptions(body_font="仿宋_GB2312"))
    faces = {}
    for run in part(data).iter(f"{W}r"):
        font = run.find(f"{W}rPr/{W}rFonts")
        faces[text_of(run)] = None if font is None else {font.get(W + each) for each in ("ascii", "hAnsi", "eastAsia")}
    assert faces["硚"] == {"宋体"}
    assert (faces["垚"], faces["甲"], faces["\U00020bb7"]) == ({"仿宋"}, None, {"SimSun-ExtB"})
    assert lines(data)[0] == ("Title", "示例市硚口区局\n2025年政府信息公开工作年度报告")


def test_a_note_names_the_characters_and_the_fonts():
    report = report_of("示例市硚口区局", "垚")
    assert rare_note(report) == "“硚”共 1 个字，方正小标宋简体 字库中没有，已改用 宋体 排印，打印后请看一看这些字。"
    assert "“硚”“垚”共 2 个字，方正小标宋简体、仿宋_GB2312" in rare_note(report, WordOptions(body_font="仿宋_GB2312"))
    assert rare_note(busy_report(), OWN) == ""
    assert rare_note(report_of("局", "垚")) == ""  # 仿宋 has it


def test_the_fonts_that_a_computer_should_have():
    assert named_fonts() == ["方正小标宋简体", "黑体", "楷体", "仿宋", "宋体"]
    assert named_fonts(WordOptions(body_font="仿宋_GB2312"), report_of(text="垚"))[-2:] == ["宋体", "仿宋"]


@given(st.text(max_size=30), st.sampled_from(["仿宋", "仿宋_GB2312", "方正小标宋简体"]))
def test_runs_of_other_faces_lose_nothing(text, font):
    assert "".join(piece for piece, _ in font_runs(text, font)) == text


# ---- unit and date at the end ----


def closing_of(report, **options):
    data = word_writer.render(report, WordOptions(closing=True), **options)
    found = [p for p in part(data).iter(f"{W}p") if style(p) == "Closing"]
    return {text_of(p): int(p.find(f"{W}pPr/{W}ind").get(f"{W}rightChars")) / 100 for p in found}


def test_the_date_begins_two_characters_right_of_the_unit():
    assert closing_of(report_of("示例县交通运输管理局"), date="2026年1月9日") == {
        "示例县交通运输管理局": 2,
        "2026年1月9日": 4,
    }


def test_a_short_unit_makes_room_for_the_date():
    assert closing_of(report_of("示例局"), date="2026年1月20日") == {"示例局": 7.5, "2026年1月20日": 2}


def test_the_date_is_that_of_the_sign_off_or_left_to_fill_in():
    signed = report_of(sign_off=SignOff("2026-01-05 09:00", "李四", ""))
    assert "2026年1月5日" in closing_of(signed)
    assert BLANK_DATE in closing_of(report_of())
    assert format_date("二〇二六年") == "二〇二六年"


@pytest.mark.parametrize("text", ["", "（一）甲\n乙", "（一）甲。乙"])
def test_the_closing_never_stands_alone_on_a_page(text):
    data = word_writer.render(report_of().with_sections({"other_matters": text}), WordOptions(closing=True))
    *_, last, unit, _date = part(data).find(f"{W}body").findall(f"{W}p")
    assert [value(each, "pPr/keepNext") for each in (last, unit)] == ["", ""]
    assert faults(data) == []


def test_the_closing_stays_with_a_picture_that_ends_the_text():
    texts = {"other_matters": Text("甲", pictures={"1": Picture("p.png", "", 1)})}
    data = word_writer.render(report_of(texts=texts), WordOptions(closing=True), {"p.png": png()})
    *_, last, _unit, _date = part(data).find(f"{W}body").findall(f"{W}p")
    assert style(last) == "Picture"
    assert [each.get(f"{W}val") for each in last.iter(f"{W}keepNext")] == [None]
    assert faults(data) == []


# ---- drafts, final, public ----


def header_of(data):
    return text_of(part(data, "word/header1.xml")) if "word/header1.xml" in names(data) else ""


def test_a_draft_is_named_at_the_head_of_every_page():
    report = busy_report()
    assert header_of(word_writer.render(report)) == ""
    drafted = msgspec.structs.replace(report, drafts={"2": snapshot(report), "1": snapshot(report_of())})
    data = word_writer.render(drafted)
    assert header_of(data) == "送审稿第 2 稿"
    references = part(data).iter(f"{W}headerReference")
    assert sorted(each.get(f"{W}type") for each in references) == ["default", "even"]
    later = drafted.with_cells({"requests.granted.charity": "77"})
    assert header_of(word_writer.render(later)) == "送审稿第 2 稿（其后又有修改）"
    assert header_of(word_writer.render(drafted, WordOptions(draft_header=False))) == ""
    signed = msgspec.structs.replace(drafted, sign_off=SignOff("2026-01-05", "李四", ""))
    assert header_of(word_writer.render(signed)) == ""


def test_a_public_file_names_nobody_and_bears_no_marks():
    report = busy_report()
    report = msgspec.structs.replace(
        report, drafts={"1": snapshot(report, "2026-01-02", "张三改")}, sign_off=SignOff("2026-01-05", "李四", "x")
    )
    open_ = msgspec.structs.replace(report, sign_off=None)
    data = word_writer.render(open_, public=True)
    assert data == word_writer.render(busy_report(), public=True)
    everything = b"".join(etree.tostring(part(data, name)) for name in names(data)).decode()
    traces = ("张三", "李四", "2026", "creator", "lastModifiedBy", "Company", "<w:ins ", "<w:del ", "omment", "rsid")
    assert not [trace for trace in traces if trace in everything]
    assert set(names(word_writer.render(busy_report()))) - set(names(data)) == {"docProps/custom.xml"}
    assert not set(names(data)) - set(names(word_writer.render(busy_report())))


# ---- hostile text ----


@pytest.mark.slow
def test_a_million_characters_with_signs_that_xml_cannot_hold():
    text = "甲\x00乙\x0b<w:p>&\ud800。\n" * 100_000
    found = lines(word_writer.render(report_of(text=text)))
    assert found.count((None, "甲乙<w:p>&。")) == 100_000


@pytest.mark.parametrize("text", ["=1+1", "+甲", "-1", "@SUM(A1)", "{{ v }}", "PAGE \\* MERGEFORMAT"])
def test_text_never_becomes_a_field(text):
    data = word_writer.render(report_of(text=text))
    assert (None, text) in lines(data)
    assert not list(part(data).iter(f"{W}instrText", f"{W}fldSimple", f"{W}fldChar"))


def test_totals_are_printed_whatever_the_page():
    report = busy_report()
    printed = {text for _, text in lines(word_writer.render(report, OWN))}
    assert {figure for figure in figures(report).values() if figure} <= {text.split("（")[0] for text in printed}
