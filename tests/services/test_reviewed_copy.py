"""What comes back from Word or WPS: difference by difference, each accepted alone."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.reports import busy_report
from tests.support.word_readback import lines

from reportdesk.documents.word import writer as word_writer
from reportdesk.report import Report, figures, is_automatic
from reportdesk.report.schema import FigureLink, Picture, Text
from reportdesk.services.reviewed_copy import Difference, ReviewedCopyError, accept_differences, differences

CELL, TOTAL = "requests.granted.charity", "requests.granted.total"
TEXT = st.text("甲乙丙。，\n \u3000", max_size=40)


def text_report(text, **fields):
    return Report.new(unit="示例局", year=2025).with_sections({"overview": text})


def printed(report):
    return lines(word_writer.render(report))


@pytest.fixture
def report():
    return busy_report()


@pytest.fixture
def returned(report):
    overview = report.text("overview").replace("培训2期", "培训3期").replace("更正错链、失效链接64处。", "")
    back = report.with_sections({"overview": "\u3000\u3000" + overview + "\n\n新增一段。", "other_matters": ""})
    back = back.with_cells({CELL: "77"}).with_notes({"disclosure.normative_documents.in_force": "其中修订17件"})
    typed = {cell: figure for cell, figure in figures(back).items() if figure is not None}
    back = msgspec.structs.replace(back.with_cells(typed), unit="示例县交通局")  # a file has no automatic totals
    return msgspec.structs.replace(
        back, footnotes={"disputes": "注：行政诉讼各项含上年度结转案件2件。", "requests": "注：甲"}
    )


def test_a_report_read_back_unchanged_has_no_differences(report):
    back = report.with_sections(
        {name: text.replace("\n", "\n\n\u3000\u3000") for name, text in report.sections.items()}
    )
    back = back.with_cells({cell: figure for cell, figure in figures(report).items() if figure is not None})
    back = msgspec.structs.replace(back, footnotes={"disputes": f"注：{report.footnotes['disputes']}"}, kind="township")
    assert differences(report, back) == []


def test_every_kind_of_difference_is_found_in_order(report, returned):
    found = differences(report, returned)
    assert [(each.kind, each.key) for each in found if each.kind != "cell"] == [
        ("head", "unit"),
        ("sentence", "overview"),
        ("sentence", "overview"),
        ("sentence", "overview"),
        ("note", "disclosure.normative_documents.in_force"),
        ("footnote", "requests"),
        ("sentence", "other_matters"),
    ]
    assert {each.key for each in found if each.kind == "cell"} >= {CELL, TOTAL}
    sentences = [each for each in found if each.key == "overview"]
    assert ("培训2期" in sentences[1].old, "培训3期" in sentences[1].new) == (True, True)
    assert sentences[2][3:5] == ("", "\n新增一段。")
    for each in sentences:
        assert report.text("overview")[each.start : each.end] == each.old
    assert found[0] == Difference("head", "unit", "单位名称", "示例县交通运输局", "示例县交通局")


def test_all_accepted_prints_what_was_returned(report, returned):
    after = accept_differences(report, returned, differences(report, returned)).apply(report)
    assert printed(after) == printed(returned)
    assert differences(after, returned) == []


def test_each_is_accepted_alone_and_nothing_else_moves(report, returned):
    found = differences(report, returned)
    for each in found:
        step = accept_differences(report, returned, [each])
        after = step.apply(report)
        assert len(step.changes) == 1
        rest = differences(after, returned)
        follows = {d.key for d in found if d.kind == "cell" and is_automatic(report, d.key)}
        assert {(d.kind, d.key, d.new) for d in found} - {(d.kind, d.key, d.new) for d in rest} - {
            ("cell", cell, figures(returned)[cell]) for cell in follows
        } <= {(each.kind, each.key, each.new)}
        assert step.inverse().apply(after) == report


def test_a_total_stays_automatic_where_it_follows(report, returned):
    cells = [each for each in differences(report, returned) if each.kind == "cell"]
    after = accept_differences(report, returned, cells).apply(report)
    assert after.values == {**report.values, CELL: "77"}
    alone = accept_differences(report, returned, [each for each in cells if each.key == TOTAL]).apply(report)
    assert alone.values[TOTAL] == figures(returned)[TOTAL]


@settings(deadline=None)
@given(TEXT, TEXT, st.data())
def test_any_choice_of_sentences_leaves_the_others(old, new, data):
    report, returned = text_report(old), text_report(new)
    found = differences(report, returned)
    every = accept_differences(report, returned, found).apply(report)
    assert differences(every, returned) == []
    chosen = [each for each in found if data.draw(st.booleans())]
    step = accept_differences(report, returned, chosen)
    assert bool(step) == bool(chosen)
    parts, position = [], 0
    for each in sorted(chosen, key=lambda each: (each.start, each.end)):
        parts += report.text("overview")[position : each.start], each.new
        position = each.end
    expected = "".join(parts) + report.text("overview")[position:]
    assert step.apply(report).text("overview") == (expected if expected.strip() else "")


def test_links_and_pictures_stay_with_their_sentences():
    text = "公开5条。培训2期。查阅9人。"
    links = {"a": FigureLink(2, 3, CELL), "b": FigureLink(7, 8, CELL), "c": FigureLink(12, 13, CELL)}
    pictures = {"p": Picture("p.png", "", 15), "q": Picture("q.png", "", 5), "r": Picture("r.png", "", 8)}
    report = msgspec.structs.replace(text_report(""), texts={"overview": Text(text, links, pictures)})
    returned = text_report("公开5条。举办培训12期。查阅9人。")
    after = accept_differences(report, returned, differences(report, returned)).apply(report).texts["overview"]
    assert after.text == returned.text("overview")
    assert {key: after.text[link.start : link.end] for key, link in after.links.items()} == {"a": "5", "c": "9"}
    assert {key: after.text[: picture.after][-3:] for key, picture in after.pictures.items()} == {
        "p": "9人。",
        "q": "5条。",
        "r": "2期。",
    }


def test_a_report_changed_meanwhile_is_told(report, returned):
    found = differences(report, returned)
    later = report.with_cells({CELL: "5"})
    with pytest.raises(ReviewedCopyError, match="“社会公益组织 · （一）予以公开”在对照以后又有改动"):
        accept_differences(later, returned, [each for each in found if each.key == CELL])
    later = report.with_sections({"overview": "前言。" + report.text("overview")})
    with pytest.raises(ReviewedCopyError, match="“一、总体情况”"):
        accept_differences(later, returned, [each for each in found if each.kind == "sentence"])


def test_what_was_not_found_in_the_file_is_no_difference(report):
    assert differences(report, msgspec.structs.replace(report, unit="")) == []


def test_another_edition_is_told(report, invented_report):
    with pytest.raises(ReviewedCopyError, match="不是同一版格式"):
        differences(report, invented_report)
