"""The workbook beside its figures: what may be typed, what is protected, and the sheets around the official ones."""

import re
from io import BytesIO

import msgspec
import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from tests.support.excel_readback import TEXT_SHEETS, tables_of
from tests.support.images import png
from tests.support.reports import busy_report

from reportdesk.documents.excel import writer as excel_writer
from reportdesk.documents.excel.extra_sheets import CELL_COLUMNS
from reportdesk.documents.excel.sheet_writer import LONGEST_TEXT, TooLongError
from reportdesk.documents.images import PictureError
from reportdesk.documents.metadata import CELLS, FACTS, GUIDE, TEXTS, metadata_labels
from reportdesk.errors import ReportDeskError
from reportdesk.numbers import format_cell
from reportdesk.report import Contact, PreviousReport, Report, ReportError, Text, figures, paragraphs
from reportdesk.report.schema import Picture
from reportdesk.services import export

TOP = 2


def book_of(report, media=None):
    return openpyxl.load_workbook(BytesIO(excel_writer.render(report, media or {})))


def sheet_of(book, report, table):
    return tables_of(book, report)[table]


def texts_in(book):
    """The rows of the first column of all sheets with texts."""
    return [row[0] for sheet in book if TEXT_SHEETS.fullmatch(sheet.title) for row in rows(sheet) if row[0]]


def addresses(report, table):
    """Cell id → its address in the sheet of its table."""
    return {
        placed.cell: f"{get_column_letter(1 + placed.column)}{TOP + 1 + placed.row}"
        for placed in report.form.layout(table).cells
        if placed.cell
    }


def rows(sheet):
    return [list(line) for line in sheet.iter_rows(values_only=True)]


# ---- limits and marks of single figures ----


