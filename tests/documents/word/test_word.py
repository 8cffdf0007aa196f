"""The Word export, read back with lxml alone."""

from io import BytesIO
from zipfile import ZipFile

import msgspec
import pytest
from lxml import etree
from tests.support.images import png
from tests.support.paths import OFFICIAL
from tests.support.reports import busy_report
from tests.support.source_code import MODULES, strings
from tests.support.word_readback import (
    TEXT_WIDTH,
    W,
    body,
    cells_of,
    faults,
    grid,
    names,
    paragraphs,
    part,
    tables,
    text_of,
    value,
)

from reportdesk import resources
from reportdesk.documents.table_grid import distribute, grid_rows
from reportdesk.documents.word import revisions
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.options import WordOptions
from reportdesk.report import Contact, Report, figures
from reportdesk.report.drafts import snapshot
from reportdesk.report.schema import Picture, Text

WRITERS = [
    *(module for module, path in MODULES.items() if path.parent.name == "word"),
    "reportdesk.documents.review_sheet",
    "reportdesk.data_sheets.write",
]

# ---- the grid ----


def test_tables_have_the_official_size():
    found = [
        (len(table.findall(f"{W}tr")), len(table.findall(f"{W}tblGrid/{W}gridCol")))
        for table in tables(busy_report()).values()
    ]
    assert found == [(14, 4), (28, 10), (4, 15)]


def test_the_grid_equals_the_official_template():
    template = OFFICIAL / "official-template.docx"
    if not template.exists():
        pytest.skip("the official template is not at hand")
    official = [grid(table) for table in part(template.read_bytes()).iter(f"{W}tbl")]
    ours = [grid(table) for table in tables(Report.new(unit="示例县交通运输局", year=2025)).values()]
    for theirs, mine in zip(official, ours, strict=True):
        assert [[cell[:3] for cell in row] for row in mine] == [[cell[:3] for cell in row] for row in theirs]
        assert [["".join(cell[3].split()) for cell in row] for row in mine] == [
            ["".join(cell[3].split()) for cell in row] for row in theirs
        ]


def test_table_grid_and_cells_agree_on_widths():
    for table in tables(busy_report()).values():
        columns = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert sum(columns) == int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) == TEXT_WIDTH
        assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"
        for row in table.iter(f"{W}tr"):
            column = 0
            for cell in row.iter(f"{W}tc"):
                span = int(value(cell, "tcPr/gridSpan") or 1)
                width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
                assert width == sum(columns[column : column + span])
                column += span
            assert column == len(columns)


def test_rows_stay_whole_and_frozen_headers_repeat():
    report = busy_report()
    for name, table in tables(report).items():
        found = table.findall(f"{W}tr")
        assert all(value(row, "trPr/cantSplit") is not None for row in found)
        repeated = [value(row, "trPr/tblHeader") is not None for row in found]
        headers = report.form.layout(name).header_rows
        assert repeated == [True] * headers + [False] * (len(found) - headers)


def test_banner_rows_are_shaded_and_left_aligned():
    shaded = [cell for cell in body(busy_report()).iter(f"{W}tc") if cell.find(f"{W}tcPr/{W}shd") is not None]
    assert [text_of(cell)[:5] for cell in shaded] == ["第二十条第"] * 4
    assert {cell.find(f"{W}tcPr/{W}shd").get(f"{W}fill") for cell in shaded} == {"C6D9F1"}
    assert {value(cell, "p/pPr/jc") for cell in shaded} == {"left"}


# ---- figures ----


def test_every_figure_stands_at_its_place():
    report = busy_report()
    expected = {cell: figure or "" for cell, figure in figures(report).items()}
    for cell, note in report.notes.items():
        expected[cell] += f"（{note}）"
    assert cells_of(report) == expected


def test_blank_zero_slash_big_and_decimal_figures_are_printed_as_stored():
    wanted = {
        "requests.received.natural_person": None,
        "requests.received.enterprise": "0",
        "requests.received.charity": "/",
        "requests.granted.charity": "9" * 30,
        "disclosure.charges.amount": "18.8710",
    }
    found = cells_of(Report.new(unit="示例县交通运输局", year=2025).with_cells(wanted))
    assert {cell: found[cell] for cell in wanted} == {cell: figure or "" for cell, figure in wanted.items()}


