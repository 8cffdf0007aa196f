"""The Excel export, read back with openpyxl."""

import re
from io import BytesIO
from zipfile import ZipFile

import msgspec
import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from tests.support.excel_readback import TOP, cells_of, places, sheets, tables_of
from tests.support.reports import busy_report

from reportdesk.documents.excel import writer as excel_writer
from reportdesk.documents.excel.conditional_formats import column_letters
from reportdesk.documents.metadata import TEXTS
from reportdesk.report import Report, figures

# ---- the grid ----


def test_a_sheet_a_table_with_title_and_heading_above():
    report = busy_report()
    for section in report.form.sections.values():
        if section.table:
            sheet = sheets(report)[section.table]
            assert sheet.title == report.form.tables[section.table].title
            assert (sheet["A1"].value, sheet["A2"].value) == (report.title, section.heading)


def test_merges_and_labels_are_those_of_the_form():
    report = busy_report()
    for table, sheet in sheets(report).items():
        layout = report.form.layout(table)
        merged = {each.coord for each in sheet.merged_cells.ranges if each.min_row > TOP}
        footnotes = {each for each in merged if CellRange(each).min_row > TOP + layout.rows}
        expected = {
            CellRange(
                min_row=TOP + 1 + placed.row,
                max_row=TOP + placed.row + placed.row_span,
                min_col=1 + placed.column,
                max_col=placed.column + placed.column_span,
            ).coord
            for placed in layout.cells
            if placed.row_span > 1 or placed.column_span > 1
        }
        assert merged - footnotes == expected
        for placed in layout.cells:
            if not placed.cell:
                assert (sheet.cell(TOP + 1 + placed.row, 1 + placed.column).value or "") == placed.text


def test_every_place_of_the_grid_has_a_border_and_banners_are_blue():
    report = busy_report()
    with ZipFile(BytesIO(excel_writer.render(report))) as package:
        for number in (2, 3, 4):
            assert b"<mergeCell " in package.read(f"xl/worksheets/sheet{number}.xml")
    for table, sheet in sheets(report).items():
        layout = report.form.layout(table)
        for row in range(TOP + 1, TOP + 1 + layout.rows):
            assert sheet.cell(row, 1).border.left.style == "thin"
            assert sheet.cell(row, layout.columns).border.right.style == "thin"
        for placed in layout.cells:
            fill = sheet.cell(TOP + 1 + placed.row, 1 + placed.column).fill
            assert (fill.fgColor.rgb[2:] == "C6D9F1" and fill.fill_type == "solid") == (placed.role == "banner")


def test_print_set_up():
    report = busy_report()
    for table, sheet in sheets(report).items():
        layout = report.form.layout(table)
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == ("landscape" if layout.columns > layout.rows else "portrait")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_options.horizontalCentered
        if layout.header_rows:
            top = TOP + layout.header_rows
            assert sheet.freeze_panes == f"{get_column_letter(layout.label_columns + 1)}{top + 1}"
            assert sheet.print_title_rows == f"$1:${top}"
        else:
            assert sheet.freeze_panes is None


def test_rows_are_high_enough_for_wrapped_labels():
    sheet = sheets(busy_report())["requests"]
    long = next(row for row in range(1, 31) if str(sheet.cell(row, 3).value).startswith("2.申请人逾期"))
    short = next(row for row in range(1, 31) if str(sheet.cell(row, 3).value).startswith("3.其他"))
    assert sheet.row_dimensions[long].height > 1.5 * sheet.row_dimensions[short].height


def test_no_person_is_named_in_the_properties():
    with ZipFile(BytesIO(excel_writer.render(busy_report()))) as package:
        properties = package.read("docProps/core.xml").decode()
    assert "creator" not in properties and "lastModifiedBy" not in properties


# ---- figures ----


def test_every_figure_stands_at_its_place_as_a_number():
    report = busy_report()
    computed, found = figures(report), cells_of(report)
    for cell, figure in computed.items():
        if note := report.notes.get(cell):
            assert found[cell].value == f"{figure}（{note}）"
        elif figure == "/":
            assert found[cell].value == "/"
        else:
            assert found[cell].data_type == "n"
            assert found[cell].value == pytest.approx(float(figure), abs=0)


