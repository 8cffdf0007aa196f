"""How two texts differ."""

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.text.diff import pair_items, sentence_pieces, stretches, word_changes

TEXT = st.text("甲乙丙。，；”12.\n \u3000", max_size=60)
ITEMS = st.lists(st.sampled_from("abcdefgh"), max_size=40)


@given(ITEMS, ITEMS)
def test_blocks_cover_both_in_turn(old, new):
    found = stretches(old, new)
    assert [item for b in found for item in old[b.start : b.end]] == old
    assert [item for b in found for item in new[b.new_start : b.new_end]] == new
    for block in found:
        assert block.same == (old[block.start : block.end] == new[block.new_start : block.new_end])
    assert all(one.same != other.same for one, other in pairwise(found))


@given(st.lists(TEXT, max_size=12), st.lists(TEXT, max_size=12))
def test_paired_items_lose_nothing(old, new):
    found = pair_items(old, new)
    assert [ours for ours, _ in found if ours is not None] == old
    assert [theirs for _, theirs in found if theirs is not None] == new
    assert (None, None) not in found


@given(TEXT, TEXT)
def test_words_give_both_texts_back(old, new):
    found = word_changes(old, new)
    assert "".join(ours for ours, _ in found) == old
    assert "".join(theirs for _, theirs in found) == new


@given(TEXT)
def test_pieces_stand_where_they_say(text):
    found = sentence_pieces(text)
    for piece in found:
        stands = text[piece.start : piece.end]
        assert stands.strip(" \u3000\n") == "" if piece.text == "\n" else stands == piece.text
    kept = [line.strip(" \u3000") for line in text.split("\n")]
    assert "".join(piece.text for piece in found) == "\n".join(filter(None, kept))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("全年公开1286条。", "全年公开1290条。", [("全年公开", "全年公开"), ("1286", "1290"), ("条。", "条。")]),
        ("占96.5%。", "占97%。", [("占", "占"), ("96.5%", "97%"), ("。", "。")]),
        ("甲乙丙丁戊。", "甲乙戊。", [("甲乙", "甲乙"), ("丙丁", ""), ("戊。", "戊。")]),
        ("第一句。第二句。", "第二句。", [("第一句。", ""), ("第二句。", "第二句。")]),
        ("完全不同", "另外说法", [("完全不同", "另外说法")]),
        ("", "新", [("", "新")]),
        ("", "", []),
    ],
)
def test_changes_are_told_by_words(old, new, expected):
    assert word_changes(old, new) == expected


def test_versions_of_a_sentence_stand_side_by_side():
    old = ["举办培训2期。", "接待查阅316人次。", "网站更新。"]
    new = ["新增一句话。", "接待查阅320人次。", "网站更新。"]
    assert pair_items(old, new) == [(old[0], None), (None, new[0]), (old[1], new[1]), (old[2], new[2])]


@pytest.mark.slow
@pytest.mark.parametrize("sentence", ["同一句话。", "没有句号", "第{}句，各不相同。"])
def test_a_million_characters_are_compared_in_time(sentence):
    old = [sentence.format(number) for number in range(1_000_000 // len(sentence))]
    new = [*old[: len(old) // 2], "新句。", *old[len(old) // 2 + 1 :]]
    new[::1000] = ["改过的句子。"] * len(new[::1000])
    start = perf_counter()
    found = word_changes("".join(old), "".join(new))
    assert perf_counter() - start < 20
    assert "".join(theirs for _, theirs in found) == "".join(new)
