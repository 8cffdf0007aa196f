"""Where a sentence ends, and what makes two the same."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.text.sentences import (
    FULL_STOPS,
    FULL_WIDTH_STOPS,
    STOPS,
    is_prose,
    normalize_sentence,
    sentence_pattern,
    sentences,
    without_year,
)

PROSE = st.text(alphabet="甲乙。！；!，、”】）（1. \n\u3000", max_size=60)


def parts(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n \u3000\n", []),
        ("甲。乙！丙？丁；戊", ["甲。", "乙！", "丙？", "丁；", "戊"]),
        ("他说：“好。”乙。", ["他说：“好。”", "乙。"]),
        ("（见附件。）乙。", ["（见附件。）", "乙。"]),
        ("　　甲。　乙。\n\n丙", ["甲。", "乙。", "丙"]),
        ("比上年增长3.5%。满意率99.9%", ["比上年增长3.5%。", "满意率99.9%"]),
        ("甲！？乙", ["甲！？", "乙"]),
        ("；。甲", ["；。", "甲"]),
    ],
)
def test_where_sentences_end(text, expected):
    assert parts(text) == expected


@given(PROSE)
def test_sentences_hold_the_whole_text_once_and_in_order(text):
    assert "".join("".join(parts(text)).split()) == "".join(text.split())
    places = list(sentences(text))
    assert all(start < end for start, end in places)
    assert all(first[1] <= second[0] for first, second in pairwise(places))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年，我局公开信息12条。", "2025 年,我局公开信息12条."),
        ("二〇二四年我局公开信息。", "2025年我局公开信息。"),
        ("（一）加强培训。", "二是加强培训；"),
        ("1.加强“三安全”工作", '３．加强"三安全"工作。'),
    ],
)
def test_what_makes_two_sentences_the_same(one, other):
    assert without_year(one) == without_year(other)


@pytest.mark.parametrize(("one", "other"), [("公开信息12条", "公开信息13条"), ("甲、乙", "甲丙"), ("3.5件", "5件")])
def test_what_does_not(one, other):
    assert without_year(one) != without_year(other)


@given(st.text(max_size=80))
def test_a_normal_sentence_has_no_blanks_and_stays_so(text):
    assert normalize_sentence(normalize_sentence(text)) == normalize_sentence(text)
    assert not any(char.isspace() for char in normalize_sentence(text))
    assert without_year(f"\u3000{text}\n") == without_year(text)


@given(PROSE)
def test_sentences_over_line_ends_lose_nothing(text):
    found = sentence_pattern(line_ends=False).findall(text)
    assert "".join(found) == text
    assert all(found)


@given(PROSE)
def test_a_line_end_is_the_only_difference(text):
    line = text.replace("\n", "")
    assert sentence_pattern(line_ends=True).findall(line) == sentence_pattern(line_ends=False).findall(line)


def test_what_ends_a_sentence_for_whom():
    assert set(FULL_STOPS) < set(FULL_WIDTH_STOPS) < set(STOPS)
    assert set(STOPS) - set(FULL_WIDTH_STOPS) == set("!?;")
    assert set(FULL_WIDTH_STOPS) - set(FULL_STOPS) == {"；"}
    assert is_prose("新收12件；") and not is_prose("三、收到和处理政府信息公开申请情况 (GB;T)")
