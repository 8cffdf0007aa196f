"""Reports in every shape they are found in: each figure is read as it stands, or is a doubt."""

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.support import wild
from tests.support.paths import OFFICIAL
from tests.support.wild import (
    DISCLOSURE,
    DISPUTES,
    FORM,
    HEADINGS,
    REQUESTS,
    TEXT_SHAPES,
    VARIANTS,
    as_tabs,
    document,
    exact,
    grid_of,
    on_its_side,
    random_values,
    relabelled,
    text_of,
)

from reportdesk.documents.blocks import GridCell, SourceDocument, TableBlock, TextBlock
from reportdesk.errors import ReadingError
from reportdesk.services.import_report import Reading, import_document, read, read_pasted

SEEDS = range(8)
TOKENS = sorted({placed.text for table in FORM.tables for placed in FORM.layout(table).cells if placed.text})


def assert_whole(reading: Reading, values: Mapping[str, str | None]) -> None:
    """Every figure as in the original, no doubt, all sums hold."""
    assert dict(reading.report.cells) == values
    assert reading.doubts == []
    assert reading.result == "42/42 个勾稽关系成立"


def assert_never_wrong(reading: Reading, values: Mapping[str, str | None]) -> None:
    """Every figure as in the original, or a doubt about it."""
    doubtful = {doubt.cell for doubt in reading.doubts}
    wrong = {
        cell: (value, values[cell])
        for cell, value in reading.report.cells.items()
        if value != values[cell] and cell not in doubtful
    }
    assert wrong == {}


def assert_texts(reading: Reading) -> None:
    report = reading.report
    assert (report.unit, report.year, report.edition, report.kind) == (wild.UNIT, wild.YEAR, "2021", "department")
    assert dict(report.sections) == {
        **dict.fromkeys(FORM.sections, ""),
        **wild.TEXTS,
        "lead_in": "\n".join(wild.LEAD_IN),
    }
    contact = report.contact
    assert (contact.office, contact.address) == ("办公室", "示例县城关镇人民路1号")
    assert (contact.postcode, contact.telephone) == ("123456", "0123-4567890")


@pytest.mark.parametrize("seed", SEEDS)
def test_exact_grids(seed: int) -> None:
    values = random_values(seed)
    reading = import_document(document(exact(values)))
    assert_whole(reading, values)
    assert_texts(reading)
    assert reading.report.origins.keys() == set(values)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shape", TEXT_SHAPES)
def test_texts_without_spans(shape: str, seed: int) -> None:
    values = random_values(seed)
    reading = read_pasted(text_of(TEXT_SHAPES[shape](values)))
    assert_whole(reading, values)
    assert_texts(reading)


# ---- labels, heads and pages ----


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("is_exact", [True, False])
def test_labels_vary(seed: int, is_exact: bool) -> None:
    values = random_values(seed)
    tables = {table: [TableBlock(relabelled(grid_of(table, values), VARIANTS))] for table in FORM.tables}
    if not is_exact:
        tables = {table: [as_tabs(grid) for grid in grids] for table, grids in tables.items()}
    assert_whole(import_document(document(tables)), values)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("is_exact", [True, False])
