"""The sheets of a workbook beside the official tables: texts, facts about the unit, a cell a row, a guide.

A reader tells them by their names.
"""

from collections.abc import Mapping, Sequence

from reportdesk.documents.excel.sheet_writer import SheetWriter, clean, set_up_print, text_height
from reportdesk.documents.excel.styles import TEXT_SIZE, TITLE_SIZE
from reportdesk.documents.images import SHEET_ROOM, Illustration, interleave
from reportdesk.documents.metadata import FACTS, TEXTS, metadata_labels, report_metadata
from reportdesk.documents.text_layout import title_lines
from reportdesk.form import Cell, Form
from reportdesk.form.definition import Section
from reportdesk.numbers import NOT_APPLICABLE, difference, format_number, quantity
from reportdesk.report import Paragraph, Report, figures, paragraphs

CELL_COLUMNS = ("编号", "所在部分", "项目", "栏目", "单位", "本年", "上年", "比上年增减", "格内说明")

_TEXT_WIDTH = 80  # narrower than a page: a single column is not scaled to it
_FACT_WIDTHS = 16, 60
_CELL_WIDTHS = 44, 30, 40, 30, 8, 12, 12, 12, 24
_GUIDE_WIDTHS = 6, 90
_TITLE_HEIGHT = 30
_BLANK_LINES = 3  # to type into, below the heading of an empty section
_DOTS_PER_MM = 96 / 25.4
_POINTS = 0.75  # of a pixel
_LABELS = " · "  # between the labels of a path


def write_texts(
    writer: SheetWriter,
    report: Report,
    sections: Sequence[Section],
    pictures: Mapping[str, Sequence[Illustration]],
    *,
    titled: bool,
) -> None:
    """The texts of these sections under their headings, a paragraph a row, below the title of the report if `titled`.

    A picture stands in a row of its own, its caption in the second column.
    """
    heights: list[float] = []
    if titled:
        title = "\n".join(title_lines(report, _TEXT_WIDTH * TEXT_SIZE / TITLE_SIZE / 2))
        writer.text(1, 1, clean(title), "title")
        heights.append(float(_TITLE_HEIGHT * len(title.split("\n"))))
    for section in sections:
        if section.heading:
            heights.append(26)
            writer.text(len(heights), 1, section.heading, "heading")
        begun = ((each.start, each) for each in paragraphs(report.text(section.id)))
        parts = list(interleave(begun, pictures.get(section.id, [])))
        for part in parts:
            row = len(heights) + 1
            if isinstance(part, Paragraph):
                text = clean(part.text)
                heights.append(text_height(text, _TEXT_WIDTH))
                writer.text(row, 1, text, "text", unlocked=True)
            else:
                heights.append(_picture(writer, row, part))
        for _ in range(0 if parts else _BLANK_LINES):
            heights.append(text_height("", _TEXT_WIDTH))
            writer.text(len(heights), 1, "", "text", unlocked=True)
    writer.sizes([_TEXT_WIDTH], heights)
    set_up_print(writer.sheet)


def write_metadata(writer: SheetWriter, report: Report) -> None:
    """What the report says about its unit: a label and its answer in each row."""
    known = {**report_metadata(report), "kind": report.form.kinds[report.kind]}
    labels = metadata_labels(report.form)
    for row, (name, label) in enumerate(labels.items(), 1):
        writer.text(row, 1, label, "banner")
        writer.text(row, 2, clean(known[name]), "left", unlocked=name != "edition")
    writer.sizes(_FACT_WIDTHS, [24.0] * len(labels))
    writer.protect()
    set_up_print(writer.sheet)


def write_cells(writer: SheetWriter, report: Report) -> None:
    """One cell a row for further use: id, labels, figure, last year's figure, difference, note."""
    for column, title in enumerate(CELL_COLUMNS, 1):
        writer.text(1, column, title, "banner")
    values = figures(report)
    before = report.previous.cells if report.previous else {}
    for row, cell in enumerate(report.form.cells.values(), 2):
        now, last = values[cell.id], before.get(cell.id)
        for column, text in enumerate(_labels(report.form, cell), 1):
            writer.text(row, column, clean(text), "left")
        writer.figure(row, 6, now, cell.type)
        writer.figure(row, 7, last, cell.type)
        writer.figure(row, 8, _change(now, last, cell), "signed")
        writer.text(row, 9, clean(report.notes.get(cell.id, "")), "left")
    writer.sizes(_CELL_WIDTHS)
    writer.sheet.auto_filter.ref = f"A1:I{len(report.form.cells) + 1}"
    set_up_print(writer.sheet, landscape=True, top=1, left=1)


def write_guide(writer: SheetWriter, form: Form) -> None:
    """How the workbook is filled in, and the equations of the form."""
    lines = [
        "本工作簿按官方格式填报。白色数字格可以填写，标题和栏目名称受保护；如确需改动，可撤销工作表保护（没有密码）。",
        "没有发生的填 0，不适用的填“/”，没有填的留空；三者含义不同。件数填整数，不填负数。",
        "需要说明的，在数字后面加括号注明，如“22（其中修订16件）”；脚注写在表格下面一行。",
        "标红加粗的数字表示勾稽关系不符，或者为负数、不是整数，请核对台账。",
        f"文字写在“{TEXTS}”，一段一行；单位和联系方式写在“{FACTS}”。",
        "请勿增删表格的行和列，勿改工作表名称，以便交回后读入。",
        *(f"{form.tables[each.table].title}：{each.title}" for each in form.definition.equations),
    ]
    for row, line in enumerate(lines, 1):
        writer.text(row, 1, str(row), "centre")
        writer.text(row, 2, clean(line), "left")
    writer.sizes(_GUIDE_WIDTHS, [text_height(line, _GUIDE_WIDTHS[1]) for line in lines])
    writer.protect()
    set_up_print(writer.sheet)


def _picture(writer: SheetWriter, row: int, illustration: Illustration) -> float:
    """Puts a picture into a row; returns the height of the row in points."""
    from io import BytesIO

    from openpyxl.drawing.image import Image

    picture, image = illustration
    width, height = image.fitted(picture.width_mm, *SHEET_ROOM)
    drawn = Image(BytesIO(image.data))
    # Not whole pixels: the width comes back as it was.
    drawn.width, drawn.height = width * _DOTS_PER_MM, height * _DOTS_PER_MM  # type: ignore[assignment]
    writer.sheet.add_image(drawn, f"A{row}")
    writer.text(row, 2, clean(picture.caption), "text", unlocked=True)
    return round(drawn.height * _POINTS, 2) + 6


def _labels(form: Form, cell: Cell) -> tuple[str, ...]:
    return (
        cell.id,
        form.section_name(cell.section),
        _LABELS.join(cell.row.labels),
        _LABELS.join(cell.column.labels),
        cell.unit,
    )


def _change(now: str | None, last: str | None, cell: Cell) -> str | None:
    """This year's figure less last year's, with its sign; None where either is not a number."""
    if now is None or last is None or NOT_APPLICABLE in (now, last) or cell.type == "text":
        return None
    change = format_number(difference(quantity(now), quantity(last)))
    return change if change.startswith("-") or change == "0" else f"+{change}"
