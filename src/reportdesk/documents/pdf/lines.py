"""Characters on a page → lines, and lines → paragraphs.

In: the characters of pdfplumber, with their boxes. Out: `Line`s from top to bottom; `Margins` says which of them
continue a paragraph.

    "规" "章" close together, then "3" far to the right     →  Line("规章\\t3")
    a full line "…持续推进政府信息" and "公开工作。" below  →  one paragraph
    "- 3 -" at the bottom of each page                      →  left out
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from reportdesk.text.characters import replace_lookalikes
from reportdesk.text.patterns import SECTION_MARK

Char = dict[str, Any]  # a character of pdfplumber: text, x0, x1, top, bottom, y0, matrix, size, upright

_HEADING = re.compile(SECTION_MARK)
# A line that holds only the number of a page: "- 3 -", "第 3 页", "3/12", "第3页 共12页".
_PAGE_NUMBER = re.compile(
    r"""
    [-—–－·\s]*
    第? \s* [0-9]{1,3} \s* 页? \s*
    (?: [/／,，]? \s* 共? \s* [0-9]{1,3} \s* 页? )?
    [-—–－·\s]*
    """,
    re.VERBOSE,
)
_DIGITS = re.compile(r"[0-9]+")
_NARROW = re.compile(r"[!-~]")  # Latin letters, digits and signs
_EDGE = 0.1  # the part of a page's height in which its number and running titles stand
# In parts of the size of a character:
_SAME_LINE = 0.45  # a character that stands higher or lower by more is in another line
_TAB, _WIDE_GAP, _NARROW_GAP = 2, 0.8, 0.2  # gaps that are read as a tab, as a blank, as a blank between Latin letters
_LONG = 15  # characters that a line must have to show where the margins are


class Line(NamedTuple):
    """A line of text on a page, with a tab for each wide gap. Its box is in points from the top left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


def page_lines(chars: Iterable[Char]) -> list[Line]:
    """Characters as lines from top to bottom, in whatever order the file draws them."""
    rows: list[list[Char]] = []
    last = -math.inf
    for baseline, char in sorted(((_baseline(char), char) for char in chars), key=lambda pair: pair[0]):
        if baseline - last < _SAME_LINE * char["size"]:
            rows[-1].append(char)
        else:
            rows.append([char])
            last = baseline
    return [line for line in map(_line, rows) if line.text]


def _baseline(char: Char) -> float:
    """The line that a character stands on, from the top of the page; its box depends on the font."""
    return float(char["bottom"] + char["y0"] - char["matrix"][5])


def _line(row: list[Char]) -> Line:
    row.sort(key=lambda char: float(char["x0"]))
    pieces: list[str] = []
    previous: Char | None = None
    for char in row:
        text = char["text"]
        if previous is not None:
            if text == previous["text"] and char["x0"] - previous["x0"] < 0.3 * (previous["x1"] - previous["x0"]):
                continue  # drawn twice, to look bold
            gap = (char["x0"] - previous["x1"]) / (char["size"] or 1)
            is_latin = _NARROW.match(text) and _NARROW.match(previous["text"])
            if gap > _TAB:
                pieces.append("\t")
            elif gap > _WIDE_GAP or (gap > _NARROW_GAP and is_latin):
                pieces.append(" ")
        pieces.append(text)
        if not text.isspace():
            previous = char
    return Line(
        text=replace_lookalikes("".join(pieces).strip()),
        x0=row[0]["x0"],
        x1=row[-1]["x1"],
        top=min(char["top"] for char in row),
        bottom=max(char["bottom"] for char in row),
        size=median(char["size"] for char in row),
    )


def without_headers_and_footers(pages: Sequence[tuple[float, list[Line]]]) -> list[list[Line]]:
    """The lines of each page (height, lines) without page numbers and without running titles.

    A running title stands at the same edge of more than half of the pages, whatever its digits are.
    """
    counts = Counter(
        key
        for height, lines in pages
        for key in {(_edge(line, height), _without_digits(line)) for line in lines}
        if key[0]
    )
    most_pages = max(2, len(pages) // 2 + 1)
    return [
        [
            line
            for line in lines
            if not (edge := _edge(line, height))
            or not (_PAGE_NUMBER.fullmatch(line.text) or counts[edge, _without_digits(line)] >= most_pages)
        ]
        for height, lines in pages
    ]


def _edge(line: Line, height: float) -> str:
    """ "top" or "bottom" if a line stands at an edge of its page, else ""."""
    if line.bottom < height * _EDGE:
        return "top"
    return "bottom" if line.top > height * (1 - _EDGE) else ""


def _without_digits(line: Line) -> str:
    return _DIGITS.sub("0", line.text)


class Margins:
    """The margins of a document in points: where its lines begin (`left`) and end (`right`), and the `line_step`.

    `right` is where most long lines end; `line_step` is the usual distance from one line to the next.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        long_lines = [line for line in lines if len(line.text) >= _LONG]
        ends = Counter(round(line.x1 / 2) * 2 for line in long_lines)
        self.right = ends.most_common(1)[0][0] if ends else max((line.x1 for line in lines), default=0.0)
        self.left = min((line.x0 for line in long_lines), default=0.0)
        steps = [b.top - a.top for a, b in pairwise(lines) if 0 < b.top - a.top < 4 * a.size]
        self.line_step = median(steps) if steps else 0.0

    def is_continued(self, line: Line, following: Line, *, next_page: bool = False) -> bool:
        """Whether the following line continues the paragraph: the line is full, and no new paragraph begins below."""
        if line.x1 < self.right - 1.6 * line.size or "\t" in line.text or "\t" in following.text:
            return False
        if following.x0 > self.left + 1.2 * following.size or _HEADING.match(following.text):
            return False
        if abs(line.size - following.size) > 0.15 * line.size:
            return False
        return next_page or following.top - line.top < 1.5 * self.line_step


def join_lines(text: str, following: str) -> str:
    """A paragraph with its next line, with a blank between if both sides are Latin letters."""
    return (
        f"{text} {following}"
        if text[-1:].isascii() and text[-1:].isalpha() and following[:1].isascii()
        else text + following
    )