@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_goes_on_after_a_page_break(seed: int, is_exact: bool, repeated: bool) -> None:
    values = random_values(seed)
    rng = Random(seed)
    grid = grid_of(REQUESTS, values)
    cut = rng.randrange(4, len(grid) - 1)
    heads = (
        [[GridCell(s.text, s.left, s.right, s.continued, s.rows) for s in row] for row in grid[:3]] if repeated else []
    )
    pages = [TableBlock(grid[:cut]), TableBlock(heads + grid[cut:])]
    if rng.random() < 0.5:  # the merged label broken by the page
        for spot in grid[cut]:
            if spot.continued:
                spot.text, spot.continued = spot.text[len(spot.text) // 2 :], False
    if not is_exact:
        pages = [as_tabs(page) for page in pages]
    blocks = [pages[0], TextBlock("- 5 -"), pages[1]] if rng.random() < 0.5 else pages
    reading = import_document(document({**exact(values), REQUESTS: blocks}))
    assert dict(reading.report.cells) == values


@pytest.mark.parametrize("row", [1, 2])
def test_the_total_stands_in_any_header_row(row: int) -> None:
    values = random_values(3)
    grid = grid_of(REQUESTS, values)
    for number in range(3):
        for spot in grid[number]:
            if spot.text == "总计":
                spot.text, spot.continued, spot.rows = ("总计" if number == row else ""), False, 1
    grid[0][-1].right = 9 if row == 2 else 10
    assert_whole(import_document(document({**exact(values), REQUESTS: [TableBlock(grid)]})), values)
    assert_whole(import_document(document({**exact(values), REQUESTS: [as_tabs(TableBlock(grid))]})), values)


def test_a_column_that_was_moved_is_known_by_its_heads() -> None:
    values = random_values(3)
    grid = grid_of(REQUESTS, values)
    moved = [[*row] for row in grid]
    for row in moved:  # 总计 in front of 自然人
        for spot in row:
            if spot.left >= 9:
                spot.left, spot.right = 3, 4
            elif spot.left >= 3:
                spot.left, spot.right = spot.left + 1, spot.right + (spot.right < 10)
        row.sort(key=lambda spot: spot.left)
    reading = import_document(document({**exact(values), REQUESTS: [TableBlock(moved)]}))
    assert_whole(reading, values)


@pytest.mark.parametrize("is_exact", [True, False])
@pytest.mark.parametrize("captions", [True, False])
def test_table_four_in_three_parts(is_exact: bool, captions: bool) -> None:
    values = random_values(2)
    groups = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    cells = FORM.table_cells(DISPUTES)
    parts: list[wild.Block] = []
    for number, group in enumerate(groups):
        head = [] if captions else [[GridCell(group, 0, 5)]]
        leaves = [
            GridCell(text, i, i + 1) for i, text in enumerate(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"])
        ]
        figures = [GridCell(values[cell] or "", i, i + 1) for i, cell in enumerate(cells[5 * number : 5 * number + 5])]
        parts += [TextBlock(f"（{number + 1}）{group}")] if captions else []
        parts.append(TableBlock([*head, leaves, figures], exact=is_exact))
    assert_whole(import_document(document({**exact(values), DISPUTES: parts})), values)


def test_table_four_as_figures_behind_two_words() -> None:
    values = random_values(2)
    figures = " ".join(values[cell] or "" for cell in FORM.table_cells(DISPUTES))
    text = text_of({**wild.tabbed(values), DISPUTES: f"行政复议行政诉讼 {figures}"})
    assert_whole(read_pasted(text), values)
    text = text_of({**wild.tabbed(values), DISPUTES: "行政复议行政诉讼\t" + figures.replace(" ", "\t")})
    assert_whole(read_pasted(text), values)


SIDEWAYS: dict[str, Callable[[list[list[str]]], str]] = {
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "tabs, a head": lambda rows: "类别\t结果\t件数\n" + "\n".join("\t".join(row) for row in rows),
    "tabs, merged cells left out": lambda rows: "\n".join(
        "\t".join([*filter(None, row[:-1]), row[-1]]) for row in rows
    ),
    "bars": lambda rows: "\n".join(f"| {' | '.join(row)} |" for row in rows),
    "one row a line": lambda rows: "\n".join(" ".join(filter(None, row)) for row in rows),
    "one cell a line": lambda rows: "\n".join("\n".join(filter(None, row)) for row in rows),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shape", SIDEWAYS)
def test_table_four_on_its_side(shape: str, seed: int) -> None:
    values = random_values(seed)
    reading = read_pasted(text_of({**wild.tabbed(values), DISPUTES: SIDEWAYS[shape](on_its_side(values))}))
    assert_whole(reading, values)
    assert reading.report.origins.keys() == set(values)


@pytest.mark.parametrize("shape", SIDEWAYS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_figure_lost_from_a_table_on_its_side_never_shifts_the_others(shape: str, seed: int) -> None:
    values = random_values(seed)
    cell = Random(seed).choice(FORM.table_cells(DISPUTES))
    rows = on_its_side({**values, cell: ""})
    reading = read_pasted(text_of({**wild.tabbed(values), DISPUTES: SIDEWAYS[shape](rows)}))
    assert_never_wrong(reading, {**values, cell: None})
    if shape.startswith(("tabs", "bars")):
        assert dict(reading.report.cells) == {**values, cell: None}


def test_the_rows_of_a_table_on_its_side_stand_in_any_order() -> None:
    """Within their groups: which cell is whose, the labels say."""
    values = random_values(2)
    rows = on_its_side(values)
    for first in (0, 5, 10):
        group = [row[:-2] for row in rows[first : first + 5]]
        turned = [row[-2:] for row in reversed(rows[first : first + 5])]
        rows[first : first + 5] = [above + own for above, own in zip(group, turned, strict=True)]
    reading = read_pasted(text_of({**wild.tabbed(values), DISPUTES: SIDEWAYS["tabs"](rows)}))
    assert_whole(reading, values)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("is_exact", [True, False])
def test_cells_left_out_at_the_end_of_a_row(seed: int, is_exact: bool) -> None:
    """What is left is read where the sums prove it, and never shifted."""
    values = random_values(seed)
    rng = Random(seed)
    expected = dict(values)
    grid = grid_of(REQUESTS, values)
    for row in rng.sample(range(4, len(grid)), 3):
        out = rng.randrange(1, 3)
        for spot in grid[row][-out:]:
            expected[FORM.table_cells(REQUESTS)[7 * (row - 3) + spot.left - 3]] = None
        del grid[row][-out:]
    tabular = TableBlock(grid) if is_exact else as_tabs(TableBlock(grid))
    reading = import_document(document({**exact(values), REQUESTS: [tabular]}))
    assert_never_wrong(reading, expected)
    lost = {cell for cell in values if expected[cell] is None}
    for doubt in reading.doubts:
        assert doubt.offered in (None, values[doubt.cell])
        if doubt.offered is not None and not doubt.text:
            assert doubt.cell in lost


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shape", ["one cell a line", "one row a line", "one run"])
def test_a_figure_lost_from_running_text_never_shifts_the_others(seed: int, shape: str) -> None:
    values = random_values(seed)
    cell = Random(seed).choice(list(values))
    reading = read_pasted(text_of(TEXT_SHAPES[shape]({**values, cell: ""})))
    assert_never_wrong(reading, {**values, cell: None})
    assert reading.report.cells[cell] is None
    row = FORM.cells[cell].row.id
    others = {
        c: v for c, v in values.items() if FORM.cells[c].row.id != row or FORM.cells[c].table != FORM.cells[cell].table
    }
    assert {c: reading.report.cells[c] for c in others} == others


def test_lines_that_are_blank_keep_the_place_of_blank_cells() -> None:
    """As a browser copies table four whose first five cells are blank."""
    values = dict.fromkeys(random_values(0), "0") | dict.fromkeys(FORM.table_cells(DISPUTES)[:5])
    lines = [c for line in wild.lines_of(DISPUTES, values, keep="none") for c in line]
    reading = read_pasted(text_of({**wild.one_cell_a_line(values), DISPUTES: "\n".join(lines)}))
    assert dict(reading.report.cells) == values


# ---- single cells ----

WRITINGS = {
    "１２３": "123",
    "1,234": "1234",
    "１，２３４": "1234",
    " 12 ": "12",
    "12件": "12",
    "/": "/",
    "／": "/",
    "": None,
    "\u3000": None,
    "0": "0",
}


@pytest.mark.parametrize("written", WRITINGS)
@pytest.mark.parametrize("is_exact", [True, False])
def test_figures_as_they_are_written(written: str, is_exact: bool) -> None:
    cell = FORM.table_cells(DISCLOSURE)[4]
    values = random_values(1)
    tables = exact({**values, cell: written})
    if not is_exact:
        tables = {
            table: [as_tabs(block) for block in blocks if isinstance(block, TableBlock)]
            for table, blocks in tables.items()
        }
    assert_whole(import_document(document(tables)), {**values, cell: WRITINGS[written]})


@pytest.mark.parametrize(
    "written", ["-", "—", "－", "无", "约12", "1 2", "O", "□", "12-", "十二", "1.2.3", "二十余件", "#REF!"]
)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("is_exact", [True, False])
def test_what_is_no_figure_is_a_doubt_and_its_row_is_kept(written: str, seed: int, is_exact: bool) -> None:
    values = random_values(seed)
    cell = Random(seed).choice(list(values))
    tables = exact({**values, cell: written})
    if not is_exact:
        tables = {
            table: [as_tabs(block) for block in blocks if isinstance(block, TableBlock)]
            for table, blocks in tables.items()
        }
    reading = import_document(document(tables))
    assert dict(reading.report.cells) == {**values, cell: None}
    (doubt,) = reading.doubts
    assert (doubt.cell, doubt.text) == (cell, written)
    two_sums = len(FORM.sums_of[cell]) > 1
    assert doubt.offered == (values[cell] if two_sums else None)
    assert ("推算值，待核对" in doubt.reason) == two_sums


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wrong_figure_is_named_by_the_sums(seed: int) -> None:
    values = random_values(seed)
    rng = Random(seed)
    cell = rng.choice(FORM.table_cells(REQUESTS))
    wrong = str(int(values[cell] or 0) + rng.randrange(1, 900))
    reading = import_document(document(exact({**values, cell: wrong})))
    assert dict(reading.report.cells) == {**values, cell: wrong}
    assert reading.broken
    assert "不成立" in reading.result
    assert [(doubt.cell, doubt.offered) for doubt in reading.doubts] == [(cell, values[cell])]


def test_notes_go_to_the_notes() -> None:
    cell = FORM.table_cells(DISCLOSURE)[5]
    values = random_values(1)
    for shape in (wild.tabbed, wild.one_row_a_line, wild.one_cell_a_line):
        reading = read_pasted(text_of(shape({**values, cell: "22（其中修订16件）"})))
        assert_whole(reading, {**values, cell: "22"})
        assert reading.report.notes == {cell: "其中修订16件"}


def test_a_cell_read_twice_with_two_figures_is_a_doubt() -> None:
    values = random_values(1)
    cell = FORM.table_cells(DISCLOSURE)[4]
    other = {**values, cell: "4711"}
    reading = import_document(
        document({**exact(values), DISCLOSURE: [*exact(values)[DISCLOSURE], *exact(other)[DISCLOSURE]]})
    )
    assert dict(reading.report.cells) == {**values, cell: None}
    assert {(doubt.cell, doubt.text) for doubt in reading.doubts} == {(cell, values[cell]), (cell, "4711")}


def test_a_header_with_another_unit_is_a_doubt() -> None:
    values = random_values(5) | {FORM.table_cells(DISCLOSURE)[-1]: "188710"}
    grid = relabelled(grid_of(DISCLOSURE, values), {"本年收费金额（单位：万元）": "本年收费金额（单位：元）"})
    for tabular in (TableBlock(grid), as_tabs(TableBlock(grid))):
        reading = import_document(document({**exact(values), DISCLOSURE: [tabular]}))
        (doubt,) = reading.doubts
        assert (doubt.cell, doubt.text) == (FORM.table_cells(DISCLOSURE)[-1], "188710")
        assert "万元" in doubt.reason
        assert reading.report.cells[doubt.cell] is None


def test_figures_merged_over_two_rows_are_doubts() -> None:
    values = random_values(4)
    grid = grid_of(DISCLOSURE, values)
    upper, lower = grid[2][1], grid[3][1]
    upper.text, upper.rows = "7", 2
    lower.text, lower.continued = "7", True
    reading = import_document(document({**exact(values), DISCLOSURE: [TableBlock(grid)]}))
    cells = {FORM.table_cells(DISCLOSURE)[0], FORM.table_cells(DISCLOSURE)[3]}
    assert {doubt.cell for doubt in reading.doubts} == cells
    assert dict(reading.report.cells) == {**values, **dict.fromkeys(cells)}


# ---- headings, titles and what stands around ----


@pytest.mark.parametrize("names", HEADINGS)
@pytest.mark.parametrize("with_contents", [True, False])
def test_headings_vary(names: dict[str, str], with_contents: bool) -> None:
    values = random_values(3)
    found = document(exact(values), names=names)
    if with_contents:
        contents = [names.get(section, heading) for section, heading in wild.headings().items()]
        found.blocks[1:1] = [TextBlock("目  录"), *map(TextBlock, contents)]
    reading = import_document(found)
    assert_whole(reading, values)
    assert_texts(reading)


def test_contents_with_page_numbers_are_no_headings() -> None:
    values = random_values(3)
    found = document(exact(values))
    contents = [f"{heading}…………{page}" for page, heading in enumerate(wild.headings().values(), 1)]
    found.blocks[1:1] = [TextBlock("目录"), *map(TextBlock, contents)]
    assert_texts(import_document(found))


def test_a_heading_within_a_text_is_text() -> None:
    """（二）主动公开政府信息情况 in the first section is no heading of the second."""
    values = random_values(3)
    found = document(exact(values))
    at = found.blocks.index(TextBlock("一、总体情况"))
    found.blocks[at + 1 : at + 1] = [TextBlock("（一）主动公开政府信息情况"), TextBlock("1.总体情况")]
    reading = import_document(found)
    assert_whole(reading, values)
    assert reading.report.text("overview").startswith("（一）主动公开政府信息情况\n1.总体情况\n2023年")


def test_a_text_on_the_line_of_its_heading() -> None:
    found = document(exact(random_values(3)), names={"other_matters": "六、其他需要报告的事项：无其他事项。"})
    assert import_document(found).report.text("other_matters") == "无其他事项。\n本年度未收取信息处理费。"


def test_text_before_a_table_and_notes_after_it() -> None:
    values = random_values(3)
    tables = exact(values)
    for table in tables:
        tables[table] = [
            TextBlock("统计数据如下表，截至12月31日。"), *tables[table], TextBlock("注：行政许可含上年度结转数量。")
        ]  # fmt: skip
    reading = import_document(document(tables))
    assert_whole(reading, values)
    assert reading.report.footnotes == dict.fromkeys(FORM.tables, "行政许可含上年度结转数量。")
    assert {reading.report.text(FORM.section_of_table(table)) for table in tables} == {"统计数据如下表，截至12月31日。"}


TITLES = [
    ["示例县水利局2023年政府信息公开工作年度报告"],
    ["示例县水利局", "2023年政府信息公开工作年度报告"],
    ["示例县水利局", "2023 年 度 政府信息公开年度报告"],
    ["2023年示例县水利局政府信息公开工作年度报告"],
    ["示例县水利局２０２３年政府信息公开", "工作年度报告"],
    ["示例县水利局政府信息公开工作年度报告", "（2023年度）"],
    ["示例县水利局政府信息公开工作年度报告（2023年）"],
    ["示例县水利局 2 0 2 3 年政府信息公开工作年度报告"],
    ["示例县水利局二〇二三年政府信息公开工作年度报告"],
    ["示例县水利局关于2023年政府信息公开工作年度报告"],
    ["示例县水利局", "示例县水利局 2023 年政府信息公开工作年度报告", "发布时间：2024-01-20 来源：县水利局"],
    [
        "首页 > 政府信息公开年报 > 示例县水利局2023年政府信息公开工作年度报告",
        "示例县水利局2023年政府信息公开工作年度报告",
    ],
    ["政府信息公开工作年度报告"],
]


@pytest.mark.parametrize("title", TITLES)
def test_titles(title: list[str]) -> None:
    values = random_values(3)
    found = document(exact(values))
    found.blocks[:1] = map(TextBlock, title)
    reading = import_document(found)
    assert_whole(reading, values)
    assert_texts(reading)


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("示例县城关镇人民政府", "township"),
        ("示例县人民政府", "government"),
        ("示例区河东街道办事处", "subdistrict"),
        ("示例经济开发区管委会", "agency"),
        ("示例县卫生健康委员会", "department"),
    ],
)
def test_unit_and_kind(unit: str, kind: str) -> None:
    found = document(exact(random_values(3)))
    found.blocks[0] = TextBlock(f"{unit}2023年政府信息公开工作年度报告")
    report = import_document(found).report
    assert (report.unit, report.kind) == (unit, kind)
    found.blocks[0] = TextBlock(f"{unit.removesuffix('政府')}政府信息公开工作年度报告（2023年）")
    assert import_document(found).report.unit == unit


def test_what_is_missing_is_said() -> None:
    found = document(exact(random_values(3)))
    del found.blocks[:3]
    reading = import_document(found)
    assert reading.report.unit == ""
    assert [doubt.cell for doubt in reading.doubts] == ["", ""]
    assert "单位" in reading.doubts[0].reason
    assert "年度" in reading.doubts[1].reason


def test_title_and_period_differ() -> None:
    found = document(exact(random_values(3)))
    found.blocks[0] = TextBlock("示例县水利局2024年政府信息公开工作年度报告")
    (doubt,) = import_document(found).doubts
    assert "2024" in doubt.reason
    assert "2023" in doubt.reason


def test_a_web_page_around_a_report_is_cut_off() -> None:
    values = random_values(3)
    found = document(exact(values))
    before = [
        "示例县人民政府门户网站",
        "首页",
        "政务公开",
        "政府信息公开年报",
        "总体情况",
        "无障碍浏览",
        "当前位置：首页 > 年报",
    ]
    about = ["来源：县水利局 发布时间：2024-01-20 10:11", "字号：大 中 小", "【打印】 【关闭】", "浏览次数：120"]
    after = [
        "分享到：",
        "上一篇：2022年年报",
        "下一篇：没有了",
        "版权所有：示例县人民政府",
        "主办单位：示例县人民政府办公室",
    ]
    found.blocks[1:1] = map(TextBlock, about)
    found.blocks[:0] = map(TextBlock, before)
    found.blocks += map(TextBlock, after)
    reading = import_document(found)
    assert_whole(reading, values)
    assert_texts(reading)


def test_tables_without_headings_are_found() -> None:
    values = random_values(3)
    blocks = [block for blocks in exact(values).values() for block in blocks]
    reading = import_document(SourceDocument("示例县水利局2023年政府信息公开工作年度报告.xlsx", blocks))
    assert_whole(reading, values)
    assert (reading.report.unit, reading.report.year) == (wild.UNIT, 2023)


def test_a_title_on_every_sheet_is_no_text() -> None:
    values = random_values(3)
    title = TextBlock("示例县水利局2023年政府信息公开工作年度报告")
    reading = import_document(document({table: [title, *blocks] for table, blocks in exact(values).items()}))
    assert_whole(reading, values)
    assert_texts(reading)


def test_one_grid_that_holds_the_whole_report() -> None:
    values = random_values(3)
    grid: list[list[GridCell]] = []
    for block in document(exact(values)).blocks:
        if isinstance(block, TextBlock):
            grid.append([GridCell(block.text, 0, 15)])
        else:
            grid += block.grid
    reading = import_document(SourceDocument("整页.html", [TableBlock(grid)]))
    assert_whole(reading, values)
    assert_texts(reading)


def test_a_like_table_in_the_text_is_not_taken_for_the_official_one() -> None:
    values = random_values(3)
    found = document(exact(values))
    decoy = [[GridCell(label, 0, 1), GridCell("999", 1, 2)] for label in ("行政许可", "行政处罚", "行政强制", "规章")]
    found.blocks.insert(found.blocks.index(TextBlock("一、总体情况")) + 1, TableBlock(decoy))
    reading = import_document(found)
    assert_whole(reading, values)
    assert len(reading.remarks) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "会议通知\n请于周五前报送材料。",
        "姓名\t年龄\n张三\t30\n李四\t40",
        "规章",
        "总计\t5",
        "<html></html>",
        "\x00\x01",
    ],
)
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(ReadingError, match="没有找到年度报告的表格"):
        read_pasted(text)


