"""A report as a value: its figures, its totals, its edits."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportdesk import form, resources
from reportdesk.errors import ReportDeskError, UnknownId
from reportdesk.numbers import NumberError
from reportdesk.report import (
    Contact,
    Report,
    ReportError,
    cells_to_fill,
    clear_cells,
    edit,
    edit_between,
    figures,
    is_automatic,
    kind_id,
    paragraphs,
    set_values,
    update_figures,
    value_at,
)
from reportdesk.store import open_report
from reportdesk.text.characters import clean_text

OFFICIAL = form.get("2021")
CELLS = list(OFFICIAL.cells)
DETAILS = [cell for cell in CELLS if cell not in OFFICIAL.totals]


def new(**fields):
    return Report.new(**{"unit": "示例县财政局", "year": 2025, **fields})


@pytest.fixture(scope="module")
def busy():
    return open_report(resources.path("samples", "busy.rdesk"))


# ---- head ----


def test_a_new_report_is_empty():
    report = new()
    assert (report.unit, report.year, report.kind, report.edition) == ("示例县财政局", 2025, "department", "2021")
    assert report.title == "示例县财政局2025年政府信息公开工作年度报告"
    assert set(report.cells) == set(CELLS)
    assert set(report.cells.values()) == {None}
    assert set(report.sections.values()) == {""}
    assert set(figures(report).values()) == {None}
    assert not figures(report).computed


def test_a_kind_is_given_by_id_or_by_name():
    assert new(kind="township").kind == "township"
    assert new(kind="乡镇人民政府").kind == "township"
    with pytest.raises(ReportError, match="街道办事处"):
        new(kind="公司")
    assert set(OFFICIAL.kinds.values()) == {
        "县级以上人民政府（汇总）", "政府部门", "乡镇人民政府", "街道办事处", "开发区管委会或派出机构",
    }  # fmt: skip


def test_a_year_has_four_digits():
    for year in (25, 0, -2025, 1999, 20255):
        with pytest.raises(ReportError, match="四位年份"):
            new(year=year)


def test_unit_kind_year_and_contact_can_be_corrected_and_taken_back():
    report = new().with_cells({"requests.received.charity": "3"})
    correct = edit(
        report,
        {
            ("unit",): "示例县税务局",
            ("kind",): kind_id(OFFICIAL, "街道办事处"),
            ("year",): 2024,
            ("contact", "telephone"): "0000-1234567",
        },
        "更正基本信息",
    )
    corrected = correct.apply(report)
    assert (corrected.unit, corrected.kind, corrected.year) == ("示例县税务局", "subdistrict", 2024)
    assert corrected.title == "示例县税务局2024年政府信息公开工作年度报告"
    assert corrected.contact == Contact(telephone="0000-1234567")
    assert corrected.cells == report.cells
    assert correct.inverse().apply(corrected) == report


# ---- cells ----


def test_blank_0_and_not_applicable_are_three_values():
    report = new().with_cells(
        {"requests.received.charity": "0", "requests.received.enterprise": "/", "requests.received.natural_person": ""}
    )
    row = [figures(report)[f"requests.received.{column}"] for column in ("charity", "enterprise", "natural_person")]
    assert row == ["0", "/", None]
    assert report.values == {"requests.received.charity": "0", "requests.received.enterprise": "/"}


def test_figures_are_stored_as_they_will_be_printed():
    report = new().with_cells(
        {"disclosure.charges.amount": "１，８８８.8710万元", "disclosure.licensing.decisions": "12件"}
    )
    assert report.cells["disclosure.charges.amount"] == "1888.8710"
    assert report.cells["disclosure.licensing.decisions"] == "12"


def test_a_cell_is_cleared_by_nothing():
    report = new().with_cells({"disclosure.penalties.decisions": "36"})
    for nothing in (None, "", "  "):
        assert report.with_cells({"disclosure.penalties.decisions": nothing}) == new()


def test_reports_never_change_in_place():
    report = new().with_cells({"disclosure.penalties.decisions": "36"})
    copy = msgspec.json.encode(report)
    report.with_cells({"disclosure.penalties.decisions": None})
    report.with_notes({"disclosure.penalties.decisions": "注"})
    report.with_sections({"overview": "无"})
    edit(report, {("values", "disclosure.penalties.decisions"): "3", ("contact", "office"): "甲"}, "").apply(report)
    assert msgspec.json.encode(report) == copy


def test_a_note_stands_apart_from_its_figure():
    cell = "disclosure.normative_documents.issued"
    report = new().with_cells({cell: "22（其中修订16件）"})
    assert (report.cells[cell], report.notes[cell]) == ("22", "其中修订16件")
    assert report.with_cells({cell: "23"}).notes == {cell: "其中修订16件"}
    assert report.with_notes({cell: None}).notes == {}
    assert report.with_notes({cell: " "}).notes == {}


@pytest.mark.parametrize(
    "change",
    [
        lambda report: report.with_cells({"requests.received.nobody": "1"}),
        lambda report: report.with_notes({"requests.received.nobody": "1"}),
        lambda report: report.with_sections({"summary": "无"}),
        lambda report: report.cells["requests.received.nobody"],
        lambda report: report.cells["requests"],
    ],
)
def test_an_unknown_id_is_a_key_error_with_a_sentence(change):
    with pytest.raises(KeyError) as caught:
        change(new())
    assert isinstance(caught.value, UnknownId)
    assert isinstance(caught.value, ReportDeskError)
    assert "没有" in str(caught.value)
    assert str(caught.value).endswith("。")


def test_what_is_no_figure_never_enters_a_report():
    with pytest.raises(
        ReportDeskError, match=r"自然人 · 一、本年新收.*（requests\.received\.natural_person）.*“约八”"
    ) as caught:
        new().with_cells({"requests.received.charity": "1", "requests.received.natural_person": "约八"})
    assert isinstance(caught.value.__cause__, NumberError)


def test_characters_no_document_can_hold_never_enter_a_report():
    report = new(unit="示例\x00县\ud800").with_notes({"disclosure.penalties.decisions": "其\x01中\ud800\n3件"})
    report = report.with_cells({"disclosure.licensing.decisions": "3（其\x1b中\x02）"})
    report = report.with_sections({"overview": "甲\x00\r\n乙\u2028丙\ufffe\ud800"})
    assert report.unit == "示例县"
    assert report.notes == {"disclosure.penalties.decisions": "其中 3件", "disclosure.licensing.decisions": "其中"}
    assert report.text("overview") == "甲\n乙\n丙"
    assert clean_text("甲\t乙") == "甲\t乙"


# ---- totals ----


def test_a_total_waits_for_all_its_members():
    row = [cell for cell in DETAILS if cell.startswith("requests.received.")]
    report = new().with_cells(dict.fromkeys(row[:-1], "2"))
    assert figures(report)["requests.received.total"] is None
    report = report.with_cells({row[-1]: "3"})
    assert figures(report)["requests.received.total"] == "13"
    assert figures(report).computed == {"requests.received.total"}
    assert report.cells["requests.received.total"] is None


def test_a_typed_total_stays_until_it_is_taken_back():
    report = new().with_cells(dict.fromkeys(DETAILS, "1")).with_cells({"requests.granted.total": "9"})
    assert figures(report)["requests.granted.total"] == "9"
    assert not is_automatic(report, "requests.granted.total")
    assert figures(report)["requests.concluded.total"] == str(20 * 6 + 9)
    automatic = report.with_cells({"requests.granted.total": None})
    assert is_automatic(automatic, "requests.granted.total")
    assert figures(automatic)["requests.granted.total"] == "6"


def test_0_fills_everything_but_no_detail_is_ever_computed():
    shown = figures(new().with_cells(dict.fromkeys(DETAILS, "0")))
    assert set(shown.values()) == {"0"}
    assert shown.computed == set(OFFICIAL.totals)


def test_totals_of_not_applicable_cells():
    group = [f"disputes.reconsideration.{outcome}" for outcome in ("upheld", "corrected", "other", "pending")]
    report = new().with_cells(dict.fromkeys(group, "/"))
    assert figures(report)["disputes.reconsideration.total"] == "/"
    assert figures(report.with_cells({group[0]: "3"}))["disputes.reconsideration.total"] == "3"
    assert figures(report.with_cells({group[0]: None}))["disputes.reconsideration.total"] is None


def test_totals_are_exact():
    huge = "9" * 200
    report = new().with_cells(dict.fromkeys(DETAILS, huge))
    assert figures(report)["disputes.reconsideration.total"] == str(4 * int(huge))


def test_what_is_left_to_fill_leaves_automatic_totals_out(busy):
    report = new()
    assert cells_to_fill(report, figures(report), "disputes") == [c for c in DETAILS if c.startswith("disputes.")]
    assert len(cells_to_fill(report, figures(report), "requests")) == 24 * 6
    assert cells_to_fill(busy, figures(busy), "requests") == []


values = st.sampled_from([None, "0", "/", "1", "7", "12.50", "-3", "99999999999999999999999999999"])
changes = st.dictionaries(st.sampled_from(CELLS), values, min_size=1, max_size=12)


@given(start=st.sampled_from([None, "0", "3", "/"]), steps=st.lists(changes, min_size=1, max_size=6))
@settings(deadline=None, max_examples=60)
def test_refreshed_figures_equal_figures_from_scratch(start, steps):
    report = new().with_cells(dict.fromkeys(DETAILS, start))
    shown = figures(report)
    for step in steps:
        after = set_values(report, step, "").apply(report)
        fresh, touched = update_figures(shown, after, step)
        wanted = figures(after)
        assert fresh == wanted
        assert fresh.computed == wanted.computed
        assert {cell for cell in CELLS if shown[cell] != fresh[cell]} <= touched
        assert shown.computed ^ fresh.computed <= touched
        report, shown = after, fresh


# ---- edits ----

places = st.one_of(
    st.tuples(st.tuples(st.just("values"), st.sampled_from(CELLS[:12])), values),
    st.tuples(st.tuples(st.just("notes"), st.sampled_from(CELLS[:4])), st.sampled_from([None, "注", "其中"])),
    st.tuples(st.tuples(st.just("done"), st.sampled_from(["overview", "requests"])), st.sampled_from([None, True])),
    st.tuples(st.tuples(st.just("footnotes"), st.just("requests")), st.sampled_from([None, "注：甲"])),
    st.tuples(st.tuples(st.just("contact"), st.sampled_from(["office", "fax"])), st.sampled_from(["", "甲", "乙"])),
    st.tuples(st.just(("unit",)), st.sampled_from(["甲", "乙"])),
    st.tuples(st.just(("year",)), st.sampled_from([2024, 2025])),
)
edits = st.lists(places, max_size=8).map(dict)


@given(steps=st.lists(edits, max_size=5))
@settings(deadline=None, max_examples=100)
def test_every_edit_can_be_taken_back_and_done_again(steps):
    report, done = new(), []
    for step in steps:
        each = edit(report, step, "步")
        after = each.apply(report)
        assert all(value_at(after, place) == value for place, value in step.items())
        assert bool(each) == (after != report)
        done.append((report, each, after))
        report = after
    for before, each, after in reversed(done):
        assert each.inverse().apply(after) == before
        assert each.inverse().inverse().apply(before) == after


@given(first=edits, second=edits)
@settings(deadline=None, max_examples=100)
def test_the_edit_between_two_reports_leads_from_one_to_the_other(first, second):
    before = edit(new(), first, "").apply(new())
    after = edit(before, second, "").apply(before)
    assert edit_between(before, after, "").apply(before) == after
    assert edit_between(before, after, "").inverse().apply(after) == before
    assert not edit_between(before, before, "")


@given(
    st.tuples(values, values, values),
    st.lists(st.sampled_from(CELLS), min_size=1, max_size=3, unique=True),
)
@settings(deadline=None)
def test_typing_on_in_the_same_cell_is_one_step(steps, cells):
    start, typed, final = (dict.fromkeys(cells, value) for value in steps)
    report = set_values(new(), start, "").apply(new())
    changes = {("values", cell) for cell in cells}
    first = edit(report, {place: typed[place[1]] for place in changes}, "填写")
    between = first.apply(report)
    second = edit(between, {place: final[place[1]] for place in changes}, "填写")
    merged = first.merged(second)
    if first.changes.keys() == second.changes.keys():
        assert merged is not None
        assert merged.label == "填写"
        assert merged.apply(report) == second.apply(between)
        assert merged.inverse().apply(second.apply(between)) == report
    else:
        assert merged is None


def test_edits_of_different_cells_are_steps_of_their_own():
    report = new()
    first = set_values(report, {CELLS[0]: "1"}, "填写")
    second = set_values(first.apply(report), {CELLS[1]: "1"}, "填写")
    assert first.merged(second) is None


def test_an_edit_made_for_another_state_is_refused():
    made_for_blank = set_values(new(), {CELLS[0]: "1"}, "填写")
    with pytest.raises(ValueError, match="does not fit"):
        made_for_blank.apply(new().with_cells({CELLS[0]: "2"}))


def test_clearing_takes_figures_and_notes(busy):
    cells = busy.form.table_cells("disclosure")
    clear = clear_cells(busy, cells, "清空")
    cleared = clear.apply(busy)
    assert all(cleared.cells[cell] is None and cell not in cleared.notes for cell in cells)
    assert clear.cells == set(cells)
    assert cleared.sections == busy.sections
    assert clear.inverse().apply(cleared) == busy


def test_an_edit_that_changes_nothing_is_none(busy):
    assert not set_values(busy, busy.values, "")
    assert not clear_cells(new(), CELLS, "")


def test_texts_come_and_go_by_edits():
    report = new()
    written = edit_between(report, report.with_sections({"problems": "（一）问题"}), "撰写")
    assert written.apply(report).sections["problems"] == "（一）问题"
    assert written.inverse().apply(written.apply(report)) == report
    assert report.with_sections({"problems": " \n"}) == report


# ---- paragraphs ----


def structure(text):
    return [(each.level, each.heading, each.body) for each in paragraphs(text)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一般的一段。", (0, "", "一般的一段。")),
        ("\u3000\u3000缩进的一段。 ", (0, "", "缩进的一段。")),
        ("（一）主动公开", (2, "（一）主动公开", "")),
        ("(十二)主动公开情况。为切实提高质量，", (2, "(十二)主动公开情况。", "为切实提高质量，")),
        ("（三）政府信息管理：建立机制。", (2, "（三）政府信息管理：", "建立机制。")),
        ("1.办理总量。全年100件。", (3, "1.办理总量。", "全年100件。")),
        ("2、办理机制", (3, "2、办理机制", "")),
        ("3．其他", (3, "3．其他", "")),
        ("（1）收件", (4, "（1）收件", "")),
        ("1.5万元已经上缴", (0, "", "1.5万元已经上缴")),
        ("2025年，我局", (0, "", "2025年，我局")),
        ("（一）", (0, "", "（一）")),
        ("（一）" + "长" * 50 + "。短。", (0, "", "（一）" + "长" * 50 + "。短。")),
        ("一是做好公示；", (0, "", "一是做好公示；")),
    ],
)
def test_headings_are_known_by_their_numbering(line, expected):
    assert structure(line) == [expected]


def test_empty_lines_are_no_paragraphs_and_places_count_characters():
    text = "甲\n\n\u3000\n  （一）乙。丙\n"
    assert [(each.text, each.start) for each in paragraphs(text)] == [("甲", 0), ("（一）乙。丙", 7)]
    for each in paragraphs(text):
        assert text[each.start :].startswith(each.text)


@given(st.text(alphabet="（）一二1.、。 \u3000\n甲"))
@settings(deadline=None)
def test_paragraphs_lose_no_character_but_indents(text):
    kept = "".join(each.text for each in paragraphs(text))
    assert kept.replace(" ", "").replace("\u3000", "") == "".join(text.split())
