"""Headings and numbering: 一、（一）1.（1）, each in its order, and 一是…二是… within a text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput, SectionText, TextPart
from reportdesk.checks.proofreading.registry import rule
from reportdesk.form.definition import Rule
from reportdesk.text.numerals import chinese_numeral, ordinal_value
from reportdesk.text.patterns import ARABIC_ORDINAL, CHINESE_ORDINAL, HEADING_LEVELS, NUMERALS

_NO_REFERENCE = "(?![项款条目、]|至)"  # not （一）项 and not （一）至（三）
# What may stand in the brackets beside the number, and what must not follow the mark. A mark of the first level needs
# something behind it, and no further number: 一、二、三季度 and 一、二级 are none.
_AROUND = {
    1: ("", rf"\s*(?![{NUMERALS}]|$)"),
    2: (r"\s*", _NO_REFERENCE),
    3: ("", "(?![0-9])"),
    4: ("", _NO_REFERENCE),
}
_LEVELS = [
    (level.depth, re.compile(f"{level.before}{blanks}(?P<n>{level.ordinal}){blanks}{level.after}{behind}"))
    for level in HEADING_LEVELS
    for blanks, behind in (_AROUND[level.depth],)
]
# A heading that lacks one of its brackets: 一）主动公开; （二依申请公开 at the start of a line or before a stop.
HALF_BRACKETED = re.compile(
    rf"""
    (?P<n>{CHINESE_ORDINAL})[）)]\s*
    |[（(](?P<m>{CHINESE_ORDINAL})(?=[^）)（(，。]{{2,16}}(?:$|[。：:]))(?![^\n]*[）)])
    """,
    re.VERBOSE,
)
# Members of a list within a text: 一是…；二是…, 第一，…。第二，….
_ITEM = re.compile(
    rf"""
    (?:(?<=[。；：:;，,\n\u3000 ])|^)
    (?:
        (?P<n>[{NUMERALS}]{{1,2}})是
        |第(?P<o>[{NUMERALS}]{{1,2}})[，,、]
    )
    """,
    re.MULTILINE | re.VERBOSE,
)
# Marks with the wrong stop: 一. for 一、 and 1、 for 1. (not 1.5).
_WRONG_STOP = re.compile(rf"(?P<n>{CHINESE_ORDINAL})[.．]\s*(?![0-9])|(?P<d>{ARABIC_ORDINAL})[、．]\s*(?![0-9])")
# A stop behind a bracket: （一）、 and （1）. (not （一）、至).
_EXTRA_STOP = re.compile(rf"(?:{HEADING_LEVELS[1].mark}|{HEADING_LEVELS[3].mark})(?P<more>[、.．]\s*)(?!至)")


class _Mark(NamedTuple):
    """The mark of a heading: its level (1 一、 2 （一） 3 1. 4 （1）), its number, its place and how it is written."""

    level: int
    number: int
    start: int
    end: int
    text: str


@rule("text.numbering")
def numbering(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Numbers of headings and lists that are missing, doubled or out of order; marks that lack a bracket."""
    for section in texts.sections_for(rule):
        yield from _half_bracketed_headings(section)
        yield from _headings_out_of_order(section)
        yield from _items_out_of_order(section)


