"""Bar charts: what stands where. A text is as wide here as its characters, of which Chinese ones are the widest."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.documents.charts import LABEL_POINTS, MM_PER_POINT, TITLE_POINTS, WIDTH_MM, BarChart, lay_out

YEARS = ("2024年", "2025年")
LONG = "（二）部分公开（区分处理的，只计这一情形，不计其他情形，也不计本年度结转的情形，更不计下年度的情形）"
FIGURES = st.none() | st.sampled_from(["0", "/", "9" * 200, "-" + "9" * 200, "0.000001"]) | st.integers().map(str)


def text_width(text, points):
    return sum(0.55 if char.isascii() else 1.0 for char in text) * points * MM_PER_POINT


def laid_out(previous, current, labels=None, title="增减", unit="件"):
    labels = labels or [f"第{number}行" for number in range(len(previous))]
    return lay_out(BarChart(title, unit, YEARS, labels, previous, current), text_width)


def area(text):
    """The rectangle of a text: left, top, right, bottom."""
    width, height = text_width(text.text, text.points), text.points * MM_PER_POINT
    left = text.x - {"left": 0, "centre": width / 2, "right": width}[text.align]
    return left, text.y - height / 2, left + width, text.y + height / 2


def figure(layout, text):
    (found,) = [each for each in layout.texts if each.text == text]
    return found


def test_bars_are_as_long_as_their_figures():
    boxes = laid_out(["4", "10"], ["5", "20"]).boxes
    assert [box.hatched for box in boxes] == [True, False] * 3  # the last two are those of the legend
    assert [round(box.width / boxes[3].width, 6) for box in boxes[:4]] == [0.2, 0.25, 0.5, 1]


def test_a_blank_and_a_zero_have_a_figure_and_no_bar():
    layout = laid_out([None, "0"], ["/", "3"])
    assert len(layout.boxes) == 1 + 2
    assert [text.text for text in layout.texts] == ["增减（单位：件）", "第0行", "—", "/", "第1行", "0", "3", *YEARS]


def test_negative_figures_stand_left_of_the_axis():
    layout = laid_out(["-4", "+19"], ["-8", "-0.5"])
    for text, side in (("-4", "right"), ("-8", "right"), ("+19", "left"), ("-0.5", "right")):
        found = figure(layout, text)
        assert found.align == side
        assert (found.x < layout.axis.x) == (side == "right")


def test_a_very_long_figure_is_cut():
    assert figure(laid_out(["9" * 200], ["1"]), "9" * 16 + "…")


@pytest.mark.parametrize(("unit", "title"), [("万元", "增减（单位：万元）"), ("", "增减")])
def test_the_title_names_a_common_unit(unit, title):
    assert figure(laid_out(["1"], ["2"], unit=unit), title).points == TITLE_POINTS


def test_long_labels_and_titles_are_shown_whole_and_make_the_picture_higher():
    low, high = laid_out(["1"], ["2"]), laid_out(["1"], ["2"], labels=[LONG], title=LONG, unit="")
    assert high.height > low.height
    for points in (LABEL_POINTS, TITLE_POINTS):
        assert LONG in "".join(text.text for text in high.texts if text.points == points)


@given(st.lists(st.tuples(FIGURES, FIGURES, st.sampled_from(["甲", LONG, "乙" * 16])), max_size=25))
def test_everything_stands_in_the_picture_and_no_text_on_another(rows):
    previous, current, labels = ([row[n] for row in rows] for n in range(3))
    layout = laid_out(previous, current, labels, title=LONG)
    assert layout.width == WIDTH_MM
    areas = [area(text) for text in layout.texts]
    bars = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in layout.boxes]
    for left, top, right, bottom in (*areas, *bars):
        assert -1e-6 <= left <= right <= WIDTH_MM + 1e-6
        assert 0 <= top < bottom <= layout.height
    for number, one in enumerate(areas):
        for other in (*areas[number + 1 :], *bars):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (layout.texts[number], other)


def test_pairs_follow_each_other_from_the_top():
    boxes = laid_out(["1"] * 25, ["2"] * 25).boxes[:-1]  # with the first of the legend
    assert all(upper.y + upper.height <= lower.y + 1e-6 for upper, lower in pairwise(boxes))
