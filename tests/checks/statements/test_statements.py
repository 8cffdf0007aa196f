"""Statements about figures in the texts of a report."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import statement_corpus as corpus
from tests.support.effort import times
from tests.support.reports import busy_report

from reportdesk import check, form
from reportdesk.checks.dismissals import dismiss
from reportdesk.checks.statements import contradicted, statement_findings, statements, text_findings
from reportdesk.checks.statements.amounts import amount, format_amount
from reportdesk.checks.statements.language import grammar, variants
from reportdesk.form import FormError
from reportdesk.form.phrases import validate_phrases
from reportdesk.report import PreviousReport, Report, figures
from reportdesk.report.standard_sentences import fill_sentence

TOLD = ("agrees", "differs", "parts do not add up")


@pytest.fixture(scope="module")
def known():
    return corpus.reports()


def said(known, text, *, name="A", section="overview"):
    """What a text says: (words, verdict) of every statement."""
    report, shown = known[name]
    return [(each.text, each.verdict) for each in statements(report.with_sections({section: text}), shown)]


# ---- the corpus ----


def test_the_corpus_is_large_and_a_third_of_it_are_traps():
    sentences = corpus.sentences()
    assert len(sentences) >= 300
    assert 3 * sum(sentence["trap"] for sentence in sentences) >= len(sentences)
    assert len({sentence["text"] for sentence in sentences}) == len(sentences)
    for half in corpus.HALVES.values():
        assert sum(corpus.half_of(sentence) == half for sentence in sentences) >= 0.45 * len(sentences)


def test_the_labels_are_about_cells_that_exist_and_figures_that_hold(known):
    for report, shown in known.values():
        assert not [each for each in check(report).findings if each.severity == "error"]
        assert None not in shown.values()
    cells = form.get("2021").cells
    for sentence in corpus.sentences():
        for each in sentence["statements"]:
            assert set(each["cells"]) <= cells.keys(), sentence["text"]


@pytest.mark.parametrize("half", corpus.HALVES)
def test_sentences_are_read_as_labelled(half):
    found = corpus.score(corpus.HALVES[half])
    assert found.right >= 200
    assert found.precision >= 0.97, "\n".join(found.faults)
    assert found.recall >= 0.90, "\n".join(found.faults)


@pytest.mark.parametrize("half", corpus.HALVES)
def test_traps_raise_no_false_error(half, known):
    """What only looks wrong: of all traps, none may be reported that is not labelled so."""
    for sentence in corpus.sentences():
        if sentence["trap"] and corpus.half_of(sentence) == corpus.HALVES[half]:
            labelled = {each["claimed"] for each in sentence["statements"]}
            wrong = [
                each
                for each in corpus.read(sentence, known)
                if each.verdict in TOLD[1:] and each.claimed not in labelled
            ]
            assert not wrong, sentence["text"]


# ---- numbers ----


@pytest.mark.parametrize(
    ("pieces", "inside", "outside"),
    [
        (("四十", "余"), (40, 41, 49), (39, 52)),
        (("1200", "余"), (1201, 1299), (1199, 1301)),
        (("1.28", "", "万", "件"), (12840, 12799), (12950, 12690)),
        (("300", "", "", "件", "约"), (290, 310), (250, 350)),
        (("400", "", "", "件", "超过"), (400, 900), (399,)),
        (("83.3", "", "", "%"), (83.3, 83.33), (83.5, 83.1)),
        (("12", "", "", "件"), (12,), (11, 13)),
    ],
)
def test_a_number_allows_what_it_may_mean(pieces, inside, outside):
    said = amount(*pieces)
    assert all(said.allows(number) for number in inside)
    assert not any(said.allows(number) for number in outside)


def test_money_is_counted_in_yuan():
    assert amount("18.871", "", "", "万元").value == 188710
    assert format_amount(amount("31.64", "", "", "亿元").value / 10000) == "316400"


# ---- meanings ----


def test_concluded_includes_last_year_s_cases(known):
    assert said(known, "收到政府信息公开申请12件，办结13件。")[1] == ("办结13件", "agrees")
    assert said(known, "收到政府信息公开申请12件，办结12件。")[1] == ("办结12件", "differs")


def test_a_blank_cell_cannot_be_told():
    report = Report.new(unit="示例县财政局", year=2025).with_sections({"overview": "收到政府信息公开申请12件。"})
    (found,) = statements(report, figures(report))
    assert (found.verdict, found.figure) == ("cannot tell", None)
    assert text_findings(report, figures(report)) == []


def test_last_year_s_figures_are_those_of_the_predecessor(known):
    report, shown = known["A"]
    report = report.with_sections({"overview": "去年收到政府信息公开申请15件，今年收到12件，同比下降20%。"})
    assert [(each.measure, each.verdict) for each in statements(report, shown)] == [
        ("previous", "agrees"), ("figure", "agrees"), ("growth", "agrees"),
    ]  # fmt: skip
    orphan = msgspec.structs.replace(report, previous=None)
    assert [each.verdict for each in statements(orphan, shown)] == ["cannot tell", "agrees", "cannot tell"]
    older = msgspec.structs.replace(report, previous=PreviousReport(year=2023, cells=report.previous.cells))
    assert [each.verdict for each in statements(older, shown)] == ["cannot tell", "agrees", "cannot tell"]


def test_a_heading_tells_what_the_text_below_is_about(known):
    text = "（二）依申请公开\n全年收到申请11件。\n（三）政府信息管理\n收到文件30件，答复28件。"
    assert said(known, text) == [("收到申请11件", "differs")]


def test_figures_of_an_area_are_the_government_s_own(known):
    text = "全县作出行政处罚决定5件。"
    assert said(known, text, name="C") == [("行政处罚决定5件", "differs")]
    assert said(known, text, name="A") == []


def test_one_mistake_is_said_once(known):
    """A part that differs from the table is no second time reported as a wrong sum."""
    wrong = [each for each in said(known, "收到政府信息公开申请12件，其中自然人10件、企业3件。") if each[1] != "agrees"]
    assert wrong == [("企业3件", "differs")]


@pytest.mark.parametrize(
    "text", ["收到政府信息公开申请 1 1 件", "收到政府信息公开申请１１件", "收到政府信息\u3000公开申请11 件"]
)
def test_places_are_those_of_the_text_as_it_stands(known, text):
    report, shown = known["A"]
    whole = f"（二）依申请公开 情况。\n\n　　2025 年，{text}。"
    (found,) = statements(report.with_sections({"overview": whole}), shown)
    assert (whole[found.start : found.end], found.text, found.claimed) == (text, text, "11")


_WORDS = sorted({word for cue in grammar().cues.values() for said in cue for word in variants(said)})
_PHRASES = sorted(
    {word for each in form.get("2021").language_file.phrases for said in each.said for word in variants(said)}
)
_PROSE = st.lists(
    st.one_of(
        st.sampled_from(_PHRASES),
        st.sampled_from(_WORDS),
        st.sampled_from(
            ["12件", "两件", "四十余件", "1.2万件", "38.5%", "0件", "18.87万元", "2024年", "2025年", "同比", "比上年"]
        ),
        st.sampled_from(["，", "、", "。", "；", "（", "）", "：", "\n", " ", "和", "并"]),
        st.text(max_size=4),
    ),
    max_size=40,
).map("".join)


@pytest.mark.long
@pytest.mark.slow
@settings(max_examples=times(300), deadline=None)
@given(_PROSE)
def test_any_text_can_be_read(text):
    report = busy_report().with_sections({"overview": text})
    shown = figures(report)
    stored = report.text("overview")
    for found in statements(report, shown):
        if found.section != "overview":
            continue
        assert 0 <= found.start < found.end <= len(stored)
        assert stored[found.start : found.end] == found.text
        assert set(found.cells) <= report.form.cells.keys()
        assert found.verdict == "cannot tell" or found.figure is not None
    for finding in text_findings(report, shown):
        assert "{" not in finding.message and finding.place is not None


@pytest.mark.parametrize("part", ["自然人0件", "予以公开5件", "复议5件"])
def test_a_sum_over_two_tables_can_have_parts(known, part):
    """The sum counts cells of both tables, but stands for the rows of neither."""
    report, shown = known["A"]
    report = report.with_sections({"overview": f"行政许可、信息公开申请2件，其中{part}。"})
    first = statements(report, shown)[0]
    assert {cell.partition(".")[0] for cell in first.cells} == {"disclosure", "requests"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["1" * 90_000, "1,111" * 18_000, "一" * 90_000, "（" * 90_000, "1件" * 40_000, "自然人、" * 20_000 + "12件"]
)
def test_a_text_made_to_take_long_does_not(known, text):
    """Quadratic reading of these would take minutes."""
    assert isinstance(said(known, text), list)


def test_clean_reports_have_no_findings(known):
    report = busy_report()
    assert text_findings(report, figures(report)) == []


# ---- findings ----


def test_a_difference_is_a_finding_with_its_place(known):
    report, shown = known["A"]
    report = report.with_sections({"overview": "一是规范办理。全年新收政府信息公开申请13件。"})
    (finding,) = text_findings(report, shown)
    assert (finding.rule, finding.severity, finding.section) == ("statement.figure", "error", "overview")
    section, start, end = finding.place
    assert report.text(section)[start:end] == "新收政府信息公开申请13件"
    assert (finding.expected, finding.actual, finding.cells) == ("12", "13", ["requests.received.total"])
    assert "“总体情况”中“新收政府信息公开申请13件”" in finding.message
    assert "12 件不一致，相差 1 件" in finding.message
    assert finding in check(report).findings


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("未收到政府信息公开申请。", "statement.nothing", "12 件"),
        ("收到政府信息公开申请二十余件。", "statement.about", "12 件不相符"),
        ("收到政府信息公开申请12件，其中自然人10件，占85%。", "statement.share", "83.33%"),
        ("收到政府信息公开申请12件，同比增长20%。", "statement.change", "比上年减少 20%"),
        ("收到政府信息公开申请12件，比上年减少2件。", "statement.change", "比上年减少 3 件"),
        ("收到政府信息公开申请12件，与上年持平。", "statement.change", "减少 3 件"),
        ("2024年收到政府信息公开申请16件。", "statement.previous", "相差 1 件"),
        ("公开信息100条，其中动态80条、公告30条。", "statement.parts", "之和为 110，与总数 100"),
        ("行政事业性收费19.5万元。", "statement.figure", "18.871 万元不一致，相差 0.629 万元"),
        ("因政府信息公开被提起行政诉讼2件。", "statement.figure", "＋"),
        ("（二）依申请公开。不予公开5件。", "statement.figure", "“总计 · （三）不予公开” 2 件"),
    ],
)
def test_every_rule_has_its_wording(known, text, rule, words):
    report, shown = known["A"]
    (finding,) = text_findings(report.with_sections({"overview": text}), shown)
    assert finding.rule == rule
    assert words in finding.message


def test_a_judged_finding_stays_judged_while_the_text_around_it_is_edited(known):
    report, shown = known["A"]
    report = report.with_sections({"overview": "全年新收政府信息公开申请13件。"})
    (finding,) = text_findings(report, shown)
    judged = dismiss(report, shown, finding, "其他").apply(report)
    longer = judged.with_sections(
        {"overview": "全年新收政府信息公开申请12件。\n前面加了一段，行政处罚40件。全年新收政府信息公开申请13件。"}
    )
    open_ = [each for each in check(longer).findings if each.judged is None]
    assert [each.actual for each in open_ if each.rule == "statement.figure"] == ["40"]
    other = judged.with_sections({"overview": "全年新收政府信息公开申请14件。"})
    assert [each.judged for each in check(other).findings if each.rule == "statement.figure"] == [None]


def test_the_same_words_twice_are_two_findings(known):
    report, shown = known["A"]
    report = report.with_sections({"overview": "行政处罚40件。\n行政处罚40件。"})
    first, second = text_findings(report, shown)
    assert first.id != second.id


def test_contradicted_cells_are_those_plainly_denied(known):
    report, shown = known["A"]
    text = "行政处罚40件，行政强制2件，行政许可约2000件，因政府信息公开被提起行政诉讼2件。"
    found = statements(report.with_sections({"overview": text}), shown)
    assert contradicted(found) == {"disclosure.penalties.decisions"}


def test_a_form_without_phrases_or_rules_is_not_read(known):
    report, shown = known["A"]
    bare = msgspec.structs.replace(report.form.definition, rules=report.form.definition.rules[:3])
    found = statements(report.with_sections({"overview": "行政处罚40件。"}), shown)
    assert statement_findings(report.form, found) and statement_findings(form.Form(bare), found) == []


# ---- the data ----


@pytest.mark.parametrize("edition", form.editions())
def test_every_phrase_means_cells_that_exist(edition):
    loaded = form.get(edition)
    for phrase in loaded.language_file.phrases:
        assert all(word for said in phrase.said for word in variants(said))
        assert set(phrase.without) <= grammar().cues.keys()
        assert phrase.table in loaded.tables or phrase.foreign or phrase.idle
        assert set(phrase.within) <= loaded.tables.keys()


def test_a_phrase_of_no_row_is_refused():
    found = form.get("2021")
    first = msgspec.structs.replace(found.language_file.phrases[0], rows=[["recieved"]])
    with pytest.raises(FormError, match="recieved"):
        validate_phrases([first], found.tables)


@pytest.mark.parametrize("name", ["A", "B", "C", "D"])
def test_ready_sentences_agree_with_the_tables(known, name):
    report, shown = known[name]
    for sentence in report.form.language_file.sentences:
        text = fill_sentence(report, shown, sentence.id)
        found = statements(report.with_sections({sentence.section: text.text}), shown)
        assert {each.verdict for each in found} <= {"agrees"}, text.text
        if text.links:
            assert len(found) >= len(text.links) - 1, text.text


@pytest.mark.parametrize(
    ("outcome", "name"),
    [("upheld", "结果维持0件"), ("pending", "尚未审结0件"), ("total", "因政府信息公开被申请行政复议4件")],
)
def test_a_cell_that_the_text_denies_is_suspected_first(known, outcome, name):
    """Several cells explain the broken group equally well; the text knows one of them better."""
    group = "disputes.reconsideration"
    report = known["A"][0].with_cells({f"{group}.upheld": "1", f"{group}.corrected": "2", f"{group}.total": "3"})
    outcome_of = check(report.with_sections({"overview": f"（二）依申请公开。行政复议中，{name}。"}))
    assert len(outcome_of.causes) > 1
    assert [each.cell for each in outcome_of.causes[0].cells] == [f"{group}.{outcome}"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("其中县水利局收到申请45件，县公安局收到30件。", "C", []),
        ("县水利局收到申请45件。我局收到申请11件。", "A", [("收到申请11件", "differs")]),
        ("通过县政府网站公开信息100条，收到申请11件。", "A", [("收到申请11件", "differs")]),
        ("县交通运输局收到申请11件。", "A", [("收到申请11件", "differs")]),
    ],
)
def test_figures_of_other_offices_are_not_our_own(known, text, name, expected):
    assert said(known, text, name=name, section="requests") == expected


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月收到申请2件。",
        "1至6月收到申请7件。",
        "平均每月收到申请1件。",
        "同一申请人提出申请8件。",
        "依申请公开答复书13份。",
        "未发生因申请公开被复议纠错的情况。",
        "2023年收到申请9件，同比增长30%。",
        "去年收到申请15件，同比增长30%。",
        "收到关于道路养护的申请3件。",
        "收到申请两三件。",
    ],
)
def test_what_is_no_figure_of_the_table_is_no_error(known, text):
    assert not [each for each in said(known, text, section="requests") if each[1] in TOLD[1:]]


def test_a_whole_year_in_months_is_the_year(known):
    assert said(known, "2025年1-12月收到申请11件。", section="requests") == [("收到申请11件", "differs")]
