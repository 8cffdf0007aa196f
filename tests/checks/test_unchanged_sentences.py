"""Sentences that stand as they stood last year."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.support.calls import record_threads

from reportdesk import check
from reportdesk.checks import check_figures, unchanged_sentences
from reportdesk.checks.dismissals import dismiss
from reportdesk.checks.unchanged_sentences import find_unchanged_sentences
from reportdesk.report import PreviousReport, Report, figures
from reportdesk.text.sentences import sentences

OLD = """\
（一）主动公开。2024年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，不断提高公开质量。全年公开信息1286条。
一是政策解读的形式还不够丰富；二是个别股室对答复期限重视不够，内部流转偏慢！
没有其他事项。"""


def report_with(sections, year=2025):
    return Report.new(unit="示例县水利局", year=year).with_sections(sections)


def last_with(sections, year=2024):
    return PreviousReport(year=year, sections=sections)


def found_in(text, old=OLD):
    places = find_unchanged_sentences(report_with({"overview": text}), last_with({"overview": old}))
    return [text[start:end] for start, end in places.get("overview", [])]


def test_kept_sentences_are_found_whatever_year_number_or_punctuation():
    new = """\
（二）主动公开。2025年，我局认真贯彻落实《中华人民共和国政府信息公开条例》, 不断提高公开质量。全年公开信息1302条。
三是个别股室对答复期限重视不够，内部流转偏慢。
没有其他事项。"""
    assert found_in(new) == [
        "2025年，我局认真贯彻落实《中华人民共和国政府信息公开条例》, 不断提高公开质量。",
        "三是个别股室对答复期限重视不够，内部流转偏慢。",
    ]


def test_short_sentences_and_headings_are_no_copies():
    assert found_in("（一）主动公开。没有其他事项。") == []
    assert found_in("无。", "无。") == []


def test_a_sentence_that_changed_a_figure_or_a_word_is_new():
    assert found_in(OLD.replace("不断提高公开质量", "持续提高公开质量").replace("偏慢", "较慢")) == [
        "一是政策解读的形式还不够丰富；"
    ]


def test_everything_kept_is_one_hint_a_section_at_its_first_sentence():
    text = f"全新的一句话，去年的报告里没有。{OLD}"
    report = report_with(
        {"overview": text, "problems": OLD.replace("1286", "1302"), "other_matters": "全新的另外一句话在此处。"}
    )
    last = last_with({"overview": OLD, "problems": OLD})
    found = [each for each in check(report, last).findings if each.rule == "kept"]
    assert [(each.id, each.severity, each.section) for each in found] == [
        ("kept/overview", "hint", "overview"),
        ("kept/problems", "hint", "problems"),
    ]
    section, start, end = found[0].place
    assert (section, text[start:end]) == ("overview", [OLD[slice(*place)] for place in sentences(OLD)][1])
    assert "有 3 句与上年相同" in found[0].message
    assert "请确认是否更新" in found[0].message
    assert len(find_unchanged_sentences(report, last)["overview"]) == 3


def test_a_check_looks_for_them_once(monkeypatch):
    threads = record_threads(monkeypatch, unchanged_sentences, "find_unchanged_sentences")
    check(report_with({"overview": OLD, "problems": OLD}), last_with({"overview": OLD}))
    assert len(threads) == 1


def test_a_sentence_moved_to_another_section_is_kept_too():
    assert list(find_unchanged_sentences(report_with({"problems": OLD}), last_with({"overview": OLD}))) == ["problems"]


def test_the_lead_in_is_meant_to_stay():
    report = report_with({"lead_in": OLD, "overview": OLD})
    assert list(find_unchanged_sentences(report, last_with({"lead_in": OLD}))) == []
    assert list(find_unchanged_sentences(report, last_with({"lead_in": "", "overview": OLD}))) == ["overview"]


def test_texts_are_not_looked_at_while_figures_are_typed():
    report = msgspec.structs.replace(report_with({"overview": OLD}), previous=last_with({"overview": OLD}))
    assert "kept/overview" in {each.id for each in check(report).findings}
    assert "kept/overview" not in {each.id for each in check_figures(report, figures(report)).findings}


def test_it_can_be_judged_until_more_is_kept():
    report, last = report_with({"overview": OLD}), last_with({"overview": OLD.split("；")[0]})

    def hint(report, last):
        return next(each for each in check(report, last).findings if each.id == "kept/overview")

    judged = dismiss(report, figures(report), hint(report, last), "其他").apply(report)
    assert hint(judged, last).judged == "其他"
    assert hint(judged, last_with({"overview": OLD})).judged is None


@given(st.lists(st.text(alphabet="甲乙丙丁戊", min_size=12, max_size=20), max_size=6), st.sets(st.integers(0, 5)))
def test_kept_are_exactly_those_that_were_there(words, chosen):
    text = "".join(f"{each}。" for each in words)
    old = [each for number, each in enumerate(words) if number in chosen]
    expected = [f"{each}。" for each in words if each in old]
    assert found_in(text, "\n".join(old)) == expected
