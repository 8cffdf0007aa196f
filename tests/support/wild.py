"""The same report in the shapes in which reports are found in the wild: documents and texts from seeded figures."""

from collections.abc import Callable, Mapping
from random import Random

from tests.support.simulation import sound

from reportdesk import form as forms
from reportdesk.documents.blocks import Block, Grid, GridCell, SourceDocument, TableBlock, TextBlock
from reportdesk.form import Form
from reportdesk.form.layout import Placed
from reportdesk.report import Report

Values = dict[str, str | None]
FORM = forms.get("2021")
UNIT, YEAR = "示例县水利局", 2023
LEAD_IN = (
    "本报告根据《中华人民共和国政府信息公开条例》要求编制。所列数据统计期限自2023年1月1日至2023年12月31日。",
    "如有疑问，请与示例县水利局办公室联系（地址：示例县城关镇人民路1号，邮编：123456，电话：0123-4567890）。",
)
TEXTS = {
    "overview": (
        "2023年，我局认真落实各项要求。\n（一）主动公开情况。全年公开信息126条，其中行政许可12件。\n"
        "（二）依申请公开。收到申请3件。"
    ),
    "problems": "一是解读形式不够丰富；二是培训偏少。\n下一步将加强培训。",
    "other_matters": "本年度未收取信息处理费。",
}


def random_values(seed: int, form: Form = FORM) -> Values:
    """Figures of a sound report, every total typed; small ones, large ones, many zeros."""
    rng = Random(seed)
    report = Report.new(unit=UNIT, year=YEAR, edition=form.edition)
    pool = rng.choice([(0,), (0, 0, 0, 1, 2), (0, 1, 5, 12, 130), (0, 7, 1234, 98765)])
    values = sound(report, {cell: rng.choice(pool) for cell in form.cells}).values
    return {cell: values[cell] for cell in form.cells}


def headings(form: Form = FORM) -> dict[str, str]:
    return {section.id: section.heading for section in form.sections.values() if section.heading}


def document(
    tables: Mapping[str, list[Block]], form: Form = FORM, names: Mapping[str, str] | None = None
) -> SourceDocument:
    """A whole report around the blocks of its tables. `names` are headings other than those of the form."""
    blocks: list[Block] = [TextBlock(f"{UNIT}{YEAR}年政府信息公开工作年度报告"), *map(TextBlock, LEAD_IN)]
    for section in form.sections.values():
        if not section.heading:
            continue
        blocks.append(TextBlock((names or {}).get(section.id, section.heading)))
        blocks += map(TextBlock, TEXTS.get(section.id, "").split("\n") if section.id in TEXTS else [])
        blocks += tables.get(section.table, [])
    return SourceDocument("wild", blocks)


def grid_of(table: str, values: Mapping[str, str | None], form: Form = FORM) -> Grid:
    """A table with its spans, as Word and web pages state them."""
    layout = form.layout(table)
    rows: Grid = [[] for _ in range(layout.rows)]
    for placed in layout.cells:
        text = (values[placed.cell] or "") if placed.cell else placed.text
        for r in range(placed.row_span):
            spot = GridCell(text, placed.column, placed.column + placed.column_span, r > 0, 1)
            if r == 0:
                spot.rows = placed.row_span
            rows[placed.row + r].append(spot)
    for row in rows:
        row.sort(key=lambda spot: spot.left)
    return rows


def exact(values: Mapping[str, str | None], form: Form = FORM) -> dict[str, list[Block]]:
    return {table: [TableBlock(grid_of(table, values, form))] for table in form.tables}


def lines_of(table: str, values: Mapping[str, str | None], form: Form = FORM, keep: str = "blank") -> list[list[str]]:
    """A table as rows of texts. What a merged cell covers is blank, left out, or both for rows and columns."""
    layout = form.layout(table)
    lines: list[list[str]] = []
    for row in range(layout.rows):
        line: list[str] = []
        for column in range(layout.columns):
            placed = _at(layout.cells, row, column)
            first = (placed.row, placed.column) == (row, column)
            if first:
                line.append((values[placed.cell] or "") if placed.cell else placed.text)
            elif keep == "blank" or (keep == "columns" and placed.column == column):
                line.append("")
        lines.append(line)
    return lines


def _at(cells: tuple[Placed, ...], row: int, column: int) -> Placed:
    return next(p for p in cells if p.row <= row < p.row + p.row_span and p.column <= column < p.column + p.column_span)


def text_of(tables: Mapping[str, str], form: Form = FORM) -> str:
    """A whole report as text."""
    parts = [f"{UNIT}{YEAR}年政府信息公开工作年度报告", *LEAD_IN]
    for section in form.sections.values():
        if section.heading:
            parts += [section.heading, *([TEXTS[section.id]] if section.id in TEXTS else [])]
            if section.table:
                parts.append(tables[section.table])
    return "\n\n".join(parts) + "\n"


