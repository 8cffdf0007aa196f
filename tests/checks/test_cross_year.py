"""Last year's report as a witness: what is carried over, what must follow from it, what changed a lot."""

from itertools import combinations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.invented_form import SMALL as SMALL_FORM
from tests.support.official_form import PEOPLE
from tests.support.reports import old_report
from tests.support.simulation import simulated

from reportdesk import check, form
from reportdesk.checks import check_figures
from reportdesk.checks.dismissals import dismiss
from reportdesk.form import FormError
from reportdesk.report import Contact, PreviousReport, Report, Source, figures
from reportdesk.services.new_report import carried_over_cells, continue_report
from reportdesk.services.rule_list import rule_rows
from reportdesk.store import decode, encode

FORM = form.get("2021")
COLUMNS = [*PEOPLE, "total"]
IN = {column: f"requests.carried_in.{column}" for column in COLUMNS}
OUT = {column: f"requests.carried_out.{column}" for column in COLUMNS}
DOCUMENTS = "disclosure.normative_documents"
NEW_RULES = {"requests.carried_over", "disclosure.still_in_force", "large_change", "other_year", "other_unit", "kept"}


def report_of(cells, year=2025, **more):
    """Zeros everywhere but in these cells, totals automatic."""
    details = {cell: "0" for cell in FORM.cells if cell not in FORM.totals}
    report = Report.new(unit="示例县财政局", year=year, **more)
    return report.with_cells({**details, **cells})


def against(report, last, *rules):
    """The findings against last year's report by id."""
    return {f.id: f for f in check(report, last).findings if f.rule in (rules or NEW_RULES)}


LAST = report_of({OUT["natural_person"]: "5", OUT["charity"]: "2", f"{DOCUMENTS}.in_force": "12"}, 2024)
SOUND = report_of(
    {
        IN["natural_person"]: "5", IN["charity"]: "2", OUT["natural_person"]: "5", OUT["charity"]: "2",
        f"{DOCUMENTS}.issued": "3", f"{DOCUMENTS}.repealed": "1", f"{DOCUMENTS}.in_force": "14",
    }
)  # fmt: skip


# ---- G5 ----


def test_a_report_that_follows_from_last_years_has_no_findings():
    assert check(SOUND, LAST).findings == []
    assert check(SOUND).findings == []


def test_a_wrong_figure_is_an_error_that_says_by_how_much():
    report = SOUND.with_cells({IN["natural_person"]: "3", OUT["natural_person"]: "3"})
    (found,) = against(report, LAST).values()
    assert (found.id, found.rule, found.severity) == (
        "requests.carried_over/natural_person",
        "requests.carried_over",
        "error",
    )
    assert (found.expected, found.actual, found.cells, found.section) == ("5", "3", [IN["natural_person"]], "requests")
    assert found.message.startswith("自然人一列：上年结转为 3，但2024年报告的结转下年度 ＝ 5，相差 2 件。")
    assert "已核实" in found.message


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_held_against_last_years(column):
    """Typed figures, the total among them."""
    last = LAST.with_cells({OUT["total"]: "7"})
    report = SOUND.with_cells({IN["total"]: "7"})
    wrong = report.with_cells({IN[column]: "9"})
    assert list(against(report, last)) == []
    assert list(against(wrong, last)) == [f"requests.carried_over/{column}"]


def test_all_seven_columns_at_once():
    report = SOUND.with_cells(dict.fromkeys(IN.values(), "40"))
    assert list(against(report, LAST, "requests.carried_over")) == [f"requests.carried_over/{each}" for each in COLUMNS]


def test_a_computed_total_only_follows_from_its_columns():
    report = SOUND.with_cells({IN["charity"]: "1", OUT["charity"]: "1"})
    assert list(against(report, LAST)) == ["requests.carried_over/charity"]
    # but where only last year's total is known, it speaks
    last = msgspec.structs.replace(PreviousReport.from_report(LAST), cells={OUT["total"]: "7"})
    assert list(against(report, last)) == ["requests.carried_over/total"]


@given(st.sets(st.sampled_from(list(FORM.cells))), st.sets(st.sampled_from(list(FORM.cells))))
def test_blanks_say_nothing(now, before):
    """Whatever is blank in one of two sound reports, nothing contradicts the other."""
    shown = dict(figures(SOUND))
    report = Report.new(unit=SOUND.unit, year=2025).with_cells({c: v for c, v in shown.items() if c not in now})
    last = PreviousReport.from_report(LAST)
    cells = {cell: value for cell, value in last.cells.items() if cell not in before}
    assert against(report, msgspec.structs.replace(last, cells=cells)) == {}


