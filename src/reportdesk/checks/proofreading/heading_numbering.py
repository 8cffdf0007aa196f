"""Headings and numbering: 一、（一）1.（1）, each in its order, and 一是…二是… within a text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportdesk.checks.proofreading.proofread_input import NUMERAL, Match, ProofreadInput, SectionText, TextPart
from reportdesk.checks.proofreading.registry import rule
from reportdesk.form.definition import Rule

_N = f"(?P<n>[{NUMERAL}]{{1,3}})"
_D = "(?P<n>[0-9]{1,2})"
# Not 一、二、三季度 and not 一、二级; a mark needs something behind it.
_LEVELS = (
    (1, re.compile(rf"{_N}[、.．]\s*(?![{NUMERAL}]|$)")),
    (2, re.compile(rf"[（(]\s*{_N}\s*[）)](?![项款条目、]|至)")),
    (3, re.compile(rf"{_D}[.．、](?![0-9])")),
    (4, re.compile(rf"[（(]{_D}[）)](?![项款条目、]|至)")),
)
HALF_BRACKETED = re.compile(
    rf"{_N}[）)]\s*|[（(]{_N.replace('<n>', '<m>')}(?=[^）)（(，。]{{2,16}}(?:$|[。：:]))(?![^\n]*[）)])"
)
_ITEM = re.compile(
    rf"(?:(?<=[。；：:;，,\n\u3000 ])|^)(?:(?P<n>[{NUMERAL}]{{1,2}})是|第(?P<o>[{NUMERAL}]{{1,2}})[，,、])", re.M
)
_MARK = re.compile(rf"(?P<n>[{NUMERAL}]{{1,3}})[.．]\s*(?![0-9])|(?P<d>[0-9]{{1,2}})[、．]\s*(?![0-9])")
_TRAILING = re.compile(rf"(?P<mark>[（(](?:[{NUMERAL}]{{1,3}}|[0-9]{{1,2}})[）)])(?P<more>[、.．]\s*)(?!至)")


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
            if found["n"] and not rest.startswith(tuple(NUMERAL)):
                yield line.start, line.start + found.end(), f"{found['n']}、"
            elif found["d"]:
                yield line.start, line.start + found.end(), f"{found['d']}."
    elif (found := _TRAILING.match(line.text)) and line.text[found.end() :]:
        yield line.start + found.start("more"), line.start + found.end(), ""


def _brackets(passage: SectionText) -> Iterator[Match]:
    for line in passage.lines:
        if found := HALF_BRACKETED.match(line.text):
            fix = f"（{found['n'] or found['m']}）"
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
            return _Mark(level, _number(found["n"]), line.start, line.start + found.end(), found[0].strip())
    if found := HALF_BRACKETED.match(line.text):
        number = _number(found["n"] or found["m"])
        return _Mark(2, number, line.start, line.start + found.end(), found[0].strip())
    return None


def _out_of_order(
    mark: _Mark, before: _Mark | None, directly: bool, following: _Mark | None
) -> tuple[str, str | None] | None:
    """Why a mark is out of order, and what it should be, if that can be told."""
    wanted = before.number + 1 if before else 1
    if mark.number == wanted:
        return None
    written = _written(mark, wanted)
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
        number = _number(found[kind])
        before, at = last.get(kind, (0, -1))
        if any(at < start <= found.start() for start in starts):
            before = 0
        if number not in (1, before + 1) and before:
            wanted = _chinese(before + 1)
            name = (
                f"“{found[0]}”重复，应为“{found[0].replace(found[kind], wanted)}”"
                if number == before
                else (f"“{found[0]}”前面缺少“{found[0].replace(found[kind], wanted)}”")
            )
            fix = wanted if number == before else None
            yield Match(passage.section, *found.span(kind), fix, fix, name=name, shown=found[0])
        last[kind] = (number, found.start())


def _written(mark: _Mark, number: int) -> str:
    digits = _chinese(number) if mark.level <= 2 else str(number)
    return {1: f"{digits}、", 2: f"（{digits}）", 3: f"{digits}.", 4: f"（{digits}）"}[mark.level]


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return NUMERAL.index(written[0]) + 1
    return (NUMERAL.index(tens[0]) + 1 if tens else 1) * 10 + (NUMERAL.index(ones[0]) + 1 if ones else 0)


def _chinese(number: int) -> str:
    if number <= 10:
        return NUMERAL[number - 1]
    tens, ones = divmod(number, 10)
    return (NUMERAL[tens - 1] if tens > 1 else "") + "十" + (NUMERAL[ones - 1] if ones else "")