@pytest.mark.parametrize(
    ("typed", "value", "number_format"),
    [
        (None, None, "General"),
        ("0", 0, "0"),
        ("/", "/", "General"),
        ("999999999999999", 999999999999999, "0"),
        ("1234567890123456", "1234567890123456", "General"),
        ("18.8710", 18.871, "0.0000"),
        ("5.00", 5, "0.00"),
        ("0.000000123456789012", 0.000000123456789012, "0.000000000000000000"),
        ("-3", -3, "0"),
        ("1.2345678901234567", "1.2345678901234567", "General"),
    ],
)
def test_figures_keep_what_was_typed(typed, value, number_format):
    report = Report.new(unit="示例县交通运输局", year=2025).with_cells({"disclosure.charges.amount": typed})
    cell = cells_of(report)["disclosure.charges.amount"]
    assert (cell.value, cell.number_format) == (value, number_format)


def test_long_numbers_shrink_instead_of_turning_into_hashes():
    report = Report.new(unit="示例县交通运输局", year=2025).with_cells(
        {"disputes.reconsideration.upheld": "123456789012"}
    )
    alignment = cells_of(report)["disputes.reconsideration.upheld"].alignment
    assert alignment.shrink_to_fit and not alignment.wrap_text


def test_a_long_title_breaks_after_the_unit():
    report = Report.new(unit="示例省示例自治州示例县人力资源和社会保障局（示例县外国专家局）", year=2025)
    sheet = sheets(report)["disclosure"]
    assert sheet["A1"].value == f"{report.unit}\n2025年政府信息公开工作年度报告"
    assert sheet.row_dimensions[1].height > sheets(busy_report())["disclosure"].row_dimensions[1].height