def test_not_applicable_counts_0():
    last = LAST.with_cells({OUT["enterprise"]: "/"})
    assert against(SOUND, last) == {}
    assert against(SOUND.with_cells({IN["enterprise"]: "/"}), LAST) == {}
    report = SOUND.with_cells({IN["natural_person"]: "/"})
    assert against(report, LAST)["requests.carried_over/natural_person"].actual == "0"


def test_integers_of_any_size_are_compared_exactly():
    huge = 10**190
    last = LAST.with_cells({OUT["charity"]: str(huge)})
    found = against(SOUND.with_cells({IN["charity"]: str(huge + 1)}), last, "requests.carried_over")
    assert "相差 1 件" in found["requests.carried_over/charity"].message


@pytest.mark.parametrize("value", ["", "abc", "1e999", "１", "9" * 300, "5（含上年）", "nan"])
def test_what_is_no_figure_in_last_years_file_says_nothing(value):
    last = msgspec.structs.replace(
        PreviousReport.from_report(LAST), cells={OUT["charity"]: value, "no.such.cell": value}
    )
    report = continue_report(report_of({}), LAST)
    assert against(SOUND, last) == {}
    assert carried_over_cells(msgspec.structs.replace(report, values={}), last) == {}


# ---- G6 ----


def test_what_is_in_force_follows_as_a_warning_only():
    report = SOUND.with_cells({f"{DOCUMENTS}.in_force": "12"})
    (found,) = against(report, LAST).values()
    assert (found.id, found.severity) == ("disclosure.still_in_force/normative_documents", "warning")
    assert (found.expected, found.actual) == ("14", "12")
    assert found.cells == [f"{DOCUMENTS}.{each}" for each in ("issued", "repealed", "in_force")]
    assert "上年现行有效件数 12 ＋ 本年制发件数 3 − 本年废止件数 1 ＝ 14，相差 2 件" in found.message
    assert check(report, LAST).errors == 0


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_in_force_is_last_years_with_issued_without_repealed(before, issued, repealed, now):
    last = report_of({f"{DOCUMENTS}.in_force": str(before)}, 2024)
    cells = {"issued": issued, "repealed": repealed, "in_force": now}
    report = report_of({f"{DOCUMENTS}.{column}": str(value) for column, value in cells.items()})
    found = against(report, last, "disclosure.still_in_force")
    assert bool(found) == (now != before + issued - repealed)


# ---- large changes ----


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("10", "31", True), ("10", "30", False), ("1", "20", False), ("0", "20", True), ("31", "10", True),
        ("20", "0", True), ("0", "19", False), ("1000", "2999", False), ("/", "99", False), ("99", "/", False),
    ],
)  # fmt: skip
def test_a_figure_far_from_last_years_is_a_hint(before, now, told):
    cell = "disclosure.penalties.decisions"
    found = against(report_of({cell: now}), report_of({cell: before}, 2024))
    assert list(found) == ["large_change/disclosure.penalties"] * told
    for each in found.values():
        assert (each.severity, each.cells, each.expected, each.actual) == ("hint", [cell], before, now)
        assert f"上年 {before}、今年 {now}" in each.message


def test_one_hint_a_row_and_only_for_what_speaks_for_it():
    """Eighty more of one kind of applicant are told once, by the row's total."""
    report = report_of({f"requests.granted.{column}": "40" for column in ("natural_person", "charity")})
    found = against(report, report_of({}, 2024), "large_change")
    assert list(found) == ["large_change/requests.granted", "large_change/requests.concluded"]
    assert found["large_change/requests.granted"].cells == ["requests.granted.total"]
    groups = {f"disputes.{group}.pending": "90" for group in ("reconsideration", "litigation_direct")}
    found = against(report_of(groups), report_of({}, 2024))
    assert list(found) == ["large_change/disputes"]
    assert found["large_change/disputes"].cells == [cell.replace("pending", "total") for cell in groups]


# ---- which report it is ----


@pytest.mark.parametrize(("year", "told"), [(2023, "是2023年的"), (2025, "是2025年的"), (0, "没有写明年度")])
def test_a_report_of_another_year_is_not_compared_which_is_said_once(year, told):
    last = msgspec.structs.replace(PreviousReport.from_report(LAST), year=year)
    report = SOUND.with_cells({IN["charity"]: "9"})
    (found,) = against(report, last).values()
    assert (found.rule, found.severity, found.cells) == ("other_year", "hint", [])
    assert told in found.message
    assert "2024年" in found.message


def test_a_report_of_another_unit_is_compared_and_said_once():
    last = msgspec.structs.replace(LAST, unit="示例县金融局")
    report = SOUND.with_cells({IN["natural_person"]: "3", OUT["natural_person"]: "3"})
    found = against(report, last)
    assert list(found) == ["requests.carried_over/natural_person", "other_unit/predecessor"]
    assert "示例县金融局" in found["other_unit/predecessor"].message
    assert "示例县财政局" in found["other_unit/predecessor"].message


