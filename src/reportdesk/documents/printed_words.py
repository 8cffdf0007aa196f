"""The words that every format prints around the figures and texts of a report."""

import re

from reportdesk.documents.text_layout import half_widths
from reportdesk.report import Report

FOOTNOTE = "注："
_NAME_END = re.compile("(?:省|自治区|市|县|州|盟|旗|镇|乡|街道|区|委员会|管委会|人民政府|办公室|局|[厅部院会])$")


def footnote_lines(report: Report, table: str) -> list[str]:
    """The lines below a table; the first one starts with 注 whether the clerk typed it or not."""
    lines = [line.strip() for line in report.footnotes.get(table, "").split("\n") if line.strip()]
    if lines and not lines[0].startswith("注"):
        lines[0] = FOOTNOTE + lines[0]
    return lines


def title_lines(report: Report, width: float) -> list[str]:
    """The title on one line, or, where it is longer than `width` Chinese characters, the unit and the rest."""
    title = report.title
    rest = title.removeprefix(report.unit)
    return [title] if half_widths(title) <= 2 * width or rest in ("", title) else [report.unit, rest]


def title_lines_divided(report: Report, width: float) -> list[str]:
    """The lines of the title, the unit on several where it is longer than one."""
    first, *rest = title_lines(report, width)
    return [*divide_name(first, width), *rest] if rest else [first]


def divide_name(unit: str, width: float) -> list[str]:
    """A unit on as many lines of `width` Chinese characters as it needs, divided where a name ends if possible."""
    lines = []
    while (count := -(-half_widths(unit) // int(2 * width))) > 1:
        even = len(unit) / count
        places = [place for place in range(1, len(unit)) if half_widths(unit[:place]) <= 2 * width]
        ends = [place for place in places if _NAME_END.search(unit[:place]) and _fits(unit[place:], count - 1, width)]
        place = min(ends or places, key=lambda place: abs(place - even))
        lines.append(unit[:place])
        unit = unit[place:]
    return [*lines, unit]


def _fits(text: str, lines: int, width: float) -> bool:
    return half_widths(text) <= 2 * width * lines
