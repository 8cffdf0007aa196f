"""Numbers in Chinese writing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.text.numerals import (
    DIGITS,
    NUMERAL_CHARACTERS,
    chinese_numeral,
    chinese_year,
    numeral_value,
    ordinal_value,
    year_value,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (99, "九十九"),
        (103, "一百零三"),
        (110, "一百一十"),
        (112, "一百一十二"),
        (1000, "一千"),
        (2005, "二千零五"),
        (2020, "二千零二十"),
        (9990, "九千九百九十"),
    ],
)
def test_a_number_is_written_and_read(number, text):
    assert chinese_numeral(number) == text
    assert numeral_value(text) == number


@given(st.integers(0, 9999))
def test_every_number_comes_back(number):
    text = chinese_numeral(number)
    assert set(text) <= set(NUMERAL_CHARACTERS)
    assert numeral_value(text) == number
    assert numeral_value(text.replace("零", "〇").replace("二", "两")) == number
    assert numeral_value(re.sub("一(?=[十百千])", "", text)) == number
    assert ordinal_value(text) == ordinal_value(str(number)) == number


@given(st.integers(1, 9999))
def test_a_numeral_is_its_digits_with_their_places(number):
    """Written another way: every digit with its place, one 零 for those left out between."""
    text = "".join(
        "零" if digit == "0" else DIGITS[int(digit) - 1] + place
        for digit, place in zip(f"{number:04}", "千百十个", strict=True)
    )
    text = re.sub("零+", "零", text).strip("零").replace("个", "")
    assert chinese_numeral(number) == (text.removeprefix("一") if 10 <= number < 20 else text)


@given(st.text(NUMERAL_CHARACTERS + "〇", min_size=1, max_size=6))
def test_no_two_numbers_share_a_numeral(text):
    """What is read differs from what is written in nothing but 〇, 两 and what may be missing."""
    number = numeral_value(text)
    if number is not None:
        bare = re.compile("一(?=[十百千])|零")
        assert bare.sub("", chinese_numeral(number)) == bare.sub("", text.replace("两", "二").replace("〇", "零"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("两", 2),
        ("两千零五", 2005),
        ("三千〇五", 3005),
        ("百", 100),
        ("一十二", 12),
        ("一百十二", 112),
        ("一千二十", 1020),
        ("一百零二十", 120),
        ("〇", 0),
    ],
)
def test_numerals_as_people_write_them(text, number):
    assert numeral_value(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "两三",
        "三五",
        "二零二五",
        "十二三",
        "一百三",
        "百一",
        "十十",
        "十百",
        "三十五百",
        "一百零",
        "零十",
        "零零三",
    ],
)
def test_what_is_no_numeral_has_no_number(text):
    assert numeral_value(text) is None


@pytest.mark.parametrize("text", ["万", "一万", "廿", "半", "12", "１２", "①", "²", "十 二", "第三"])
def test_other_characters_make_no_numeral(text):
    assert numeral_value(text) is None


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("12", 12), ("十二", 12), ("两", 2), ("²", None), ("３", None)])
def test_ordinals_in_either_writing(text, number):
    assert ordinal_value(text) == number


@pytest.mark.parametrize("number", [-1, 10_000])
def test_other_numbers_have_no_numeral(number):
    with pytest.raises(ValueError):
        chinese_numeral(number)


# ---- years


@given(st.integers(1000, 9999))
def test_a_year_comes_back_digit_by_digit(year):
    text = chinese_year(year)
    assert len(text) == 4
    for zero in "〇○零ＯOo":
        assert year_value(text.replace("〇", zero)) == year
    assert year_value(str(year)) == year_value(str(year).translate({n + 48: n + 0xFF10 for n in range(10)})) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [("二〇二一", 2021), ("二○二1", 2021), ("２０２１", 2021), ("2021", 2021)],
)
def test_years(text, year):
    assert year_value(text) == year


@pytest.mark.parametrize("text", ["", "二〇二", "二千零二十一", "²021", "20a1", "二〇二一年", "12021"])
def test_what_is_no_year(text):
    assert year_value(text) is None
