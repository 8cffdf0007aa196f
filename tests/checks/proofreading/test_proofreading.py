"""What is found in texts, where, what is offered instead, and above all what is left alone."""

import re
import subprocess
import sys
import time

import msgspec
import pytest
from tests.support.proofreading.clean import LEAD_IN, OTHER, OVERVIEW, PARAGRAPHS, PROBLEMS, UNIT
from tests.support.proofreading.faulty import FAULTY
from tests.support.proofreading.reports import CARRIED_OUT, CHARGES, empty, findings, report_of, with_paragraph, words

from reportdesk import check, form
from reportdesk.checks.dismissals import apply_dismissals, dismiss, restore
from reportdesk.checks.proofreading import fix_all, fix_one, tidy
from reportdesk.checks.proofreading.personal_data import is_identity_number, luhn
from reportdesk.checks.proofreading.registry import RULES
from reportdesk.form import FormError
from reportdesk.form.definition import Definition
from reportdesk.report import Contact, Report, Text, figures
from reportdesk.report.schema import FigureLink
from reportdesk.services.text_output import check_result_data

OFFICIAL = form.get("2021")

# ---- the corpora ----


def test_the_corpora_are_large_and_cover_every_rule_that_has_a_place():
    assert len(PARAGRAPHS) + sum(text.count("\n") + 1 for text in (LEAD_IN, OVERVIEW, PROBLEMS, OTHER)) >= 60
    elsewhere = {"text.empty", "text.nothing", "text.aspects", "text.supervision", "text.fee_statement"}
    assert {rule for _, rule, _, _ in FAULTY} == RULES.keys() - elsewhere - {"text.lead_in_parts"}
    assert RULES.keys() == {rule for rule in OFFICIAL.rules if rule.startswith("text.")}


def test_a_clean_report_has_no_findings_of_any_kind():
    assert findings(report_of()) == []


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_what_only_looks_wrong_is_left_alone(paragraph):
    assert [each.message for each in findings(with_paragraph(paragraph))] == []


@pytest.mark.parametrize(("paragraph", "rule", "wrong", "fix"), FAULTY)
def test_a_fault_is_found_at_its_place_with_its_correction(paragraph, rule, wrong, fix):
    report = with_paragraph(paragraph)
    found = [(words(report, each), each.fix) for each in findings(report, rule)]
    assert (wrong, fix) in found
    for each in findings(report):
        assert each.place[1] >= len(OVERVIEW), f"{each.message}: not in the faulty paragraph"
        assert each.severity == OFFICIAL.rules[each.rule].severity
        assert each.message.startswith(OFFICIAL.sections["overview"].heading)
        assert not re.search(r"[{}]|None", each.message)


@pytest.mark.parametrize(("paragraph", "rule", "wrong", "fix"), [each for each in FAULTY if each[3] is not None])
def test_the_correction_removes_the_fault_and_brings_no_other(paragraph, rule, wrong, fix):
    report = with_paragraph(paragraph)
    before = findings(report)
    after = fix_all(report, rule).apply(report)
    assert [each for each in findings(after, rule) if each.fix is not None] == []
    assert {each.rule for each in findings(after)} <= {each.rule for each in before}
    assert len(findings(after)) < len(before)
    assert fix_all(report, rule).inverse().apply(after) == report


def test_every_rule_says_where_it_comes_from_and_what_to_do():
    for rule, each in OFFICIAL.rules.items():
        if rule.startswith("text."):
            assert each.title, rule
            assert each.basis, rule
            assert each.advice.endswith("。"), rule
            assert each.message.endswith("。"), rule


# ---- what must be there ----


def test_a_report_without_texts_has_no_findings_of_texts():
    assert findings(empty()) == []
    assert findings(empty().with_sections({"lead_in": LEAD_IN})) == []


