"""Texts with figures that follow the tables until the report is final (定稿), and with pictures.

A `Text` holds its words, links and pictures; every change here yields them together, so that they travel in one edit
and are taken back in one step.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
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
_PICTURE_KEY = re.compile("p[0-9]{3,9}")


def figure_link(
    cell: str, *, addends: Iterable[str] = (), denominator: Iterable[str] = (), places: int = 2
) -> FigureLink:
    """A link without a place: to a cell, or to its sum with `addends`; with a `denominator` to their percentage."""
    denominator = list(denominator)
    return FigureLink(0, 0, cell, SHARE if denominator else FIGURE, list(addends), denominator, places)


def link_text(link: FigureLink, shown: Mapping[str, str | None]) -> str | None:
    """What a link reads as: a figure as printed ("/" as 0), a percentage without its sign, `BLANK` for a blank.

    None for a link that cannot be followed: an unknown cell, or a kind this version does not know.
    """
    cells = [link.cell, *link.addends]
    if link.kind not in (FIGURE, SHARE) or any(cell not in shown for cell in (*cells, *link.denominator)):
        return None
    values = [shown[cell] for cell in cells]
    if link.kind == FIGURE:
        if len(values) == 1 and values[0] not in (None, NOT_APPLICABLE):
            return values[0]
        return _sum(values)
    part, whole = _sum(values), _sum([shown[cell] for cell in link.denominator])
    if BLANK in (part, whole) or not quantity(whole):
        return BLANK if whole == BLANK or part == BLANK else "0"
    return _percentage(part, whole, min(max(link.places, 0), _MOST_PLACES))


def insert_link(
    report: Report, section: str, at: int, link: FigureLink, shown: Figures, label: str = "插入数据"
) -> Edit:
    """The edit that puts a figure that follows its cell into a text, before the character `at`.

    Raises UnknownId for an unknown section or cell.
    """
    for cell in (link.cell, *link.addends, *link.denominator):
        report.form.cell(cell)
    words = link_text(link, shown) or BLANK
    return insert_fragment(report, section, at, Text(words, {"": _at(link, 0, len(words))}), label)


def insert_fragment(report: Report, section: str, at: int, fragment: Text, label: str) -> Edit:
    """The edit that puts words with their links into a text, before the character `at`. Raises UnknownId."""
    text = report.texts.get(report.form.section(section).id, Text())
    at = min(max(at, 0), len(text.text))
    return edit(report, {("texts", section): splice(text, at, at, fragment)}, label)


def splice(text: Text, start: int, end: int, new: Text | str) -> Text:
    """The text with the characters from `start` to before `end` replaced by `new`, which may bring links along.

    A link stays with its characters. One whose characters change is gone: the words are the clerk's now. A picture
    follows the character before it: where that is replaced, it stands behind the new words. What is inserted exactly
    at an edge of a link is no part of the link; what is inserted exactly at a picture comes behind the picture, as a
    clerk goes on writing below one.
    """
    fragment = Text(new) if isinstance(new, str) else new
    whole = _replace(text, [Replacement(start, end, fragment.text)])
    links = dict(whole.links)
    for link in fragment.links.values():
        links[_free_key(links)] = _at(link, link.start + start, link.end + start)
    return msgspec.structs.replace(whole, links=links)


def rewrite(text: Text, new: str) -> Text:
    """The text after it was edited to `new`: what both have in common keeps its links."""
    old = text.text
    if old == new:
        return text
    most = min(len(old), len(new))
    start = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - start) if old[-1 - n] != new[-1 - n]), most - start)
    return splice(text, start, len(old) - tail, new[start : len(new) - tail])


def update_links(text: Text, shown: Mapping[str, str | None]) -> Text:
    """The text with every link brought to today's figure; the same object where nothing changes."""
    for key, link in sorted(text.links.items(), key=lambda pair: -pair[1].start):  # from the end: places before stay
        words = link_text(link, shown)
        in_text = 0 <= link.start <= link.end <= len(text.text)
        if words is None or not in_text or text.text[link.start : link.end] == words:
            continue
        others = {other: each for other, each in text.links.items() if other != key}
        text = splice(msgspec.structs.replace(text, links=others), link.start, link.end, words)
        links = {**text.links, key: _at(link, link.start, link.start + len(words))}
        text = msgspec.structs.replace(text, links=links)
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
    """An edit with the changes of texts whose links follow it: one step to do and to take back."""
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


def _at(link: FigureLink, start: int, end: int) -> FigureLink:
    return msgspec.structs.replace(link, start=start, end=end)


def _free_key(links: Mapping[str, FigureLink]) -> str:
    number = len(links) + 1
    while f"t{number}" in links:
        number += 1
    return f"t{number}"


def add_picture(text: Text, picture: Picture) -> Text:
    """The text with one more picture, under a key of its own: a picture file may stand in a text more than once.

    Pictures at one place stand in the order of their keys; the new one is the last. Keys are "p001", "p002" …; earlier
    versions of the program took the name of the picture's file ("3f2a….png"), which sorts before them.
    """
    numbers = [int(key[1:]) for key in text.pictures if _PICTURE_KEY.fullmatch(key)]
    key = f"p{max(numbers, default=0) + 1:03}"
    return msgspec.structs.replace(text, pictures={**text.pictures, key: picture})


class Replacement(NamedTuple):
    """Characters `start` to `end` of a text give way to `new`."""

    start: int
    end: int
    new: str


def possible_replacements(text: Text, wanted: Iterable[Replacement]) -> list[Replacement]:
    """Those that can be made, in the order of the text: none within a linked figure, none across another one."""
    found: list[Replacement] = []
    for each in sorted(wanted):
        linked = any(each.start < link.end and link.start < each.end for link in text.links.values())
        overlaps = bool(found) and each.start < found[-1].end
        if not (linked or overlaps):
            found.append(each)
    return found


def apply_replacements(text: Text, wanted: Iterable[Replacement]) -> Text:
    """The text after all possible replacements; links and pictures move as `splice` says. No link is lost."""
    chosen = possible_replacements(text, wanted)
    return _replace(text, chosen) if chosen else text


def _replace(text: Text, chosen: Sequence[Replacement]) -> Text:
    """The text after replacements that stand in order and do not overlap."""
    parts: list[str] = []
    ends: list[int] = []  # where each new part ends in the text that comes out
    moved = [0]  # how far what follows a number of replacements moves
    at = 0
    for start, end, new in chosen:
        parts += [text.text[at:start], new]
        ends.append(start + moved[-1] + len(new))
        moved.append(ends[-1] - end)
        at = end
    parts.append(text.text[at:])

    links: dict[str, FigureLink] = {}
    for key, link in text.links.items():
        before = bisect_right(chosen, link.start, key=lambda each: each.end)
        if before == len(chosen) or link.end <= chosen[before].start:
            links[key] = _at(link, link.start + moved[before], link.end + moved[before])

    def place(after: int) -> int:
        """Where a picture stands afterwards; only what begins before it moves it."""
        before = bisect_left(chosen, after, key=lambda each: each.start)
        return ends[before - 1] if before and after < chosen[before - 1].end else after + moved[before]

    pictures = {key: msgspec.structs.replace(each, after=place(each.after)) for key, each in text.pictures.items()}
    return Text("".join(parts), links, pictures)
