"""Replacements within a text that keep its tied figures and pictures where they belong.

A tied figure is never written over: a replacement that touches one is left out.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from reportdesk.report.schema import Text


class Replacement(NamedTuple):
    """Characters `start` to `end` of a text give way to `new`."""

    start: int
    end: int
    new: str


def possible_replacements(text: Text, wanted: Iterable[Replacement]) -> list[Replacement]:
    """Those that can be made, in the order of the text: none within a tied figure, none across another one."""
    found: list[Replacement] = []
    for each in sorted(wanted):
        tied = any(each.start < tie.end and tie.start < each.end for tie in text.links.values())
        overlaps = bool(found) and each.start < found[-1].end
        if not (tied or overlaps):
            found.append(each)
    return found


def apply_replacements(text: Text, wanted: Iterable[Replacement]) -> Text:
    """The text after all possible replacements. A picture stays behind the character it followed."""
    chosen = possible_replacements(text, wanted)
    if not chosen:
        return text
    parts: list[str] = []
    at = 0
    # Of each replacement: where it ends, before and after, and how far what follows moves.
    ends: list[tuple[int, int]] = []
    moved = 0
    for start, end, new in chosen:
        parts += [text.text[at:start], new]
        moved += len(new) - (end - start)
        ends.append((end, moved))
        at = end
    parts.append(text.text[at:])

    def place(position: int) -> int:
        number = bisect_right(ends, position, key=lambda each: each[0])
        before = ends[number - 1][1] if number else 0
        if number < len(chosen) and chosen[number].start < position:  # within what gave way: to its end
            return chosen[number].start + before + len(chosen[number].new)
        return position + before

    # An insertion right before a tied figure is no part of it, nor one right behind it.
    ties = {
        key: msgspec.structs.replace(tie, start=place(tie.start), end=place(tie.start) + tie.end - tie.start)
        for key, tie in text.links.items()
    }
    pictures = {key: msgspec.structs.replace(each, after=place(each.after)) for key, each in text.pictures.items()}
    return Text("".join(parts), ties, pictures)
