"""信息处理费 at the edges of its bands: 国办函〔2020〕109号."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.services.processing_fee import MOST, FeeError, explain_fee, processing_fee


@pytest.mark.parametrize(
    ("number", "amount"),
    [
        (0, 0), (1, 0), (10, 0), (11, 100), (12, 200), (30, 2000),
        (31, 2200), (40, 4000), (41, 4300), (50, 7000), (51, 7400), (60, 11000), (61, 11500),
    ],
)  # fmt: skip
def test_by_the_number_of_applications(number, amount):
    assert processing_fee(number, "items").amount == amount


@pytest.mark.parametrize(
    ("number", "amount"),
    [(0, 0), (1, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (1000, 34700)],
)
def test_by_the_number_of_pages(number, amount):
    assert processing_fee(number, "pages").amount == amount


@given(st.integers(0, 3000))
def test_every_further_application_costs_what_its_band_says(number):
    rate = 0 if number < 10 else 100 if number < 30 else 200 + (number - 30) // 10 * 100
    assert processing_fee(number + 1, "items").amount - processing_fee(number, "items").amount == rate


@given(st.integers(0, 3000), st.sampled_from(["items", "pages"]))
def test_the_parts_are_the_whole(number, way):
    found = processing_fee(number, way)
    assert sum(part.last - part.first + 1 for part in found.parts) == number
    assert sum(part.amount for part in found.parts) == found.amount
    assert all(part.amount == (part.last - part.first + 1) * part.rate for part in found.parts)
    assert [part.first for part in found.parts] == [1, *(part.last + 1 for part in found.parts)][: len(found.parts)]


def test_the_fee_in_words():
    assert explain_fee(12, "items") == [
        "第 1—10 件：10 件 × 0 元 ＝ 0 元",
        "第 11—12 件：2 件 × 100 元 ＝ 200 元",
        "合计 200 元",
    ]
    assert explain_fee(0, "pages") == ["合计 0 元"]


@pytest.mark.parametrize("number", [-1, MOST + 1])
def test_numbers_that_cannot_be(number):
    with pytest.raises(FeeError, match="请填"):
        processing_fee(number, "items")
