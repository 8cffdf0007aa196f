"""The 逐项录入对照单: every field in the order in which a web form asks for it, large, with a box to tick.

For provincial forms that are filled in by hand from the signed report. One column tells what to enter; a note behind a
figure stands apart, since such forms take numbers only.
"""

from collections.abc import Iterator, Mapping
from html import escape

from reportdesk.documents.html.writer import page
from reportdesk.documents.metadata import metadata_labels, report_metadata
from reportdesk.documents.text_layout import footnote_lines
from reportdesk.form import Cell
from reportdesk.form.definition import Block, Table
from reportdesk.form.layout import cell_id
from reportdesk.report import Report, figures
from reportdesk.text.characters import clean_text

TITLE = "逐项录入对照单"

_BLANK = "空白"
_ITEM_WIDTH = 34  # per cent
_MOST_ACROSS = 8  # columns of figures beside one another on a page
_BIG = "font-size:14pt;font-weight:bold;font-family:Arial,sans-serif"
_STYLE = (
    "@page{size:A4;margin:15mm}"
    "body{font-family:SimSun,宋体,serif;font-size:10.5pt;line-height:1.5;max-width:190mm;margin:0 auto;padding:1em;"
    "color:#000;background:#fff}"
    "h1{font-size:18pt;text-align:center}h2{font-size:14pt;margin:1.2em 0 .4em;break-after:avoid}"
    "table{border-collapse:collapse;width:100%;margin:.4em 0 1em}caption{text-align:left;font-weight:bold}"
    "th,td{border:1px solid #555;padding:3px 5px;font-weight:normal;text-align:center}"
    "tr{break-inside:avoid}tr.long{break-inside:auto}th[scope=row]{text-align:left}"
    "th[scope=col]{background:#e8eef7}"
    "td.text{text-align:left}"
    "small{color:#444}input{width:15px;height:15px;vertical-align:middle}"
)


def render(report: Report, *, paper: bool = False) -> bytes:
    """The checklist as a page of its own, UTF-8, without scripts; boxes can be ticked on the screen.

    With `paper` the boxes are drawn, for programs that print no form fields.
    """
    box = "□" if paper else '<input type="checkbox" aria-label="已录入">'
    body = "".join(_body(report, box))
    return page(f"{report.title} {TITLE}", body, _STYLE)


def _body(report: Report, box: str) -> Iterator[str]:
    form, values = report.form, figures(report)
    yield f"<h1>{TITLE}</h1>\n<p>{_escaped(report.title)}。录入一项，勾选一项；录完后请两人核对。</p>\n"
    yield _facts(report, box)
    for section in form.sections.values():
        yield f"<h2>{_escaped(form.section_name(section.id))}</h2>\n"
        text = report.text(section.id).strip("\n")
        if text or not section.table:
            yield _field(f"文字（{len(''.join(text.split()))} 字）", text, box)
        if section.table:
            for block in form.tables[section.table].blocks:
                yield _block(report, form.tables[section.table], block, values, box)
            if notes := footnote_lines(report, section.table):
                yield _field("表格脚注", "\n".join(notes), box)


def _facts(report: Report, box: str) -> str:
    facts = {**report_metadata(report), "kind": report.form.kinds[report.kind]}
    rows = "".join(
        f'<tr><th scope="row">{label}</th><td class="text">{_escaped(facts[name])}</td><td>{box}</td></tr>\n'
        for name, label in metadata_labels(report.form).items()
        if name != "edition" and (facts[name] or name == "unit")
    )
    return f"<h2>基本信息</h2>\n<table>\n{_columns(25, 65, 10)}{rows}</table>\n"


def _field(label: str, text: str, box: str) -> str:
    content = _escaped(text).replace("\n", "<br>") or _BLANK
    head = f'<tr><th scope="row">{label} {box}</th></tr>'
    return f'<table>\n{_columns(100)}{head}\n<tr class="long"><td class="text">{content}</td></tr>\n</table>\n'


def _block(report: Report, table: Table, block: Block, values: Mapping[str, str | None], box: str) -> str:
    caption = f"<caption>{_escaped(block.banner or table.title)}</caption>\n"

    def entry(row: str, column: str) -> str:
        cell = report.form.cells[cell_id(table.id, row, column)]
        return _entry(report, cell, values[cell.id], box)

    if len(block.columns) > _MOST_ACROSS:
        lines = [
            (_path([*row.labels, *column.labels]), [entry(row.id, column.id)])
            for row in block.rows
            for column in block.columns
        ]
        heads = ["填报内容"]
    else:
        lines = [(_path(row.labels), [entry(row.id, column.id) for column in block.columns]) for row in block.rows]
        heads = [_path(column.labels) for column in block.columns]
    head = "".join(f'<th scope="col">{text}</th>' for text in ["序号", "项目", *heads])
    body = "".join(
        f'<tr><td>{number}</td><th scope="row">{path}</th>{"".join(entries)}</tr>\n'
        for number, (path, entries) in enumerate(lines, 1)
    )
    columns = _columns(6, _ITEM_WIDTH, *[(94 - _ITEM_WIDTH) / len(heads)] * len(heads))
    return f"<table>\n{caption}{columns}<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _entry(report: Report, cell: Cell, value: str | None, box: str) -> str:
    note = report.notes.get(cell.id)
    figure = f'<b style="{_BIG}">{_escaped(value)}</b>' if value is not None else f"<small>{_BLANK}</small>"
    noted = f"<br><small>注：{_escaped(note)}</small>" if note else ""
    return f'<td style="text-align:center">{figure} {box}{noted}</td>'


def _columns(*widths: float) -> str:
    """The widths of columns in per cent."""
    columns = "".join(f'<col style="width:{width:g}%">' for width in widths)
    return f"<colgroup>{columns}</colgroup>\n"


def _path(labels: list[str]) -> str:
    """The last label, and above it, smaller, those it belongs to."""
    above = f"<small>{_escaped(' · '.join(labels[:-1]))}</small><br>" if labels[1:] else ""
    return above + (_escaped(labels[-1]) if labels else "")


def _escaped(text: str) -> str:
    return escape(clean_text(text), quote=False)
