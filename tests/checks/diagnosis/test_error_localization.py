"""One cause, one cell, with the right figure: seeded simulations over sound reports of different sizes."""

import random
from collections.abc import Iterable
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.effort import times
from tests.support.simulation import REPORTS, TABLE_THREE, long_figures, neighbours, simulated, sound, typo, with_typos

from reportdesk import check, form
from reportdesk.checks import check_figures
from reportdesk.checks.diagnosis.error_localization import MOST_CAUSES, TOO_MANY, Evidence, localize_errors
from reportdesk.checks.diagnosis.typing_errors import UNLIKE, explain_typing_error
from reportdesk.checks.dismissals import dismiss, fingerprint, restore
from reportdesk.checks.findings import Explanation
from reportdesk.checks.pipeline import add_explanations
from reportdesk.numbers import quantity
from reportdesk.report import Figures, Report, figures, set_values
from reportdesk.report.schema import Origin
from reportdesk.store import decode, encode

OFFICIAL = form.get("2021")
CELLS = OFFICIAL.table_cells(TABLE_THREE)
IN_SUMS = list(dict.fromkeys(cell for each in OFFICIAL.sums for cell in each.cells))
GROUP = [f"disputes.reconsideration.{outcome}" for outcome in ("upheld", "corrected", "other", "pending", "total")]

each_report = pytest.mark.parametrize("name", REPORTS)


def changed(shown: Figures, cells: dict[str, str | None]) -> Figures:
    return Figures({**shown, **cells}, shown.computed)


def causes_of(shown: Figures, **known) -> list[Explanation]:
    return localize_errors(OFFICIAL, shown, **known).causes


def told(cause: Explanation) -> dict[str, str]:
    """What a cause says: cell → the figure it should be."""
    return {suspect.cell: suspect.should_be for suspect in cause.cells}


def broken_sums(shown: Figures) -> set[str]:
    return {f.id for f in check_figures(Report.new(unit="甲", year=2025), shown).findings if f.rule != "blank"}


def numbers(shown: Figures) -> dict[str, int]:
    """The figures of all sums as numbers."""
    return {cell: int(shown[cell]) for cell in IN_SUMS}


def whys(cause: Explanation) -> list[str]:
    return [suspect.why for suspect in cause.cells]


def line(where: str, table: str = TABLE_THREE) -> list[str]:
    """The cells of a row or column of a table by its id."""
    return [c for c in OFFICIAL.table_cells(table) if where in (OFFICIAL.cells[c].row.id, OFFICIAL.cells[c].column.id)]


@pytest.fixture(scope="module")
def county():
    """The busy county: (report, figures)."""
    return simulated("busy county")


@pytest.fixture(scope="module")
def computed():
    """The busy county as a clerk fills it: the program adds up every total."""
    report = simulated("busy county")[0]
    return report.with_cells(dict.fromkeys(OFFICIAL.totals))


# ---- how often the right cells with the right figures come first ----


@each_report
def test_the_simulated_reports_are_sound(name):
    report, shown = simulated(name)
    outcome = check(report)
    assert (outcome.findings, outcome.causes, outcome.search_aborted) == ([], [], False)
    assert set(report.values) == set(OFFICIAL.cells), "every total is typed"
    assert sum(shown[cell] != "0" for cell in CELLS) >= 25


def test_the_simulated_reports_differ_in_size():
    longest = {name: max(len(simulated(name)[1][cell]) for cell in CELLS) for name in REPORTS}
    assert longest == {"busy county": 4, "big city": 5, "middle county": 3, "bureau": 2}
    assert sum(simulated("bureau")[1][cell] != "0" for cell in CELLS) == 25


@each_report
@pytest.mark.parametrize(("errors", "trials", "least"), [(1, 1000, 99.5), (2, 300, 98), (3, 200, 95), (4, 100, 85)])
def test_typing_errors_are_named_with_the_right_figures(name, errors, trials, least):
    shown = simulated(name)[1]
    rng = Random(f"{name} {errors}")
    right = 0
    for _ in range(trials):
        cells = rng.sample(CELLS, errors)
        first = causes_of(with_typos(rng, shown, cells))[:1]
        right += [told(cause) for cause in first] == [{cell: shown[cell] for cell in cells}]
    assert 100 * right / trials >= least


