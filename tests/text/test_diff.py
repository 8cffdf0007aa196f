"""How two texts differ."""

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.text.diff import (
    MOST_SENTENCES,
    Difference,
    differences,
    pair_items,
    sentence_pieces,
    stretches,
    word_changes,
)
from reportdesk.text.sentences import normalize_sentence, sentences

TEXT = st.text("甲乙丙。，；”12.\n \u3000", max_size=60)
WORDS = st.text(alphabet="甲乙丙丁戊己庚辛", min_size=3, max_size=12)
SENTENCES = st.lists(WORDS, max_size=12).map(lambda each: "".join(f"{word}。" for word in each))
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


# ---- two reports held against each other


def kinds(a, b):
    return [tuple(each) for each in differences(a, b)]


def test_equal_texts_do_not_differ():
    assert differences("甲。乙。", "甲。乙。") == []
    assert differences("（一）甲\n乙。丙。", "（一）甲 乙。\n\n　　丙。") == []
    assert differences("", " \n") == []


def test_changed_sentences_stand_side_by_side():
    a = "全年公开信息1286条。办理申请34件。满意率为百分之九十。"
    b = "全年公开信息1268条。办理申请34件。满意率为百分之九十。"
    assert kinds(a, b) == [("changed", "全年公开信息1286条。", "全年公开信息1268条。")]


def test_removed_added_and_moved_sentences():
    first, second, third = "甲乙丙丁。", "戊己庚辛。", "壬癸子丑。"
    assert kinds(first + second, second) == [("removed", first, "")]
    assert kinds(second, second + third) == [("added", "", third)]
    assert kinds(first + second + third, second + third + first) == [("moved", first, first)]
    assert kinds(first, third) == [("removed", first, ""), ("added", "", third)]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("公开（含解读）12条，共3类。", "公开(含解读)12条,共3类."),
        ("“三安全”工作。", '"三安全"工作。'),
        ("１２件。", "12件。"),
    ],
)
def test_other_marks_and_widths_are_format_only(a, b):
    assert kinds(f"甲乙丙。{a}", f"甲乙丙。{b}") == [("format", a, b)]


def test_lost_line_ends_beside_a_change_of_marks_are_no_difference():
    assert kinds("（一）主动公开\n全年公开，12条。", "（一）主动公开全年公开,12条。") == []


def test_blanks_inside_a_changed_text_are_passed_over():
    assert kinds("全年公 开12条。丁丁丁丁。", "全年公开 12条。戊戊戊戊。") == [
        ("removed", "丁丁丁丁。", ""),
        ("added", "", "戊戊戊戊。"),
    ]


@given(SENTENCES, SENTENCES)
def test_what_differs_accounts_for_every_sentence(a, b):
    """What is in a and in no difference is in b as well, and the other way round."""

    def normal(text):
        return sorted(normalize_sentence(text[start:end]) for start, end in sentences(text))

    found = differences(a, b)
    left, right = normal(a), normal(b)
    for each in found:
        if each.kind in ("changed", "removed"):
            left.remove(normalize_sentence(each.a))
        if each.kind in ("changed", "added"):
            right.remove(normalize_sentence(each.b))
    assert left == right
    assert bool(found) == ("".join(a.split()) != "".join(b.split()))


@given(SENTENCES, SENTENCES)
def test_turned_round_there_is_a_difference_too(a, b):
    assert bool(differences(a, b)) == bool(differences(b, a))
    assert differences(a, a) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("甲。" * 200_000, "乙。" * 200_000),
        ("甲乙" * 400_000, "乙甲" * 400_000 + "丙"),
        ("".join(f"第{n}句话。" for n in range(30_000)), "".join(f"第{n}句话。" for n in range(30_000, 0, -1))),
        (
            "".join(f"{'甲乙丙丁' * 200}{n}。" for n in range(900)),
            "".join(f"{'甲乙丁丙' * 200}{n}。" for n in range(900)),
        ),
        ("".join(f"第{n % 11}句话。" for n in range(990)), "".join(f"第{n % 12}句话。" for n in range(990))),
    ],
    ids=["many", "one", "turned", "long", "alike"],
)
def test_hostile_texts_take_bounded_time(a, b):
    began = perf_counter()
    assert differences(a, b)
    assert perf_counter() - began < 20


def test_long_texts_are_compared_as_sets_of_sentences():
    many = "".join(f"第{n}句话。" for n in range(MOST_SENTENCES + 1))
    assert differences(many, many + "又一句。") == [Difference("added", "", "又一句。")]
    assert differences(many + "又一句。", "又一句。" + many) == []
