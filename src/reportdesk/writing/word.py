"""A report as a Word document.

The prepared template (scripts/make_word_template.py) holds page, styles and page numbers. The body is written as XML
and put into its package as text: parsing it into python-docx's elements and writing it out again would take three
times as long, and its table interface looks every merged cell up anew.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from reportdesk import resources
from reportdesk.form import Placed, TableLayout
from reportdesk.numbers import shown
from reportdesk.report import Paragraph, Report, clean_text, figures, paragraphs
from reportdesk.writing.grid import Slot, is_left_aligned, labels_are_tree, rows, spread
from reportdesk.writing.measure import half_widths
from reportdesk.writing.wording import footnotes, title_lines

# What the template has at the places that are filled.
_BODY_END, _NO_TITLE = "<w:sectPr>", "<dc:title/>"
_PLACE = "\0"  # of a figure: no text can hold it

_BANNER_FILL = "C6D9F1"

# Twips (1/20 pt), as in the template: the text is 156 mm wide.
_TEXT_WIDTH = 8845
_CELL_MARGIN = 40

_TITLE_WIDTH = 20  # characters of the title on a line
_DIGIT = 0.56  # of the size: half a character, and a little more for the fonts that stand in for 宋体
_NOTE_SIZE = 7.5
_SMALLEST_SIZE = 5.0


class _Look(NamedTuple):
    """How a table is set: paragraph style, its size in points, least height of a row in twips."""

    style: str
    size: float
    height: int


_ROOMY = _Look("TableText", 10.5, 440)
_COMPACT = _Look("TableCompact", 9.0, 350)  # 28 rows, some of them of two or three lines, and a heading fill a page
_MOST_ROOMY_ROWS = 20


def render(report: Report) -> bytes:
    """The report as a .docx file: title, lead-in, and every section with its text, table and footnotes.

    The same report gives the same bytes.
    """
    filled = {
        "word/document.xml": (_BODY_END, "".join(_body(report)) + _BODY_END),
        "docProps/core.xml": (_NO_TITLE, f"<dc:title>{_escaped(report.title)}</dc:title>"),
    }
    file = BytesIO()
    with ZipFile(resources.path("word", "report.docx")) as template, ZipFile(file, "w") as document:
        for entry in template.infolist():
            part = template.read(entry)
            if entry.filename in filled:
                mark, content = filled[entry.filename]
                part = part.replace(mark.encode(), content.encode(), 1)
            document.writestr(entry, part)
    return file.getvalue()


def _body(report: Report) -> Iterator[str]:
    shown_figures = figures(report)
    yield _paragraph(_run("\n".join(title_lines(report, _TITLE_WIDTH))), "Title")
    for section in report.form.sections.values():
        if section.heading:
            yield _paragraph(_run(section.heading), "Heading1")
        texts = list(paragraphs(report.text(section.id)))
        yield from map(_text, texts)
        if section.table:
            notes = footnotes(report, section.table)
            layout = report.form.layout(section.table)
            frame = _frame(layout, not texts or _is_short(layout), bool(notes))
            yield _table(frame, shown_figures, report.notes)
            # Never without a paragraph: two tables would grow together, and a document must not end with one.
            yield from (_paragraph(_run(note), "TableNote") for note in notes or [""])


def _text(paragraph: Paragraph) -> str:
    if not paragraph.level:
        return _paragraph(_run(paragraph.body))
    if not paragraph.body:
        return _paragraph(_run(paragraph.heading), f"Heading{paragraph.level}")
    if paragraph.level > 2:
        return _paragraph(_run(paragraph.text))
    return _paragraph(_run(paragraph.heading, '<w:rStyle w:val="RunInHeading"/>') + _run(paragraph.body))


class _Frame(NamedTuple):
    """A table without its figures: `texts` stand around the places of `cells`, given as (id, width)."""

    texts: list[str]
    cells: list[tuple[str, int]]
    look: _Look


def _is_short(layout: TableLayout) -> bool:
    return layout.rows <= _MOST_ROOMY_ROWS


def _table(frame: _Frame, values: Mapping[str, str | None], notes: Mapping[str, str]) -> str:
    parts = [frame.texts[0]]
    for (cell, width), text in zip(frame.cells, frame.texts[1:], strict=True):
        parts += _figure(values[cell] or "", notes.get(cell, ""), width, frame.look), text
    return "".join(parts)


@lru_cache(maxsize=32)
def _frame(layout: TableLayout, together: bool, keep_last: bool) -> _Frame:
    """A table on its official grid.

    With `together` its rows stay on one page: a long table that follows a text would else leave a page half empty.
    """
    widths = spread(layout.widths, _TEXT_WIDTH)
    tree = labels_are_tree(layout)
    look = _ROOMY if _is_short(layout) else _COMPACT
    cells: list[tuple[str, int]] = []
    xml = [
        f'<w:tbl><w:tblPr><w:tblW w:w="{_TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{_margins(_CELL_MARGIN)}</w:tblCellMar></w:tblPr>'
        "<w:tblGrid>",
        *(f'<w:gridCol w:w="{width}"/>' for width in widths),
        "</w:tblGrid>",
    ]
    for number, slots in enumerate(rows(layout)):
        header = "<w:tblHeader/>" if number < layout.header_rows else ""
        last = number == layout.rows - 1
        kept = keep_last if last else together or number < layout.header_rows
        keep = "<w:keepNext/>" if kept else ""
        xml.append(
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{look.height}" w:hRule="atLeast"/>{header}</w:trPr>'
        )
        for slot in slots:
            placed = slot.placed
            width = sum(widths[placed.column : placed.column + placed.column_span])
            left = '<w:jc w:val="left"/>' if is_left_aligned(placed, tree) else ""
            runs = "" if slot.merge == "continue" else _run(placed.text)
            if placed.cell and slot.merge != "continue":
                runs = _PLACE
                cells.append((placed.cell, width))
            xml.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{_cell_properties(slot, width, look)}</w:tcPr>'
                f'<w:p><w:pPr><w:pStyle w:val="{look.style}"/>{keep}{left}</w:pPr>{runs}</w:p></w:tc>'
            )
        xml.append("</w:tr>")
    xml.append("</w:tbl>")
    return _Frame("".join(xml).split(_PLACE), cells, look)


def _cell_properties(slot: Slot, width: int, look: _Look) -> str:
    placed, merge = slot
    span = f'<w:gridSpan w:val="{placed.column_span}"/>' if placed.column_span > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_BANNER_FILL}"/>' if placed.role == "banner" else ""
    return f'{span}{merged}{shade}{_even_lines(placed, width, look)}<w:vAlign w:val="center"/>'


def _even_lines(placed: Placed, width: int, look: _Look) -> str:
    """Wider margins for a column label that would wrap after an odd character: most Chinese words have two."""
    fitting = int((width - 2 * _CELL_MARGIN) / 20 / look.size)
    length = half_widths(placed.text)
    if placed.role != "column" or fitting < 3 or not fitting % 2 or length <= 2 * fitting or length % 4:
        return ""
    margin = int((width - (fitting - 0.5) * look.size * 20) / 2)
    return f"<w:tcMar>{_margins(margin)}</w:tcMar>"


def _figure(value: str, note: str, width: int, look: _Look) -> str:
    """The runs of a figure with its note; smaller where they would not fit."""
    room = (width - 2 * _CELL_MARGIN) / 20
    text = shown(value, note)
    if half_widths(text) * look.size * _DIGIT <= room:
        return _run(text)
    fitting = int(2 * room / _DIGIT / max(1, half_widths(value))) / 2
    runs = _run(value, _size(max(_SMALLEST_SIZE, fitting)) if fitting < look.size else "")
    return runs + _run(shown(None, note), _size(_NOTE_SIZE))


def _margins(width: int) -> str:
    return f'<w:left w:w="{width}" w:type="dxa"/><w:right w:w="{width}" w:type="dxa"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/>'


def _paragraph(runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{runs}</w:p>"


def _run(text: str, properties: str = "") -> str:
    if not text:
        return ""
    inner = _escaped(text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    inner = inner.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    properties = properties and f"<w:rPr>{properties}</w:rPr>"
    return f'<w:r>{properties}<w:t xml:space="preserve">{inner}</w:t></w:r>'


def _escaped(text: str) -> str:
    return escape(text if text.isprintable() else clean_text(text), quote=False)


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
