"""Levels of headings, and the other pieces of patterns."""

import re

import pytest

from reportdesk.text.patterns import HAN, HEADING_LEVELS, SECTION_MARK


@pytest.mark.parametrize("level", HEADING_LEVELS)
@pytest.mark.parametrize("number", [1, 9, 10, 12, 20, 99])
def test_a_mark_as_it_is_written_is_found(level, number):
    assert re.fullmatch(level.mark, level.write(number))


@pytest.mark.parametrize(
    ("depth", "found", "others"),
    [
        (1, ["一、", "十二.", "三．"], ["（一）", "1、", "一", "第一、"]),
        (2, ["（一）", "(十二)"], ["（1）", "一）", "（ 一 ）"]),
        (3, ["1.", "12、", "3．"], ["一.", "(1)", "123."]),
        (4, ["（1）", "(12)"], ["（一）", "1）", "（123）"]),
    ],
)
def test_marks_as_people_write_them(depth, found, others):
    level = HEADING_LEVELS[depth - 1]
    assert level.depth == depth
    assert all(re.fullmatch(level.mark, each) for each in found)
    assert not any(re.fullmatch(level.mark, each) for each in others)


def test_a_mark_says_its_number():
    assert [each.write(12) for each in HEADING_LEVELS] == ["十二、", "（十二）", "12.", "（12）"]


def test_a_section_of_the_form_has_its_own_mark():
    assert re.match(SECTION_MARK, "三、收到和处理") and not re.match(SECTION_MARK, "三.收到和处理")


def test_chinese_characters():
    assert re.fullmatch(f"[{HAN}]+", "年度报告㐂") and not re.search(f"[{HAN}]", "〇。，A1（")
