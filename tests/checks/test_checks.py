"""What the checks say, to whom, and when they are silent."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportdesk import check, form, resources
from reportdesk.checks import check_sums, evaluate_sum, format_equation
from reportdesk.report import Report, figures
from reportdesk.store import open_report

OFFICIAL = form.get("2021")
SUMS = {each.id: each for each in OFFICIAL.sums}
DETAILS = [cell for cell in OFFICIAL.cells if cell not in OFFICIAL.totals]
REQUESTS = OFFICIAL.table_cells("requests")
RESULTS = SUMS["requests.concluded/natural_person"].left
GROUP = [f"disputes.reconsideration.{outcome}" for outcome in ("upheld", "corrected", "other", "pending", "total")]


def report_of(cells, fill=None):
    """A report with these figures, and `fill` in every other cell that is no total."""
    report = Report.new(unit="示例县财政局", year=2025)
    return report.with_cells({**dict.fromkeys(DETAILS, fill), **cells})


def findings(report, *rules):
    return {f.id: f for f in check(report).findings if not rules or f.rule in rules}


def column(received, carried_in, granted, carried_out, fill="0"):
    """The natural persons' column, all other cells `fill`."""
    named = {"received": received, "carried_in": carried_in, "granted": granted, "carried_out": carried_out}
    return report_of({f"requests.{row}.natural_person": value for row, value in named.items()}, fill)


@pytest.fixture(scope="module")
def busy():
    """Every cell typed, totals included; all equations hold. Without the texts, which name the figures too."""
    sample = open_report(resources.path("samples", "busy.rdesk"))
    return sample.with_sections(dict.fromkeys(sample.sections, ""))


# ---- broken equations ----


@pytest.mark.parametrize("sum_id", SUMS)
def test_a_wrong_typed_total_breaks_its_equation(busy, sum_id):
    each = SUMS[sum_id]
    total = each.right[0]
    right = sum(int(busy.cells[cell]) for cell in each.right)
    left = sum(int(busy.cells[cell]) for cell in each.left)
    assert left == right
    found = findings(busy.with_cells({total: str(int(busy.cells[total]) + 9)}))[sum_id]
    assert (found.rule, found.severity) == (sum_id.split("/")[0], "error")
    assert (found.expected, found.actual) == (str(left), str(right + 9))
    assert found.cells == [*each.left, *each.right]
    assert found.section == sum_id.split(".")[0]
    assert found.place is None
    assert found.judged is None
    assert "相差 9 件" in found.message
    assert str(right + 9) in found.message
    assert found.message.endswith("台账核对。")
    assert found.message.startswith(each.instance)
    assert not re.search(r"[{}]|None", found.message)


@pytest.mark.parametrize("sum_id", SUMS)
def test_a_wrong_member_breaks_its_equation(busy, sum_id):
    each = SUMS[sum_id]
    left = sum(int(busy.cells[cell]) for cell in each.left)
    for member in each.left:
        found = findings(busy.with_cells({member: str(int(busy.cells[member]) + 1)}))[sum_id]
        assert (found.expected, found.actual) == (str(left + 1), str(left))


def test_a_wrong_cell_breaks_only_the_equations_it_takes_part_in(busy):
    for cell in REQUESTS:
        broken = findings(busy.with_cells({cell: str(int(busy.cells[cell]) + 1)}))
        assert list(broken) == [each.id for each in OFFICIAL.sums if cell in each.cells]
        assert 1 <= len(broken) <= 3, cell


def test_the_sentence_of_a_broken_balance():
    found = findings(column("8", "0", "7", "0"))["requests.balance/natural_person"]
    assert found.message.startswith(
        "自然人一列：本年新收 8 ＋ 上年结转 0 ＝ 8，但办理结果总计 7 ＋ 结转下年度 0 ＝ 7，相差 1 件"
    )
    assert (found.expected, found.actual) == ("8", "7")


def test_the_sentences_of_broken_sums():
    report = column("8", "0", "8", "0").with_cells({"requests.granted.total": "6"})
    assert findings(report)["requests.row/granted"].message == (
        "予以公开一行：各类申请人之和 ＝ 8（自然人 8），但总计为 6，相差 2 件。请与台账核对。"
    )
    report = report_of(dict(zip(GROUP, ["1", "2", "0", "3", "9"], strict=True)))
    assert findings(report)["disputes.sum/reconsideration"].message == (
        "行政复议：结果维持 1 ＋ 结果纠正 2 ＋ 其他结果 0 ＋ 尚未审结 3 ＝ 6，但总计为 9，相差 3 件。请与案件台账核对。"
    )
    report = report_of({"requests.concluded.charity": "4"}, "0")
    assert "社会公益组织一列：（一）至（六）各项之和 ＝ 0（各项均为 0），但（七）总计为 4，相差 4 件。" in (
        findings(report)["requests.concluded/charity"].message
    )