def tabbed(values: Mapping[str, str | None], form: Form = FORM, keep: str = "blank") -> dict[str, str]:
    return {t: "\n".join("\t".join(line) for line in lines_of(t, values, form, keep)) for t in form.tables}


def barred(values: Mapping[str, str | None], form: Form = FORM, rule: bool = True) -> dict[str, str]:
    found = {}
    for table in form.tables:
        rows = ["| " + " | ".join(line) + " |" for line in lines_of(table, values, form)]
        if rule:
            rows.insert(1, "|" + "---|" * form.layout(table).columns)
        found[table] = "\n".join(rows)
    return found


def one_cell_a_line(values: Mapping[str, str | None], form: Form = FORM) -> dict[str, str]:
    return {t: "\n".join(c for line in lines_of(t, values, form, "none") for c in line if c) for t in form.tables}


def one_row_a_line(values: Mapping[str, str | None], form: Form = FORM) -> dict[str, str]:
    return {
        t: "\n".join(" ".join(c for c in line if c) for line in lines_of(t, values, form, "none")) for t in form.tables
    }


def one_run(values: Mapping[str, str | None], form: Form = FORM) -> dict[str, str]:
    return {t: " ".join(c for line in lines_of(t, values, form, "none") for c in line if c) for t in form.tables}


def relabelled(grid: list[list[GridCell]], names: Mapping[str, str]) -> list[list[GridCell]]:
    for row in grid:
        for spot in row:
            spot.text = names.get(spot.text, spot.text)
    return grid


def as_tabs(tabular: TableBlock) -> TableBlock:
    """The grid without spans: what is merged stands in its first cell, blank cells follow."""
    rows = []
    for row in tabular.grid:
        texts: list[str] = []
        for spot in row:
            texts += ["" if spot.continued else spot.text, *[""] * (spot.right - spot.left - 1)]
        rows.append([GridCell(text, i, i + 1) for i, text in enumerate(texts)])
    return TableBlock(rows, exact=False)


def on_its_side(values: Mapping[str, str | None]) -> list[list[str]]:
    """Table four with its columns as rows: what is merged stands in its first row only."""
    (block,) = FORM.tables[DISPUTES].blocks
    rows: list[list[str]] = []
    before: tuple[str, ...] = ()
    for column, cell in zip(block.columns, FORM.table_cells(DISPUTES), strict=True):
        path = tuple(column.labels)
        shared = next((i for i, (a, b) in enumerate(zip(path, before, strict=False)) if a != b), len(before))
        before = path
        rows.append([*("" if i < shared else label for i, label in enumerate(path)), values[cell] or ""])
    return rows


DISCLOSURE, REQUESTS, DISPUTES = FORM.tables
TEXT_SHAPES: dict[str, Callable[[Values], Mapping[str, str]]] = {
    "tabs, merged cells blank": tabbed,
    "tabs, merged cells left out": lambda values: tabbed(values, keep="none"),
    "tabs, merged columns left out": lambda values: tabbed(values, keep="columns"),
    "bars": barred,
    "bars without a rule": lambda values: barred(values, rule=False),
    "one cell a line": one_cell_a_line,
    "one row a line": one_row_a_line,
    "one run": one_run,
}
VARIANTS = {
    "行政规范性文件": "规范性文件",
    "行政事业性收费": "行政事业型收费",
    "四、结转下年度继续办理": "四、结转下年",
    "3.危及“三安全一稳定”": '3、危及"三安全一稳定"',
    "现行有效件数": "现行有效件数（历史累计）",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "(二)部分公开(区分处理的, 只计这一情形,不计其他情形)",
    "自然人": "自 然 人",
    "商业企业": "商业\n企业",
    "（七）总计": "总计",
    "3.其他": "其他",
    "2.重复申请": "重复申请",
    "结果维持": "结果 维持",
    "（一）予以公开": "⼀、予以公开",
    "5.属于三类内部事务信息": "5 属于三类内部事务信息",
}
LATE = "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
VARIANTS[f"1.{LATE}"] = f"1．{LATE.replace('、', '，')}"
HEADINGS = [
    {},
    {
        "requests": "三、收到和处理政府信息公开的申请情况",
        "disputes": "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    },
    {"disputes": "四、政府信息公开行政复议和行政诉讼情况", "problems": "五、政府信息公开工作存在的主要问题及改进情况"},
    {"problems": "五、存在问题及改进措施", "other_matters": "六、其他需要汇报事项"},
    {"disclosure": "一、主动公开政府信息情况", "requests": "二、收到和处理政府信息公开申请情况"},
    {"overview": "总体情况", "problems": "存在的主要问题和改进情况", "other_matters": "其他需要报告的事项"},
    {"overview": "第一部分 总体情况", "disclosure": "第二部分　主动公开政府信息情况"},
    {"overview": " 一 、 总 体 情 况", "other_matters": "六、其他需要报告的事项："},
    {
        "overview": "一. 总体情况",
        "disclosure": "二．主动公开政府信息情况",
        "disputes": "四、 政府信息公开行政复议及行政诉讼情况",
    },
]