@each_report
def test_two_neighbouring_figures_swapped_are_always_listed(name):
    shown = simulated(name)[1]
    pairs = [(a, b) for a, b in neighbours(OFFICIAL) if shown[a] != shown[b]]
    firsts = 0
    for a, b in pairs:
        found = [told(cause) for cause in causes_of(changed(shown, {a: shown[b], b: shown[a]}))]
        assert {a: shown[a], b: shown[b]} in found, (a, b)
        firsts += found[0] == {a: shown[a], b: shown[b]}
    assert firsts / len(pairs) >= 0.75


@each_report
def test_an_error_that_breaks_a_sum_is_never_silent(name):
    report, shown = simulated(name)
    rng = Random(name)
    for _ in range(300):
        wrong = with_typos(rng, shown, rng.sample(IN_SUMS, rng.randint(1, 9)))
        outcome = add_explanations(report, wrong, check_figures(report, wrong))
        unequal = {
            each.id
            for each in OFFICIAL.sums
            if sum(int(wrong[c]) for c in each.left) != sum(int(wrong[c]) for c in each.right)
        }
        assert {finding.id for finding in outcome.findings} == unequal
        explained = {sum_id for cause in outcome.causes for sum_id in cause.explains}
        assert explained == unequal or (outcome.search_aborted and explained < unequal)


@each_report
def test_one_wrong_figure_among_five_of_a_single_sum_leaves_a_short_list(name):
    """Table four's sums share no cell: any of the five may be wrong, and the typing error orders them."""
    shown = simulated(name)[1]
    rng = Random(name)
    for cell in GROUP:
        found = causes_of(with_typos(rng, shown, [cell]))
        assert {cell: shown[cell]} in [told(cause) for cause in found]
        assert len(found) <= len(GROUP)
        assert not any(cause.unique for cause in found) or len(found) == 1


# ---- likely reasons ----


@pytest.mark.parametrize(
    ("now", "should_be", "words"),
    [
        ("1823", "1832", "相邻两位数字颠倒"),
        ("1833", "1832", "有一位数字不同"),
        ("132", "1832", "漏了一位数字"),
        ("32", "1032", "漏了一位数字"),
        ("18332", "1832", "有一位数字重复了"),
        ("18392", "1832", "多了一位数字"),
        ("18320", "1832", "多了一个 0，差十倍"),
        ("183", "1830", "少了一个 0，差十倍"),
        ("-1832", "1832", "多了负号"),
        ("-18", "1832", ""),
        ("1832", "2381", ""),
        ("12.5", "125", ""),
    ],
)
def test_the_words_of_a_typing_error(now, should_be, words):
    assert explain_typing_error(now, should_be).reason == words
    assert (explain_typing_error(now, should_be).cost < UNLIKE) == bool(words)


@given(st.one_of(st.integers(0, 120), st.integers(0, 10**12)).map(str), st.integers(0, 10**6))
def test_every_typing_error_has_a_reason(figure, seed):
    found = explain_typing_error(typo(Random(seed), figure), figure)
    assert found.reason
    assert 0 < found.cost < UNLIKE


@given(st.integers(-(10**30), 10**30).map(str))
def test_equal_figures_have_no_reason(figure):
    assert explain_typing_error(figure, figure).reason == ""
    assert explain_typing_error(figure, figure).cost == UNLIKE


@pytest.mark.parametrize(
    ("cell", "typed", "words"),
    [
        ("requests.concluded.natural_person", "2346", "相邻两位数字颠倒"),
        ("requests.received.natural_person", "-2376", "多了负号"),
        ("requests.granted.enterprise", "1690", "多了一个 0，差十倍"),
        ("requests.unavailable.not_held.total", "6111", "有一位数字重复了"),
        ("requests.carried_out.total", "14", "漏了一位数字"),
    ],
)
def test_a_single_typing_error_is_named_with_its_reason(county, cell, typed, words):
    report, shown = county
    outcome = check(report.with_cells({cell: typed}))
    (cause,) = outcome.causes
    (suspect,) = cause.cells
    assert (suspect.cell, suspect.now, suspect.should_be, suspect.why) == (cell, typed, shown[cell], words)
    assert cause.unique
    assert set(cause.explains) == {each.id for each in OFFICIAL.sums_of[cell]}