def test_likely_reasons_are_told_only_where_totals_are_computed():
    more = findings(column("8", "0", "7", "0"))["requests.balance/natural_person"]
    assert "可能的原因：" in more.message
    assert "结转下年度" in more.message.split("可能的原因")[1]
    less = findings(column("7", "0", "8", "0"))["requests.balance/natural_person"]
    assert "一件申请计了两个办理结果" in less.message
    typed = column("8", "0", "7", "0").with_cells({"requests.concluded.natural_person": "7"})
    assert "可能" not in findings(typed)["requests.balance/natural_person"].message
    assert "可能" not in findings(report_of({GROUP[-1]: "3"}, "0"))["disputes.sum/reconsideration"].message


# ---- blanks: pending, exceeded, offered ----


def test_a_new_report_has_one_warning_a_table_and_nothing_else():
    outcome = check(report_of({}))
    assert [(f.id, f.rule, f.severity) for f in outcome.findings] == [
        ("blank/disclosure", "blank", "warning"),
        ("blank/requests", "blank", "warning"),
        ("blank/disputes", "blank", "warning"),
    ]
    assert outcome.findings[1].cells == list(REQUESTS)
    assert (outcome.errors, outcome.warnings, outcome.hints, outcome.causes) == (0, 3, 0, [])


def test_the_warning_counts_what_must_be_filled():
    report = report_of({GROUP[0]: None}, "0")
    (found,) = check(report).findings
    assert (found.id, found.cells) == ("blank/disputes", [GROUP[0], GROUP[4]])
    assert "还有 1 格未填（“行政复议 · 结果维持”）" in found.message
    assert "另有 1 格合计" in found.message
    assert check(report.with_cells({GROUP[0]: "/"})).findings == []


def test_an_equation_with_several_blanks_is_pending():
    report = report_of({GROUP[0]: "1", GROUP[4]: "5"})
    assert not findings(report, "disputes.sum")
    assert evaluate_sum(SUMS["disputes.sum/reconsideration"], figures(report)).status == "pending"


@pytest.mark.parametrize(
    ("cells", "sum_id", "expected", "actual", "difference"),
    [
        ({GROUP[0]: "6", GROUP[4]: "5"}, "disputes.sum/reconsideration", "6", "5", "1"),
        (
            {"requests.granted.charity": "4", "requests.concluded.charity": "1"},
            "requests.concluded/charity",
            "4",
            "1",
            "3",
        ),
        (
            {"requests.received.charity": "4", "requests.received.enterprise": "4", "requests.received.total": "1"},
            "requests.row/received",
            "8",
            "1",
            "7",
        ),
        (
            {
                "requests.received.charity": "2",
                "requests.carried_in.charity": "1",
                "requests.carried_out.charity": "8",
            },
            "requests.balance/charity",
            "3",
            "8",
            "5",
        ),
    ],
)
def test_what_is_known_may_already_exceed_an_equation(cells, sum_id, expected, actual, difference):
    found = findings(report_of(cells))[sum_id]
    assert (found.severity, found.expected, found.actual) == ("error", expected, actual)
    assert f"超出 {difference} 件" in found.message
    assert "未填" in found.message
    assert not re.search(r"[{}]|None", found.message)


def test_the_one_blank_member_is_offered():
    report = report_of({GROUP[2]: None, GROUP[0]: "1", GROUP[4]: "5"}, "0")
    found = findings(report)["disputes.sum/reconsideration"]
    assert (found.severity, found.expected, found.actual) == ("hint", "4", None)
    assert found.message == "行政复议：只有“其他结果”未填，按总计推算为 4（推算值，待核对）。"
    assert check(report).errors == 0

    found = findings(column(None, "1", "7", "0"))["requests.balance/natural_person"]
    assert (found.severity, found.expected) == ("hint", "6")
    assert "“本年新收”未填" in found.message


def test_a_blank_of_0_is_offered_too():
    found = findings(report_of({GROUP[2]: None, GROUP[0]: "5", GROUP[4]: "5"}, "0"))["disputes.sum/reconsideration"]
    assert (found.severity, found.expected) == ("hint", "0")


def test_an_automatic_total_is_never_offered():
    report = column("8", "0", None, "0")
    assert figures(report)["requests.concluded.natural_person"] is None
    assert not findings(report, "requests.balance")


# ---- single cells ----


def test_not_applicable_counts_0():
    report = report_of({GROUP[0]: "/", GROUP[1]: "3", GROUP[4]: "3"}, "0")
    assert check(report).findings == []
    assert check(report_of({}, "/")).findings == []
    assert findings(report.with_cells({GROUP[4]: "/"}))["disputes.sum/reconsideration"].actual == "0"


