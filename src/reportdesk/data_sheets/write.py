"""The 数据采集表: a Word slip on which one office fills in the rows that it supplies."""

from collections.abc import Collection, Iterator, Sequence

from reportdesk.data_sheets import layout
from reportdesk.data_sheets.layout import DataSheetRow, DataSheetTable, data_sheet_tables
from reportdesk.documents.table_grid import distribute, grid_rows
from reportdesk.documents.text_layout import half_widths, title_lines
from reportdesk.documents.word.build_package import build_package
from reportdesk.documents.word.markup import (
    BANNER_FILL,
    CELL_MARGIN,
    KEEP_NEXT,
    LEFT,
    ROW_END,
    TABLE_END,
    TEXT_WIDTH,
    WHOLE_NUMBERS,
    even_lines,
    margins_of,
    paragraph,
    row_start,
    run,
    size,
    table_cell,
    table_start,
)
from reportdesk.form.definition import Block, Column, Row, Table
from reportdesk.form.layout import TableLayout, lay_out
from reportdesk.report import Report
from reportdesk.report.sources import NO_DATE

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
_LABEL_MARGINS = margins_of(_LABEL_MARGIN)
_NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
_GREY = '<w:color w:val="595959"/>'


def render(report: Report, office: str, keys: Collection[str]) -> bytes:
    """The slip for an office as a .docx file, with the rows of these keys, blank.

    Automatic totals are left out or marked. The same report, office and keys give the same bytes.
    """
    tables = data_sheet_tables(report.form, keys)
    body = [_title(report), _facts(report, office), *_letter(report, office)]
    for table in tables:
        body += _table(report, table)
    body.append(_signatures())
    body.append(paragraph(run("填好后请核对签字。编号、项目和栏目名称请勿改动，以便交回后自动读入。"), _NOTE))
    return build_package(f"{report.title}{TITLE}（{office}）", "".join(body))


def _title(report: Report) -> str:
    lines = "\n".join([*title_lines(report, _TITLE_WIDTH), TITLE])
    return paragraph(run(lines, size(_TITLE_SIZE)), "Title", _spacing(0, 240, 540))


def _facts(report: Report, office: str) -> str:
    """What the slip is about; by this it is recognised when it comes back."""
    facts = [
        [layout.OFFICE, office, layout.YEAR, str(report.year)],
        [layout.UNIT, report.unit, layout.EDITION, report.edition],
    ]
    return _answers(facts, _FACTS_WIDTHS, _FACTS_ROW, keep=False)


def _letter(report: Report, office: str) -> Iterator[str]:
    year = report.year
    contact = report.contact
    back = f"交{contact.office}" if contact.office else "交回"
    telephone = f"（电话：{contact.telephone}）" if contact.telephone else ""
    yield paragraph(run(f"{office}：", size(_LETTER_SIZE)), _NOTE, _spacing(160, 0, 380))
    yield paragraph(
        run(
            f"请填写下列数据，统计期限为{year}年1月1日至{year}年12月31日。没有发生的填 0，不适用的填“/”；需要说明的，"
            f"在数字后面加括号注明，如“22（其中修订16件）”。填好后请将电子版连同签字的纸质件{back}{telephone}。",
            size(_LETTER_SIZE) + WHOLE_NUMBERS,
        ),
        _NOTE,
        _spacing(0, 0, 380) + _INDENT,
    )


def _table(report: Report, table: DataSheetTable) -> Iterator[str]:
    """The caption, the table and, below it, the definitions of its columns."""
    unit = f"（单位：{table.unit}）" if table.unit else ""
    caption = run(table.title + unit, size(_LETTER_SIZE))
    yield paragraph(caption, "Heading1", _spacing(240, 80, 380) + _NO_INDENT)
    widths = _widths(table)
    xml = [table_start(widths)]
    layout = _header(table)
    for slots in grid_rows(layout)[: layout.header_rows]:
        xml.append(row_start(_ROW, header=True))
        for placed, merge in slots:
            width = sum(widths[placed.column : placed.column + placed.column_span])
            text = "" if merge == "continue" else _broken_before_bracket(placed.text, width)
            xml.append(
                table_cell(
                    width,
                    paragraph(run(text), _SMALL, KEEP_NEXT),
                    span=placed.column_span,
                    merge=merge,
                    fill=BANNER_FILL,
                    margins=even_lines(placed.text, width, _COMPACT_SIZE),
                )
            )
        xml.append(ROW_END)
    together = len(table.lines) <= _MOST_TOGETHER
    for line in table.lines:
        xml.append(_line(report, line, widths, KEEP_NEXT if together or line is table.lines[-1] else ""))
    xml.append(TABLE_END)
    yield "".join(xml)
    yield from (paragraph(run(note, WHOLE_NUMBERS), _NOTE) for note in _definitions(table) or [""])


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


def _line(report: Report, line: DataSheetRow, widths: Sequence[int], keep: str) -> str:
    text = keep + _spacing(50, 50, 240) + LEFT
    item = paragraph(run(line.labels[-1]), _SMALL, text)
    if parents := _on_one_line_or_several(line.labels[:-1], widths[1]):
        item = paragraph(
            run(parents, size(_PARENT_SIZE) + _GREY), _SMALL, keep + _spacing(50, 0, 200) + LEFT
        ) + paragraph(run(line.labels[-1]), _SMALL, keep + _spacing(0, 50, 240) + LEFT)
    style = _TEXT if len(line.cells) <= _MOST_ROOMY else _SMALL
    figures = [
        paragraph(run(layout.AUTOMATIC, _GREY) if cell in report.form.totals else "", style, keep)
        for cell in line.cells
    ]
    cells = [
        (paragraph(run(line.number), _SMALL, keep), ""),
        (item, _LABEL_MARGINS),
        (paragraph(run(line.guide, WHOLE_NUMBERS), _SMALL, text), _LABEL_MARGINS),
        *((figure, "") for figure in figures),
    ]
    row = (table_cell(width, text, margins=margins) for width, (text, margins) in zip(widths, cells, strict=True))
    return row_start(_ROW) + "".join(row) + ROW_END


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


def _signatures() -> str:
    lines = [[layout.PERSON, "", layout.TELEPHONE, ""], [layout.REVIEWER, "", layout.DATE, NO_DATE]]
    return paragraph("", _NOTE, KEEP_NEXT) + _answers(lines, _SIGNED_WIDTHS, _SIGNED_ROW, keep=True)


def _answers(lines: list[list[str]], widths: Sequence[int], height: int, *, keep: bool) -> str:
    """A table of labels, each with its answer beside it."""
    kept = KEEP_NEXT if keep else ""
    xml = [table_start(widths)]
    for line in lines:
        xml.append(row_start(height))
        for place, (text, width) in enumerate(zip(line, widths, strict=True)):
            fill = "" if place % 2 else BANNER_FILL
            xml.append(table_cell(width, paragraph(run(text), _TEXT, kept + _spacing(40, 40, 280)), fill=fill))
        xml.append(ROW_END)
    xml.append(TABLE_END)
    return "".join(xml)


def _spacing(before: int, after: int, line: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'