def holds(formula, address, value):
    """What a spreadsheet makes of a formula over one cell, worked out from the formula's own words."""
    text = formula.replace(address, "x").replace("<>", "!=")
    text = re.sub(r"(?<![<>!])=", "==", text)
    assert not re.search(r"[A-Z]+[0-9]", text), f"{formula} asks for another cell than {address}"
    is_number = isinstance(value, int | float)

    def ordered(number):
        """To a spreadsheet every text is greater than every number."""
        return number or 0 if is_number or number is None else float("inf")

    names = {
        "x": value,
        "AND": lambda *parts: all(parts),
        "OR": lambda *parts: any(parts),
        "ISNUMBER": lambda _: is_number,
        "INT": lambda _: int(value // 1) if is_number else object(),
        "RIGHT": lambda _: str(value)[-1:],
    }
    text = re.sub(r"x(>=|<)0", lambda found: f"ordered(x){found[1]}0", text)
    return bool(eval(text, {"__builtins__": {}}, {**names, "ordered": ordered}))


def limit_of(sheet, address):
    """The formula that limits a cell, as a spreadsheet reads it there."""
    [found] = [rule for rule in sheet.data_validations.dataValidation if address in rule.sqref]
    origin = str(found.sqref).split(":")[0]
    assert (found.type, found.errorStyle, found.showErrorMessage, found.allow_blank) == ("custom", "stop", True, True)
    assert found.error and found.error.endswith("。") and len(found.error) <= 225
    return Translator("=" + found.formula1, origin).translate_formula(address)[1:]


@pytest.mark.parametrize("value", [0, 7, "/", "22（其中修订16件）", "3(补报)"])
@pytest.mark.parametrize("name", ["disclosure.penalties.decisions", "disclosure.charges.amount"])
def test_what_may_be_typed(name, value):
    report = busy_report()
    address = addresses(report, "disclosure")[name]
    assert holds(limit_of(sheet_of(book_of(report), report, "disclosure"), address), address, value)


@pytest.mark.parametrize("value", [-1, "无", "12件", "//"])
@pytest.mark.parametrize("name", ["disclosure.penalties.decisions", "disclosure.charges.amount"])
def test_what_may_not_be_typed(name, value):
    report = busy_report()
    address = addresses(report, "disclosure")[name]
    assert not holds(limit_of(sheet_of(book_of(report), report, "disclosure"), address), address, value)


def test_only_an_amount_may_have_decimals():
    report = busy_report()
    sheet, where = sheet_of(book_of(report), report, "disclosure"), addresses(report, "disclosure")
    count, amount = where["disclosure.penalties.decisions"], where["disclosure.charges.amount"]
    assert not holds(limit_of(sheet, count), count, 1.5)
    assert holds(limit_of(sheet, amount), amount, 1.5)


def test_every_figure_is_limited_once():
    report = busy_report()
    book = book_of(report)
    for table in report.form.tables:
        for address in addresses(report, table).values():
            assert limit_of(sheet_of(book, report, table), address)


@pytest.mark.parametrize(
    ("name", "value", "is_marked"),
    [
        ("disclosure.penalties.decisions", -1, True),
        ("disclosure.penalties.decisions", 1.5, True),
        ("disclosure.penalties.decisions", 2, False),
        ("disclosure.penalties.decisions", None, False),
        ("disclosure.penalties.decisions", "/", False),
        ("disclosure.charges.amount", -0.5, True),
        ("disclosure.charges.amount", 1.5, False),
        ("disclosure.normative_documents.in_force", -2, True),
    ],
)
def test_figures_that_cannot_be_right_are_marked(name, value, is_marked):
    report = busy_report()
    sheet, address = sheet_of(book_of(report), report, "disclosure"), addresses(report, "disclosure")[name]
    formulas = [
        Translator("=" + rule.formula[0], str(mark.sqref).split(":")[0]).translate_formula(address)[1:]
        for mark in sheet.conditional_formatting
        if any(CellRange(address).issubset(CellRange(area)) for area in str(mark.sqref).split())
        for rule in mark.rules
        if rule.formula[0].startswith("AND(ISNUMBER(")
    ]
    assert len(formulas) == 1 and holds(formulas[0], address, value) is is_marked


def test_labels_are_protected_without_a_password_and_figures_are_not():
    report = busy_report()
    book = book_of(report)
    for table in report.form.tables:
        sheet = sheet_of(book, report, table)
        assert sheet.protection.sheet and not sheet.protection.password
        open_cells = set(addresses(report, table).values())
        layout = report.form.layout(table)
        for placed in layout.cells:
            address = f"{get_column_letter(1 + placed.column)}{TOP + 1 + placed.row}"
            assert sheet[address].protection.locked is (address not in open_cells)
        assert sheet["A1"].protection.locked and not sheet.cell(TOP + layout.rows + 1, 1).protection.locked
    assert not book[TEXTS].protection.sheet
    assert book[FACTS].protection.sheet and not book[FACTS]["B1"].protection.locked


# ---- the sheets around ----


def test_texts_stand_below_their_headings_a_paragraph_a_row():
    report = busy_report().with_sections({"requests": "=甲\n（一）乙"})
    wanted = [report.title]
    for section in report.form.sections.values():
        if report.text(section.id):
            wanted += [section.heading] if section.heading else []
            wanted += [paragraph.text for paragraph in paragraphs(report.text(section.id))]
    assert texts_in(book_of(report)) == wanted
    assert all(cell.data_type == "s" for cell in book_of(report)[TEXTS]["A"] if cell.value)


def test_sheets_stand_in_the_order_of_the_report():
    report = busy_report()
    tables = [report.form.tables[each].title for each in report.form.tables]
    assert book_of(report).sheetnames == [TEXTS, *tables, f"{TEXTS}2", FACTS, CELLS, GUIDE]


def test_facts_about_the_unit_can_be_read_again():
    contact = Contact("办公室", "=人民路1号", "000000", "+86", "@", "a@b.cn")
    report = msgspec.structs.replace(busy_report(), contact=contact)
    found = dict(rows(book_of(report)[FACTS]))
    known = {"unit": report.unit, "year": "2025", "edition": "2021", "kind": report.form.kinds[report.kind]}
    labels = metadata_labels(report.form)
    assert found == {labels[name]: text for name, text in (known | msgspec.structs.asdict(contact)).items()}


def test_one_cell_a_row_with_last_years_figure_and_the_difference():
    report = busy_report()
    names = list(report.form.cells)
    before = {names[3]: "1", "disclosure.charges.amount": "200.5", "disclosure.penalties.decisions": "/"}
    report = msgspec.structs.replace(report, previous=PreviousReport(cells=before))
    head, *lines = rows(book_of(report)[CELLS])
    assert tuple(head) == CELL_COLUMNS
    assert [line[0] for line in lines] == names
    values = figures(report)
    for line in lines:
        cell, figure = report.form.cells[line[0]], values[line[0]]
        assert line[2:4] == [" · ".join(cell.row.labels) or None, " · ".join(cell.column.labels)]
        assert line[5] == (figure if figure == "/" else pytest.approx(float(figure), abs=0))
        assert line[8] == report.notes.get(cell.id)
    by_id = {line[0]: line for line in lines}
    assert by_id["disclosure.charges.amount"][6:8] == [200.5, pytest.approx(190.4573 - 200.5)]
    assert by_id["disclosure.penalties.decisions"][6:8] == ["/", None]
    assert by_id[names[3]][7] == int(values[names[3]]) - 1
    assert by_id[names[-1]][6:8] == [None, None]


def test_the_guide_names_every_equation():
    report = busy_report()
    text = "".join(str(row[1]) for row in rows(book_of(report)[GUIDE]))
    assert all(equation.title in text for equation in report.form.definition.equations)


def test_everything_in_the_workbook_can_be_read_again():
    report = busy_report()
    book = book_of(report)
    for table in report.form.tables:
        sheet = sheet_of(book, report, table)
        for cell, address in addresses(report, table).items():
            value, note = figures(report)[cell], report.notes.get(cell)
            found = sheet[address]
            decimals = len(found.number_format.partition(".")[2])
            text = found.value if isinstance(found.value, str) else f"{found.value:.{decimals}f}"
            assert text == format_cell(value, note)


# ---- the empty form ----


def test_the_empty_form_has_every_place_and_no_figure():
    form = busy_report().form
    book = openpyxl.load_workbook(BytesIO(excel_writer.render_blank(form, "示例县水务局", 2026)))
    report = Report.new(unit="示例县水务局", year=2026)
    assert dict(rows(book[FACTS]))["单位名称"] == "示例县水务局"
    assert CELLS not in book.sheetnames
    for table in form.tables:
        sheet = sheet_of(book, report, table)
        for address in addresses(report, table).values():
            assert sheet[address].value is None and not sheet[address].protection.locked
    headings = set(texts_in(book))
    assert {s.heading for s in form.sections.values() if s.heading and not s.table} <= headings
    with pytest.raises(ReportError):
        excel_writer.render_blank(form, "甲", 12)


# ---- pictures, and what does not fit ----


def with_picture(file="a.png"):
    text = Text("第一段。\n第二段。", pictures={"p": Picture(file, "图1", 1)})
    return msgspec.structs.replace(busy_report(), texts={"overview": text})


def test_a_picture_stands_in_a_row_of_its_own_and_keeps_its_bytes():
    sheet = book_of(with_picture(), {"a.png": png()})[TEXTS]
    [drawn] = sheet._images
    row = drawn.anchor._from.row + 1
    assert (sheet.cell(row - 1, 1).value, sheet.cell(row, 1).value, sheet.cell(row, 2).value) == (
        "第一段。",
        None,
        "图1",
    )
    assert sheet.cell(row + 1, 1).value == "第二段。"
    assert drawn._data() == png()


def test_a_broken_picture_is_named():
    with pytest.raises(PictureError, match="图1"):
        excel_writer.render(with_picture(), {"a.png": b"x"})


def test_a_paragraph_that_no_cell_can_hold_is_refused_in_a_sentence(tmp_path):
    report = busy_report().with_sections({"overview": "短。\n" + "长" * LONGEST_TEXT})
    assert excel_writer.render(report)
    with pytest.raises(TooLongError, match=str(LONGEST_TEXT + 1)) as caught:
        export.write(report.with_sections({"overview": "长" * (LONGEST_TEXT + 1)}), tmp_path / "a.xlsx")
    assert isinstance(caught.value, ReportDeskError) and str(caught.value).endswith("。")
    assert not list(tmp_path.iterdir())
