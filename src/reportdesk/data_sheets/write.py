"""The 数据采集表: a Word file on which one office fills in the rows that it supplies."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from reportdesk.data_sheets import layout
from reportdesk.data_sheets.layout import DataSheetRow, DataSheetTable, data_sheet_tables
from reportdesk.documents.table_grid import GridSlot, distribute, grid_rows
from reportdesk.documents.text_layout import half_widths, title_lines
from reportdesk.documents.word.build_package import build_package
from reportdesk.documents.word.elements import (
    BANNER_FILL,
    CELL_MARGIN,
    KEEP_NEXT,
    LEFT,
    TEXT_WIDTH,
    WHOLE_NUMBERS,
    Property,
    even_lines,
    line_spacing,
    paragraph,
    run,
    side_margins,
    size,
    table,
    table_cell,
    table_row,
)
from reportdesk.form.definition import Block, Column, Row, Table
from reportdesk.form.layout import TableLayout, lay_out
from reportdesk.report import Report
from reportdesk.report.sources import NO_DATE

if TYPE_CHECKING:
    from lxml.etree import _Element

TITLE = "数据采集表"

_TEXT, _SMALL, _NOTE = "TableText", "TableCompact", "TableNote"
_TITLE_SIZE, _TITLE_WIDTH = 18, 24  # points; characters on a line
_LETTER_SIZE = 12
_PARENT_SIZE = 7.5
_COMPACT_SIZE = 9.0
_MOST_ROOMY = 3  # columns of figures
_MOST_TOGETHER = 5  # lines that are kept on one page

# Twips.
_NUMBER_WIDTH = 560
_NARROWEST, _WIDEST, _FIGURES_WIDTH = 560, 1700, 4200
_ITEM_SHARE = 2, 3  # of what is left: item and guide
_FACTS_WIDTHS = 2240, 3445, 1340, 1820
_SIGNED_WIDTHS = 1700, 2723, 1700, 2722
_ROW, _FACTS_ROW, _SIGNED_ROW = 400, 440, 600

_LABEL_MARGIN = 80
_LABEL_MARGINS = side_margins(_LABEL_MARGIN)
_NO_INDENT = Property("ind", firstLineChars=0, firstLine=0)
_INDENT = Property("ind", firstLineChars=200, firstLine=480)
_GREY = Property("color", val="595959")


def render(report: Report, office: str, keys: Collection[str]) -> bytes:
    """The data sheet for an office as a .docx file, with the rows of these keys, blank.

    Automatic totals are left out or marked. The same report, office and keys give the same bytes.
    """
    body = [_title(report), _metadata(report, office), *_letter(report, office)]
    for each in data_sheet_tables(report.form, keys):
        body += _table(report, each)
    body += _signatures()
    body.append(paragraph(run("填好后请核对签字。编号、项目和栏目名称请勿改动，以便交回后自动读入。"), _NOTE))
    return build_package(f"{report.title}{TITLE}（{office}）", body)


def _title(report: Report) -> "_Element":
    lines = "\n".join([*title_lines(report, _TITLE_WIDTH), TITLE])
    return paragraph(run(lines, *size(_TITLE_SIZE)), "Title", line_spacing(0, 240, 540))


def _metadata(report: Report, office: str) -> "_Element":
    """What the sheet is about; by this it is recognised when it comes back."""
    lines = [
        [layout.OFFICE, office, layout.YEAR, str(report.year)],
        [layout.UNIT, report.unit, layout.EDITION, report.edition],
    ]
    return _answers(lines, _FACTS_WIDTHS, _FACTS_ROW, keep=False)


def _letter(report: Report, office: str) -> "Iterator[_Element]":
    year = report.year
    contact = report.contact
    back = f"交{contact.office}" if contact.office else "交回"
    telephone = f"（电话：{contact.telephone}）" if contact.telephone else ""
    yield paragraph(run(f"{office}：", *size(_LETTER_SIZE)), _NOTE, line_spacing(160, 0, 380))
    text = (
        f"请填写下列数据，统计期限为{year}年1月1日至{year}年12月31日。没有发生的填 0，不适用的填“/”；需要说明的，"
        f"在数字后面加括号注明，如“22（其中修订16件）”。填好后请将电子版连同签字的纸质件{back}{telephone}。"
    )
    yield paragraph(run(text, *size(_LETTER_SIZE), WHOLE_NUMBERS), _NOTE, line_spacing(0, 0, 380), _INDENT)


def _table(report: Report, sheet_table: DataSheetTable) -> "Iterator[_Element]":
    """The caption, the table and, below it, the definitions of its columns."""
    unit = f"（单位：{sheet_table.unit}）" if sheet_table.unit else ""
    caption = run(sheet_table.title + unit, *size(_LETTER_SIZE))
    yield paragraph(caption, "Heading1", line_spacing(240, 80, 380), _NO_INDENT)
    widths = _widths(sheet_table)
    header = _header(sheet_table)
    rows = [
        table_row([_header_cell(slot, widths) for slot in slots], _ROW, header=True)
        for slots in grid_rows(header)[: header.header_rows]
    ]
    together = len(sheet_table.lines) <= _MOST_TOGETHER
    for line in sheet_table.lines:
        keep = [KEEP_NEXT] if together or line is sheet_table.lines[-1] else []
        rows.append(_line(report, line, widths, keep))
    yield table(widths, rows)
    yield from (paragraph(run(note, WHOLE_NUMBERS), _NOTE) for note in _definitions(sheet_table) or [""])


def _header_cell(slot: GridSlot, widths: Sequence[int]) -> "_Element":
    placed, merge = slot
    width = sum(widths[placed.column : placed.column + placed.column_span])
    text = "" if merge == "continue" else _broken_before_bracket(placed.text, width)
    return table_cell(
        [paragraph(run(text), _SMALL, KEEP_NEXT)],
        width,
        span=placed.column_span,
        merge=merge,
        fill=BANNER_FILL,
        margins=even_lines(placed.text, width, _COMPACT_SIZE),
    )


def _header(table: DataSheetTable) -> TableLayout:
    """The heads of the columns as the layout of a table of their own, labels merged."""
    labels = [(layout.NUMBER,), (layout.ITEM,), (layout.GUIDE,), *(column.labels for column in table.columns)]
    columns = [Column(id=str(place), labels=list(path)) for place, path in enumerate(labels)]
    block = Block(columns=columns, rows=[Row(id="", labels=[])])
    return lay_out(Table(id="", title="", widths=[1] * len(columns), headers="frozen", blocks=[block]))


def _widths(table: DataSheetTable) -> list[int]:
    figures = len(table.columns)
    width = min(_WIDEST, max(_NARROWEST, _FIGURES_WIDTH // figures))
    return [_NUMBER_WIDTH, *distribute(_ITEM_SHARE, TEXT_WIDTH - _NUMBER_WIDTH - figures * width), *[width] * figures]


def _line(report: Report, line: DataSheetRow, widths: Sequence[int], keep: Sequence[Property]) -> "_Element":
    label = run(line.labels[-1])
    if parents := _on_one_line_or_several(line.labels[:-1], widths[1]):
        item = [
            paragraph(run(parents, *size(_PARENT_SIZE), _GREY), _SMALL, *keep, line_spacing(50, 0, 200), LEFT),
            paragraph(label, _SMALL, *keep, line_spacing(0, 50, 240), LEFT),
        ]
    else:
        item = [paragraph(label, _SMALL, *keep, line_spacing(50, 50, 240), LEFT)]
    guide = paragraph(run(line.guide, WHOLE_NUMBERS), _SMALL, *keep, line_spacing(50, 50, 240), LEFT)
    style = _TEXT if len(line.cells) <= _MOST_ROOMY else _SMALL
    figures = [
        paragraph(run(layout.AUTOMATIC, _GREY) if cell in report.form.totals else (), style, *keep)
        for cell in line.cells
    ]
    cells = [
        table_cell([paragraph(run(line.number), _SMALL, *keep)], widths[0]),
        table_cell(item, widths[1], margins=_LABEL_MARGINS),
        table_cell([guide], widths[2], margins=_LABEL_MARGINS),
        *(table_cell([figure], width) for figure, width in zip(figures, widths[3:], strict=True)),
    ]
    return table_row(cells, _ROW)


def _on_one_line_or_several(labels: Sequence[str], width: int) -> str:
    line = " · ".join(labels)
    return line if half_widths(line) * _PARENT_SIZE * 10 <= width - 2 * _LABEL_MARGIN else "\n".join(labels)


def _broken_before_bracket(label: str, width: int) -> str:
    """A label that is too long for a line goes on, if it can, with what it has in brackets."""
    fits = half_widths(label) * _COMPACT_SIZE * 10 <= width - 2 * CELL_MARGIN
    return label if fits or label.startswith("（") else label.replace("（", "\n（", 1)


def _definitions(table: DataSheetTable) -> list[str]:
    defined = [f"{column.name}：{column.guide}" for column in table.columns if column.guide]
    lines = [table.guide, *defined] if table.guide else defined
    return [f"注：{lines[0]}", *lines[1:]] if lines else []


def _signatures() -> "list[_Element]":
    lines = [[layout.PERSON, "", layout.TELEPHONE, ""], [layout.REVIEWER, "", layout.DATE, NO_DATE]]
    return [paragraph((), _NOTE, KEEP_NEXT), _answers(lines, _SIGNED_WIDTHS, _SIGNED_ROW, keep=True)]


def _answers(lines: list[list[str]], widths: Sequence[int], height: int, *, keep: bool) -> "_Element":
    """A table of labels, each with its answer beside it."""
    properties = [*([KEEP_NEXT] if keep else []), line_spacing(40, 40, 280)]
    rows = []
    for line in lines:
        cells = [
            table_cell([paragraph(run(text), _TEXT, *properties)], width, fill="" if place % 2 else BANNER_FILL)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        ]
        rows.append(table_row(cells, height))
    return table(widths, rows)