def test_footnotes_stand_below_the_table():
    report = msgspec.structs.replace(busy_report(), footnotes={"disputes": "=甲\n乙"})
    sheet = sheets(report)["disputes"]
    assert [sheet.cell(TOP + 4 + number, 1).value for number in (1, 2)] == ["注：=甲", "乙"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@甲", "=cmd|' /C calc'!A0"])
def test_text_is_never_a_formula(text):
    report = Report.new(unit=text, year=2025)
    report = msgspec.structs.replace(report, footnotes={"disputes": f"注\n{text}"})
    data = excel_writer.render(report)
    book = openpyxl.load_workbook(BytesIO(data))
    assert book[TEXTS]["A1"].value.startswith(text)
    for sheet in tables_of(book, report).values():
        assert sheet["A1"].value.startswith(text)
        assert sheet["A1"].data_type == "s"
        assert sheet["A1"].style_id and sheet["A1"].quotePrefix
    with ZipFile(BytesIO(data)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist() if "/sheet" in name)


def test_characters_that_a_workbook_cannot_hold_are_left_out():
    report = Report.new(unit="局<&>\x00", year=2025).with_notes({"disclosure.charges.amount": "甲\x1b乙\ud800"})
    found = cells_of(report)["disclosure.charges.amount"]
    assert found.value == "（甲乙）"
    assert found.parent["A1"].value.startswith("局<&>2025")


# ---- broken sums ----


def marked(report):
    """Cell address in a sheet → the formulas that mark it, as Excel reads them there."""
    found = {}
    for table, sheet in sheets(report).items():
        for conditional in sheet.conditional_formatting:
            origin = str(conditional.sqref).split()[0].split(":")[0]
            for rule in conditional.rules:
                assert rule.type == "expression" and rule.dxf.font.b and rule.dxf.fill.bgColor.rgb[2:] == "FFC7CE"
                for area in str(conditional.sqref).split():
                    if not rule.formula[0].startswith("AND(COUNT("):  # a figure of its own, see test_excel_sheets
                        continue
                    for row, column in (place for line in CellRange(area).rows for place in line):
                        address = f"{get_column_letter(column)}{row}"
                        formula = Translator("=" + rule.formula[0], origin).translate_formula(address)
                        found.setdefault((table, address), []).append(formula[1:])
    return found


def evaluated(formula, sheet):
    """The value of a mark's formula over a sheet, worked out from its own words."""

    def expand(areas):
        return [
            sheet.cell(row, column).value
            for area in areas.replace("$", "").split(",")
            for line in CellRange(area).rows
            for row, column in line
        ]

    counted, size, left, right = re.fullmatch(
        r"AND\((COUNT\(.*?\)(?:\+COUNTIF\(.*?\))+)=(\d+),ROUND\(SUM\((.*?)\)-SUM\((.*?)\),6\)<>0\)", formula
    ).groups()
    numbers = sum(isinstance(each, int | float) for each in expand(re.match(r"COUNT\((.*?)\)", counted)[1]))
    slashes = sum(expand(area).count("/") for area in re.findall(r'COUNTIF\((.*?),"/"\)', counted))
    sides = [sum(each for each in expand(side) if isinstance(each, int | float)) for side in (left, right)]
    return numbers + slashes == int(size) and round(sides[0] - sides[1], 6) != 0


def red(report):
    """The cells that a spreadsheet shows red."""
    found, sheets_of = set(), sheets(report)
    addresses = {(table, f"{get_column_letter(column)}{row}"): c for c, (table, row, column) in places(report).items()}
    for (table, address), formulas in marked(report).items():
        if any(evaluated(formula, sheets_of[table]) for formula in formulas):
            found.add(addresses[table, address])
    return found


def members(formula):
    """The left and the right side of a mark's formula as sets of addresses."""
    return [
        {
            f"{get_column_letter(column)}{row}"
            for area in side.replace("$", "").split(",")
            for line in CellRange(area).rows
            for row, column in line
        }
        for side in re.search(r"ROUND\(SUM\((.*?)\)-SUM\((.*?)\),6\)", formula).groups()
    ]


def test_every_sum_marks_its_right_hand_cells_and_nothing_else():
    report = busy_report()
    where = {cell: (table, f"{get_column_letter(c)}{r}") for cell, (table, r, c) in places(report).items()}
    expected = {}
    for each in report.form.sums:
        sides = [{where[cell][1] for cell in side} for side in (each.left, each.right)]
        for cell in each.right:
            expected.setdefault(where[cell], []).append(sides)
    found = {place: [members(formula) for formula in formulas] for place, formulas in marked(report).items()}
    assert found.keys() == expected.keys()
    for place, sides in expected.items():
        assert sorted(map(repr, map(list, map(sorted_sides, sides)))) == sorted(
            map(repr, map(list, map(sorted_sides, found[place])))
        )


def sorted_sides(sides):
    return [sorted(side) for side in sides]


def test_sums_that_hold_are_not_marked():
    assert red(busy_report()) == set()
    assert red(Report.new(unit="示例县交通运输局", year=2025)) == set()


def test_a_broken_sum_is_marked_on_its_right_hand_side():
    broken = busy_report().with_cells({"disputes.reconsideration.total": "1", "requests.carried_in.charity": "999"})
    assert red(broken) == {
        "disputes.reconsideration.total",
        "requests.concluded.charity",
        "requests.carried_out.charity",
        # The total column follows by itself, so that it breaks too.
        "requests.concluded.total",
        "requests.carried_out.total",
    }


@pytest.mark.parametrize("typed", [None, "2（其中1件）"])
def test_a_sum_with_a_blank_or_a_text_is_left_alone(typed):
    report = busy_report().with_cells({"disputes.reconsideration.total": "1", "disputes.reconsideration.other": typed})
    assert red(report) == set()


def test_a_slash_counts_as_nothing_in_a_sum():
    cells = {"upheld": "/", "corrected": "1", "other": "/", "pending": "/", "total": "1"}
    report = busy_report().with_cells({f"disputes.reconsideration.{name}": value for name, value in cells.items()})
    assert red(report) == set()
    assert red(report.with_cells({"disputes.reconsideration.total": "2"})) == {"disputes.reconsideration.total"}


# ---- another form ----


def test_an_invented_form_needs_no_code(invented_report):
    report = invented_report.with_cells(
        {
            "stock.bread.north": "0.10",
            "stock.bread.south": "0.20",
            "stock.bread.all": "0.30",
            "stock.fruit.apples.north": "1",
            "stock.fruit.apples.south": "2",
            "stock.fruit.apples.all": "4",
            "staff.change": "+3",
            "staff.left": "-3",
            "staff.remark": "=甲&乙",
        }
    )
    names = [sheet.title for sheet in sheets(report).values()]
    assert len(set(names)) == 2 and all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    found = cells_of(report)
    assert (found["staff.change"].value, found["staff.change"].number_format) == (3, '"+"0')
    assert found["staff.left"].value == -3
    assert (found["staff.remark"].value, found["staff.remark"].data_type) == ("=甲&乙", "s")
    assert found["stock.bread.all"].number_format == "0.00"
    banner = sheets(report)["stock"].cell(TOP + 1, 1)
    assert (banner.value, banner.data_type, banner.quotePrefix) == ("=1+1 & 甲", "s", True)
    assert red(report) == {"stock.fruit.apples.all"}


@pytest.mark.parametrize("number", [1, 26, 27, 52, 53, 702, 703])
def test_column_letters(number):
    assert column_index_from_string(column_letters(number)) == number


def test_a_blank_cell_holds_nothing_at_all():
    report = Report.new(unit="示例县交通运输局", year=2025)
    with ZipFile(BytesIO(excel_writer.render(report))) as package:
        sheet = package.read("xl/worksheets/sheet3.xml").decode()
    cells = re.findall(r"<c [^>]*/>|<c [^>]*></c>", sheet)
    assert cells and not any("t=" in cell and 't="n"' not in cell for cell in cells)
