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
# 一） or, where the line looks like a heading, （一主动公开情况
HALF_BRACKETED = re.compile(
    rf"(?P<n>{CHINESE_ORDINAL})[）)]\s*"
    rf"|[（(](?P<m>{CHINESE_ORDINAL})(?=[^）)（(，。]{{2,16}}(?:$|[。：:]))(?![^\n]*[）)])"
)
# 一是 or 第一，
_ITEM = re.compile(
    rf"(?:(?<=[。；：:;，,\n\u3000 ])|^)(?:(?P<n>[{NUMERALS}]{{1,2}})是|第(?P<o>[{NUMERALS}]{{1,2}})[，,、])", re.M
)
# 一. for 一、 or 1、 for 1.
_MARK = re.compile(rf"(?P<n>{CHINESE_ORDINAL})[.．]\s*(?![0-9])|(?P<d>{ARABIC_ORDINAL})[、．]\s*(?![0-9])")
# （一）、 or (1).
_TRAILING = re.compile(rf"(?:{HEADING_LEVELS[1].mark}|{HEADING_LEVELS[3].mark})(?P<more>[、.．]\s*)(?!至)")


class _Mark(NamedTuple):
    level: int
    number: int
    start: int
    end: int
    text: str


@rule("text.numbering")
def numbering(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Numbers that are missing, doubled or out of order, marks without their bracket, 1. right under 1."""
    for passage in reading.where(rule):
        yield from _brackets(passage)
        yield from _headings(passage)
        yield from _items(passage)


@rule("text.numbering_mark")
def marks(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Marks written otherwise than GB/T 9704 has them: 一. instead of 一、, 1、 instead of 1., （一）、."""
    for passage in reading.where(rule):
        for line in passage.lines:
            for start, end, fix in mark_faults(line):
                yield Match(passage.section, start, end, fix, fix)


def mark_faults(line: TextPart) -> Iterator[tuple[int, int, str]]:
    """Where the mark at the beginning of a line is written wrongly, and what it should be."""
    if found := _MARK.match(line.text):
        if rest := line.text[found.end() :]:
            if found["n"] and not rest.startswith(tuple(NUMERALS)):
                yield line.start, line.start + found.end(), HEADING_LEVELS[0].standard.format(found["n"])
            elif found["d"]:
                yield line.start, line.start + found.end(), HEADING_LEVELS[2].standard.format(found["d"])
    elif (found := _TRAILING.match(line.text)) and line.text[found.end() :]:
        yield line.start + found.start("more"), line.start + found.end(), ""


def _brackets(passage: SectionText) -> Iterator[Match]:
    for line in passage.lines:
        if found := HALF_BRACKETED.match(line.text):
            fix = HEADING_LEVELS[1].standard.format(found["n"] or found["m"])
            end = line.start + found.end()
            yield Match(passage.section, line.start, end, fix, fix, name=f"序号缺少括号，应为“{fix}”")


def _headings(passage: SectionText) -> Iterator[Match]:
    found = [mark for line in passage.lines if (mark := _mark(line))]
    # The last number met on each level; a heading ends what is below it.
    last: dict[int, _Mark] = {}
    for at, mark in enumerate(found):
        before = last.get(mark.level)
        directly = at > 0 and found[at - 1] is before
        following = next((each for each in found[at + 1 :] if each.level <= mark.level), None)
        if fault := _out_of_order(mark, before, directly, following):
            yield Match(passage.section, mark.start, mark.end, fault[1], fault[1], name=fault[0], shown=mark.text)
        last = {level: each for level, each in last.items() if level < mark.level}
        last[mark.level] = mark


def _mark(line: TextPart) -> _Mark | None:
    for level, pattern in _LEVELS:
        if (found := pattern.match(line.text)) and found.end() < len(line.text):
            return _mark_of(line, level, found["n"], found)
    if found := HALF_BRACKETED.match(line.text):
        return _mark_of(line, 2, found["n"] or found["m"], found)
    return None


def _mark_of(line: TextPart, level: int, ordinal: str, found: re.Match[str]) -> _Mark | None:
    number = ordinal_value(ordinal)
    return None if number is None else _Mark(level, number, line.start, line.start + found.end(), found[0].strip())


def _out_of_order(
    mark: _Mark, before: _Mark | None, directly: bool, following: _Mark | None
) -> tuple[str, str | None] | None:
    """Why a mark is out of order, and what it should be, if that can be told."""
    wanted = before.number + 1 if before else 1
    if mark.number == wanted:
        return None
    written = HEADING_LEVELS[mark.level - 1].write(wanted)
    if before and mark.number == before.number:
        if mark.number == 1 and not directly:
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


def _items(passage: SectionText) -> Iterator[Match]:
    """一是…二是… and 第一，第二， with a number missing or doubled."""
    if "二" not in passage.plain:
        return
    starts = sorted(mark.start for line in passage.lines if (mark := _mark(line)))
    last: dict[str, tuple[int, int]] = {}
    for found in _ITEM.finditer(passage.plain):
        kind = "n" if found["n"] else "o"
        number = ordinal_value(found[kind])
        if number is None:
            continue
        before, at = last.get(kind, (0, -1))
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
            yield Match(passage.section, *found.span(kind), fix, fix, name=name, shown=found[0])
        last[kind] = (number, found.start())
