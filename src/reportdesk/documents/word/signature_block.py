"""Unit and date at the end of a report, by GB/T 9704—2012 for documents without a seal.

The unit stands two characters from the right, the date below begins two characters further right than it; where the
date is the longer one, it stands two characters from the right and the unit makes room.
"""

import re
from typing import TYPE_CHECKING

from reportdesk.documents.metadata import CLOSING
from reportdesk.documents.text_layout import divide_name, half_widths
from reportdesk.documents.word.elements import (
    KEEP_NEXT,
    PARAGRAPH_PROPERTIES,
    STYLE,
    Property,
    new_element,
    paragraph,
)
from reportdesk.documents.word.fonts import set_run
from reportdesk.documents.word.options import WordOptions
from reportdesk.report import Report

if TYPE_CHECKING:
    from lxml.etree import _Element

BLANK_DATE = "    年  月  日"
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_EDGE = 2.0  # characters
_LONGEST_UNIT = 22  # characters that can be shifted; longer ones fill their line


def signature_block(report: Report, options: WordOptions, date: str = "") -> "list[_Element]":
    """The two paragraphs, a line below the text; the date defaults to that of the sign-off."""
    date = format_date(date or (report.sign_off.at if report.sign_off else "")) or BLANK_DATE
    unit_indent, date_indent = _indents(half_widths(report.unit) / 2, half_widths(date) / 2)
    distance = Property("spacing", before=options.line * 20)
    unit = set_run("\n".join(divide_name(report.unit, _LONGEST_UNIT)), options.body_font)
    return [
        paragraph(unit, CLOSING, KEEP_NEXT, distance, _indent(unit_indent)),
        paragraph(set_run(date, options.body_font), CLOSING, _indent(date_indent)),
    ]


def keep_with_next(paragraph: "_Element") -> None:
    """Keep the last paragraph of the text on the page of the closing, which so never stands alone."""
    properties = paragraph.find(PARAGRAPH_PROPERTIES)
    if properties is None:
        properties = new_element("pPr")
        paragraph.insert(0, properties)
    for each in properties.findall(KEEP_NEXT.tag):
        properties.remove(each)
    properties.insert(0 if properties.find(STYLE) is None else 1, new_element("keepNext"))


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


def _indent(characters: float) -> Property:
    return Property(
        "ind",
        rightChars=round(characters * 100),
        right=round(characters * 320),
        firstLineChars=0,
        firstLine=0,
    )
