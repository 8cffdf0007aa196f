"""The structure of a text: its paragraphs and the headings that its numbering marks."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportdesk.text.characters import BLANKS
from reportdesk.text.patterns import HEADING_LEVELS

# Within a section, whose own heading is level 1. 1.5 and 1、2 are no marks.
_LEVELS = [(each.depth, re.compile(each.mark + "(?![0-9])" * (each.depth == 3))) for each in HEADING_LEVELS[1:]]
HEADING_ENDS = "。：:；;"
_HEADING_END = re.compile(f"[{HEADING_ENDS}\n]")
_LONGEST_HEADING = 40


class Paragraph(NamedTuple):
    """One paragraph without its indent; `heading` is the part that is set as one ("" for plain text), then `body`.

    `level` is 0 for plain text, 2 for （一）, 3 for "1.", 4 for （1）; `start` counts characters of the whole text.
    """

    level: int
    heading: str
    body: str
    start: int

    @property
    def text(self) -> str:
        return self.heading + self.body


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text, empty ones left out.

    A heading runs to the end of its line or, in a paragraph that goes on, to its first full stop
    ("（一）主动公开情况。为切实…"); longer ones are plain text.
    """
    start = 0
    for line in text.split("\n"):
        stripped = line.strip(BLANKS)
        if stripped:
            level, heading = _heading(stripped)
            yield Paragraph(level, heading, stripped[len(heading) :], start + line.index(stripped))
        start += len(line) + 1


def _heading(line: str) -> tuple[int, str]:
    for level, mark in _LEVELS:
        found = mark.match(line)
        if not found:
            continue
        end = _HEADING_END.search(line, found.end())
        heading = line[: end.end()] if end else line
        if len(heading) <= _LONGEST_HEADING and len(heading) > found.end():
            return level, heading
        return 0, ""
    return 0, ""