def test_long_figures_are_smaller_so_that_digits_do_not_wrap():
    report = Report.new(unit="示例县交通运输局", year=2025).with_cells(
        {"disputes.reconsideration.upheld": "12345678", "disputes.reconsideration.other": "1234"}
    )
    sizes = {
        text_of(cell): value(cell, "p/r/rPr/sz") for cell in tables(report)["disputes"].iter(f"{W}tc") if text_of(cell)
    }
    assert sizes["1234"] is None
    assert sizes["12345678"] == "11"


def test_a_footnote_stands_below_its_table():
    report = msgspec.structs.replace(busy_report(), footnotes={"disputes": "含<上年>\n第二行", "requests": "注：甲"})
    notes = [text for style, text in paragraphs(report) if style == "TableNote"]
    assert notes == ["", "注：甲", "注：含<上年>", "第二行"]
    after = [table.getnext() for table in body(report).iter(f"{W}tbl")]
    assert {value(paragraph, "pPr/pStyle") for paragraph in after} == {"TableNote"}


# ---- text ----


def test_title_sections_and_headings_stand_in_order():
    report = busy_report()
    found = paragraphs(report)
    assert found[0] == ("Title", "示例县交通运输局\n2025年政府信息公开工作年度报告")
    headings = [text for style, text in found if style == "Heading1"]
    assert headings == [section.heading for section in report.form.sections.values() if section.heading]
    assert [text for style, text in found if style == "Heading2"] == [
        "（一）主动公开",
        "（一）存在的主要问题",
        "（二）改进情况",
    ]


def test_a_short_title_stays_on_one_line():
    assert paragraphs(Report.new(unit="示例局", year=2025))[0] == ("Title", "示例局2025年政府信息公开工作年度报告")


def test_headings_of_all_levels_and_run_in_headings():
    text = "（一）甲\n（二）乙方。丙\n1.丁\n（1）戊\n2.己。庚\n辛"
    report = Report.new(unit="示例局", year=2025).with_sections({"overview": text})
    start = paragraphs(report).index(("Heading1", "一、总体情况")) + 1
    found = body(report).findall(f"{W}p")[start : start + 6]
    assert [(value(p, "pPr/pStyle"), text_of(p)) for p in found] == [
        ("Heading2", "（一）甲"),
        (None, "（二）乙方。丙"),
        ("Heading3", "1.丁"),
        ("Heading4", "（1）戊"),
        (None, "2.己。庚"),
        (None, "辛"),
    ]
    runs = [(value(run, "rPr/rStyle"), text_of(run)) for run in found[1].iter(f"{W}r")]
    assert runs == [("RunInHeading", "（二）乙方。"), (None, "丙")]


@pytest.mark.parametrize("text", ["<w:p/>&amp;&", "]]>", "= 1 + 1", "引\u201c号\u201d", "甲\t乙", "\U00020bb7野"])
def test_text_comes_out_as_it_went_in(text):
    report = Report.new(unit=f"局{text}", year=2025).with_sections({"overview": text})
    report = report.with_notes({"disclosure.charges.amount": text})
    assert (None, text) in paragraphs(report)
    assert " ".join(text.split()) in " ".join(paragraphs(report)[0][1].split())
    assert cells_of(report)["disclosure.charges.amount"] == f"（{' '.join(text.split())}）"


def test_characters_that_xml_cannot_hold_are_left_out():
    report = Report.new(unit="局\x00\x0b\ufffe", year=2025)
    report = report.with_notes({"disclosure.charges.amount": "甲\x1b乙\ud800"})
    assert paragraphs(report)[0][1].startswith("局2025")
    assert cells_of(report)["disclosure.charges.amount"] == "（甲乙）"


def test_characters_that_xml_cannot_hold_are_left_out_of_attributes_and_properties_too():
    text = "甲\x1b\ud800乙"
    pictures = {"1": Picture("a.png", text, 1)}
    report = Report.new(unit="局", year=2025)
    report = msgspec.structs.replace(
        report, contact=Contact(office=text), texts={"overview": Text("丙", pictures=pictures)}
    )
    data = revisions.render(
        report, snapshot(busy_report()), WordOptions(heading_font=text), {"a.png": png()}, author=text
    )
    parts = ("word/document.xml", "word/styles.xml", "word/fontTable.xml", "docProps/custom.xml")
    assert [name for name in parts if "甲乙" in etree.tostring(part(data, name), encoding="unicode")] == [*parts]
    assert faults(data) == []