@pytest.mark.parametrize("text", ["；", "。！\n；", "\u200b"])
def test_texts_of_nothing_but_marks_are_checked_like_any_other(text):
    assert check(empty().with_sections(dict.fromkeys(empty().form.sections, text))).findings


@pytest.mark.parametrize("section", ["overview", "problems", "other_matters"])
def test_a_section_that_was_forgotten(section):
    (found,) = findings(report_of(**{section: ""}))
    assert (found.id, found.place, found.severity) == (f"text.empty/{section}", None, "warning")
    assert OFFICIAL.sections[section].heading in found.message


@pytest.mark.parametrize("text", ["无", "无。", "  无  ", "（一）无", "没有问题。", "暂无", "不存在"])
def test_section_five_that_says_nothing(text):
    report = report_of(problems=text)
    (found,) = findings(report)
    assert (found.rule, found.severity) == ("text.nothing", "error")
    assert words(report, found) == text.strip()
    assert findings(report_of(problems="无障碍改造进度偏慢，将在明年上半年完成。")) == []


@pytest.mark.parametrize(
    ("gone", "name"),
    [
        ("主动公开|公开信息", "主动公开"),
        ("申请", "依申请公开"),
        ("政府信息管理|公开属性", "政府信息管理"),
        ("平台|网站|公众号|专栏", "政府信息公开平台建设"),
        ("监督|保障|考核", "监督保障"),
    ],
)
def test_an_aspect_of_section_one_that_is_missing(gone, name):
    found = findings(report_of(overview=re.sub(gone, "某", OVERVIEW)), "text.aspects")
    assert [each.expected for each in found] == [name]
    assert f"“{name}”" in found[0].message
    assert found[0].severity == "warning"


@pytest.mark.parametrize("kind", OFFICIAL.kinds)
def test_governments_report_three_results_more(kind):
    text = re.sub("考核|社会评议|满意度|责任追究", "某", OVERVIEW)
    report = msgspec.structs.replace(report_of(overview=text), kind=kind)
    wanted = ["工作考核", "社会评议", "责任追究"] if kind in ("government", "township") else []
    assert [each.expected for each in findings(report, "text.supervision")] == wanted
    assert findings(msgspec.structs.replace(report_of(), kind=kind)) == []


def test_section_six_that_is_silent_on_the_fee():
    (found,) = findings(report_of(other_matters="本年没有其他需要报告的事项。"))
    assert found.rule == "text.fee_statement"
    assert found.id == "text.fee_statement/fee"


# ---- against the tables ----


@pytest.mark.parametrize("sentence", ["收取信息处理费0元。", "收取信息处理费0.00元。", "信息处理费标准为每件100元。"])
def test_a_fee_that_is_none(sentence):
    assert findings(with_paragraph(sentence)) == []


def test_a_fee_is_compared_only_where_the_charges_are_zero():
    report = with_paragraph("收取信息处理费300元。")
    (found,) = findings(report)
    assert (found.rule, found.severity, found.cells) == ("text.fee_beside_charges", "hint", [CHARGES])
    assert len(findings(report.with_cells({CHARGES: "/"}))) == 1
    assert findings(report.with_cells({CHARGES: "0.0300"})) == []
    assert findings(report.with_cells({CHARGES: None})) == []


def test_all_concluded_is_held_against_what_was_carried_out():
    report = with_paragraph("全年收到政府信息公开申请5件，均已办结。")
    (found,) = findings(report)
    assert (found.expected, found.cells, found.severity) == ("1", ["requests.carried_out.total"], "error")
    assert "1 件" in found.message
    assert findings(report.with_cells({CARRIED_OUT: "0"})) == []
    assert findings(report.with_cells({CARRIED_OUT: None})) == []


# ---- the lead-in ----