@pytest.mark.parametrize("unit", ["", "示例县 财政局"])
def test_a_unit_that_is_not_named_or_has_blanks_is_the_same(unit):
    assert against(SOUND, msgspec.structs.replace(PreviousReport.from_report(LAST), unit=unit)) == {}


def test_a_report_of_2020_is_a_witness_where_ids_are_the_same():
    last = old_report(2020)
    shown = figures(last)
    report = continue_report(Report.new(unit=last.unit, year=2021), last)
    assert report.values == {IN[each]: shown[OUT[each]] for each in PEOPLE}
    wrong = report.with_cells({IN["charity"]: "1000"})
    assert list(against(wrong, None, "requests.carried_over")) == ["requests.carried_over/charity"]
    assert against(wrong, None, "disclosure.still_in_force") == {}


def test_two_years_in_the_form_of_2019():
    last = old_report(2019)
    report = continue_report(Report.new(unit=last.unit, year=2020, edition="2019"), last)
    assert against(report, None) == {}
    assert list(against(report.with_cells({IN["charity"]: "70"}), None)) == ["requests.carried_over/charity"]


def test_the_predecessor_in_the_file_is_used_unless_another_is_given():
    report = msgspec.structs.replace(SOUND.with_cells({IN["charity"]: "9"}), previous=PreviousReport.from_report(LAST))
    assert "requests.carried_over/charity" in against(report, None)
    assert "requests.carried_over/charity" in against(decode(encode(report), "a.rdesk").report, None)
    other = LAST.with_cells({OUT["charity"]: "9"})
    assert "requests.carried_over/charity" not in against(report, other)
    assert "requests.carried_over/charity" not in against(report, PreviousReport.from_report(other))
    live = {finding.id for finding in check_figures(report, figures(report)).findings}
    assert "requests.carried_over/charity" in live


# ---- judged, and as evidence ----


def test_a_person_can_close_it_until_one_of_the_figures_changes():
    report = SOUND.with_cells({IN["natural_person"]: "3", OUT["natural_person"]: "3"})
    outcome = check(report, LAST)
    (found,) = outcome.findings
    judged = dismiss(report, figures(report), found, "机构改革、职能调整").apply(report)
    again = check(judged, LAST)
    assert (again.errors, again.findings[0].judged) == (0, "机构改革、职能调整")
    assert check(judged, LAST.with_cells({OUT["natural_person"]: "6"})).errors == 1  # last year's figure is another
    assert check(judged.with_cells({IN["natural_person"]: "4"}), LAST).errors >= 1


def test_the_cell_that_last_year_contradicts_is_suspected_first():
    """Either the carried figure or the new one may be wrong, the latter by a likelier typing error; last year tells."""
    report, shown = simulated("bureau")
    automatic = dict.fromkeys(("requests.received.total", IN["total"]))
    cell, new = IN["natural_person"], "requests.received.natural_person"
    wrong = report.with_cells({**automatic, cell: "9"})
    last = PreviousReport(year=report.year - 1, cells={OUT[each]: shown[IN[each]] or "" for each in COLUMNS})

    def suspects(last):
        return [[suspect.cell for suspect in cause.cells] for cause in check(wrong, last).causes]

    assert suspects(None)[:2] == [[new], [cell]]
    assert suspects(last)[:2] == [[cell], [new]]
    wrong_by_report = msgspec.structs.replace(wrong, previous=last)
    assert check(wrong_by_report).causes == check(wrong, last).causes
    finding = against(wrong, last)["requests.carried_over/natural_person"]
    wrong = dismiss(wrong, figures(wrong), finding, "其他").apply(wrong)
    assert suspects(last)[:2] == [[new], [cell]]  # what a person has looked into contradicts nothing


# ---- this year's report from last year's ----


def test_carried_figures_are_filled_in_column_by_column():
    last = msgspec.structs.replace(
        LAST.with_cells({OUT["total"]: "7"}), kind="agency", contact=Contact(telephone="0000-1")
    ).with_sections({"problems": "去年的问题"})
    report = continue_report(Report.new(unit="", year=2025), last)
    expected = {IN[each]: "0" for each in PEOPLE} | {IN["natural_person"]: "5", IN["charity"]: "2"}
    assert report.values == expected
    assert figures(report)[IN["total"]] == "7"
    assert (report.unit, report.kind, report.contact.telephone) == ("示例县财政局", "agency", "0000-1")
    assert report.previous == PreviousReport.from_report(last)
    assert against(report, None) == {}


def test_what_was_typed_is_not_replaced_and_blanks_stay_blank():
    last = LAST.with_cells({OUT["charity"]: None, OUT["enterprise"]: "/"})
    report = continue_report(Report.new(unit="甲", year=2025).with_cells({IN["natural_person"]: "1"}), last)
    assert report.values[IN["natural_person"]] == "1"
    assert IN["charity"] not in report.values
    assert report.values[IN["enterprise"]] == "/"


