"""The 年度报告送审表: what those who approve a report must know, and the lines they sign on."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reportdesk.documents.text_layout import half_widths, line_count
from reportdesk.documents.word.build_package import build_package
from reportdesk.documents.word.elements import (
    BANNER_FILL,
    KEEP_NEXT,
    LEFT,
    TEXT_WIDTH,
    WHOLE_NUMBERS,
    Property,
    line_spacing,
    paragraph,
    run,
    side_margins,
    size,
    table,
    table_cell,
    table_row,
)
from reportdesk.report import Report, Source, figures, source_rows
from reportdesk.report.drafts import page_header
from reportdesk.report.sources import NO_DATE

if TYPE_CHECKING:
    from lxml.etree import _Element

TITLE = "年度报告送审表"
STEPS = ("拟稿", "核稿", "保密审查", "审核", "签发")
NOTHING = "无"
BLANK = "空白"

_TITLE_SIZE, _NOTE_STYLE = 20, "TableNote"

# Twips.
_WIDTHS = 1340, 4183, 1340, 1982
_ROW, _SIGNED_ROW = 440, 620
_MARGIN = 100


class _ListStyle(NamedTuple):
    """How the lists are set: paragraph style, half-width characters on a line, line height and distance in twips."""

    style: str
    width: int
    line: int
    distance: int


_ROOMY, _COMPACT = _ListStyle("TableText", 69, 280, 40), _ListStyle("TableCompact", 80, 240, 20)
_MOST_ROOMY_LINES = 22  # of lists beside a head and five signatures on one page


class Remark(NamedTuple):
    """One line of a list, and lines that belong to it."""

    text: str
    more: Sequence[str] = ()


class Review(NamedTuple):
    """What is to be known of a report, in sentences.

    What the checks say (a summary, suspects, open findings, findings judged by a person), and how the figures differ
    from last year's, with the office's reasons.
    """

    summary: str
    causes: Sequence[Remark]
    open: Sequence[Remark]
    judged: Sequence[Remark]
    changes: Sequence[Remark] = ()


def render(report: Report, review: Review) -> bytes:
    """The review sheet as a .docx file, on one page as long as little is to be said."""
    lists = [
        ("校验结果", [Remark(review.summary)]),
        *([("疑似原因", review.causes)] if review.causes else []),
        ("与上年\n对比", review.changes),
        ("待处理的\n问题", review.open),
        ("已核实，\n不作修改", review.judged),
        ("按此修改\n的数字", list(_adopted(report))),
        ("数据来源", list(_sources(report))),
    ]
    style = _ROOMY if _lines(lists, _ROOMY) <= _MOST_ROOMY_LINES else _COMPACT
    fields = map(_field, ("报告单位", report.unit, "报告年度", f"{report.year}年"), _WIDTHS, (True, False) * 2)
    rows = [
        table_row(fields, _ROW),
        *(_list(label, remarks, style) for label, remarks in lists),
        *(_signature(step, last=step == STEPS[-1]) for step in STEPS),
    ]
    body = [
        paragraph(run(TITLE, *size(_TITLE_SIZE)), "Title", line_spacing(0, 200, 560)),
        table(_WIDTHS, rows),
        paragraph(style=_NOTE_STYLE),
    ]
    return build_package(f"{report.title} {TITLE}", body, header=page_header(report))


def _adopted(report: Report) -> Iterator[Remark]:
    """Suggested figures that were taken over, in the order of the form, with what was there before."""
    values = figures(report)
    for cell in report.form.cells.values():
        if adoption := report.adopted.get(cell.id):
            why = f"（{adoption.why}）" if adoption.why else ""
            now = values[cell.id]
            later = "" if now == adoption.new else f"，现又改为 {now or BLANK}"
            state = "已核对" if adoption.confirmed else "待核对"
            change = f"{adoption.old or BLANK} → {adoption.new or BLANK}"
            yield Remark(f"【{state}】{cell.name}：{change}{why}{later}")


def _sources(report: Report) -> Iterator[Remark]:
    """A line for each source with the rows it gave, in the order of the form, and one for those without a source."""
    whole: dict[str, int] = {}
    given: dict[Source, dict[str, list[str]]] = {}
    for row in source_rows(report.form):
        table = report.form.cells[row.cells[0]].table
        whole[table] = whole.get(table, 0) + 1
        source = report.sources.get(row.key) or Source()
        given.setdefault(source, {}).setdefault(table, []).append(row.name)
    unknown = given.pop(Source(), {})
    for source, tables in given.items():
        names = "、".join(_rows_of(report, table, found, whole[table]) for table, found in tables.items())
        yield Remark(f"{_spoken(source)}：{names}")
    if unknown and given:
        names = "、".join(_rows_of(report, table, found, whole[table]) for table, found in unknown.items())
        yield Remark(f"未注明来源：{names}")


def _rows_of(report: Report, table: str, names: Sequence[str], whole: int) -> str:
    title = report.form.tables[table].title
    if len(names) == whole:
        return title if whole == 1 else f"{title}（全部 {whole} 行）"
    return "、".join(names)


def _spoken(source: Source) -> str:
    who = "，".join(part for part in (source.person, source.date, source.document) if part)
    office = source.office or "未注明科室"
    return f"{office}（{who}）" if who else office


def _lines(lists: Sequence[tuple[str, Sequence[Remark]]], style: _ListStyle) -> int:
    """How many lines the lists take."""
    return sum(
        max(line_count(label, 10), sum(line_count(text, style.width) for r in remarks for text in (r.text, *r.more)))
        for label, remarks in lists
    )


def _field(text: str, width: int, is_label: bool) -> "_Element":
    content = paragraph(run(text), "TableText", line_spacing(40, 40, 280))
    return table_cell([content], width, fill=BANNER_FILL if is_label else "")


def _list(label: str, remarks: Sequence[Remark], style: _ListStyle) -> "_Element":
    """A row with a list; a single line stands without a number."""
    lines = []
    for number, remark in enumerate(remarks or [Remark(NOTHING)], 1):
        mark = f"{number}. " if len(remarks) > 1 else ""
        lines.append(_list_line(mark + remark.text, style, hanging=half_widths(mark)))
        lines += [_list_line(text, style, indent=half_widths(mark) or 3) for text in remark.more]
    content = table_cell(lines, TEXT_WIDTH - _WIDTHS[0], span=3, margins=side_margins(_MARGIN))
    return table_row([_field(label, _WIDTHS[0], True), content], _ROW, whole=False)


def _list_line(text: str, style: _ListStyle, *, hanging: int = 0, indent: int = 0) -> "_Element":
    """A left-aligned line. Its further lines, or all of it, begin this many half-width characters from the left."""
    character = style.line * 3 // 8  # half of one, in twips: lines are 4/3 of the size
    left = character * (hanging + indent)
    if hanging:
        place = Property("ind", left=left, hanging=character * hanging)
    else:
        place = Property("ind", left=left, firstLineChars=0, firstLine=0)
    spacing = line_spacing(style.distance, style.distance, style.line)
    return paragraph(run(text, WHOLE_NUMBERS), style.style, spacing, place, LEFT)


def _signature(step: str, *, last: bool) -> "_Element":
    keep = () if last else (KEEP_NEXT,)
    cells = [
        table_cell([paragraph(run(step), "TableText", *keep)], _WIDTHS[0], fill=BANNER_FILL),
        table_cell([paragraph((), "TableText", *keep)], sum(_WIDTHS[1:3]), span=2),
        table_cell([paragraph(run(NO_DATE), "TableText", *keep)], _WIDTHS[3]),
    ]
    return table_row(cells, _SIGNED_ROW)