def test_a_lead_in_that_lists_five_of_six_parts():
    report = report_of(lead_in=LEAD_IN.replace("政府信息公开行政复议和行政诉讼情况、", ""))
    (found,) = findings(report)
    assert (found.rule, found.severity, found.expected) == ("text.lead_in_parts", "error", "6")
    assert "行政复议、行政诉讼情况" in found.message
    assert words(report, found).startswith("全文包括")
    (found,) = findings(report_of(lead_in=LEAD_IN.replace("六个部分", "五个部分")))
    assert "五个部分" in found.message


@pytest.mark.parametrize(
    "lead_in",
    [
        "本报告共六个部分。",
        "报告包括总体情况、主动公开、依申请公开、行政复议等六个部分。",
        "报告由概述、主动公开、依申请公开、复议诉讼、主要问题、其他事项6部分组成。",
        "报告反映主动公开和依申请公开情况。",
    ],
)
def test_lists_of_parts_that_are_right_or_not_meant_to_be_whole(lead_in):
    assert findings(report_of(lead_in=lead_in)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("乾安县水务局2022年政府信息公开工作年度报告。", "乾安县水务局2021年政府信息公开工作年度报告。"),
        ("2022年1月1日起至2022年12月31日", "2021年1月1日起至2022年12月31日"),
    ],
)
def test_the_year_in_the_lead_in(right, wrong):
    assert right in LEAD_IN
    report = report_of(lead_in=LEAD_IN.replace(right, wrong))
    (found,) = findings(report)
    assert (found.rule, words(report, found), found.fix) == ("text.year", "2021", "2022")
    assert fix_all(report, "text.year").apply(report) == report_of()


def test_a_mobile_number_is_left_alone_where_it_is_the_contact_of_the_office():
    report = with_paragraph("咨询请拨打13912345678。")
    assert [each.rule for each in findings(report)] == ["text.mobile_number"]
    assert findings(msgspec.structs.replace(report, contact=Contact(telephone="139-1234-5678"))) == []
    assert "13912345678" not in findings(report)[0].message
    loose = report_of(lead_in=LEAD_IN.replace("电话：13800001234", "13800001234").replace("联系", "告知"))
    assert [each.rule for each in findings(loose)] == ["text.mobile_number"]


# ---- numbers with check digits ----


def test_one_wrong_digit_makes_no_identity_number():
    number = "11010119900307109X"
    assert is_identity_number(number)
    assert is_identity_number(number.lower())
    for place in range(17):
        assert not is_identity_number(number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :])
    assert not is_identity_number("110101199013071099")


def test_one_wrong_digit_makes_no_bank_card():
    number = "6222021234567890128"
    assert luhn(number)
    for place in range(len(number)):
        assert not luhn(number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :])


# ---- names and words ----


def test_the_units_own_name_is_left_alone():
    report = Report.new(unit="於陵縣人民政府", year=2022).with_sections({"overview": "於陵縣人民政府於年底公開信息。"})
    assert [each.fix for each in findings(report, "text.traditional")] == ["于", "开"]
    start = report.text("overview").rindex("於")
    assert findings(report, "text.traditional")[0].place == ("overview", start, start + 1)


def test_the_names_of_other_offices_are_no_near_misses():
    report = Report.new(unit="示例县财政局", year=2022)
    fine = "示例县民政局、示例县财政系统、“示例财政局”公众号、示例县财政局。"
    assert findings(report.with_sections({"overview": fine}), "text.unit_name") == []
    assert len(findings(report.with_sections({"overview": "示例县财证局、示例财政局。"}), "text.unit_name")) == 2


def test_the_offices_own_words():
    report = with_paragraph("由县府办牵头。")
    assert findings(report) == []
    (found,) = findings(report, custom_words={"县府办": "县政府办公室"})
    assert (found.rule, found.fix) == ("text.wrong_word", "县政府办公室")
    assert findings(with_paragraph("由县府办公室牵头。"), custom_words={"县府办": "县府办公室"}) == [], "already right"


# ---- judging ----


def judged(report, finding):
    return dismiss(report, figures(report), finding, "已与台账核对无误").apply(report)