def test_a_figure_in_the_wrong_column_is_named_as_such(county):
    a, b = "requests.refused.third_party.natural_person", "requests.refused.third_party.research_institute"
    report = sound(county[0], numbers(county[1]) | {b: 0})
    shown = figures(report)
    first = causes_of(changed(shown, {a: "0", b: shown[a]}))[0]
    assert told(first) == {a: shown[a], b: "0"}
    assert {suspect.cell: suspect.why for suspect in first.cells} == {
        a: "与“科研机构 · 4.保护第三方合法权益”疑为填错了栏",
        b: "与“自然人 · 4.保护第三方合法权益”疑为填错了栏",
    }


def test_a_figure_added_in_the_wrong_column_is_named(county):
    shown = county[1]
    a, b = "requests.refused.third_party.natural_person", "requests.refused.third_party.legal_service"
    first = causes_of(changed(shown, {a: "0", b: str(int(shown[a]) + int(shown[b]))}))[0]
    assert told(first) == {a: shown[a], b: shown[b]}


def test_swapped_neighbours_are_named_as_such(county):
    shown = county[1]
    a, b = "requests.granted.natural_person", "requests.granted.enterprise"
    first = causes_of(changed(shown, {a: shown[b], b: shown[a]}))[0]
    assert told(first) == {a: shown[a], b: shown[b]}
    assert set(whys(first)) == {"与“自然人 · （一）予以公开”填颠倒了", "与“商业企业 · （一）予以公开”填颠倒了"}


# ---- a row or column shifted by one ----


@each_report
@pytest.mark.parametrize("to", ["右", "左"])
def test_a_row_shifted_by_one_is_explained_as_such(name, to):
    shown = simulated(name)[1]
    for row in ("received", "granted", "concluded", "unavailable.not_held"):
        assert_shift(shown, line(row), to, "一行")
        if name != "bureau":
            assert_shift(shown, line(row)[:-1], to, "一行")


@each_report
@pytest.mark.parametrize("to", ["下", "上"])
def test_a_column_shifted_by_one_is_explained_as_such(name, to):
    shown = simulated(name)[1]
    results = {OFFICIAL.cells[cell].row.id for cell in OFFICIAL.totals["requests.concluded.charity"].left}
    for column in ("natural_person", "total"):
        whole = line(column)
        for cells in (whole, whole[:-2], [cell for cell in whole if OFFICIAL.cells[cell].row.id in results]):
            assert_shift(shown, cells, to, "一列")


def assert_shift(shown, cells, to, place):
    old = [shown[cell] for cell in cells]
    new = ["0", *old[:-1]] if to in "右下" else [*old[1:], "0"]
    right = {cell: a for cell, a, b in zip(cells, old, new, strict=True) if a != b}
    assert len(right) >= 3
    first = causes_of(changed(shown, dict(zip(cells, new, strict=True))))[0]
    assert told(first) == right
    assert set(whys(first)) == {f"这{place}的这几格疑为整体向{to}错了一格"}
    assert first.unique


# ---- computed totals, blanks, “/” ----


def test_computed_totals_name_no_cell_but_their_likely_reasons(computed):
    rng = Random(7)
    details = [cell for cell in CELLS if cell not in OFFICIAL.totals]
    for _ in range(40):
        cell = rng.choice(details)
        outcome = check(computed.with_cells({cell: typo(rng, computed.cells[cell])}))
        assert (outcome.causes, outcome.search_aborted) == ([], False)
        assert {finding.rule for finding in outcome.findings} == {"requests.balance"}
        assert all("可能的原因：" in finding.message for finding in outcome.findings)


def test_computed_totals_are_never_suspects(county):
    report, shown = county
    rng = Random(8)
    for _ in range(60):
        automatic = rng.sample(list(OFFICIAL.totals), rng.randint(1, len(OFFICIAL.totals)))
        partly = report.with_cells(dict.fromkeys(automatic))
        typed = [cell for cell in IN_SUMS if cell in partly.values]
        wrong = partly.with_cells({cell: typo(rng, shown[cell]) for cell in rng.sample(typed, rng.randint(1, 3))})
        for cause in check(wrong).causes:
            assert not set(told(cause)) & set(automatic)