@pytest.mark.parametrize(
    ("cell", "value", "rules"),
    [
        ("disclosure.penalties.decisions", "-3", ["negative"]),
        ("disclosure.charges.amount", "-0.5", ["negative"]),
        ("disclosure.penalties.decisions", "3.5", ["whole"]),
        ("disclosure.penalties.decisions", "-3.5", ["negative", "whole"]),
        ("disclosure.penalties.decisions", "3.0", []),
        ("disclosure.charges.amount", "18.8710", []),
        ("disclosure.penalties.decisions", "/", []),
        ("disclosure.penalties.decisions", "10000001", []),
    ],
)
def test_counts_are_whole_and_nothing_is_negative(cell, value, rules):
    found = check(report_of({cell: value}, "0")).findings
    assert [(f.id, f.severity, f.cells, f.actual) for f in found] == [
        (f"{rule}/{cell}", "error", [cell], value) for rule in rules
    ]
    for each in found:
        assert value in each.message
        assert "二、主动公开政府信息情况" in each.message
        assert each.message.endswith("。")


def test_a_computed_total_does_not_repeat_the_error_of_its_member():
    found = check(report_of({GROUP[0]: "-3"}, "0")).findings
    assert [f.id for f in found] == [f"negative/{GROUP[0]}"]


def test_integers_of_any_size_are_compared_exactly():
    huge = 10**199
    report = report_of(dict(zip(GROUP, [str(huge), "0", "0", "1", str(huge)], strict=True)), "0")
    found = findings(report)["disputes.sum/reconsideration"]
    assert (found.expected, found.actual) == (str(huge + 1), str(huge))
    assert "相差 1 件" in found.message
    assert check(report.with_cells({GROUP[3]: "0"})).findings == []
    assert check(report.with_cells({GROUP[4]: None})).findings == []


# ---- the outcome as a whole ----


def test_errors_come_first_and_are_counted():
    report = report_of(
        {
            GROUP[2]: None, GROUP[4]: "5",
            "disputes.litigation_direct.total": "7",
            "disclosure.penalties.decisions": None,
            "disclosure.coercion.decisions": "-1",
        },
        "0",
    )  # fmt: skip
    outcome = check(report)
    severities = [f.severity for f in outcome.findings]
    assert severities == sorted(severities, key=["error", "warning", "hint"].index)
    assert (outcome.errors, outcome.warnings, outcome.hints) == (2, 2, 1)
    assert len({f.id for f in outcome.findings}) == 5


def test_the_equations_of_one_cell_can_be_checked_alone(busy):
    cell = "requests.granted.charity"
    broken = busy.with_cells({cell: "99"})
    touched = check_sums(OFFICIAL, figures(broken), OFFICIAL.sums_of[cell])
    assert touched == check(broken).findings
    assert [f.id for f in touched] == ["requests.concluded/charity", "requests.row/granted"]


def test_an_equation_can_be_spelled_out():
    report = column("8", "0", "7", None)
    assert format_equation(SUMS["requests.balance/natural_person"], figures(report)) == (
        "本年新收 8 ＋ 上年结转 0 ＝ 办理结果总计 7 ＋ 结转下年度 未填"
    )
    assert format_equation(SUMS["requests.row/granted"], figures(report)) == "自然人 7 ＝ 总计 7"


# ---- any sound report ----


@st.composite
def sound_reports(draw, typed_totals=True):
    """Random figures for which all 42 equations hold."""
    number = st.one_of(st.integers(0, 9), st.integers(0, 10**6), st.just(10**40))
    cells = {cell: draw(number) for cell in DETAILS}
    for each in OFFICIAL.definition.tables[1].blocks[0].columns[:-1]:
        results = sum(cells[member.replace("natural_person", each.id)] for member in RESULTS)
        carried_out, carried_in = cells[f"requests.carried_out.{each.id}"], cells[f"requests.carried_in.{each.id}"]
        carried_in = cells[f"requests.carried_in.{each.id}"] = min(carried_in, results + carried_out)
        cells[f"requests.received.{each.id}"] = results + carried_out - carried_in
    report = report_of({cell: str(value) for cell, value in cells.items()})
    return report.with_cells(figures(report)) if typed_totals else report


@given(sound_reports(), st.data())
@settings(deadline=None, max_examples=25)
def test_one_changed_cell_of_a_sound_report_is_always_noticed(report, data):
    assert check(report).findings == []
    cell = data.draw(st.sampled_from(REQUESTS))
    other = data.draw(st.integers(0, 10**6).map(str).filter(lambda value: value != report.cells[cell]))
    assert check(report.with_cells({cell: other})).errors >= 1


@given(sound_reports(), st.sets(st.sampled_from(list(OFFICIAL.cells)), max_size=60))
@settings(deadline=None, max_examples=25)
def test_an_unfinished_sound_report_has_no_errors_and_what_is_offered_is_right(report, blank):
    unfinished = report.with_cells(dict.fromkeys(blank))
    outcome = check(unfinished)
    assert outcome.errors == 0
    shown = figures(unfinished)
    for hint in (f for f in outcome.findings if f.severity == "hint"):
        (missing,) = (cell for cell in hint.cells if shown[cell] is None)
        assert hint.expected == report.cells[missing]


@given(sound_reports(typed_totals=False))
@settings(deadline=None, max_examples=10)
def test_computed_totals_hold(report):
    assert check(report).findings == []