def open_rules(report):
    shown = figures(report)
    return [each.rule for each in apply_dismissals(findings(report), report, shown) if each.judged is None]


@pytest.mark.parametrize(
    "paragraph", ["2021年，我局共收到申请5件。", "群众的的满意度提高。", "公布企業名单。", "收到申请5件，均已办结。"]
)
def test_a_judgement_survives_edits_elsewhere_and_ends_with_its_own_words(paragraph):
    report = with_paragraph(paragraph)
    (found,) = findings(report)
    report = judged(report, found)
    assert open_rules(report) == []
    text = report.text("overview")
    assert open_rules(report.with_sections({"overview": "再加一段。\n" + text + "\n再加一句。"})) == []
    # Another one of the same rule before it takes its number.
    start, end = found.place[1:]
    between = text[:start] + "某" + text[start:end] + "，，" + text[end:]
    assert "text.punctuation" in open_rules(report.with_sections({"overview": between}))
    changed = {"2021": "2020", "的的": "和和", "業": "業業", "均已": "均已按期"}
    other = next(paragraph.replace(old, new) for old, new in changed.items() if old in paragraph)
    assert open_rules(report.with_sections({"overview": f"{OVERVIEW}\n{other}"})) != []
    assert open_rules(restore(report, figures(report), found).apply(report)) == [found.rule]


def test_a_judgement_of_a_text_ends_when_its_figure_changes():
    report = with_paragraph("全年收到政府信息公开申请5件，均已办结。")
    report = judged(report, findings(report)[0])
    assert open_rules(report) == []
    assert open_rules(report.with_cells({CARRIED_OUT: "2"})) == ["text.all_concluded"]


def test_two_marks_of_one_kind_are_judged_apart():
    report = with_paragraph("公开36条,办理5件,答复及时。")
    first, second = findings(report)
    assert open_rules(judged(report, first)) == ["text.half_width"]
    assert open_rules(judged(judged(report, first), second)) == []


# ---- corrections ----


def test_all_of_one_kind_are_one_step_and_the_other_kinds_stay():
    report = with_paragraph("公开36条,办理5件,答复及时。布署到位。")
    edit = fix_all(report, "text.half_width")
    after = edit.apply(report)
    assert after.text("overview").endswith("公开36条，办理5件，答复及时。布署到位。")
    assert list(edit.changes) == [("texts", "overview")]
    assert "半角" in edit.label
    assert not fix_all(after, "text.half_width")


def test_a_single_correction_and_those_that_read_alike():
    report = with_paragraph("布署到位，幅射带动，布署周密。")
    first, *_ = findings(report)
    assert fix_one(report, first).apply(report).text("overview").endswith("部署到位，幅射带动，布署周密。")
    alike = fix_all(report, "text.wrong_word", actual=first.actual).apply(report)
    assert alike.text("overview").endswith("部署到位，幅射带动，部署周密。")


def test_what_was_judged_is_not_corrected():
    report = with_paragraph("布署到位，幅射带动。")
    report = judged(report, findings(report)[0])
    assert fix_all(report, "text.wrong_word").apply(report).text("overview").endswith("布署到位，辐射带动。")


def test_linked_figures_are_moved_along_and_never_written_over():
    text = "公开36条,布署到位,共5件件。"
    at = text.index("5")
    report = msgspec.structs.replace(
        empty(),
        texts={"overview": Text(text, {"a": FigureLink(at, at + 1, CARRIED_OUT), "b": FigureLink(2, 5, CARRIED_OUT)})},
    )
    # "36条" is linked: the comma behind it can be corrected, and what follows keeps its place.
    after = fix_all(report, "text.half_width").apply(report).texts["overview"]
    assert after.text == "公开36条，布署到位，共5件件。"
    longer = (
        fix_all(report, "text.wrong_word", custom_words={"布署到位": "部署得十分到位"}).apply(report).texts["overview"]
    )
    assert longer.text[longer.links["a"].start : longer.links["a"].end] == "5"
    assert (longer.links["b"].start, longer.links["b"].end) == (2, 5)
    kept = fix_all(report, "text.wrong_word", custom_words={"36条": "三十六条"}).apply(report).text("overview")
    assert kept.startswith("公开36条")


