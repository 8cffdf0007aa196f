"""Figures as clerks write them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportdesk.errors import ReportDeskError
from reportdesk.numbers import (
    MAX_DIGITS,
    MAX_NOTE,
    Entry,
    NumberError,
    add,
    difference,
    format_cell,
    format_number,
    gap,
    is_canonical,
    is_whole,
    parse,
    parse_entry,
    quantity,
)

FULL_WIDTH = str.maketrans("0123456789,.+-/", "０１２３４５６７８９，．＋－／")
SPACES = st.text(alphabet=" \t\u3000\u00a0", max_size=3)
KINDS = ("count", "amount", "signed")
wholes = st.one_of(st.integers(0, 10**7), st.integers(0, 10**MAX_DIGITS - 1)).map(str)
parts = st.text(alphabet="0123456789", max_size=8)


@st.composite
def writings(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A canonical figure, one of the many ways to write it, the type of its cell and the column's unit."""
    kind = draw(st.sampled_from(KINDS))
    canonical = whole = draw(wholes)
    part = draw(parts)
    if len(whole) + len(part) > MAX_DIGITS:
        part = ""
    typed = f"{int(whole):,}" if draw(st.booleans()) else draw(st.sampled_from(["", "0", "00"])) + whole
    if len(typed) + len(part) > MAX_DIGITS:
        typed = whole
    if part:
        canonical, typed = f"{whole}.{part}", f"{typed}.{part}"
    elif draw(st.booleans()):
        typed += "."
    unit = draw(st.sampled_from(["", "万元"]))
    suffix = draw(st.sampled_from(["", "万元" if unit else "件" if kind == "count" else ""]))
    if draw(st.booleans()):
        typed = typed.translate(FULL_WIDTH)
    return canonical, draw(SPACES) + typed + (draw(SPACES) + suffix if suffix else "") + draw(SPACES), kind, unit


@given(writings())
@settings(deadline=None, max_examples=300)
def test_every_way_of_writing_a_figure_gives_its_canonical_string(writing):
    canonical, typed, kind, unit = writing
    assert parse(typed, kind, unit) == canonical
    assert parse(canonical, kind, unit) == canonical


@pytest.mark.parametrize(
    ("typed", "kind", "canonical"),
    [
        ("１２３", "count", "123"),
        ("1,234", "count", "1234"),
        ("１，２３４", "count", "1234"),
        (" 12 ", "count", "12"),
        ("12\u3000", "count", "12"),
        ("12\r\n", "count", "12"),
        ("\ufeff12\u200b", "count", "12"),
        ("12件", "count", "12"),
        ("12 件", "count", "12"),
        ("007", "count", "7"),
        ("0", "count", "0"),
        ("-0", "count", "0"),
        ("-3", "count", "-3"),
        ("－３", "count", "-3"),
        ("+5", "count", "5"),
        ("3.5", "count", "3.5"),
        ("/", "count", "/"),
        ("／", "count", "/"),
        ("", "count", None),
        (" \t\u3000", "count", None),
        ("18.8710", "amount", "18.8710"),
        ("190.457379", "amount", "190.457379"),
        ("０．５０", "amount", "0.50"),
        (".5", "amount", "0.5"),
        ("316441", "amount", "316441"),
        ("减4", "signed", "-4"),
        ("减少4", "signed", "-4"),
        ("+19", "signed", "+19"),
        ("增加19", "signed", "+19"),
        ("-8", "signed", "-8"),
    ],
)
def test_what_clerks_type(typed, kind, canonical):
    assert parse(typed, kind) == canonical


@pytest.mark.parametrize("typed", ["²", "①", "½", "٣", "𝟙", "Ⅳ", "三", "百"])
def test_characters_that_only_look_like_digits_are_refused(typed):
    """str.isdigit, isnumeric and NFKC all take some of these for figures."""
    for kind in KINDS:
        with pytest.raises(NumberError):
            parse(typed, kind)


@pytest.mark.parametrize(
    "typed", ["1 2", "12,34", ",123", "1,2345", "1.2.3", "--3", "3-", "1e5", "0x10", "nan", "约12", "-"]
)
def test_what_is_no_figure_is_refused_with_a_sentence(typed):
    with pytest.raises(NumberError) as caught:
        parse(typed)
    assert isinstance(caught.value, ReportDeskError)
    assert str(caught.value).endswith("。")


def test_the_refusal_says_what_to_do():
    with pytest.raises(NumberError, match="没有发生请填 0，不适用请填 /"):
        parse("—")
    with pytest.raises(NumberError, match="单位为万元，请换算"):
        parse("251000元", "amount", "万元")
    with pytest.raises(NumberError, match="请填阿拉伯数字"):  # not: 本栏单位为项，请换算
        parse("12元", "count", "项")
    with pytest.raises(NumberError, match="中间有空格"):
        parse("1 234")


def test_a_unit_belongs_to_its_column_only():
    assert parse("18.8万元", "amount", "万元") == "18.8"
    assert parse("18.8 万元", "amount", "万元") == "18.8"
    with pytest.raises(NumberError):
        parse("18.8万元", "count")
    with pytest.raises(NumberError):
        parse("18件", "amount", "万元")


