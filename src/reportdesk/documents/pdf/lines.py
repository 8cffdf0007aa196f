"""Characters on a page → lines, and lines → paragraphs."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from reportdesk.text.characters import replace_lookalikes
from reportdesk.text.patterns import SECTION_MARK

Char = dict[str, Any]  # of pdfplumber: text, x0, x1, top, bottom, y0, matrix, size, upright

_HEADING = re.compile(SECTION_MARK)
_PAGE_NUMBER = re.compile(r"[-—–－·\s]*第?\s*[0-9]{1,3}\s*页?\s*(?:[/／,，]?\s*共?\s*[0-9]{1,3}\s*页?)?[-—–－·\s]*")
_DIGITS = re.compile(r"[0-9]+")
_NARROW = re.compile(r"[!-~]")
_EDGE = 0.1  # of the height of a page: where its number and its running titles stand
_SAME_LINE = 0.45  # of the size: what stands higher or lower than that is another line
_LONG = 15  # characters of a line that shows where the margins are


class Line(NamedTuple):
    """A line of text as it stands on a page, in points from its top left corner; tabs where it has wide gaps."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


def page_lines(chars: Iterable[Char]) -> list[Line]:
    """Characters as lines from top to bottom, whatever order a file draws them in."""
    rows: list[list[Char]] = []
    last = -math.inf
    for base, char in sorted(((_base(char), char) for char in chars), key=lambda pair: pair[0]):
        if base - last < _SAME_LINE * char["size"]:
            rows[-1].append(char)
        else:
            rows.append([char])
            last = base
    return [line for line in map(_line, rows) if line.text]


def _base(char: Char) -> float:
    """Where the line a character stands on is, from the top of the page; its box depends on the font."""
    return float(char["bottom"] + char["y0"] - char["matrix"][5])


def _line(row: list[Char]) -> Line:
    row.sort(key=lambda char: float(char["x0"]))
    pieces: list[str] = []
    before: Char | None = None
    for char in row:
        text = char["text"]
        if before is not None:
            if text == before["text"] and char["x0"] - before["x0"] < 0.3 * (before["x1"] - before["x0"]):
                continue  # drawn twice, to look bold
            gap = (char["x0"] - before["x1"]) / (char["size"] or 1)
            if gap > 2:
                pieces.append("\t")
            elif gap > 0.8 or (gap > 0.2 and _NARROW.match(text) and _NARROW.match(before["text"])):
                pieces.append(" ")
        pieces.append(text)
        if not text.isspace():
            before = char
    return Line(
        text=replace_lookalikes("".join(pieces).strip()),
        x0=row[0]["x0"],
        x1=row[-1]["x1"],
        top=min(char["top"] for char in row),
        bottom=max(char["bottom"] for char in row),
        size=median(char["size"] for char in row),
    )


def without_headers_and_footers(pages: Sequence[tuple[float, list[Line]]]) -> list[list[Line]]:
    """The lines of pages (height, lines) without page numbers and what stands on most pages at the same edge."""
    seen = Counter(
        key for height, lines in pages for key in {(_edge(line, height), _anonymous(line)) for line in lines} if key[0]
    )
    often = max(2, len(pages) // 2 + 1)
    return [
        [
            line
            for line in lines
            if not (edge := _edge(line, height))
            or not (_PAGE_NUMBER.fullmatch(line.text) or seen[edge, _anonymous(line)] >= often)
        ]
        for height, lines in pages
    ]


def _edge(line: Line, height: float) -> str:
    if line.bottom < height * _EDGE:
        return "top"
    return "bottom" if line.top > height * (1 - _EDGE) else ""


def _anonymous(line: Line) -> str:
    return _DIGITS.sub("0", line.text)


class Margins:
    """Where the text of a document begins and ends, and how far apart its lines are."""

    def __init__(self, lines: Sequence[Line]) -> None:
        long = [line for line in lines if len(line.text) >= _LONG]
        ends = Counter(round(line.x1 / 2) * 2 for line in long)
        self.right = ends.most_common(1)[0][0] if ends else max((line.x1 for line in lines), default=0.0)
        self.left = min((line.x0 for line in long), default=0.0)
        steps = [b.top - a.top for a, b in pairwise(lines) if 0 < b.top - a.top < 4 * a.size]
        self.step = median(steps) if steps else 0.0

    def goes_on(self, line: Line, following: Line, *, next_page: bool = False) -> bool:
        """Whether a paragraph goes on from one line to the next: the first is full, and no new one begins."""
        if line.x1 < self.right - 1.6 * line.size or "\t" in line.text or "\t" in following.text:
            return False
        if following.x0 > self.left + 1.2 * following.size or _HEADING.match(following.text):
            return False
        if abs(line.size - following.size) > 0.15 * line.size:
            return False
        return next_page or following.top - line.top < 1.5 * self.step


def join_lines(text: str, following: str) -> str:
    """A paragraph with its next line: a blank only between words in Latin letters."""
    return (
        f"{text} {following}"
        if text[-1:].isascii() and text[-1:].isalpha() and following[:1].isascii()
        else text + following
    )