def test_typed_sums_of_rows_alone_narrow_an_error_down(county):
    """（七）总计 computed, the totals of the rows typed: the row is known, and so is the column's balance."""
    report = county[0]
    computed = [cell for cell in line("concluded") if cell in OFFICIAL.totals]
    partly = report.with_cells(dict.fromkeys(computed))
    cell = "requests.refused.third_party.natural_person"
    first = check(partly.with_cells({cell: "35"})).causes[0]
    assert (told(first), whys(first)) == ({cell: "53"}, ["相邻两位数字颠倒"])


def test_blanks_around_do_not_hinder(county):
    shown = county[1]
    blank = dict.fromkeys((*line("charity"), *line("not_processed.petition")))
    cell = "requests.concluded.legal_service"
    wrong = changed(shown, {**blank, cell: "221"})
    first = causes_of(wrong)[0]
    assert told(first) == {cell: "212"}
    assert all(cell not in told(cause) for cause in causes_of(wrong) for cell in blank)


def test_an_unfinished_report_without_errors_has_no_causes(county):
    rng = Random(9)
    for _ in range(20):
        unfinished = changed(county[1], dict.fromkeys(rng.sample(CELLS, rng.randint(1, 120))))
        assert localize_errors(OFFICIAL, unfinished) == ([], False)


def test_void_cells_count_0_and_are_not_suspected(county):
    report, shown = county
    none = sound(report, numbers(shown) | dict.fromkeys(line("charity"), 0))
    void = changed(figures(none), dict.fromkeys(line("charity"), "/"))
    assert broken_sums(void) == set()
    cell = "requests.granted.natural_person"
    right = void[cell]
    (cause,) = causes_of(changed(void, {cell: "7200"}))
    assert told(cause) == {cell: right}
    rng = Random(10)
    for _ in range(60):
        wrong = with_typos(rng, void, rng.sample([c for c in CELLS if void[c] != "/"], rng.randint(1, 3)))
        assert all(void[cell] != "/" for cause in causes_of(wrong) for cell in told(cause))


# ---- figures of any size ----


def test_figures_of_a_hundred_digits():
    report = long_figures()
    shown = figures(report)
    assert check(report).findings == []
    rng = Random(11)
    for errors in (1, 2, 3):
        for _ in range(30):
            cells = rng.sample(CELLS, errors)
            first = causes_of(with_typos(rng, shown, cells))[0]
            assert told(first) == {cell: shown[cell] for cell in cells}


def test_a_figure_with_decimals_is_named_whole(county):
    report = county[0]
    cell = "requests.granted.natural_person"
    for typed in ("72.0", "7.20", f"0.{'0' * 60}720"):
        outcome = check(report.with_cells({cell: typed}))
        first = outcome.causes[0]
        assert told(first) == {cell: "720"}
        assert all("." not in figure for cause in outcome.causes for figure in told(cause).values())


# ---- what is known besides the equations ----


@each_report
def test_the_order_of_cells_does_not_matter(name):
    shown = simulated(name)[1]
    rng = Random(f"{name} order")
    for _ in range(25):
        wrong = with_typos(rng, shown, rng.sample(IN_SUMS, rng.randint(1, 4)))
        again = list(wrong.items())
        rng.shuffle(again)
        assert localize_errors(OFFICIAL, Figures(dict(again))) == localize_errors(OFFICIAL, wrong)


def test_what_was_edited_before_does_not_matter_when_unknown(county):
    report = county[0]
    edits = {"requests.granted.natural_person": "270", "requests.carried_out.total": "413"}
    forth, back = report, report
    for cell, value in edits.items():
        forth = set_values(forth, {cell: value}, "填写").apply(forth)
    for cell, value in reversed(edits.items()):
        back = set_values(back, {cell: value}, "填写").apply(back)
    assert check(forth) == check(back)


