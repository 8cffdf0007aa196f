"""Find and replace, counting, and how links and pictures move when a text changes."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.report import Report, Text
from reportdesk.report.completeness import count_characters
from reportdesk.report.find_replace import MOST_MATCHES, Match, find, replace_all, replace_one
from reportdesk.report.linked_text import Replacement, apply_replacements, possible_replacements, splice
from reportdesk.report.schema import FigureLink, Picture

CELL = "requests.received.total"


def report_of(**sections):
    report = Report.new(unit="示例县财政局", year=2025).with_sections(sections)
    return msgspec.structs.replace(report, footnotes={"disputes": "注：我局含上年度2件。"})


REPORT = report_of(lead_in="我局编制本报告。", overview="我局公开36条，我局办理5件。App与APP。", problems="人员少。")

# ---- find ----


def test_every_place_is_found_in_the_order_of_the_form():
    found = find(REPORT, "我局")
    assert [each.place for each in found] == [
        ("texts", "lead_in"),
        ("texts", "overview"),
        ("texts", "overview"),
        ("footnotes", "disputes"),
    ]
    assert [(each.start, each.end) for each in found] == [(0, 2), (0, 2), (8, 10), (2, 4)]


def test_what_is_searched_is_plain_text():
    assert find(REPORT, "") == []
    assert find(REPORT, ".") == []
    assert find(REPORT, "我局.") == []
    assert len(find(report_of(overview="1.5（A+B）"), "（A+B）")) == 1


def test_capital_and_small_letters():
    assert len(find(REPORT, "APP")) == 1
    assert len(find(REPORT, "app", case=False)) == 2
    # Other letters may change their length when folded: "İ" would.
    assert find(report_of(overview="İİApp"), "app", case=False)[0] == Match(("texts", "overview"), 2, 5)


def test_matches_do_not_overlap_and_are_bounded():
    assert [each.start for each in find(report_of(overview="公公公公公"), "公公")] == [0, 2]
    assert len(find(report_of(overview="公" * (MOST_MATCHES + 5)), "公")) == MOST_MATCHES


# ---- replace ----


def test_all_are_replaced_as_one_step():
    found = replace_all(REPORT, "我局", "县财政局")
    assert (found.changed, found.kept) == (4, 0)
    after = found.edit.apply(REPORT)
    assert after.text("overview") == "县财政局公开36条，县财政局办理5件。App与APP。"
    assert after.footnotes["disputes"] == "注：县财政局含上年度2件。"
    assert after.text("problems") == "人员少。"
    assert found.edit.inverse().apply(after) == REPORT
    assert "我局" in found.edit.label


def test_one_is_replaced():
    found = replace_one(REPORT, find(REPORT, "我局")[2], "本局")
    assert found.edit.apply(REPORT).text("overview").startswith("我局公开36条，本局办理5件")


def test_nothing_to_replace_is_no_step():
    assert not replace_all(REPORT, "没有的词", "词").edit
    assert not replace_all(REPORT, "我局", "我局").edit


def test_a_text_that_becomes_empty_is_taken_away():
    after = replace_all(report_of(overview="公开", problems="不公开"), "公开", "").edit.apply(
        report_of(overview="公开", problems="不公开")
    )
    assert "overview" not in after.texts
    assert after.text("problems") == "不"


def test_what_replaces_is_cleaned():
    assert (
        replace_one(REPORT, find(REPORT, "人员少")[0], "一\r\n二\x00").edit.apply(REPORT).text("problems") == "一\n二。"
    )


def test_linked_figures_are_left_and_counted():
    text = Text("新收5件，办结5件。", {"a": FigureLink(2, 3, CELL)})
    report = msgspec.structs.replace(REPORT, texts={"overview": text})
    found = replace_all(report, "5件", "6宗")
    assert (found.changed, found.kept) == (1, 1)
    after = found.edit.apply(report).texts["overview"]
    assert (after.text, after.links) == ("新收5件，办结6宗。", text.links)


# ---- moving links and pictures ----


@given(
    st.text("甲乙丙", min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6), st.text("子丑寅", max_size=5)), max_size=6),
    st.integers(0, 29),
    st.integers(1, 5),
)
def test_a_link_keeps_its_words_whatever_changes_around_it(text, wanted, at, length):
    start = min(at, len(text) - 1)
    end = min(start + length, len(text))
    link = FigureLink(start, end, CELL)
    replacements = [
        Replacement(min(first, len(text)), min(first + size, len(text)), new) for first, size, new in wanted
    ]
    whole = Text(text, {"t": link}, {"p": Picture("a.png", "图", start)})
    after = apply_replacements(whole, replacements)
    moved = after.links["t"]
    assert after.text[moved.start : moved.end] == text[start:end]
    possible = possible_replacements(whole, replacements)
    inserted = sum(len(new) for first, last, new in possible if first == last == start)  # behind the picture
    assert after.pictures["p"].after == moved.start - inserted
    assert len(after.text) == len(text) + sum(len(new) - (last - first) for first, last, new in possible)


@given(st.data())
def test_insertions_leave_links_and_pictures_with_their_characters(data):
    """All at once or one by one: what is inserted at an edge of a link is no part of it, and comes behind a picture."""
    text = data.draw(st.text("甲乙丙", max_size=12))
    place = st.integers(0, len(text))
    edges = sorted(data.draw(st.sets(place, max_size=6)))
    links = {f"t{start}": FigureLink(start, end, CELL) for start, end in pairwise(edges) if data.draw(st.booleans())}
    pictures = {f"p{n}": Picture("a.png", "", after) for n, after in enumerate(data.draw(st.lists(place, max_size=4)))}
    whole = Text(text, links, pictures)
    wanted = data.draw(st.dictionaries(place, st.text("子丑寅", min_size=1, max_size=3), max_size=5))
    inserted = {at: new for at, new in wanted.items() if not any(x.start < at < x.end for x in links.values())}
    after = apply_replacements(whole, [Replacement(at, at, new) for at, new in wanted.items()])

    assert after.text == "".join(inserted.get(at, "") + text[at : at + 1] for at in range(len(text) + 1))
    assert after.links.keys() == links.keys()
    for key, link in links.items():
        before = sum(len(new) for at, new in inserted.items() if at <= link.start)
        assert (after.links[key].start, after.links[key].end) == (link.start + before, link.end + before)
    for key, picture in pictures.items():
        before = sum(len(new) for at, new in inserted.items() if at < picture.after)
        assert after.pictures[key].after == picture.after + before

    one_by_one = whole
    for at, new in sorted(inserted.items(), reverse=True):
        one_by_one = splice(one_by_one, at, at, new)
    assert one_by_one == after


@given(st.integers(0, 12), st.integers(0, 12), st.text("子丑", max_size=4), st.lists(st.integers(0, 12), max_size=4))
def test_one_replacement_and_a_splice_are_the_same(one, other, new, places):
    start, end = sorted((one, other))
    whole = Text("甲乙丙丁戊己庚辛壬癸子丑", {}, {str(n): Picture("a.png", "", at) for n, at in enumerate(places)})
    assert apply_replacements(whole, [Replacement(start, end, new)]) == splice(whole, start, end, new)


def test_what_is_written_at_a_picture_comes_behind_it():
    text = Text("第一段。", {}, {"p": Picture("a.png", "图", 4)})
    for after in (splice(text, 4, 4, "\n第二段。"), apply_replacements(text, [Replacement(4, 4, "\n第二段。")])):
        assert (after.text, after.pictures["p"].after) == ("第一段。\n第二段。", 4)


def test_a_picture_follows_the_character_before_it():
    text = Text("第一段。第二段。", {}, {"p": Picture("a.png", "图", 4), "q": Picture("b.png", "图", 2)})
    after = apply_replacements(text, [Replacement(0, 1, "这是第"), Replacement(5, 6, "")])
    assert after.text == "这是第一段。第段。"
    assert after.text[: after.pictures["p"].after] == "这是第一段。"
    assert after.text[: after.pictures["q"].after] == "这是第一"
    gone = apply_replacements(text, [Replacement(1, 3, "")])
    assert gone.text[: gone.pictures["q"].after] == "第"


def test_of_two_that_overlap_the_first_is_made():
    text = Text("甲乙丙丁")
    assert possible_replacements(text, [Replacement(1, 3, "x"), Replacement(0, 2, "y")]) == [Replacement(0, 2, "y")]
    assert apply_replacements(text, []) is text


# ---- counting ----


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), (" \n　\t", 0), ("公开 36 条。", 6), ("一\n　　二，", 3), ("App（1）", 6)]
)
def test_characters_are_counted_without_blanks(text, count):
    assert count_characters(text) == count
