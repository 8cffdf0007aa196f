"""How texts are set in lines, by their width in half-width characters (a digit is 1, a Chinese character 2).

And which lines a title and the footnotes of a table are, in every format alike.
"""

import re
from unicodedata import east_asian_width

from reportdesk.report import Report

_FOOTNOTE = "注："
# Where a name may be divided: 示例省示例市|财政局|办公室.
_NAME_END = re.compile("(?:省|自治区|市|县|州|盟|旗|镇|乡|街道|区|委员会|管委会|人民政府|办公室|局|[厅部院会])$")


def half_widths(text: str) -> int:
    """The width of a text on one line; ambiguous characters such as “ count as Chinese ones."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def line_count(text: str, width: int) -> int:
    """The lines that a text takes when it is wrapped at `width` half-width characters; at least 1."""
    return sum(max(1, -(-half_widths(line) // max(2, width))) for line in text.split("\n"))


def footnote_lines(report: Report, table: str) -> list[str]:
    """The lines below a table; the first one starts with 注 whether the clerk typed it or not."""
    lines = [line.strip() for line in report.footnotes.get(table, "").split("\n") if line.strip()]
    if lines and not lines[0].startswith("注"):
        lines[0] = _FOOTNOTE + lines[0]
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
