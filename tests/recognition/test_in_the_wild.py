"""The same report in the shapes it has in offices, in every format: each figure is read as it stands."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import wild
from tests.support.effort import times
from tests.support.formats import FORMATS, text_of
from tests.support.wild import (
    DISCLOSURE,
    DISPUTES,
    FORM,
    HEADINGS,
    REQUESTS,
    VARIANTS,
    Values,
    document,
    exact,
    grid_of,
    on_its_side,
    random_values,
    relabelled,
)

from reportdesk.documents.blocks import Grid, GridCell, SourceDocument, TableBlock, TextBlock
from reportdesk.documents.reader import read_bytes
from reportdesk.services.import_report import Reading, import_document, read_pasted

AROUND = (
    ["示例县人民政府门户网站", "首页", "政务公开", "当前位置：首页 > 政务公开 > 政府信息公开年报"],
    ["来源：县水利局 发布时间：2024-01-20 10:11", "字号：大 中 小", "浏览次数：120"],
    ["分享到：", "上一篇：2022年年报", "版权所有：示例县人民政府", "网站地图"],
)
WRITTEN = ["1,234", "１２", "7件", " 3 ", "22（其中修订16件）", "/", ""]
READ = ["1234", "12", "7", "3", "22", "/", None]


def plain(values: Values) -> SourceDocument:
    return document(exact(values))


def other_labels(values: Values) -> SourceDocument:
    return document({t: [TableBlock(relabelled(grid_of(t, values), VARIANTS))] for t in FORM.tables})


def nothing_merged(values: Values) -> SourceDocument:
    """What is merged stands in its first cell, and the others are blank."""
    tables: dict[str, list[wild.Block]] = {}
    for table in FORM.tables:
        rows: Grid = []
        for row in grid_of(table, values):
            texts: list[str] = []
            for spot in row:
                texts += ["" if spot.continued else spot.text, *[""] * (spot.right - spot.left - 1)]
            rows.append([GridCell(text, i, i + 1) for i, text in enumerate(texts)])
        tables[table] = [TableBlock(rows)]
    return document(tables)


def total_in_the_third_row(values: Values) -> SourceDocument:
    grid = grid_of(REQUESTS, values)
    for number in range(3):
        for spot in grid[number]:
            if spot.text == "总计":
                spot.text, spot.continued, spot.rows = ("总计" if number == 2 else ""), False, 1
    return document({**exact(values), REQUESTS: [TableBlock(grid)]})


def four_in_three(values: Values) -> SourceDocument:
    groups = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    cells = FORM.table_cells(DISPUTES)
    parts: list[wild.Block] = []
    for number, group in enumerate(groups):
        leaves = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
        figures = [values[cell] or "" for cell in cells[5 * number : 5 * number + 5]]
        rows = [[GridCell(text, i, i + 1) for i, text in enumerate(texts)] for texts in (leaves, figures)]
        parts += [TextBlock(f"（{number + 1}）{group}"), TableBlock(rows)]
    return document({**exact(values), DISPUTES: parts})


def four_on_its_side(values: Values) -> SourceDocument:
    rows: Grid = []
    for row in on_its_side(values):
        texts = row if len(row) == 4 else [row[0], "", *row[1:]]
        rows.append([GridCell(text, i, i + 1) for i, text in enumerate(texts)])
    return document({**exact(values), DISPUTES: [TableBlock(rows)]})


def merged_on_its_side(values: Values) -> SourceDocument:
    """As four_on_its_side, with cells that are merged down and across."""
    grid: Grid = []
    above: list[GridCell] = []
    for row in on_its_side(values):
        deep = len(row) == 4
        spots = [GridCell(text, i if deep else 2 * i, i + 1 if deep else 2 * i + 2) for i, text in enumerate(row[:-2])]
        for i, spot in enumerate(spots):
            if spot.text:
                above[i:] = [spot]
            else:
                above[i].rows += 1
                spots[i] = GridCell(above[i].text, above[i].left, above[i].right, continued=True)
        grid.append([*spots, GridCell(row[-2], 2, 3), GridCell(row[-1], 3, 4)])
    return document({**exact(values), DISPUTES: [TableBlock(grid)]})


def other_headings(number: int) -> Callable[[Values], SourceDocument]:
    return lambda values: document(exact(values), names=HEADINGS[number])


def navigation_around(values: Values) -> SourceDocument:
    found = document(exact(values))
    before, about, after = (list(map(TextBlock, lines)) for lines in AROUND)
    return SourceDocument(found.source, [*before, found.blocks[0], *about, *found.blocks[1:], *after])


def a_title_on_two_lines(values: Values) -> SourceDocument:
    found = document(exact(values))
    found.blocks[:1] = [TextBlock(wild.UNIT), TextBlock(f"{wild.YEAR}年政府信息公开工作年度报告")]
    return found


def on_two_pages(values: Values) -> SourceDocument:
    """Section three broken off by a page, whose number stands between."""
    grid = grid_of(REQUESTS, values)
    heads = [[GridCell(s.text, s.left, s.right, s.continued, s.rows) for s in row] for row in grid[:3]]
    cut = next(i for i, row in enumerate(grid) if i > 12 and not any(spot.continued for spot in row[:2]))
    for spot in grid[cut]:
        spot.continued = False
    upper = grid[:cut]
    for number, row in enumerate(upper):
        for spot in row:
            spot.rows = min(spot.rows, cut - number)
    return document(
        {**exact(values), REQUESTS: [TableBlock(upper), TextBlock("— 5 —"), TableBlock([*heads, *grid[cut:]])]}
    )


SHAPES: dict[str, Callable[[Values], SourceDocument]] = {
    "plain": plain,
    "other labels": other_labels,
    "nothing merged": nothing_merged,
    "the total in the third row of heads": total_in_the_third_row,
    "table four in three": four_in_three,
    "table four on its side": four_on_its_side,
    "table four on its side, merged": merged_on_its_side,
    **{f"other headings {number}": other_headings(number) for number in range(1, len(HEADINGS))},
    "navigation around it": navigation_around,
    "a title on two lines": a_title_on_two_lines,
    "on two pages": on_two_pages,
}


def read(shape: SourceDocument, kind: str) -> Reading:
    suffix, render = FORMATS[kind]
    return import_document(read_bytes(render(shape), f"年报{suffix}"))


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_in_every_format(shape: str, kind: str) -> None:
    values = random_values(5)
    reading = read(SHAPES[shape](values), kind)
    assert dict(reading.report.cells) == values
    assert reading.doubts == []
    assert reading.result == "42/42 个勾稽关系成立"
    report = reading.report
    assert (report.unit, report.year, report.edition) == (wild.UNIT, wild.YEAR, "2021")
    assert "".join(report.text("problems").split()) == "".join(wild.TEXTS["problems"].split())


@pytest.mark.parametrize("kind", FORMATS)
def test_figures_as_they_are_written(kind: str) -> None:
    values = random_values(5)
    cells = FORM.table_cells(DISCLOSURE)[: len(WRITTEN)]
    reading = read(document(exact({**values, **dict(zip(cells, WRITTEN, strict=True))})), kind)
    assert dict(reading.report.cells) == {**values, **dict(zip(cells, READ, strict=True))}
    assert reading.report.notes == {cells[4]: "其中修订16件"}
    assert reading.doubts == []


@pytest.mark.parametrize("kind", FORMATS)
def test_a_dash_is_a_doubt_and_its_row_is_kept(kind: str) -> None:
    values = random_values(5)
    cell = FORM.table_cells(DISCLOSURE)[1]
    reading = read(document(exact({**values, cell: "-"})), kind)
    assert dict(reading.report.cells) == {**values, cell: None}
    assert [(doubt.cell, doubt.text) for doubt in reading.doubts] == [(cell, "-")]


# ---- formats differ in nothing but the file ----

CELLS = [
    "",
    "0",
    "12",
    "１２",
    "1，234",
    "7件",
    "/",
    "／",
    "-",
    "—",
    "无",
    "约12",
    "⼗⼆",
    "1 2",
    "\u3000",
    "22（其中⼀件）",
    "O",
]
LOOK_ALIKE = str.maketrans("一二人自工行文民不", "⼀⼆⼈⾃⼯⾏⽂⺠不")


def in_look_alikes(found: SourceDocument, blocks: set[int]) -> None:
    """Some blocks written in radicals that look like the characters they are not, as copied from a PDF file."""
    for number in blocks:
        block = found.blocks[number]
        if isinstance(block, TextBlock):
            found.blocks[number] = TextBlock(block.text.translate(LOOK_ALIKE))
        else:
            for spot in (spot for row in block.grid for spot in row):
                spot.text = spot.text.translate(LOOK_ALIKE)


def said(reading: Reading) -> tuple[object, ...]:
    """What was read, apart from where it stood."""
    report = reading.report
    doubts = sorted((doubt.cell, doubt.text, doubt.reason, doubt.offered or "") for doubt in reading.doubts)
    facts = (report.unit, report.year, report.edition, report.kind, report.contact)
    return facts, dict(report.cells), dict(report.notes), dict(report.sections), doubts, reading.result


@pytest.mark.long
@pytest.mark.slow
@given(
    st.integers(0, 50),
    st.dictionaries(st.sampled_from(list(FORM.cells)), st.sampled_from(CELLS), max_size=8),
    st.sets(st.integers(0, 16)),
)
@settings(deadline=None, max_examples=times(40))
def test_the_same_report_through_any_format_is_the_same(seed: int, written: dict[str, str], radicals: set[int]) -> None:
    values = {**random_values(seed), **written}
    found = document(exact(values))
    in_look_alikes(found, {number for number in radicals if number < len(found.blocks)})
    first = said(read(found, "Word"))
    for kind in ("Excel", "web page", "text with tabs"):
        assert said(read(found, kind)) == first, kind
    assert said(read_pasted(text_of(found).decode())) == first
