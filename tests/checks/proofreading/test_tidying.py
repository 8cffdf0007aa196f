"""一键排版: what it repairs, what it never touches, and that doing it twice changes nothing."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.proofreading.clean import LEAD_IN, OTHER, OVERVIEW, PARAGRAPHS, PROBLEMS
from tests.support.proofreading.faulty import FAULTY
from tests.support.proofreading.reports import report_of

from reportdesk.checks.proofreading import tidy, tidy_sections
from reportdesk.checks.proofreading.one_key_layout import tidy_text
from reportdesk.report import Text
from reportdesk.report.schema import FigureLink, Picture


@pytest.mark.parametrize(
    ("text", "tidied_text"),
    [
        ("　　一段\n\t 二段  \n", "一段\n二段"),
        ("一段\n\n　\n\n二段", "一段\n二段"),
        ("(一)主动公开", "（一）主动公开"),
        ("（ 一 ）主动公开", "（一）主动公开"),
        ("(一)、主动公开", "（一）主动公开"),
        ("一.基本情况", "一、基本情况"),
        ("1、做好公开。\n2．做好解读。", "1.做好公开。\n2.做好解读。"),
        ("(1)图解", "（1）图解"),
        ("公开36条,其中图解3条;办理5件.", "公开36条，其中图解3条；办理5件。"),
        ("公开(其中图解3条)", "公开（其中图解3条）"),
        ("公开信息，，回应关切。。", "公开信息，回应关切。"),
        ("公 开 信 息 36 条", "公开信息 36 条"),
        ("公开信息。 回应关切", "公开信息。回应关切"),
        ("", ""),
        (" \n　\n", ""),
    ],
)
def test_what_is_repaired(text, tidied_text):
    assert tidy(text) == tidied_text


@pytest.mark.parametrize(
    "text",
    [
        "按照条例第二十条第（一）项、第（五）项执行",
        "按照条例第二十条第(一)项执行",
        "一、二、三季度分别公开36条",
        "1、2月公开36条",
        "3.5万人次",
        "“先审查,后公开;一事一审..”",
        '"先审查,后公开"的要求',
        "《要点(2022年版),试行》",
        "网址http://www.example.gov.cn/a,b;c，邮箱a,b@example.com",
        "共1,286条，上午9:30开始，比值1:2，第2页",
        "iOS, Android (App) and Web",
        "2023 年公开 36 条",
        "等等……公开——透明",
        "（一）主动公开\n（二）依申请公开\n一段没有编号的话",
    ],
)
def test_what_is_never_touched(text):
    assert tidy(text) == text


@pytest.mark.parametrize("text", [LEAD_IN, OVERVIEW, PROBLEMS, OTHER, *PARAGRAPHS])
def test_clean_texts_stay_as_they_are(text):
    assert tidy(text) == text


@pytest.mark.parametrize("text", [each[0] for each in FAULTY])
def test_faulty_texts_settle_at_once(text):
    once = tidy(text)
    assert tidy(once) == once


PIECES = st.sampled_from(
    [
        *'（）()一二三1 2.、，。；：,;:?!"“”《》\n\n\t　 公开信息县',
        "第二十条第（一）项",
        "……",
        "——",
        "1,234",
        "一、",
        "1、",
        "3:2",
        "a.cn",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_twice_is_as_good_as_once(text):
    once = tidy(text)
    assert tidy(once) == once


@given(st.lists(PIECES, max_size=40).map("".join))
def test_words_figures_and_paragraphs_stay(text):
    """Only marks and blanks change: every letter, digit and character stays, in as many paragraphs."""
    once = tidy(text)
    assert re.sub(r"[\W_]", "", once) == re.sub(r"[\W_]", "", text)
    before = [line for line in text.split("\n") if re.search(r"\w", line)]
    after = [line for line in once.split("\n") if re.search(r"\w", line)]
    assert [re.sub(r"[\W_]", "", line) for line in after] == [re.sub(r"[\W_]", "", line) for line in before]


@given(st.lists(PIECES, max_size=15).map("".join), st.lists(PIECES, max_size=15).map("".join))
def test_a_linked_figure_and_a_picture_keep_their_words(before, after):
    text = f"{before}甲8,乙{after}"
    start = len(before) + 1
    link = FigureLink(start, start + 1, "requests.received.total")
    found = tidy_text(Text(text, {"t": link}, {"p": Picture("a.png", "图", start)}))
    assert found.text[found.links["t"].start : found.links["t"].end] == "8"
    assert found.text[found.links["t"].start - 1] == "甲"
    assert found.text[: found.pictures["p"].after].endswith("甲")
    assert tidy_text(found) == found


def test_a_report_is_tidied_as_one_step():
    report = report_of(overview=f"　　{OVERVIEW}", problems=f"{PROBLEMS}\n\n")
    edit = tidy_sections(report)
    assert edit.apply(report) == report_of()
    assert edit.inverse().apply(report_of()) == report
    assert list(tidy_sections(report, ["overview"]).changes) == [("texts", "overview")]
    assert not tidy_sections(report_of())
    assert not tidy_sections(report_of(), ["footnotes"])


def test_a_text_of_blanks_is_taken_away_but_not_its_picture():
    report = msgspec.structs.replace(
        report_of(), texts={"overview": Text(" \n ", {}, {"p": Picture("a.png", "图", 1)})}
    )
    assert tidy_sections(report).apply(report).texts["overview"] == Text("", {}, {"p": Picture("a.png", "图", 0)})
    report = msgspec.structs.replace(report_of(), texts={"overview": Text(" \n ")})
    assert tidy_sections(report).apply(report).texts == {}
