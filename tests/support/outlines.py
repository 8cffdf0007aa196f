"""A report as headings, lines and filled tables, and that as files of formats the program itself does not write.

The files need no fonts and no other programs: pages of a PDF name a Chinese font that every reader knows.
"""

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from reportdesk.documents.text_layout import footnote_lines
from reportdesk.form import Placed, TableLayout
from reportdesk.numbers import format_cell
from reportdesk.report import Report, figures

A4 = (595.0, 842.0)


class FilledTable(NamedTuple):
    """A table of the form, and what stands in each of its cells."""

    layout: TableLayout
    texts: dict[Placed, str]


def outline(report: Report) -> Iterator[str | FilledTable]:
    """Title, headings, lines and tables of a report, in order."""
    values = figures(report)
    yield report.title
    for section in report.form.sections.values():
        if section.heading:
            yield section.heading
        yield from (line for line in report.text(section.id).splitlines() if line.strip())
        if section.table:
            layout = report.form.layout(section.table)
            yield FilledTable(
                layout,
                {
                    placed: format_cell(values[placed.cell], report.notes.get(placed.cell))
                    if placed.cell
                    else placed.text
                    for placed in layout.cells
                },
            )
            yield from footnote_lines(report, section.table)


def html_of(report: Report, encoding: str = "utf-8") -> bytes:
    """A page as an office's web site shows it."""
    parts = [
        f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>{escape(report.title)}</title></head><body>'
    ]
    for item in outline(report):
        if isinstance(item, str):
            parts.append(f'<p style="text-indent: 2em">{escape(item)}</p>')
            continue
        parts.append('<table border="1" cellspacing="0"><tbody>')
        for row in range(item.layout.rows):
            parts.append("<tr>")
            for placed in item.layout.cells:
                if placed.row == row:
                    spans = f' colspan="{placed.column_span}"' if placed.column_span > 1 else ""
                    spans += f' rowspan="{placed.row_span}"' if placed.row_span > 1 else ""
                    parts.append(f'<td{spans}><p style="text-align:center">{escape(item.texts[placed])}</p></td>')
            parts.append("</tr>")
        parts.append("</tbody></table>")
    return "".join([*parts, "</body></html>"]).encode(encoding)


def text_of(report: Report, between: str) -> bytes:
    """The report as copied text: what stands between the cells of a row is a tab, a bar, or the end of a line."""
    parts = []
    for item in outline(report):
        if isinstance(item, str):
            parts.append(item)
            continue
        for row in range(item.layout.rows):
            cells = [item.texts[placed].replace("\n", "") for placed in item.layout.cells if placed.row == row]
            line = between.join(cells)
            parts.append(f"|{line}|" if between == "|" else line)
    return "\n".join(parts).encode()


class PdfPage:
    """Text and lines on an A4 page, in points from its top left corner."""

    def __init__(self) -> None:
        self.drawn: list[str] = []

    def text(self, x: float, top: float, text: str, size: float = 10.5) -> None:
        """Every character as wide as a Chinese one, digits and Latin letters half as wide."""
        code = text.encode("utf-16-be").hex()
        self.drawn.append(f"BT /F {size} Tf {x:.2f} {A4[1] - top - size:.2f} Td <{code}> Tj ET")

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.drawn.append(f"{x0:.2f} {A4[1] - top:.2f} m {x1:.2f} {A4[1] - bottom:.2f} l S")

    def box(self, x0: float, top: float, x1: float, bottom: float) -> None:
        for edge in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
            self.line(*edge)