def test_figures_may_have_200_digits_and_no_more():
    assert parse("9" * 200) == "9" * 200
    assert parse("9" * 100 + "." + "1" * 100, "amount") == "9" * 100 + "." + "1" * 100
    for too_long in ("9" * 201, "9" * 4300, "9" * 4301, "9" * 100_000, "1." + "0" * 200):
        with pytest.raises(NumberError, match="200"):
            parse(too_long)
        with pytest.raises(NumberError):
            parse_entry(too_long)


@given(st.text(), st.sampled_from([*KINDS, "text"]), st.sampled_from(["", "万元"]))
@example("9" * 4301, "count", "")
@example("(" * 2000, "count", "")
@example("\ud800", "count", "")
@example("（", "amount", "万元")
@example("。", "amount", "万元")
@settings(deadline=None, max_examples=300)
def test_any_text_gives_a_stable_figure_or_a_number_error(text, kind, unit):
    for read in (parse, parse_entry):
        try:
            read(text, kind, unit)
        except NumberError as error:
            assert str(error)
    try:
        figure = parse(text, kind, unit)
    except NumberError:
        return
    assert figure is None or (parse(figure, kind, unit) == figure and is_canonical(figure, kind))


@given(st.text(alphabet="0123456789０９,，.．+-－ /件（）元", max_size=12), st.sampled_from(KINDS))
@settings(deadline=None, max_examples=500)
def test_what_is_accepted_is_canonical_and_has_a_quantity(text, kind):
    try:
        figure = parse(text, kind)
    except NumberError:
        return
    if figure is not None:
        assert parse(figure, kind) == figure
        assert figure == "/" or quantity(figure) == Decimal(figure)


@pytest.mark.parametrize("value", ["01", "1,234", " 1", "+1", "１", "1.", "", "-0", "x", "1\n"])
def test_only_canonical_strings_are_canonical(value):
    assert not is_canonical(value)


# ---- notes ----


def test_a_note_is_kept_apart_from_its_figure():
    assert parse_entry("22（其中修订16件）") == Entry("22", "其中修订16件")
    assert parse_entry("22 (其中修订16件) ") == Entry("22", "其中修订16件")
    assert parse_entry("１，２３４件（其中\n甲（乙）丙）") == Entry("1234", "其中 甲（乙）丙")
    assert parse_entry("18.8710万元（含滞纳金）", "amount", "万元") == Entry("18.8710", "含滞纳金")
    assert parse_entry("/（不适用）") == Entry("/", "不适用")
    assert parse_entry("22（）") == Entry("22", None)
    assert parse_entry("22") == Entry("22", None)


def test_a_note_alone_or_without_end_is_no_figure():
    for typed in ("（其中修订16件）", "22（其中", "22）", "甲（乙）"):
        with pytest.raises(NumberError):
            parse_entry(typed)
    with pytest.raises(NumberError, match=str(MAX_NOTE)):
        parse_entry(f"22（{'长' * (MAX_NOTE + 1)}）")


def test_a_cell_is_printed_with_its_note():
    assert format_cell("22", "其中修订16件") == "22（其中修订16件）"
    assert format_cell("0") == "0"
    assert format_cell("/") == "/"
    assert format_cell(None) == ""
    assert parse_entry(format_cell("22", "其中修订16件")) == Entry("22", "其中修订16件")


# ---- sums ----

figures = st.tuples(st.sampled_from(["", "-"]), wholes, parts).map(
    lambda f: parse(f[0] + f[1][: MAX_DIGITS - 8] + ("." + f[2] if f[2] else ""))
)


@given(st.lists(figures, max_size=30))
@settings(deadline=None)
def test_sums_are_exact(values):
    exact = sum(map(Fraction, values), Fraction(0))
    total = add(map(quantity, values))
    assert Fraction(total) == exact
    assert Fraction(format_number(total)) == exact
    assert is_whole(total) == (exact.denominator == 1)


@given(figures, figures)
@settings(deadline=None)
def test_differences_are_exact(a, b):
    exact = Fraction(a) - Fraction(b)
    assert Fraction(difference(quantity(a), quantity(b))) == exact
    assert Fraction(gap(quantity(a), quantity(b))) == abs(exact)


def test_sums_beyond_every_usual_precision():
    """Decimal rounds at 28 digits, float at 17."""
    tiny = "0." + "0" * 198 + "1"
    huge = "9" * 200
    assert format_number(add([quantity(huge), quantity(tiny)])) == huge + tiny[1:]
    assert add([quantity("0.1")] * 3) == Decimal("0.3")


def test_not_applicable_counts_0():
    assert quantity("/") == 0
    assert add([quantity("/"), quantity("3")]) == 3


def test_a_sum_is_written_without_trailing_zeros_or_exponent():
    assert format_number(add([Decimal("18.50"), Decimal("1.50")])) == "20"
    assert format_number(Decimal("1E+3")) == "1000"
    assert format_number(Decimal("-0.0")) == "0"
    assert format_number(10) == "10"
    assert format_number(Decimal("0.10")) == "0.1"