# ---- the contract ----


def test_findings_of_texts_are_part_of_the_check():
    report = with_paragraph("公布企業名单，布署到位，该部分以表格形式报告。")
    outcome = check(report)
    found = [each for each in outcome.findings if each.rule.startswith("text.")]
    assert [(each.rule, each.severity) for each in found] == [
        ("text.template", "error"),
        ("text.wrong_word", "warning"),
        ("text.traditional", "hint"),
    ]
    told = [each for each in check_result_data(outcome)["findings"] if each["rule"].startswith("text.")]
    assert "fix" not in told[0]
    assert told[1]["fix"] == "部署"
    assert tuple(told[1]["place"]) == ("overview", len(OVERVIEW) + 8, len(OVERVIEW) + 10)
    assert [each.rule for each in check(report, custom_words={"企業": "公司"}).findings].count("text.wrong_word") == 2


def test_ids_are_unique_and_numbered():
    found = findings(report_of(overview=f"{OVERVIEW}\n布署，，布署，，布署", problems=f"{PROBLEMS}布署"))
    ids = [each.id for each in found]
    assert len(set(ids)) == len(ids)
    assert [each for each in ids if each.startswith("text.wrong_word")] == [
        f"text.wrong_word/{number}" for number in (1, 2, 3, 4)
    ]


def test_a_rule_is_asked_only_where_the_form_has_it():
    definition = msgspec.structs.replace(
        OFFICIAL.definition, rules=[rule for rule in OFFICIAL.definition.rules if not rule.rule.startswith("text.")]
    )
    without = form.Form(definition).rules
    assert without and not [rule for rule in without if rule.startswith("text.")]


@pytest.mark.parametrize(
    ("field", "value"),
    [("sections", ["nowhere"]), ("kinds", ["nobody"]), ("cells", ["nothing"]), ("message", "{count}")],
)
def test_a_rule_that_points_nowhere_is_refused(field, value):
    raw = msgspec.to_builtins(OFFICIAL.definition)
    rule = next(each for each in raw["rules"] if each["rule"] == "text.year")
    rule[field] = value
    with pytest.raises(FormError):
        form.Form(msgspec.convert(raw, Definition))


def test_proof_reading_a_page_loads_no_opencc():
    program = (
        "import sys\n"
        "from reportdesk.report import Report, figures\n"
        "from reportdesk.checks.proofreading import text_findings\n"
        "report = Report.new(unit='示例县财政局', year=2022).with_sections({'overview': '公开信息36条,布署到位。'})\n"
        "assert len(text_findings(report, figures(report))) > 1\n"
        "assert not {'opencc', 'platformdirs'} & set(sys.modules), 'loaded too early'\n"
        "report = report.with_sections({'overview': '公布企業名单'})\n"
        "assert any(each.rule == 'text.traditional' for each in text_findings(report, figures(report)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert done.stderr == ""


@pytest.mark.parametrize(
    "text",
    [
        "（" * 50_000,
        "一是" * 30_000,
        "的" * 100_000,
        "1" * 100_000,
        "2021年" * 20_000,
        "，" * 90_000,
        "中" + " " * 50_000 + "中",
        "乾安县" * 20_000,
    ],
)
def test_hostile_texts_are_read_in_bounded_time(text):
    start = time.perf_counter()
    findings(empty().with_sections({"overview": text}))
    tidy(text)
    assert time.perf_counter() - start < 5


def test_unit_is_the_one_of_the_corpus():
    assert empty().unit == UNIT