@rule("text.numbering_mark")
def numbering_marks(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Marks that are not written as in GB/T 9704.

    一. instead of 一、, 1、 instead of 1., （一）、 instead of （一）.
    """
    for section in texts.sections_for(rule):
        for line in section.lines:
            for start, end, fix in misspelt_marks(line):
                yield Match(section.id, start, end, fix, fix)


def misspelt_marks(line: TextPart) -> Iterator[tuple[int, int, str]]:
    """The mark at the beginning of a line where it is written wrongly: (start, end, what should stand there)."""
    if found := _WRONG_STOP.match(line.text):
        if rest := line.text[found.end() :]:
            if found["n"] and not rest.startswith(tuple(NUMERALS)):
                yield line.start, line.start + found.end(), HEADING_LEVELS[0].standard.format(found["n"])
            elif found["d"]:
                yield line.start, line.start + found.end(), HEADING_LEVELS[2].standard.format(found["d"])
    elif (found := _EXTRA_STOP.match(line.text)) and line.text[found.end() :]:
        yield line.start + found.start("more"), line.start + found.end(), ""


def _half_bracketed_headings(section: SectionText) -> Iterator[Match]:
    for line in section.lines:
        if found := HALF_BRACKETED.match(line.text):
            fix = HEADING_LEVELS[1].standard.format(found["n"] or found["m"])
            end = line.start + found.end()
            yield Match(section.id, line.start, end, fix, fix, name=f"序号缺少括号，应为“{fix}”")


def _headings_out_of_order(section: SectionText) -> Iterator[Match]:
    marks = [mark for line in section.lines if (mark := _mark_of(line))]
    # The last mark met on each level; a heading ends the levels below it.
    latest: dict[int, _Mark] = {}
    for at, mark in enumerate(marks):
        before = latest.get(mark.level)
        adjacent = at > 0 and marks[at - 1] is before
        following = next((each for each in marks[at + 1 :] if each.level <= mark.level), None)
        if problem := _problem_of(mark, before, adjacent, following):
            reason, fix = problem
            yield Match(section.id, mark.start, mark.end, fix, fix, name=reason, quoted=mark.text)
        latest = {level: each for level, each in latest.items() if level < mark.level}
        latest[mark.level] = mark


def _mark_of(line: TextPart) -> _Mark | None:
    """The mark that a line begins with; None without one, or where nothing stands behind it."""
    for level, pattern in _LEVELS:
        if (found := pattern.match(line.text)) and found.end() < len(line.text):
            return _mark(line, level, found["n"], found)
    if found := HALF_BRACKETED.match(line.text):
        return _mark(line, 2, found["n"] or found["m"], found)
    return None


def _mark(line: TextPart, level: int, ordinal: str, found: re.Match[str]) -> _Mark | None:
    number = ordinal_value(ordinal)
    return None if number is None else _Mark(level, number, line.start, line.start + found.end(), found[0].strip())


def _problem_of(
    mark: _Mark, before: _Mark | None, adjacent: bool, following: _Mark | None
) -> tuple[str, str | None] | None:
    """Why a mark is out of order and what should stand there (None: cannot be told); None for a mark in order.

    `before` is the last mark of its level, `adjacent` says that no other heading stands between the two, `following` is
    the next mark of its level or above.
    """
    wanted = before.number + 1 if before else 1
    if mark.number == wanted:
        return None
    written = HEADING_LEVELS[mark.level - 1].write(wanted)
    if before and mark.number == before.number:
        if mark.number == 1 and not adjacent:
            return None  # another list begins
        if mark.number == 1 and mark.level > 2:
            return f"“{before.text}”下面又是“{mark.text}”，层次或者序号重复", None
        fits = following is None or following.level < mark.level or following.number == wanted + 1
        return f"序号“{mark.text}”重复，应为“{written}”", written if fits else None
    if mark.number == 1:
        return None  # another list begins
    if before is None or mark.number > wanted:
        return f"“{mark.text}”前面缺少“{written}”", None
    return f"“{mark.text}”的次序不对，前面已有“{before.text}”", None


def _items_out_of_order(section: SectionText) -> Iterator[Match]:
    """Members of a list in a text (一是…二是…, 第一，…第二，…) whose number is missing or doubled."""
    if "二" not in section.plain:
        return
    starts = sorted(mark.start for line in section.lines if (mark := _mark_of(line)))
    latest: dict[str, tuple[int, int]] = {}  # way of counting → last number and its place
    for found in _ITEM.finditer(section.plain):
        kind = "n" if found["n"] else "o"
        number = ordinal_value(found[kind])
        if number is None:
            continue
        before, at = latest.get(kind, (0, -1))
        if any(at < start <= found.start() for start in starts):
            before = 0
        if number not in (1, before + 1) and before:
            wanted = chinese_numeral(before + 1)
            name = (
                f"“{found[0]}”重复，应为“{found[0].replace(found[kind], wanted)}”"
                if number == before
                else (f"“{found[0]}”前面缺少“{found[0].replace(found[kind], wanted)}”")
            )
            fix = wanted if number == before else None
            yield Match(section.id, *found.span(kind), fix, fix, name=name, quoted=found[0])
        latest[kind] = (number, found.start())