def pdf(pages: list[PdfPage], font: str = "") -> bytes:
    """The pages as a file; `font` replaces the objects 3 to 5 that make the font."""
    contents = ["\n".join(page.drawn).encode() for page in pages]
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/MediaBox[0 0 {A4[0]:.0f} {A4[1]:.0f}]>>".encode(),
        (font or "<</Type/Font/Subtype/Type0/BaseFont/STSong/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>").encode(),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong/DW 1000/W[1 95 500 814 939 500]/FontDescriptor 5 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        b"<</Type/FontDescriptor/FontName/STSong/Flags 4/Ascent 880/Descent -120/CapHeight 700/StemV 90"
        b"/ItalicAngle 0/FontBBox[-25 -254 1000 880]>>",
    ]
    for i, content in enumerate(contents):
        objects.append(f"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/Contents {7 + 2 * i} 0 R>>".encode())
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    return pdf_file(objects)


def pdf_file(objects: list[bytes]) -> bytes:
    """Objects, numbered from 1, the first one the catalogue, as a file."""
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj %s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return data + end % (len(objects) + 1, table, len(objects) + 1, len(data))


class Typesetter:
    """Lines and tables down the pages, each with its number at the foot."""

    LEFT, RIGHT, TOP, BOTTOM, SIZE, STEP = 79.0, 521.0, 105.0, 740.0, 16.0, 29.0

    def __init__(self) -> None:
        self.pages: list[PdfPage] = []
        self.new_page()

    def new_page(self) -> None:
        self.pages.append(PdfPage())
        self.pages[-1].text(280, 770, f"— {len(self.pages)} —", 14)
        self.y = self.TOP

    def paragraph(self, text: str) -> None:
        indent = 2 * self.SIZE
        while text:
            if self.y + self.STEP > self.BOTTOM:
                self.new_page()
            line, text = cut(text, (self.RIGHT - self.LEFT - indent) / self.SIZE)
            self.pages[-1].text(self.LEFT + indent, self.y, line, self.SIZE)
            self.y += self.STEP
            indent = 0

    def table(self, table: FilledTable, size: float = 8.0) -> None:
        unit = (self.RIGHT - self.LEFT) / sum(table.layout.widths)
        edges = [self.LEFT + unit * sum(table.layout.widths[:i]) for i in range(table.layout.columns + 1)]
        lines = {
            p: wrapped(t, (edges[p.column + p.column_span] - edges[p.column] - 6) / size)
            for p, t in table.texts.items()
        }
        heights = [
            max((len(lines[p]) for p in table.layout.cells if p.row == row and p.row_span == 1), default=1) * (size + 2)
            + 8
            for row in range(table.layout.rows)
        ]
        first = 0
        while first < table.layout.rows:
            last, height = first, 0.0
            while last < table.layout.rows and self.y + height + heights[last] <= self.BOTTOM:
                height += heights[last]
                last += 1
            tops = [self.y + sum(heights[first:row]) for row in range(first, last + 1)]
            for p in table.layout.cells:
                top, bottom = max(p.row, first), min(p.row + p.row_span, last)
                if top < bottom:
                    y = tops[top - first]
                    self.pages[-1].box(edges[p.column], y, edges[p.column + p.column_span], tops[bottom - first])
                    if p.row >= first:
                        for i, line in enumerate(lines[p]):
                            self.pages[-1].text(edges[p.column] + 3, y + 3 + i * (size + 2), line, size)
            self.y = tops[-1] + 12
            if last < table.layout.rows:
                self.new_page()
            first = last


def pdf_of(report: Report) -> bytes:
    """A report in print: paragraphs over lines and pages, ruled tables that go on on the next page."""
    setter = Typesetter()
    for item in outline(report):
        if isinstance(item, str):
            setter.paragraph(item)
        else:
            setter.table(item)
    return pdf(setter.pages)


def cut(text: str, width: float) -> tuple[str, str]:
    """As much of a text as fits in a width, in Chinese characters, and the rest."""
    taken = 0.0
    for i, c in enumerate(text):
        taken += 0.5 if c.isascii() else 1
        if taken > width and i:
            return text[:i], text[i:]
    return text, ""


def wrapped(text: str, width: float) -> list[str]:
    lines = []
    while text:
        line, text = cut(text, width)
        lines.append(line)
    return lines