@each_report
def test_evidence_changes_the_order_only(name):
    shown = simulated(name)[1]
    rng = Random(f"{name} evidence")
    reordered = 0
    for _ in range(60):
        wrong = with_typos(rng, shown, rng.sample(IN_SUMS, rng.randint(1, 3)))
        plain = localize_errors(OFFICIAL, wrong)
        if len(plain.causes) >= min(TOO_MANY, MOST_CAUSES):
            continue
        evidence = Evidence(
            edited=tuple(rng.sample(IN_SUMS, 20)),
            imported=frozenset(rng.sample(IN_SUMS, 60)),
            contradicted=frozenset(rng.sample(IN_SUMS, 20)),
        )
        known = localize_errors(OFFICIAL, wrong, evidence)
        assert sorted(map(repr, known.causes)) == sorted(map(repr, plain.causes))
        assert known.search_aborted == plain.search_aborted
        reordered += known != plain
    assert reordered


def test_edited_cells_are_suspected_first_and_imported_ones_last(county):
    """Four of five figures of table four would mend the sum with equally likely typing errors."""
    report = county[0].with_cells(dict(zip(GROUP, ("11", "22", "33", "44", "111"), strict=True)))
    shown = figures(report)
    plain = [list(told(cause)) for cause in causes_of(shown)]
    assert sorted(plain) == sorted([cell] for cell in GROUP)
    for cell in GROUP[:4]:
        assert list(told(causes_of(shown, evidence=Evidence(edited=(cell,)))[0])) == [cell]
        assert list(told(causes_of(shown, evidence=Evidence(contradicted=frozenset([cell])))[0])) == [cell]
        others = frozenset(GROUP) - {cell}
        assert list(told(causes_of(shown, evidence=Evidence(imported=others))[0])) == [cell]
    newest, older = GROUP[2], GROUP[1]
    assert list(told(causes_of(shown, evidence=Evidence(edited=(newest, older)))[0])) == [newest]


def test_the_report_hands_its_evidence_on(county):
    report = county[0].with_cells(dict(zip(GROUP, ("11", "22", "33", "44", "111"), strict=True)))
    shown = figures(report)
    outcome = add_explanations(report, shown, check_figures(report, shown), edited=[GROUP[3]])
    assert list(told(outcome.causes[0])) == [GROUP[3]]
    origin = Origin("去年.docx", "表四", "11")
    imported = msgspec.structs.replace(report, origins={cell: origin for cell in GROUP if cell != GROUP[1]})
    assert list(told(check(imported).causes[0])) == [GROUP[1]]


# ---- what a person has judged ----


def judged(report, *ids):
    for finding in check(report).findings:
        if finding.id in ids:
            report = dismiss(report, figures(report), finding, "按当地统计口径填报", "张三", "2026-01-05").apply(report)
    return report


def test_a_judged_finding_no_longer_counts_and_has_no_cause(county):
    wrong = county[0].with_cells({GROUP[0]: "999", "requests.granted.total": "1073"})
    before = check(wrong)
    sum_id = "disputes.sum/reconsideration"
    assert (before.errors, {s for cause in before.causes for s in cause.explains} >= {sum_id}) == (3, True)
    after = check(judged(wrong, sum_id))
    assert after.errors == 2
    assert [finding.judged for finding in after.findings if finding.id == sum_id] == ["按当地统计口径填报"]
    assert {f.id for f in after.findings} == {f.id for f in before.findings}
    assert [told(cause) for cause in after.causes] == [{"requests.granted.total": "1037"}]
    assert check(judged(wrong, *(f.id for f in before.findings))).causes == []


def test_a_judgement_outlives_checks_and_files_but_no_changed_figure(county):
    sum_id = "disputes.sum/reconsideration"
    report = judged(county[0].with_cells({GROUP[0]: "999"}), sum_id)
    for same in (report, decode(encode(report), "甲.rdesk").report, report.with_cells({"requests.granted.total": "1"})):
        (found,) = [f for f in check(same).findings if f.id == sum_id]
        assert found.judged == "按当地统计口径填报"
    assert decode(encode(report), "甲.rdesk").report.dismissals == report.dismissals
    for cell in GROUP:
        (found,) = [f for f in check(report.with_cells({cell: "998"})).findings if f.id == sum_id]
        assert found.judged is None
    again = report.with_cells({GROUP[0]: "998"}).with_cells({GROUP[0]: "999"})
    assert check(again).errors == 0


