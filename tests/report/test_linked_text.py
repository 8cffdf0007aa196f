"""Figures in texts that follow the tables, ready sentences, the list of figures."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import statement_corpus as corpus
from tests.support.reports import busy_report

from reportdesk import form
from reportdesk.errors import UnknownId
from reportdesk.form import FormError
from reportdesk.report import FigureLink, Report, Text, edit, figures, set_values
from reportdesk.report.linked_text import (
    add_picture,
    figure_link,
    insert_fragment,
    insert_link,
    rewrite,
    splice,
    texts_to_update,
    with_updated_links,
)
from reportdesk.report.schema import Picture, SignOff
from reportdesk.report.standard_sentences import fill_sentence, fill_template, sentences_for
from reportdesk.services.figure_search import search_figures
from reportdesk.store import open_report, save_report

RECEIVED, NATURAL = "requests.received.total", "requests.received.natural_person"
PENALTIES, LICENSING = "disclosure.penalties.decisions", "disclosure.licensing.decisions"


@pytest.fixture
def report():
    return corpus.reports()["A"][0].with_sections({"overview": "全年作出行政处罚件。"})


def linked_words(text):
    return [text.text[link.start : link.end] for link in sorted(text.links.values(), key=lambda each: each.start)]


# ---- inserting, following ----


def test_an_inserted_figure_follows_its_cell_in_one_undo_step(report):
    done = insert_link(report, "overview", 8, figure_link(PENALTIES), figures(report)).apply(report)
    assert done.text("overview") == "全年作出行政处罚36件。"
    step = with_updated_links(done, set_values(done, {PENALTIES: "1203"}, "填写"))
    after = step.apply(done)
    assert (after.text("overview"), linked_words(after.texts["overview"])) == ("全年作出行政处罚1203件。", ["1203"])
    assert step.inverse().apply(after) == done


def test_totals_follow_their_members(report):
    done = insert_link(report, "overview", 0, figure_link(RECEIVED), figures(report)).apply(report)
    after = with_updated_links(done, set_values(done, {NATURAL: "20"}, "填写")).apply(done)
    assert linked_words(after.texts["overview"]) == ["22"]


def test_a_share_follows_both_its_cells(report):
    done = insert_link(
        report, "overview", 0, figure_link(NATURAL, denominator=[RECEIVED], places=1), figures(report)
    ).apply(report)
    assert linked_words(done.texts["overview"]) == ["83.3"]
    after = with_updated_links(done, set_values(done, {"requests.received.enterprise": "10"}, "填写")).apply(done)
    assert linked_words(after.texts["overview"]) == ["50.0"]


def test_a_blank_shows_that_a_figure_is_missing_and_comes_back(report):
    done = insert_link(report, "overview", 8, figure_link(PENALTIES), figures(report)).apply(report)
    blank = with_updated_links(done, set_values(done, {PENALTIES: None}, "清除")).apply(done)
    assert blank.text("overview") == "全年作出行政处罚××件。"
    again = with_updated_links(blank, set_values(blank, {PENALTIES: "7"}, "填写")).apply(blank)
    assert again.text("overview") == "全年作出行政处罚7件。"
    void = with_updated_links(again, set_values(again, {PENALTIES: "/"}, "填写")).apply(again)
    assert void.text("overview") == "全年作出行政处罚0件。"


def test_several_links_of_a_text_follow_together(report):
    text = Text("许可1203件，处罚36件，许可1203件。", {
        "a": FigureLink(2, 6, LICENSING), "b": FigureLink(10, 12, PENALTIES), "c": FigureLink(16, 20, LICENSING),
    })  # fmt: skip
    done = edit(report, {("texts", "overview"): text}, "").apply(report)
    after = with_updated_links(done, set_values(done, {LICENSING: "5", PENALTIES: "100000"}, "填写")).apply(done)
    assert after.text("overview") == "许可5件，处罚100000件，许可5件。"
    assert linked_words(after.texts["overview"]) == ["5", "100000", "5"]


def test_nothing_follows_in_a_final_report(report):
    done = insert_link(report, "overview", 8, figure_link(PENALTIES), figures(report)).apply(report)
    final = msgspec.structs.replace(done, sign_off=SignOff("2026-01-10", "张三", "abc"))
    step = set_values(final, {PENALTIES: "40"}, "填写")
    assert with_updated_links(final, step) is step
    assert texts_to_update(final, figures(step.apply(final))) == {}


def test_an_edit_that_changes_no_linked_figure_stays_as_it_is(report):
    done = insert_link(report, "overview", 8, figure_link(PENALTIES), figures(report)).apply(report)
    step = set_values(done, {LICENSING: "5"}, "填写")
    assert with_updated_links(done, step) is step


def test_an_edit_of_text_and_figure_at_once_keeps_the_new_text(report):
    done = insert_link(report, "overview", 8, figure_link(PENALTIES), figures(report)).apply(report)
    typed = splice(done.texts["overview"], 0, 2, "本年度")
    step = edit(done, {("texts", "overview"): typed, ("values", PENALTIES): "9"}, "")
    assert with_updated_links(done, step).apply(done).text("overview") == "本年度作出行政处罚9件。"


def test_links_that_cannot_be_followed_are_left_alone(report):
    text = Text(
        "36和7",
        {
            "a": FigureLink(0, 2, "no.such.cell"),
            "b": FigureLink(3, 4, PENALTIES, "of a newer version"),
            "c": FigureLink(90, 99, PENALTIES),
        },
    )
    done = edit(report, {("texts", "overview"): text}, "").apply(report)
    assert texts_to_update(done, figures(done)) == {}


def test_unknown_cells_and_sections_are_refused(report):
    with pytest.raises(UnknownId):
        insert_link(report, "overview", 0, figure_link("requests.nothing"), figures(report))
    with pytest.raises(UnknownId):
        insert_link(report, "nowhere", 0, figure_link(RECEIVED), figures(report))


def test_links_survive_a_round_trip(report, tmp_path):
    done = insert_link(
        report, "overview", 8, figure_link(NATURAL, addends=[PENALTIES], denominator=[RECEIVED]), figures(report)
    ).apply(report)
    save_report(done, tmp_path / "a.rdesk")
    assert open_report(tmp_path / "a.rdesk").texts == done.texts


# ---- the text is edited ----

_TEXT = Text("处罚36件，许可1203件。", {"a": FigureLink(2, 4, PENALTIES), "b": FigureLink(8, 12, LICENSING)})


@pytest.mark.parametrize(
    ("new", "left"),
    [
        ("行政处罚36件，许可1203件。", ["36", "1203"]),
        ("处罚36件，行政许可1203件。", ["36", "1203"]),
        ("处罚36件，许可1203件。另外", ["36", "1203"]),
        ("处罚37件，许可1203件。", ["1203"]),
        ("处罚36件，许可123件。", ["36"]),
        ("处罚36件。", ["36"]),
        ("", []),
        ("全部重写", []),
    ],
)
def test_editing_keeps_the_links_of_what_stays(new, left):
    after = rewrite(_TEXT, new)
    assert (after.text, linked_words(after)) == (new, left)


@given(st.integers(0, 14), st.integers(0, 14), st.text("处罚36件，9", max_size=6))
def test_a_splice_never_moves_a_link_off_its_figure(one, other, new):
    start, end = sorted((one, other))
    after = splice(_TEXT, start, end, new)
    assert after.text == _TEXT.text[:start] + new + _TEXT.text[end:]
    for key, link in after.links.items():
        before = _TEXT.links[key]
        assert after.text[link.start : link.end] == _TEXT.text[before.start : before.end]
    untouched = {key for key, link in _TEXT.links.items() if link.end <= start or link.start >= end}
    assert after.links.keys() == untouched


@given(st.text("处罚36件，9", max_size=14))
def test_any_rewriting_leaves_links_on_their_figures(new):
    after = rewrite(_TEXT, new)
    assert after.text == new
    for key, link in after.links.items():
        before = _TEXT.links[key]
        assert new[link.start : link.end] == _TEXT.text[before.start : before.end]


def test_pictures_move_with_their_characters():
    text = msgspec.structs.replace(_TEXT, pictures={"p": Picture("a.png", "图", 5), "q": Picture("b.png", "图", 14)})
    after = splice(text, 8, 12, "7")
    assert {key: picture.after for key, picture in after.pictures.items()} == {"p": 5, "q": 11}


def test_a_picture_that_is_inserted_twice_stands_in_both_places():
    text = add_picture(add_picture(Text("第一段。\n第二段。"), Picture("a.png", "图", 4)), Picture("a.png", "图", 9))
    assert [(each.file, each.after) for each in text.pictures.values()] == [("a.png", 4), ("a.png", 9)]


def test_a_new_picture_is_the_last_of_those_at_its_place():
    """Also behind one of an earlier version, whose key is the name of its file."""
    text = Text("甲", pictures={"f" * 16 + ".png": Picture("f" * 16 + ".png", "图1", 1)})
    for caption in ("图2", "图3", "图4"):
        text = add_picture(text, Picture("0.png", caption, 1))
    del text.pictures["p002"]
    text = add_picture(text, Picture("0.png", "图5", 1))
    assert [text.pictures[key].caption for key in sorted(text.pictures)] == ["图1", "图2", "图4", "图5"]


# ---- ready sentences ----


@pytest.mark.parametrize("edition", form.editions())
def test_every_ready_sentence_and_question_has_its_section(edition):
    loaded = form.get(edition)
    report = Report.new(unit="示例县财政局", year=2025, edition=edition)
    for each in loaded.language_file.sentences:
        assert each in sentences_for(loaded, loaded.sections[each.section].id)
        for wording in each.wordings:
            text = fill_template(loaded, wording.text, figures(report))
            assert text.text.endswith("。") and not set("{}[]") & set(text.text)
            assert set(linked_words(text)) <= {"××"}
        assert each.wordings[0].zero or len(each.wordings) == 1
    for questions in loaded.language_file.questions:
        assert questions.section in loaded.sections
        assert all(question.endswith("？") for question in questions.ask)


def test_wordings_for_nothing_received():
    known = corpus.reports()
    report, shown = known["B"]
    assert fill_sentence(report, shown, "requests").text == "本年度未收到政府信息公开申请，无上年结转申请。"
    assert "未发生因政府信息公开引起的行政复议" in fill_sentence(report, shown, "disputes").text
    report, shown = known["A"]
    text = fill_sentence(report, shown, "requests")
    assert text.text == "本年度新收政府信息公开申请12件，上年结转2件，办结13件，结转下年度继续办理1件。"
    assert linked_words(text) == ["12", "2", "13", "1"]
    report, shown = known["D"]
    assert "上年结转" not in fill_sentence(report, shown, "requests").text


def test_a_ready_sentence_goes_into_the_text_with_its_ties(report):
    shown = figures(report)
    fragment = fill_sentence(report, shown, "results")
    done = insert_fragment(report, "overview", 0, fragment, "插入句子").apply(report)
    assert done.text("overview") == fragment.text + "全年作出行政处罚件。"
    after = with_updated_links(done, set_values(done, {"requests.refused.state_secret.natural_person": "3"}, "")).apply(
        done
    )
    assert "不予公开5件" in after.text("overview")
    assert "办结的16件" in after.text("overview")


def test_a_template_with_a_wrong_cell_is_refused():
    with pytest.raises(FormError, match="nowhere"):
        fill_template(form.get("2021"), "{requests.nowhere}件", {})
    with pytest.raises(UnknownId):
        fill_sentence(busy_report(), figures(busy_report()), "nothing")


# ---- the list of figures ----


@pytest.mark.parametrize(
    ("query", "cell"),
    [
        ("新收 自然人", NATURAL),
        ("新收自然人", NATURAL),
        ("国家秘密 总计", "requests.refused.state_secret.total"),
        ("不予公开 执法案卷 商业企业", "requests.refused.enforcement_file.enterprise"),
        ("直接起诉 维持", "disputes.litigation_direct.upheld"),
        ("处罚", PENALTIES),
        ("行政复议 总计", "disputes.reconsideration.total"),
        ("1203", LICENSING),
        ("规范性文件 有效", "disclosure.normative_documents.in_force"),
    ],
)
def test_figures_are_found_by_their_labels(report, query, cell):
    rows = search_figures(report, figures(report), query)
    assert rows[0].cell == cell
    assert rows[0].value == figures(report)[cell]


def test_without_a_query_all_figures_are_listed_in_order(report):
    rows = search_figures(report, figures(report))
    assert [row.cell for row in rows] == list(report.form.cells)
    assert len({row.label for row in rows}) == len(rows)
    assert search_figures(report, figures(report), "没有这一格") == []


def test_a_figure_offers_what_it_is_a_part_of(report):
    by_cell = {row.cell: row for row in search_figures(report, figures(report))}
    assert by_cell[NATURAL].shares == (RECEIVED,)
    assert set(by_cell["requests.granted.natural_person"].shares) == {
        "requests.concluded.natural_person",
        "requests.granted.total",
    }
    assert by_cell[PENALTIES].shares == ()
