"""Widths, blanks and invisible characters; texts cut short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk import numbers
from reportdesk.checks.proofreading import document_numbers, punctuation
from reportdesk.checks.statements import tokenizer
from reportdesk.data_sheets import read as data_sheet
from reportdesk.documents.word import list_numbers
from reportdesk.recognition import title_block
from reportdesk.text import labels, sentences
from reportdesk.text.characters import FULL_WIDTH_ASCII, clean_line, full_width, half_width, shorten

# ---- widths: every user takes what it took when it had a table of its own

_DIGITS = dict(zip("０１２３４５６７８９", "0123456789", strict=True))
_TABLES = {
    "a cell as a clerk types it": (
        numbers._PLAIN,
        {**_DIGITS, "，": ",", "．": ".", "。": ".", "＋": "+", "－": "-", "−": "-", "–": "-", "／": "/", "（": "("}
        | {"）": ")", "\u3000": " ", "\u00a0": " ", "\u200b": None, "\ufeff": None},
    ),
    "labels": (labels._SAME, {**_DIGITS, "（": "(", "）": ")", "［": "[", "］": "]", "〔": "[", "〕": "]"}),
    "numbers of documents": (document_numbers._HALF, _DIGITS),
    "statements": (
        tokenizer._PLAIN,
        {**_DIGITS, "％": "%", "．": ".", ";": "；", ":": "：", "(": "（", ")": "）", "〇": "零"},
    ),
    "titles": (title_block._HALF_WIDTH, _DIGITS),
    "data sheets": (data_sheet._HALF_WIDTH, {**_DIGITS, "－": "-", "—": "-", "–": "-", "．": "-"}),
    "comparing sentences": (
        sentences._HALF_WIDTH,
        {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
        | dict.fromkeys("“”„‟", '"')
        | dict.fromkeys("‘’", "'")
        | dict.fromkeys("—–―−‐‑", "-")
        | {"。": "."},
    ),
    "numbers of lists in Word": (list_numbers._FULL_WIDTH, {value: key for key, value in _DIGITS.items()}),
    "marks among Chinese": (
        punctuation._FULL_WIDTH,
        {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"},
    ),
}


@pytest.mark.parametrize("name", _TABLES)
def test_a_user_takes_its_own_characters_and_no_others(name):
    table, expected = _TABLES[name]
    assert table == str.maketrans(expected)


@pytest.mark.parametrize("other", "²①〇Ⅳ½甲a")
def test_what_is_no_other_width_has_none(other):
    with pytest.raises(KeyError):
        half_width(other)


@given(st.text(FULL_WIDTH_ASCII))
def test_full_width_is_the_way_back(text):
    half = text.translate(half_width(FULL_WIDTH_ASCII))
    assert half.isascii()
    assert half.translate(full_width(half)) == text


# ---- shorten


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("全年主动公开", {}, "全年主动…"),
        ("全年主动", {}, "全年主动"),
        ("", {}, ""),
        ("全年主动公开信息", {"start": 2}, "…主动公开…"),
        ("全年主动公开", {"start": 2}, "…主动公开"),
        ("全年\n主动", {"one_line": True}, "全年 主…"),
        (" 全年\u3000\n", {"one_line": True}, "全年"),
    ],
)
def test_a_text_is_cut_at_four_characters(text, wanted, expected):
    assert shorten(text, 4, **wanted) == expected


@given(st.text(max_size=20), st.integers(1, 10), st.booleans())
def test_what_is_cut_says_so(text, length, one_line):
    whole = clean_line(text) if one_line else text
    found = shorten(text, length, one_line=one_line)
    assert found == whole if len(whole) <= length else found == whole[:length] + "…"
