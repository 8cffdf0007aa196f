"""A report as a Word document."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from reportdesk.documents.images import PAGE_HEIGHT, Image, interleave, section_pictures
from reportdesk.documents.metadata import CAPTION, NOTE, PREFIX, report_metadata
from reportdesk.documents.text_layout import footnote_lines, title_lines_divided
from reportdesk.documents.word.build_package import Media, build_package
from reportdesk.documents.word.elements import Property, paragraph, run
from reportdesk.documents.word.elements import picture as picture_paragraph
from reportdesk.documents.word.fonts import set_run
from reportdesk.documents.word.options import DEFAULT, WordOptions
from reportdesk.documents.word.signature_block import keep_with_next, signature_block
from reportdesk.documents.word.table_writer import Figure, TableStyle, figure_runs, fill_table, is_short, table_template
from reportdesk.report import Paragraph, Report, figures, paragraphs
from reportdesk.report.drafts import page_header
from reportdesk.report.schema import Picture

if TYPE_CHECKING:
    from lxml.etree import _Element

TITLE_WIDTH = 20  # characters of the title on a line
_TWIPS = 1440 / 25.4
_RUN_IN = Property("rStyle", val="RunInHeading")
_RUN_IN_LEVELS = (1, 2)


def render(
    report: Report,
    options: WordOptions = DEFAULT,
    media: Mapping[str, bytes] | None = None,
    *,
    public: bool = False,
    date: str = "",
) -> bytes:
    """The report as a .docx file: title, lead-in, and every section with its text, table, footnotes and pictures.

    `media` is name below media/ → bytes; `date` stands below the unit at the end ("2026年1月20日"; by default the day
    of the sign-off, else a blank to fill in). A `public` file bears no mark of a draft and says of the unit only what
    it shows. Text comes back as it was without blank lines and indents. The same report gives the same bytes. Raises
    PictureError.
    """
    writer = WordBodyWriter(report, options, media or {})
    header = page_header(report) if options.draft_header and not public else ""
    metadata = {} if public else properties_of(report)
    body = writer.body(date)
    return build_package(report.title, body, options, header=header, media=writer.media, metadata=metadata)


def properties_of(report: Report) -> dict[str, str]:
    """What the file says of the unit beside its text."""
    return {PREFIX + name: text for name, text in report_metadata(report).items() if text}


class WordBodyWriter:
    """Writes the parts of a report that change from report to report; `media` are the pictures written so far."""

    def __init__(self, report: Report, options: WordOptions, media: Mapping[str, bytes]) -> None:
        self.report, self.options = report, options
        self.values = figures(report)
        self.media: list[Media] = []
        self._pictures = section_pictures(report, media)

    def body(self, date: str = "") -> "list[_Element]":
        """The body of the report; `date` as for `render`."""
        elements = list(self._elements())
        if self.options.closing:
            keep_with_next(elements[-1])
            elements += signature_block(self.report, self.options, date)
        return elements

    def _elements(self) -> "Iterator[_Element]":
        """Title, headings, paragraphs, tables."""
        report = self.report
        yield paragraph(self.title(), "Title")
        for section in report.form.sections.values():
            if section.heading:
                yield paragraph(run(section.heading), "Heading1")
            texts = self.text(section.id)
            yield from texts
            if section.table:
                layout = report.form.layout(section.table)
                together = not texts or is_short(layout)
                keep_last = bool(footnote_lines(report, section.table))
                yield fill_table(table_template(layout, self.options.text_width, together, keep_last), self.figure)
                yield from self.footnotes(section.table)

    def title(self) -> "list[_Element]":
        """The runs of the title."""
        return set_run("\n".join(title_lines_divided(self.report, TITLE_WIDTH)), self.options.title_font)

    def text(self, section: str) -> "list[_Element]":
        """The paragraphs of a section, its pictures among them."""
        return self.with_pictures(
            section, [(p.start, self.paragraph(p)) for p in paragraphs(self.report.text(section))]
        )

    def figure(self, cell: str, width: int, style: TableStyle) -> Figure:
        """A figure in a cell of this width in twips."""
        return figure_runs(self.values[cell] or "", self.report.notes.get(cell, ""), width, style)

    def footnotes(self, table: str) -> "list[_Element]":
        """The paragraphs below a table.

        Never none: two tables would grow together, and a document must not end with one.
        """
        return [paragraph(run(note), NOTE) for note in footnote_lines(self.report, table) or [""]]

    def paragraph(self, content: Paragraph) -> "_Element":
        """A paragraph of a text, with headings as such."""
        return paragraph(self.runs(content, 0, len(content.text)), style_of(content))

    def runs(self, paragraph: Paragraph, start: int, end: int) -> "list[_Element]":
        """The runs of a part of a paragraph: a heading that the text goes on behind is set apart."""
        style = style_of(paragraph)
        edge = len(paragraph.heading) if paragraph.level in _RUN_IN_LEVELS and not style else 0
        heading = set_run(paragraph.text[start : min(edge, end)], self.options.subheading_font, _RUN_IN)
        font = self.options.subheading_font if style == "Heading2" else self.options.body_font
        return heading + set_run(paragraph.text[max(edge, start) : end], font)

    def with_pictures(self, section: str, paragraphs: "Iterable[tuple[int, _Element]]") -> "list[_Element]":
        """Paragraphs, (start in the text, element), with the pictures of the section behind the ones they follow."""
        found: list[_Element] = []
        for part in interleave(paragraphs, self._pictures.get(section, ())):
            found += self._picture(*part) if isinstance(part, tuple) else [part]
        return found

    def _picture(self, picture: Picture, image: Image) -> "Iterator[_Element]":
        """The paragraphs of a picture and its caption."""
        number = len(self.media) + 1
        self.media.append(Media(f"rIdPicture{number}", f"image{number}.{image.kind}", image.data))
        size = image.fitted(picture.width_mm, self.options.text_width / _TWIPS, PAGE_HEIGHT)
        yield picture_paragraph(self.media[-1].relationship, number, size, picture.caption)
        if picture.caption:
            yield paragraph(set_run(picture.caption, self.options.body_font), CAPTION)


def style_of(paragraph: Paragraph) -> str:
    """The style of a paragraph; "" for plain text and for text behind a heading in the same paragraph."""
    return f"Heading{paragraph.level}" if paragraph.level and not paragraph.body else ""
