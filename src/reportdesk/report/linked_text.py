"""Figures in a text that follow the tables until the report is final (定稿).

A `Text` holds its words and its ties; every change here yields both together, so that they travel in one edit and are
taken back in one step.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple

import msgspec

from reportdesk.numbers import EXACT, NOT_APPLICABLE, add, format_number, quantity
from reportdesk.report.edits import Edit, Place, edit
from reportdesk.report.schema import FigureLink, Picture, Report, Text
from reportdesk.report.totals import Figures, figures

BLANK = "××"  # where the table has no figure yet
FIGURE, SHARE = "figure", "share"
_MOST_PLACES = 6


def figure_link(
    cell: str, *, addends: Iterable[str] = (), denominator: Iterable[str] = (), places: int = 2
) -> FigureLink:
    """A link without a place: to a cell, or to its sum with `addends`; with a `denominator` to their percentage."""
    denominator = list(denominator)
    return FigureLink(0, 0, cell, SHARE if denominator else FIGURE, list(addends), denominator, places)


def link_text(tie: FigureLink, shown: Mapping[str, str | None]) -> str | None:
    """What a tie reads as: a figure as printed ("/" as 0), a percentage without its sign, `BLANK` for a blank.

    None for a tie that cannot be followed: an unknown cell, or a kind this version does not know.
    """
    cells = [tie.cell, *tie.addends]
    if tie.kind not in (FIGURE, SHARE) or any(cell not in shown for cell in (*cells, *tie.denominator)):
        return None
    values = [shown[cell] for cell in cells]
    if tie.kind == FIGURE:
        if len(values) == 1 and values[0] not in (None, NOT_APPLICABLE):
            return values[0]
        return _sum(values)
    part, whole = _sum(values), _sum([shown[cell] for cell in tie.denominator])
    if BLANK in (part, whole) or not quantity(whole):
        return BLANK if whole == BLANK or part == BLANK else "0"
    return _percentage(part, whole, min(max(tie.places, 0), _MOST_PLACES))


def insert_link(
    report: Report, section: str, at: int, tie: FigureLink, shown: Figures, label: str = "插入数据"
) -> Edit:
    """The edit that puts a figure that follows its cell into a text, before the character `at`.

    Raises UnknownId for an unknown section or cell.
    """
    for cell in (tie.cell, *tie.addends, *tie.denominator):
        report.form.cell(cell)
    words = link_text(tie, shown) or BLANK
    return insert_fragment(report, section, at, Text(words, {"": _at(tie, 0, len(words))}), label)


def insert_fragment(report: Report, section: str, at: int, fragment: Text, label: str) -> Edit:
    """The edit that puts words with their ties into a text, before the character `at`. Raises UnknownId."""
    text = report.texts.get(report.form.section(section).id, Text())
    at = min(max(at, 0), len(text.text))
    return edit(report, {("texts", section): splice(text, at, at, fragment)}, label)


def splice(text: Text, start: int, end: int, new: Text | str) -> Text:
    """The text with the characters from `start` to `end` replaced by others, which may bring ties along.

    Ties and pictures behind move; a tie whose characters change is gone: the words are the clerk's now.
    """
    fragment = Text(new) if isinstance(new, str) else new
    moved = len(fragment.text) - (end - start)
    ties: dict[str, FigureLink] = {}
    for key, tie in text.links.items():
        if tie.end <= start:
            ties[key] = tie
        elif tie.start >= end:
            ties[key] = _at(tie, tie.start + moved, tie.end + moved)
    for tie in fragment.links.values():
        ties[_free(ties)] = _at(tie, tie.start + start, tie.end + start)
    pictures = {key: _shifted(picture, start, end, moved) for key, picture in text.pictures.items()}
    return Text(text.text[:start] + fragment.text + text.text[end:], ties, pictures)


def rewrite(text: Text, new: str) -> Text:
    """The text after it was edited to `new`: what both have in common keeps its ties."""
    old = text.text
    if old == new:
        return text
    most = min(len(old), len(new))
    start = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - start) if old[-1 - n] != new[-1 - n]), most - start)
    return splice(text, start, len(old) - tail, new[start : len(new) - tail])


def update_links(text: Text, shown: Mapping[str, str | None]) -> Text:
    """The text with every tie brought to today's figure; the same object where nothing changes."""
    for key, tie in sorted(text.links.items(), key=lambda pair: -pair[1].start):  # from the end: places before stay
        words = link_text(tie, shown)
        if words is None or not 0 <= tie.start <= tie.end <= len(text.text) or text.text[tie.start : tie.end] == words:
            continue
        others = {other: each for other, each in text.links.items() if other != key}
        changed = splice(msgspec.structs.replace(text, links=others), tie.start, tie.end, words)
        text = msgspec.structs.replace(
            changed, links={**changed.links, key: _at(tie, tie.start, tie.start + len(words))}
        )
    return text


def texts_to_update(report: Report, shown: Mapping[str, str | None]) -> dict[Place, Text]:
    """The texts that today's figures change; none in a report that is final."""
    if report.sign_off is not None:
        return {}
    found: dict[Place, Text] = {}
    for section, text in report.texts.items():
        if text.links and (new := update_links(text, shown)) is not text:
            found["texts", section] = new
    return found


def with_updated_links(report: Report, made: Edit) -> Edit:
    """An edit with the changes of texts whose ties follow it: one step to do and to take back."""
    after = made.apply(report)
    if not any(text.links for text in after.texts.values()):
        return made
    texts = texts_to_update(after, figures(after))
    if not texts:
        return made
    changes = {**made.changes, **{place: (report.texts.get(place[1]), text) for place, text in texts.items()}}
    return Edit(changes, made.label)


def _sum(values: Iterable[str | None]) -> str:
    known = list(values)
    if None in known:
        return BLANK
    return format_number(add(quantity(value) for value in known if value is not None))


def _percentage(part: str, whole: str, places: int) -> str:
    with localcontext(EXACT):
        share = Decimal(quantity(part)) * 100 / Decimal(quantity(whole))
        return format(share.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")


def _at(tie: FigureLink, start: int, end: int) -> FigureLink:
    return msgspec.structs.replace(tie, start=start, end=end)


def _shifted(picture: Picture, start: int, end: int, moved: int) -> Picture:
    """A picture follows its character; one whose character goes stays where the new words end."""
    if picture.after <= start:
        return picture
    return msgspec.structs.replace(picture, after=picture.after + moved if picture.after >= end else end + moved)


def _free(ties: Mapping[str, FigureLink]) -> str:
    number = len(ties) + 1
    while f"t{number}" in ties:
        number += 1
    return f"t{number}"


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
