"""The form of 2019 and 2020: a second data file, with which everything else comes by itself."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import excel_readback, word_readback
from tests.support.official_form import GROUPS, OUTCOMES, PEOPLE, RESULTS
from tests.support.reports import old_report
from tests.support.simulation import typo

from reportdesk import check, form
from reportdesk.documents.excel import writer as excel_writer
from reportdesk.documents.word import writer as word_writer
from reportdesk.numbers import NumberError, parse, quantity
from reportdesk.recognition.paste import parse_clipboard, place_block
from reportdesk.report import cells_to_fill, figures
from reportdesk.store import open_report, save_report

OLD, NEW = form.get("2019"), form.get("2021")
ROWS = ["received", "carried_in", *RESULTS[:-3], "other", "concluded", "carried_out"]
BLOCKS = [
    (["regulations", "normative_documents"], ["made", "published", "total"]),
    (["licensing", "other_services"], ["last_year", "change", "decisions"]),
    (["penalties", "coercion"], ["last_year", "change", "decisions"]),
    (["charges"], ["last_year", "change"]),
    (["procurement"], ["projects", "amount"]),
]
CHANGES = [cell.id for cell in OLD.cells.values() if cell.type == "signed"]


# ---- the data ----


def test_cell_ids_are_stable():
    disclosure = [f"disclosure.{row}.{column}" for rows, columns in BLOCKS for row in rows for column in columns]
    requests = [f"requests.{row}.{column}" for row in ROWS for column in [*PEOPLE, "total"]]
    disputes = [f"disputes.{group}.{outcome}" for group in GROUPS for outcome in OUTCOMES]
    assert list(OLD.cells) == disclosure + requests + disputes


def test_what_both_editions_have_is_the_same_figure():
    """An id stands for one meaning: labels, types and units agree."""
    both = [cell for cell in OLD.cells if cell in NEW.cells]
    assert len(both) == 7 * (len(ROWS) - 1) + 15 + 3  # all rows but （六）, all disputes, three kinds of decisions
    for cell in both:
        old, new = OLD.cells[cell], NEW.cells[cell]
        assert (old.type, old.row.labels, old.section) == (new.type, new.row.labels, new.section)
        assert old.column.labels[-1].removeprefix("本年") == new.column.labels[-1].removeprefix("本年")


def test_there_are_40_equations_with_the_ids_of_the_new_form_where_they_are_the_same():
    assert len(OLD.sums) == 7 + 7 + 23 + 3
    new = {each.id: each for each in NEW.sums}
    assert {each.id for each in OLD.sums} - new.keys() == {"requests.row/other"}
    for each in OLD.sums:
        if each.equation.rule == "requests.concluded":
            assert len(each.left) == 19
        elif each.id in new:
            assert each.cells == new[each.id].cells


def test_sections_and_kinds_have_the_same_ids_in_both():
    assert list(OLD.sections) == list(NEW.sections)
    assert OLD.kinds == NEW.kinds


def test_only_changes_are_signed_and_only_the_purchase_is_an_amount():
    assert {cell.split(".")[2] for cell in CHANGES} == {"change"}
    assert len(CHANGES) == 5
    amounts = [cell for cell in OLD.cells.values() if cell.type == "amount"]
    assert [(cell.id, cell.unit) for cell in amounts] == [("disclosure.procurement.amount", "万元")]


@pytest.mark.parametrize(
    ("year", "edition"),
    [(2008, "2019"), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021"), (2999, "2021")],
)
def test_the_year_names_the_edition(year, edition):
    assert form.for_year(year) == edition


# ---- layout ----


@pytest.mark.parametrize(
    ("table", "grid", "frozen"),
    [("disclosure", (18, 4), (0, 0)), ("requests", (26, 10), (3, 3)), ("disputes", (4, 15), (3, 0))],
)
def test_the_grids(table, grid, frozen):
    layout = OLD.layout(table)
    assert (layout.rows, layout.columns) == grid
    assert (layout.header_rows, layout.label_columns) == frozen


def test_two_columns_of_figures_take_three_of_the_grid():
    spans = {p.cell: (p.column, p.column_span) for p in OLD.layout("disclosure").cells if p.cell}
    assert spans["disclosure.charges.last_year"] == (1, 1)
    assert spans["disclosure.charges.change"] == (2, 2)
    assert spans["disclosure.procurement.amount"] == (2, 2)
    assert spans["disclosure.penalties.change"] == (2, 1)


def test_the_one_row_of_other_results_reaches_over_two_label_columns():
    (placed,) = [p for p in OLD.layout("requests").cells if p.text == "（六）其他处理"]
    assert (placed.column, placed.row_span, placed.column_span) == (1, 1, 2)


# ---- figures ----


@pytest.mark.parametrize(
    ("typed", "stored"), [("减4", "-4"), ("+19", "+19"), ("-8", "-8"), ("增 3", "+3"), ("０", "0"), ("", None)]
)
def test_changes_as_offices_write_them(typed, stored):
    report = old_report().with_cells({CHANGES[0]: typed})
    assert report.cells[CHANGES[0]] == stored


def test_amounts_carry_their_unit_and_no_other():
    unit = OLD.cells["disclosure.procurement.amount"].unit
    assert parse("240万元", "amount", unit) == "240"
    assert parse("25.1000", "amount", unit) == "25.1000"
    with pytest.raises(NumberError, match="万元"):
        parse("251000元", "amount", unit)


def test_a_decrease_is_no_error_and_a_negative_count_is():
    report = old_report()
    assert check(report).findings == []
    found = check(report.with_cells({"disclosure.licensing.decisions": "-4"})).findings
    assert [each.id for each in found] == ["negative/disclosure.licensing.decisions"]


def test_totals_fill_themselves():
    report = old_report()
    automatic = report.with_cells(dict.fromkeys(OLD.totals))
    assert len(figures(automatic).computed) == len(OLD.totals) == 6 + 24 + 3 - 1
    assert dict(figures(automatic)) == dict(figures(report))
    assert cells_to_fill(automatic, figures(automatic), "requests") == []


@given(st.sampled_from([cell for cell in OLD.cells if OLD.sums_of.get(cell)]), st.integers(0, 10**6))
def test_a_typing_error_is_named(cell, seed):
    report = old_report()
    right = report.cells[cell]
    outcome = check(report.with_cells({cell: typo(Random(seed), right)}))
    assert {each.id for each in outcome.findings} == {each.id for each in OLD.sums_of[cell]}
    assert {cell: right} in [{each.cell: each.should_be for each in cause.cells} for cause in outcome.causes]


# ---- files, Word, Excel, the clipboard ----


def test_it_is_saved_and_opened_again(tmp_path):
    report = old_report().with_sections({"overview": "2020年，"})
    save_report(report, tmp_path / "a.rdesk")
    assert open_report(tmp_path / "a.rdesk") == report


def test_word_holds_every_figure_at_its_place():
    report = old_report()
    assert word_readback.cells_of(report) == dict(figures(report))
    found = word_readback.tables(report)
    for name, table in found.items():
        layout = report.form.layout(name)
        widths = [int(column.get(f"{word_readback.W}w")) for column in table.iter(f"{word_readback.W}gridCol")]
        assert (len(table.findall(f"{word_readback.W}tr")), len(widths)) == (layout.rows, layout.columns)
        assert sum(widths) == word_readback.TEXT_WIDTH
        for cells in word_readback.grid(table):
            assert sum(cell[1] for cell in cells) == layout.columns
    assert word_readback.part(word_writer.render(report)) is not None


def test_excel_holds_every_figure_as_a_number():
    report = old_report()
    shown = figures(report)
    for cell, found in excel_readback.cells_of(report).items():
        assert (found.value, found.data_type) == (quantity(shown[cell]), "n"), cell
    assert excel_readback.cells_of(report)["disclosure.penalties.change"].number_format.startswith('"+"')
    assert excel_writer.render(report) == excel_writer.render(report)


def test_a_block_of_the_clipboard_finds_its_rows():
    text = "行政许可\t12\t减4\t8641\n其他对外管理服务事项\t3\t0\t55\n"
    found = place_block(OLD, "disclosure", parse_clipboard(text), "disclosure.licensing.last_year")
    assert not found.problems
    assert {cell: entry.value for cell, entry in found.entries.items()} == {
        "disclosure.licensing.last_year": "12",
        "disclosure.licensing.change": "-4",
        "disclosure.licensing.decisions": "8641",
        "disclosure.other_services.last_year": "3",
        "disclosure.other_services.change": "0",
        "disclosure.other_services.decisions": "55",
    }
