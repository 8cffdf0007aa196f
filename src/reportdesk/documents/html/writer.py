"""A report as a web page: one file without scripts, and the same as a fragment for a site's editor.

Styles stand on the elements themselves: editors of web sites drop style sheets and classes. What only print needs
stands in the head of the page. All text is escaped; nothing a clerk types becomes markup.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from reportdesk.documents.html.table_writer import table_markup
from reportdesk.documents.images import Illustration, interleave, section_pictures
from reportdesk.documents.metadata import PREFIX, report_metadata
from reportdesk.documents.text_layout import footnote_lines, title_lines
from reportdesk.form.definition import Section
from reportdesk.report import Paragraph, Report, figures, paragraphs
from reportdesk.text.characters import clean_text
from reportdesk.text.paragraphs import HEADING_ENDS

_TITLE_WIDTH = 20  # characters of the title on a line
_PRINT = (
    "@page{size:A4;margin:25mm 22mm}"
    "@media print{article{font-size:12pt}h1,h2,h3,h4,h5,caption{break-after:avoid}tr,figure{break-inside:avoid}}"
)
_ARTICLE = (
    "max-width:60em;margin:0 auto;padding:1em;color:#000;background:#fff;font-size:1.1em;line-height:1.8;"
    "font-family:FangSong,仿宋,STFangsong,SimSun,宋体,serif;overflow-wrap:break-word"
)
_SANS = "font-family:SimHei,黑体,'Microsoft YaHei',sans-serif"
_KAI = "font-family:KaiTi,楷体,STKaiti,serif"
_HEADINGS = {
    1: f"text-align:center;font-size:1.6em;line-height:1.4;margin:.8em 0;{_SANS}",
    2: f"font-size:1.2em;margin:1.2em 0 .6em;text-indent:2em;font-weight:normal;{_SANS}",
    3: f"font-size:1.05em;margin:.4em 0;text-indent:2em;{_KAI}",
}
_DEEPER = "font-size:1em;margin:.3em 0;text-indent:2em;font-weight:normal"
_PARAGRAPH = "margin:.3em 0;text-indent:2em"
_NOTE = "margin:.4em 0;font-size:.85em"
_BLANKS = re.compile(r"  |[\t\xa0]")
_FIGURE = "margin:.8em 0;text-align:center"


def render(report: Report, media: Mapping[str, bytes] | None = None, *, public: bool = False) -> bytes:
    """The report as a page of its own, UTF-8; the same report gives the same bytes.

    Contact and kind of unit, which a page need not show, stand in <meta> elements, so that the page can be read back;
    a `public` page holds only what it shows. Text comes back as it was without blank lines and indents. Raises
    PictureError.
    """
    title = _escaped(report.title)
    carried = (
        "" if public else "".join(f'<meta name="{PREFIX}{name}" content="{text}">\n' for name, text in _facts(report))
    )
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"{carried}<title>{title}</title>\n<style>{_PRINT}</style>\n</head>\n<body>\n"
        f"{_article(_heading(1, title_lines(report, _TITLE_WIDTH)), *_sections(report, media or {}))}\n"
        "</body>\n</html>\n"
    ).encode()


def fragment(report: Report, media: Mapping[str, bytes] | None = None, *, table: str = "") -> str:
    """What goes between the title and the foot of a site's own page: the report without its title.

    With `table` only that table with the heading of its section and its footnotes. Raises PictureError, UnknownId.
    """
    if not table:
        return _article(*_sections(report, media or {}))
    section = report.form.section(report.form.section_of_table(table))
    return _article(_heading(2, [section.heading]), *_table(report, section, figures(report)))


def page(title: str, body: str, style: str) -> bytes:
    """A page around a body made of escaped parts; `title` is plain text."""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{_escaped(title)}</title>\n'
        f"<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    ).encode()


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    facts = ((name, text) for name, text in report_metadata(report).items() if text)
    return ((name, _escaped(text).replace('"', "&quot;")) for name, text in facts)


def _article(*parts: str) -> str:
    return f'<article lang="zh-CN" style="{_ARTICLE}">\n{"".join(parts)}</article>'


def _sections(report: Report, media: Mapping[str, bytes]) -> Iterator[str]:
    shown_figures = figures(report)
    pictures = section_pictures(report, media)
    for section in report.form.sections.values():
        if section.heading:
            yield _heading(2, [section.heading])
        yield from _texts(report, section, pictures.get(section.id, []))
        if section.table:
            yield from _table(report, section, shown_figures)


def _table(report: Report, section: Section, values: Mapping[str, str | None]) -> Iterator[str]:
    number = list(report.form.tables).index(section.table) + 1
    title = report.form.tables[section.table].title
    yield table_markup(report.form.layout(section.table), title, f"rd{report.year}t{number}", values, report.notes)
    for note in footnote_lines(report, section.table):
        yield f'<p role="note" style="{_NOTE}{_keep(note)}">{_escaped(note)}</p>\n'


def _texts(report: Report, section: Section, pictures: Sequence[Illustration]) -> Iterator[str]:
    """The paragraphs and pictures of a section."""
    texts = list(paragraphs(report.text(section.id)))
    depths = _depths(texts, 2 if section.heading else 1)
    for part in interleave(((each.start, each) for each in texts), pictures):
        yield _text(part, next(depths)) if isinstance(part, Paragraph) else _figure(part)


def _depths(texts: Iterable[Paragraph], above: int) -> Iterator[int]:
    """The depth of the heading of each paragraph, 0 for text: no depth is skipped, whatever numbering was used."""
    opened: list[int] = []
    for paragraph in texts:
        if not paragraph.level or paragraph.body or paragraph.heading.endswith(tuple(HEADING_ENDS)):
            yield 0  # a numbered sentence is no heading
            continue
        while opened and opened[-1] >= paragraph.level:
            opened.pop()
        opened.append(paragraph.level)
        yield above + len(opened)


def _text(paragraph: Paragraph, depth: int) -> str:
    keep = _keep(paragraph.text)
    if depth:
        return _heading(depth, [paragraph.heading], keep)
    body = _escaped(paragraph.text)
    if paragraph.level == 2:
        body = f'<strong style="{_KAI}">{_escaped(paragraph.heading)}</strong>{_escaped(paragraph.body)}'
    return f'<p style="{_PARAGRAPH}{keep}">{body}</p>\n'


def _keep(text: str) -> str:
    """A browser runs blanks together unless it is told not to."""
    return ";white-space:pre-wrap" if _BLANKS.search(text) else ""


def _heading(depth: int, lines: Iterable[str], keep: str = "") -> str:
    text = "<br>".join(map(_escaped, lines))
    return f'<h{depth} style="{_HEADINGS.get(depth, _DEEPER)}{keep}">{text}</h{depth}>\n'


def _figure(illustration: Illustration) -> str:
    picture, image = illustration
    caption = _escaped(picture.caption)
    width = f"width:{picture.width_mm:g}mm;" if picture.width_mm > 0 else ""
    alt = caption.replace('"', "&quot;") or "插图"
    source = f"data:image/{image.kind};base64,{b64encode(image.data).decode()}"
    drawn = f'<img src="{source}" alt="{alt}" style="{width}max-width:100%;height:auto">'
    below = f'<figcaption style="font-size:.9em">{caption}</figcaption>' if caption else ""
    return f'<figure style="{_FIGURE}">{drawn}{below}</figure>\n'


def _escaped(text: str) -> str:
    return escape(text if text.isprintable() else clean_text(text), quote=False)