# ---- the package ----


def test_nothing_in_a_file_says_when_it_was_made():
    data = word_writer.render(busy_report())
    with ZipFile(BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert word_writer.render(busy_report()) == data


def test_a_file_leaves_no_trace_in_the_next_one():
    drafted = msgspec.structs.replace(busy_report(), drafts={"1": snapshot(busy_report())})
    before = word_writer.render(busy_report())
    assert "word/header1.xml" in names(word_writer.render(drafted))
    assert word_writer.render(busy_report()) == before


def test_a_title_longer_than_the_properties_of_a_file_hold():
    data = word_writer.render(Report.new(unit="局" * 300, year=2025))
    title = part(data, "docProps/core.xml").findtext("{*}title")
    assert title == "局" * 255
    assert faults(data) == []


@pytest.mark.parametrize("module", WRITERS)
def test_no_writer_assembles_markup_from_text(module):
    assert not [text for text, _ in strings(MODULES[module]) if "<w:" in text or "</" in text]


# ---- the template ----


def test_the_template_is_small_and_sets_chinese_fonts_without_a_theme():
    path = resources.path("word", "report.docx")
    assert path.stat().st_size < 40_000
    with ZipFile(path) as package:
        everything = b"".join(map(package.read, package.namelist())).decode()
    assert "Theme=" not in everything
    styles = part(path.read_bytes(), "word/styles.xml")
    fonts = list(styles.iter(f"{W}rFonts"))
    assert fonts and all(font.get(f"{W}eastAsia") for font in fonts)
    outline = {style.get(f"{W}styleId"): value(style, "pPr/outlineLvl") for style in styles.iter(f"{W}style")}
    assert [outline[f"Heading{level}"] for level in (1, 2, 3, 4)] == ["0", "1", "2", "3"]


def test_page_and_page_numbers():
    section = body(busy_report()).find(f"{W}sectPr")
    millimetres = {
        name.removeprefix(W): round(int(number) / 1440 * 25.4) for name, number in section.find(f"{W}pgMar").items()
    }
    assert [millimetres[side] for side in ("top", "bottom", "left", "right")] == [37, 35, 28, 26]
    data = word_writer.render(busy_report())
    assert value(part(data, "word/settings.xml"), "evenAndOddHeaders") is not None
    footers = [part(data, f"word/footer{number}.xml") for number in (1, 2)]
    assert [value(footer, "p/pPr/jc") for footer in footers] == ["right", "left"]
    assert [text_of(footer) for footer in footers] == ["— 1 —"] * 2


def test_no_person_is_named():
    properties = part(word_writer.render(busy_report()), "docProps/core.xml")
    named = {etree.QName(element).localname: element.text for element in properties}
    assert named == {"title": "示例县交通运输局2025年政府信息公开工作年度报告", "language": "zh-CN"}


def test_python_docx_can_open_it():
    import docx

    document = docx.Document(BytesIO(word_writer.render(busy_report())))
    assert len(document.tables) == 3


# ---- another form ----


def test_an_invented_form_needs_no_code(invented_report):
    report = invented_report.with_cells(
        {"stock.bread.north": "0.10", "stock.bread.south": "2", "staff.change": "+3", "staff.remark": "=甲&乙"}
    )
    assert paragraphs(report)[0] == ("Title", "2025年<小报告>—示例商店")
    assert [len(table.findall(f"{W}tr")) for table in tables(report).values()] == [6, 3]
    found = cells_of(report)
    assert (found["stock.bread.all"], found["staff.change"], found["staff.remark"]) == ("2.1", "+3", "=甲&乙")


# ---- helpers ----


@pytest.mark.parametrize(
    ("widths", "total"), [([1, 1, 1], 100), ([754, 921, 3271, 685], 8845), ([5], 7), ([1] * 15, 8845)]
)
def test_spread_widths_add_up(widths, total):
    found = distribute(widths, total)
    assert sum(found) == total
    assert all(abs(each - width * total / sum(widths)) <= 1 for each, width in zip(found, widths, strict=True))


def test_rows_cover_every_column_once():
    report = busy_report()
    for table in report.form.tables:
        layout = report.form.layout(table)
        for slots in grid_rows(layout):
            covered = [
                c for slot in slots for c in range(slot.placed.column, slot.placed.column + slot.placed.column_span)
            ]
            assert covered == list(range(layout.columns))