@example(["|", "（三）不予公开", "0"])
@given(st.lists(st.sampled_from([*TOKENS, "\n", "\t", " ", "|", "0", "12", "3,4", "—", "（", "）"]), max_size=60))
@settings(deadline=None)
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    with contextlib.suppress(ReadingError):
        reading = read_pasted("".join(pieces))
        assert reading.holding <= reading.sums == len(reading.report.form.sums)


# ---- real material ----


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="reference material is not part of the project")
def test_a_real_report() -> None:
    reading = read(OFFICIAL / "jinjiang-2023.txt")
    cells = dict(reading.report.cells)
    blank = set(FORM.table_cells(DISPUTES)[:5])
    decisions = {cell: value for cell, value in cells.items() if value not in ("0", None)}
    assert {cell for cell, value in cells.items() if value is None} == blank
    assert list(decisions.values()) == ["36"]
    assert FORM.cells[next(iter(decisions))].name == "本年处理决定数量 · 行政处罚"
    assert reading.doubts == []
    assert reading.result == "41/42 个勾稽关系成立，1 个因有空格未能核对"
    report = reading.report
    assert (report.unit, report.year, report.contact.postcode) == ("晋江市应急管理局", 2023, "362200")
    assert all(report.sections[section] for section in ("lead_in", "overview", "problems", "other_matters"))
    assert not any(report.sections[section] for section in FORM.tables)
    assert "及“全市安全生产中介" in report.text("overview")


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="reference material is not part of the project")
@pytest.mark.parametrize("seed", SEEDS)
def test_the_official_template_filled_in(tmp_path: Path, seed: int) -> None:
    import docx

    values = random_values(seed)
    template = docx.Document(str(OFFICIAL / "official-template.docx"))
    waiting = iter(values.values())
    for table in template.tables:
        for row in table._tbl.tr_lst:
            for cell in row.tc_lst:
                if not "".join(cell.itertext()).strip() and cell.vMerge != "continue":
                    docx.table._Cell(cell, table).text = next(waiting) or ""
    assert list(waiting) == []
    template.save(tmp_path / "示例县水利局2023年政府信息公开工作年度报告.docx")
    reading = read(tmp_path / "示例县水利局2023年政府信息公开工作年度报告.docx")
    assert_whole(reading, values)
    assert (reading.report.unit, reading.report.year) == (wild.UNIT, 2023)
