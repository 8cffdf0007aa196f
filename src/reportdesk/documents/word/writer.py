"""A report as a Word document."""

from collections.abc import Iterator, Mapping

from reportdesk.documents.images import PAGE_HEIGHT, Image, interleave, section_pictures
from reportdesk.documents.metadata import CAPTION, NOTE, PREFIX, report_metadata
from reportdesk.documents.text_layout import footnote_lines, title_lines_divided
from reportdesk.documents.word.build_package import Media, build_package
from reportdesk.documents.word.fonts import set_run
from reportdesk.documents.word.markup import paragraph, run
from reportdesk.documents.word.markup import picture as drawn
from reportdesk.documents.word.options import DEFAULT, WordOptions
from reportdesk.documents.word.signature_block import keep_with_next, signature_block
from reportdesk.documents.word.tables import TableStyle, figure_runs, is_short, table_markup, table_template
from reportdesk.report import Paragraph, Report, figures, paragraphs
from reportdesk.report.drafts import page_header
from reportdesk.report.schema import Picture

TITLE_WIDTH = 20  # characters of the title on a line
_TWIPS = 1440 / 25.4
_RUN_IN = '<w:rStyle w:val="RunInHeading"/>'
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
    pen = WordBodyWriter(report, options, media or {})
    header = page_header(report) if options.draft_header and not public else ""
    facts = {} if public else properties_of(report)
    return build_package(report.title, body_of(report, pen, date), options, header=header, media=pen.media, facts=facts)


def properties_of(report: Report) -> dict[str, str]:
    """What the file says of the unit beside its text."""
    return {PREFIX + name: text for name, text in report_metadata(report).items() if text}


class WordBodyWriter:
    """Writes the parts of a report that change from report to report."""

    def __init__(self, report: Report, options: WordOptions, media: Mapping[str, bytes]) -> None:
        self.report, self.options = report, options
        self.values = figures(report)
        self.media: list[Media] = []
        self._pictures = section_pictures(report, media)

    def title(self) -> str:
        """The runs of the title."""
        return set_run("\n".join(title_lines_divided(self.report, TITLE_WIDTH)), self.options.title_font)

    def text(self, section: str) -> list[str]:
        """The paragraphs of a section, its pictures among them."""
        return self.with_pictures(
            section, [(p.start, self.paragraph(p)) for p in paragraphs(self.report.text(section))]
        )

    def figure(self, cell: str, width: int, look: TableStyle) -> str:
        """The runs of a figure."""
        return figure_runs(self.values[cell] or "", self.report.notes.get(cell, ""), width, look)

    def footnotes(self, table: str) -> list[str]:
        """The paragraphs below a table.

        Never none: two tables would grow together, and a document must not end with one.
        """
        return [paragraph(run(note), NOTE) for note in footnote_lines(self.report, table) or [""]]

    def paragraph(self, content: Paragraph) -> str:
        """A paragraph of a text, with headings as such."""
        return paragraph(self.runs(content, 0, len(content.text)), style_of(content))

    def runs(self, paragraph: Paragraph, start: int, end: int) -> str:
        """The runs of a part of a paragraph: a heading that the text goes on behind is set apart."""
        style = style_of(paragraph)
        edge = len(paragraph.heading) if paragraph.level in _RUN_IN_LEVELS and not style else 0
        heading = set_run(paragraph.text[start : min(edge, end)], self.options.subheading_font, _RUN_IN)
        font = self.options.subheading_font if style == "Heading2" else self.options.body_font
        return heading + set_run(paragraph.text[max(edge, start) : end], font)

    def with_pictures(self, section: str, paragraphs: list[tuple[int, str]]) -> list[str]:
        """Paragraphs, (start in the text, XML), with the pictures of the section behind the ones they follow."""
        found: list[str] = []
        for part in interleave(paragraphs, self._pictures.get(section, ())):
            found += [part] if isinstance(part, str) else self._drawn(*part)
        return found

    def _drawn(self, picture: Picture, image: Image) -> Iterator[str]:
        """The paragraphs of a picture and its caption."""
        number = len(self.media) + 1
        self.media.append(Media(f"rIdPicture{number}", f"image{number}.{image.kind}", image.data))
        size = image.fitted(picture.width_mm, self.options.text_width / _TWIPS, PAGE_HEIGHT)
        yield drawn(self.media[-1].relation, number, size, picture.caption)
        if picture.caption:
            yield paragraph(set_run(picture.caption, self.options.body_font), CAPTION)


def body_of(report: Report, pen: WordBodyWriter, date: str = "") -> str:
    """The body of a report as the pen writes it; `date` as for `render`."""
    *parts, last = _written(report, pen)
    return "".join(parts) + (
        keep_with_next(last) + signature_block(report, pen.options, date) if pen.options.closing else last
    )


def _written(report: Report, pen: WordBodyWriter) -> Iterator[str]:
    """Title, headings, paragraphs, tables."""
    yield paragraph(pen.title(), "Title")
    for section in report.form.sections.values():
        if section.heading:
            yield paragraph(run(section.heading), "Heading1")
        texts = pen.text(section.id)
        yield from texts
        if section.table:
            layout = report.form.layout(section.table)
            together = not texts or is_short(layout)
            keep_last = bool(footnote_lines(report, section.table))
            yield table_markup(table_template(layout, pen.options.text_width, together, keep_last), pen.figure)
            yield from pen.footnotes(section.table)


def style_of(paragraph: Paragraph) -> str:
    """The style of a paragraph; "" for plain text and for text behind a heading in the same paragraph."""
    return f"Heading{paragraph.level}" if paragraph.level and not paragraph.body else ""
