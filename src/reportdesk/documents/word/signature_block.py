"""Unit and date at the end of a report, by GB/T 9704—2012 for documents without a seal.

The unit stands two characters from the right, the date below begins two characters further right than it; where the
date is the longer one, it stands two characters from the right and the unit makes room.
"""

import re

from reportdesk.documents.metadata import CLOSING
from reportdesk.documents.text_layout import divide_name, half_widths
from reportdesk.documents.word.fonts import set_run
from reportdesk.documents.word.markup import KEEP_NEXT, paragraph
from reportdesk.documents.word.options import WordOptions
from reportdesk.report import Report

BLANK_DATE = "    年  月  日"
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_EDGE = 2.0  # characters
_LONGEST_UNIT = 22  # characters that can be shifted; longer ones fill their line


def signature_block(report: Report, options: WordOptions, date: str = "") -> str:
    """The two paragraphs, a line below the text; the date defaults to that of the sign-off."""
    date = format_date(date or (report.sign_off.at if report.sign_off else "")) or BLANK_DATE
    unit_indent, date_indent = _indents(half_widths(report.unit) / 2, half_widths(date) / 2)
    before = f'<w:spacing w:before="{options.line * 20}"/>'
    lines = "\n".join(divide_name(report.unit, _LONGEST_UNIT))
    unit = paragraph(set_run(lines, options.body_font), CLOSING, KEEP_NEXT + before + _indent(unit_indent))
    return unit + paragraph(set_run(date, options.body_font), CLOSING, _indent(date_indent))


def keep_with_next(paragraph: str) -> str:
    """The last paragraph of the text so that the closing never stands alone on a page."""
    if "<w:tbl>" in paragraph:
        return paragraph
    if "<w:pPr>" not in paragraph:
        return paragraph.replace("<w:p>", f"<w:p><w:pPr>{KEEP_NEXT}</w:pPr>", 1)
    return re.sub(r"<w:pPr>(<w:pStyle [^>]*>)?", rf"\g<0>{KEEP_NEXT}", paragraph, count=1)


def format_date(date: str) -> str:
    """A date as it is printed (2026年1月20日) from one as it is stored (2026-01-20, with or without a time)."""
    if found := _DATE.match(date):
        year, month, day = found.groups()
        return f"{year}年{int(month)}月{int(day)}日"
    return date


def _indents(unit: float, date: float) -> tuple[float, float]:
    """How far unit and date stand from the right, in characters, from their lengths."""
    if unit > _LONGEST_UNIT:
        return _EDGE, _EDGE
    if unit >= date + 2:
        return _EDGE, unit - date
    return _EDGE + date + 2 - unit, _EDGE


def _indent(characters: float) -> str:
    return (
        f'<w:ind w:rightChars="{characters * 100:.0f}" w:right="{characters * 320:.0f}"'
        ' w:firstLineChars="0" w:firstLine="0"/>'
    )
