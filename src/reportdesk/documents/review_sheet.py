"""The 年度报告送审表: what those who approve a report must know, and the lines they sign on."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportdesk.documents.text_layout import half_widths, line_count
from reportdesk.documents.word.build_package import build_package
from reportdesk.documents.word.markup import (
    BANNER_FILL,
    KEEP_NEXT,
    LEFT,
    ROW_END,
    TABLE_END,
    TEXT_WIDTH,
    WHOLE_NUMBERS,
    margins_of,
    paragraph,
    row_start,
    run,
    size,
    table_cell,
    table_start,
)
from reportdesk.report import Report, Source, figures, source_rows
from reportdesk.report.drafts import page_header
from reportdesk.report.sources import NO_DATE

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
    look = _ROOMY if _lines(lists, _ROOMY) <= _MOST_ROOMY_LINES else _COMPACT
    xml = [
        paragraph(run(TITLE, size(_TITLE_SIZE)), "Title", _spacing(0, 200, 560)),
        table_start(_WIDTHS),
        row_start(_ROW),
        *map(_field, ("报告单位", report.unit, "报告年度", f"{report.year}年"), _WIDTHS, (True, False) * 2),
        ROW_END,
        *(_list(label, remarks, look) for label, remarks in lists),
        *(_signature(step, last=step == STEPS[-1]) for step in STEPS),
        TABLE_END,
        paragraph("", _NOTE_STYLE),
    ]
    return build_package(f"{report.title} {TITLE}", "".join(xml), header=page_header(report))


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


def _lines(lists: Sequence[tuple[str, Sequence[Remark]]], look: _ListStyle) -> int:
    """How many lines the lists take."""
    return sum(
        max(line_count(label, 10), sum(line_count(text, look.width) for r in remarks for text in (r.text, *r.more)))
        for label, remarks in lists
    )


def _field(text: str, width: int, is_label: bool) -> str:
    return table_cell(
        width, paragraph(run(text), "TableText", _spacing(40, 40, 280)), fill=BANNER_FILL if is_label else ""
    )


def _list(label: str, remarks: Sequence[Remark], look: _ListStyle) -> str:
    """A row with a list; a single line stands without a number."""
    width = TEXT_WIDTH - _WIDTHS[0]
    lines = []
    for number, remark in enumerate(remarks or [Remark(NOTHING)], 1):
        mark = f"{number}. " if len(remarks) > 1 else ""
        lines.append(paragraph(run(mark + remark.text, WHOLE_NUMBERS), look.style, _hanging(half_widths(mark), look)))
        lines += [
            paragraph(run(text, WHOLE_NUMBERS), look.style, _hanging(0, look, half_widths(mark) or 3))
            for text in remark.more
        ]
    content = table_cell(width, "".join(lines), span=3, margins=margins_of(_MARGIN))
    return row_start(_ROW, whole=False) + _field(label, _WIDTHS[0], True) + content + ROW_END


def _signature(step: str, *, last: bool) -> str:
    keep = "" if last else KEEP_NEXT
    return (
        row_start(_SIGNED_ROW)
        + table_cell(_WIDTHS[0], paragraph(run(step), "TableText", keep), fill=BANNER_FILL)
        + table_cell(sum(_WIDTHS[1:3]), paragraph("", "TableText", keep), span=2)
        + table_cell(_WIDTHS[3], paragraph(run(NO_DATE), "TableText", keep))
        + ROW_END
    )


def _hanging(mark: int, look: _ListStyle, indent: int = 0) -> str:
    """Paragraph properties: left-aligned, further lines below the text behind a mark of this width."""
    character = look.line * 3 // 8  # half of one, in twips: lines are 4/3 of the size
    left = character * (mark + indent)
    hanging = f' w:hanging="{character * mark}"' if mark else ' w:firstLineChars="0" w:firstLine="0"'
    return _spacing(look.distance, look.distance, look.line) + f'<w:ind w:left="{left}"{hanging}/>' + LEFT


def _spacing(before: int, after: int, line: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'