def test_a_judgement_can_be_taken_back(county):
    wrong = county[0].with_cells({GROUP[0]: "999"})
    (finding,) = check(wrong).findings
    shown = figures(wrong)
    set_aside = dismiss(wrong, shown, finding, "机构改革、职能调整")
    assert set_aside.inverse().apply(set_aside.apply(wrong)) == wrong
    report = set_aside.apply(wrong)
    assert restore(report, shown, finding).apply(report) == wrong
    assert len({fingerprint(f, shown) for f in check(county[0].with_cells({CELLS[0]: "1"})).findings}) == 2


# ---- too much is broken ----


@each_report
def test_a_report_full_of_errors_gives_up_and_says_so(name):
    shown = simulated(name)[1]
    rng = Random(f"{name} garbage")
    for cells in (20, 60, len(CELLS)):
        garbage = changed(shown, {cell: str(rng.randrange(10_000)) for cell in rng.sample(CELLS, cells)})
        assert localize_errors(OFFICIAL, garbage) == ([], True)


def test_one_table_full_of_errors_does_not_hide_the_cause_in_another(county):
    rng = Random(12)
    garbage = {cell: str(rng.randrange(10_000)) for cell in CELLS}
    found = localize_errors(OFFICIAL, changed(county[1], {**garbage, GROUP[4]: str(int(county[1][GROUP[4]]) * 10)}))
    assert found.search_aborted
    assert {cause.explains[0] for cause in found.causes} == {"disputes.sum/reconsideration"}


def test_a_cancelled_search_gives_up(county):
    rng = Random(13)
    cancelled = []
    for _ in range(20):
        wrong = with_typos(rng, county[1], rng.sample(CELLS, 4))
        asked = []
        found = localize_errors(OFFICIAL, wrong, cancelled=lambda asked=asked: asked.append(True) or True)
        assert len(asked) <= 1, "once is enough"
        if asked and found != localize_errors(OFFICIAL, wrong):
            assert found == ([], True)
            cancelled.append(wrong)
    assert cancelled


# ---- every cause is true ----


@pytest.mark.long
@pytest.mark.slow
@given(
    st.sampled_from(sorted(REPORTS)),
    st.lists(st.sampled_from(IN_SUMS), min_size=1, max_size=6, unique=True),
    st.sets(st.sampled_from(sorted(OFFICIAL.totals)), max_size=8),
    st.sets(st.sampled_from(IN_SUMS), max_size=8),
    st.integers(0, 10**6),
)
@settings(deadline=None, max_examples=times(200))
def test_any_cause_mends_what_it_explains_and_breaks_nothing(name, cells, automatic, blank, seed):
    report, shown = simulated(name)
    rng = random.Random(seed)
    wrong = {cell: rng.choice((typo(rng, shown[cell]), str(rng.randrange(10_000)), "/")) for cell in cells}
    report = report.with_cells({**wrong, **dict.fromkeys(automatic), **dict.fromkeys(blank)})
    assert_true(report)


@pytest.mark.long
@given(st.sampled_from(["right", "left", "down"]), st.sampled_from(sorted(REPORTS)), st.integers(0, 23))
@settings(deadline=None, max_examples=times(30))
def test_any_shift_mends_what_it_explains_and_breaks_nothing(to, name, at):
    report, shown = simulated(name)
    block = OFFICIAL.tables[TABLE_THREE].blocks[0]
    cells = line(block.columns[at % 7].id) if to == "down" else line(block.rows[at].id)
    old = [shown[cell] for cell in cells]
    new = [*old[1:], "0"] if to == "left" else ["0", *old[:-1]]
    assert_true(report.with_cells(dict(zip(cells, new, strict=True))))


def assert_true(report: Report) -> None:
    before = check(report)
    ids = {finding.id for finding in before.findings}
    for cause in before.causes:
        assert cause.cells
        assert set(cause.explains) <= ids
        assert all(suspect.now == report.cells[suspect.cell] != suspect.should_be for suspect in cause.cells)
        assert all(quantity(suspect.should_be) >= 0 for suspect in cause.cells)
        mended = {finding.id for finding in check(report.with_cells(told(cause))).findings}
        assert mended <= ids - set(cause.explains)
    assert all(a != b for a, b in _pairs(told(cause) for cause in before.causes))


def _pairs(items: Iterable[dict[str, str]]) -> Iterable[tuple[dict[str, str], dict[str, str]]]:
    listed = list(items)
    return ((a, b) for i, a in enumerate(listed) for b in listed[i + 1 :])
