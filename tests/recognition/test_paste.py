"""What is pasted into a table lands where its labels or its place say, or nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk import form as forms
from reportdesk.form import Form
from reportdesk.numbers import Entry
from reportdesk.recognition.paste import Paste, parse_clipboard, place_block

FORM = forms.get("2021")
FIRST = {table: FORM.table_cells(table)[0] for table in FORM.tables}


def pasted(table: str, text: str, start: str = "") -> Paste:
    return place_block(FORM, table, parse_clipboard(text), start or FIRST[table])


def values(found: Paste) -> dict[str, str | None]:
    assert not found.problems
    return {cell: entry.value for cell, entry in found.entries.items()}


def as_copied(form: Form, table: str, figures: dict[str, str], *, repeat_merged: bool = False) -> str:
    """A whole table as a spreadsheet or Word copies it: merged cells are blank (or repeated) after the first."""
    layout = form.layout(table)
    lines = [["" for _ in range(layout.columns)] for _ in range(layout.rows)]
    for placed in layout.cells:
        text = figures[placed.cell] if placed.cell else placed.text
        for r in range(placed.row_span):
            for c in range(placed.column_span):
                if (r, c) == (0, 0) or (repeat_merged and not placed.cell):
                    lines[placed.row + r][placed.column + c] = text
    return "\r\n".join("\t".join(line) for line in lines) + "\r\n"


@pytest.mark.parametrize("repeat_merged", [False, True])
@pytest.mark.parametrize("table", list(FORM.tables))
def test_a_whole_table_with_its_labels_lands_cell_by_cell(table: str, repeat_merged: bool) -> None:
    figures = {cell: str(i + 1) for i, cell in enumerate(FORM.table_cells(table))}
    text = as_copied(FORM, table, figures, repeat_merged=repeat_merged)
    for start in FORM.table_cells(table)[::7]:
        assert values(pasted(table, text, start)) == figures


@pytest.mark.slow
@given(st.data())
def test_blanks_thousands_and_full_width_figures_never_shift_a_figure(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(list(FORM.tables)))
    typed = st.sampled_from([("", None), ("0", "0"), ("1,234", "1234"), ("１２", "12"), (" 7 ", "7"), ("/", "/")])
    drawn = {cell: data.draw(typed) for cell in FORM.table_cells(table)}
    found = values(pasted(table, as_copied(FORM, table, {cell: pair[0] for cell, pair in drawn.items()})))
    assert found == {cell: pair[1] for cell, pair in drawn.items()}


@given(
    row=st.integers(0, 24),
    column=st.integers(0, 6),
    block=st.integers(1, 7).flatmap(
        lambda width: st.lists(
            st.lists(st.sampled_from(["", "1", "２", "1,000"]), min_size=width, max_size=width), min_size=1, max_size=25
        )
    ),
)
def test_a_plain_block_keeps_its_shape_or_is_refused(row: int, column: int, block: list[list[str]]) -> None:
    cells = FORM.table_cells("requests")
    found = pasted("requests", "\n".join("\t".join(line) for line in block) + "\n", cells[row * 7 + column])
    height = max((i + 1 for i, line in enumerate(block) if any(line)), default=0)
    width = max((i + 1 for line in block for i, value in enumerate(line) if value), default=0)
    if row + height > 25 or column + width > 7:
        assert found.problems and not found.entries
        return
    wanted = {"": None, "1": "1", "２": "2", "1,000": "1000"}
    for r, line in enumerate(block[:height]):
        for c, text in enumerate(line[:width]):
            assert found.entries[cells[(row + r) * 7 + column + c]] == Entry(wanted[text])


def test_rows_with_labels_go_to_their_rows_in_any_order() -> None:
    text = "行政强制\t3\n规范性文件\t5\t1\t9\n行政事业性收费\t18.8710万元"
    assert values(pasted("disclosure", text)) == {
        "disclosure.coercion.decisions": "3",
        "disclosure.normative_documents.issued": "5",
        "disclosure.normative_documents.repealed": "1",
        "disclosure.normative_documents.in_force": "9",
        "disclosure.charges.amount": "18.8710",
    }


def test_labels_are_known_in_other_brackets_and_with_blanks() -> None:
    row = "三、本年度办理 结果\t(三) 不予公开\t1．属于国家秘密\t" + "\t".join("1234567")
    assert list(values(pasted("requests", row)).values()) == list("1234567")


def test_notes_stay_with_their_figures() -> None:
    found = pasted("requests", "22（其中网络申请16件）")
    assert found.entries[FIRST["requests"]] == Entry("22", "其中网络申请16件")


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("requests", "1\t两件", "第 1 行第 2 列"),
        ("requests", "1\t1x", "1x"),
        ("requests", "\n".join("1" * 26), "26 行"),
        ("requests", "\t".join("1" * 8), "8 列"),
        ("requests", "一、本年新收政府信息公开申请数量\t1\t2\n二、上年结转政府信息公开申请数量\t1", "二、上年结转"),
        ("requests", "一、本年新收政府信息公开申请数量\t" + "\t".join("12345678"), "8 个数字格"),
        ("requests", "一、本年新收政府信息公开申请数量\t1\n别的行\t3", "别的行"),
        ("disclosure", "1\t1\t1\n1\t1\t1\n5", "不是填数字的格"),
        ("disclosure", "-", "不是数字"),
        ("disclosure", "行政事业性收费\t251000元", "万元"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_placed(table: str, text: str, said: str) -> None:
    found = pasted(table, text)
    assert not found.entries
    assert said in "".join(found.problems)


@given(st.text(max_size=200))
def test_any_text_is_placed_or_refused(text: str) -> None:
    for table in FORM.tables:
        found = pasted(table, text)
        assert not (found.entries and found.problems)


def test_quoted_cells_may_hold_line_ends() -> None:
    assert parse_clipboard('"商业\n企业"\t1\n2\t3\n') == [["商业\n企业", "1"], ["2", "3"]]