@pytest.mark.parametrize("year", [2023, 2024, 2026])
def test_from_a_report_of_another_year_nothing_is_carried(year):
    assert continue_report(Report.new(unit="甲", year=year), LAST).values == {}


def test_sources_of_rows_that_the_new_form_lacks_are_left_behind():
    last = msgspec.structs.replace(
        old_report(2020),
        sources={"requests.other": Source(office="办公室"), "requests.granted": Source(office="法规科")},
    )
    assert list(continue_report(Report.new(unit="甲", year=2021), last).sources) == ["requests.granted"]


# ---- the data file ----


def test_all_new_rules_are_listed_with_their_state():
    report = SOUND.with_cells({IN["natural_person"]: "3", OUT["natural_person"]: "3"})
    outcome = check(report, LAST)
    (found,) = outcome.findings
    rows = {row.rule: row for row in rule_rows(report, figures(report), outcome)}
    assert rows.keys() >= NEW_RULES
    assert rows["large_change"].state == "未附上年报告"
    kept = msgspec.structs.replace(report, previous=PreviousReport.from_report(LAST))
    assert {row.rule: row.state for row in rule_rows(kept, figures(kept), outcome)}["large_change"] == "没有"
    row = rows["requests.carried_over"]
    assert (row.title[:2], row.severity, row.state, row.broken) == ("G5", "错误", "1 处", True)
    judged = dismiss(report, figures(report), found, "其他").apply(report)
    rows = {row.rule: row for row in rule_rows(judged, figures(judged), check(judged, LAST))}
    assert (rows["requests.carried_over"].state, rows["requests.carried_over"].broken) == ("已核实 1", False)


def test_severities_are_those_of_the_domain():
    assert {rule: FORM.severity(rule) for rule in NEW_RULES} == {
        "requests.carried_over": "error",
        "disclosure.still_in_force": "warning",
        **dict.fromkeys(("large_change", "other_year", "other_unit", "kept"), "hint"),
    }


def test_ids_are_unique():
    ids = [link.id for link in FORM.cross_year_equations] + [each.id for each in FORM.sums]
    assert all(a != b for a, b in combinations(ids, 2))
    assert [link.id for link in FORM.cross_year_equations] == [
        *(f"requests.carried_over/{column}" for column in COLUMNS),
        "disclosure.still_in_force/regulations",
        "disclosure.still_in_force/normative_documents",
    ]


ACROSS = """
[[cross_year]]
rule = "stock.begins"
label = "C"
title = "梨 ＝ 上年的苹果"
table = "stock"
each = "column"
cell = "pears"
previous = ["apples"]
minus = ["fruit"]
severity = "warning"
message = "{instance}{cell}{actual}{expected}{difference}{unit}{last_year}{sum}"

[[changes]]
rule = "jump"
title = "变化大"
severity = "hint"
factor = 2
least = 5
message = "{place}{changes}{last_year}"
"""

FAULTS = {
    "an unknown table": ACROSS.replace('table = "stock"', 'table = "x"'),
    "an unknown row": ACROSS.replace('cell = "pears"', 'cell = "plums"'),
    "an unknown row of last year": ACROSS.replace('previous = ["apples"]', 'previous = ["plums"]'),
    "an unknown field": ACROSS.replace("{sum}", "{total}"),
    "an unknown field of a change": ACROSS.replace("{changes}", "{total}"),
    "a rule twice": ACROSS.replace('"jump"', '"stock.down"'),
    "no number": ACROSS.replace("factor = 2", 'factor = "2"'),
    "a misspelt key": ACROSS.replace("minus", "minos"),
}


def test_an_invented_form_has_rules_across_years_without_code(load_form):
    small = load_form(SMALL_FORM + ACROSS)
    assert [link.id for link in small.cross_year_equations] == [
        "stock.begins/north",
        "stock.begins/south",
        "stock.begins/all",
    ]
    cells = {f"stock.{row}.{column}": "1" for row in ("apples", "pears") for column in ("north", "south")}
    report = Report.new(unit="示例商店", year=2025, edition="small").with_cells(cells)
    last = PreviousReport(year=2024, cells={"stock.apples.north": "3", "stock.apples.south": "9"})
    (found,) = check(report, last).findings
    assert (found.id, found.severity, found.expected, found.actual) == ("stock.begins/south", "warning", "7", "1")
    grown = report.with_cells({"stock.apples.all": "20"})
    last = msgspec.structs.replace(last, cells={"stock.apples.all": "9"})
    assert "jump/stock.apples" in {each.id for each in check(grown, last).findings}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_rule_is_refused_with_a_sentence(load_form, fault):
    assert FAULTS[fault] != ACROSS
    with pytest.raises(FormError):
        load_form(SMALL_FORM + FAULTS[fault])
