"""Half-width marks among Chinese (公开,公布), and brackets or quotes without their partner (“工作).

1,234 and 10:30, addresses and Latin text are left alone. No blank is ever put between Chinese and figures.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from reportdesk.checks.proofreading.heading_numbering import HALF_BRACKETED
from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput, SectionText
from reportdesk.checks.proofreading.registry import rule
from reportdesk.form.definition import Rule
from reportdesk.text.characters import BLANKS, full_width
from reportdesk.text.patterns import ARABIC_ORDINAL, CHINESE_ORDINAL, HAN, NUMERALS

_FULL_WIDTH = full_width(",;:?!()")
_CHINESE = re.compile(rf"[{HAN}〇，。；：？！、（）《》〈〉“”‘’【】〔〕]")
# Half-width marks with the blanks that go with them: 公开, 公布; 公开 (公布); 公开...; 公开.; 公开--公布; "公开".
_MARK = re.compile(
    r"""
    [,;:?!]+[ \u3000]{0,4}
    |[ ]{0,4}\([ ]{0,4}
    |[ ]{0,4}\)
    |\.{3,}
    |\.(?![0-9A-Za-z.])
    |-{2,}
    |"
    """,
    re.VERBOSE,
)
_PAIRS = {
    "（": "）",
    "【": "】",
    "〔": "〕",
    "《": "》",
    "“": "”",
    "‘": "’",
    "〈": "〉",
    "[": "]",
    "［": "］",
    "「": "」",
}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_BRACKETS = full_width("()")  # half-width brackets pair with full-width ones
# A closing bracket that needs no partner: behind the mark of a line (1）主动公开, 一）公开), or in a list
# (有：1）公开；2）公布).
_LIST_MARK = re.compile(rf"(?:{ARABIC_ORDINAL}|{CHINESE_ORDINAL}|[a-zA-Z])[）)]")
_ENUMERATED = re.compile(r"(?:^|[；。：，;:,])\s*[0-9]{1,2}$")


@rule("text.half_width")
def half_width(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Half-width marks beside Chinese, with the full-width ones that should stand there."""
    for section in texts.sections_for(rule):
        for start, end, fix in half_width_marks(section.plain):
            yield Match(section.id, start, end, fix, fix)


@lru_cache(maxsize=32)
def half_width_marks(text: str) -> tuple[tuple[int, int, str], ...]:
    """Half-width marks beside Chinese: (start, end, what should stand there)."""
    found = []
    quotes = _straight_quotes(text)
    brackets = _brackets_of_chinese(text)
    for each in _MARK.finditer(text):
        written = each[0].strip(BLANKS)
        start, end = each.span()
        before, behind = text[max(start - 1, 0) : start], text[end : end + 1]
        fix: str | None = None
        if written == '"':
            fix = quotes.get(start)
        elif written in "()":
            if text.index(written, start) in brackets:
                fix = written.translate(_FULL_WIDTH)
                start, end = _without_indent(text, start, end, written, before, behind)
        elif written.startswith("."):
            if _CHINESE.match(before) and (not behind or behind == "\n" or _CHINESE.match(behind)):
                fix = "……" if len(written) > 1 else "。"
                if len(written) == 1 and _is_numbering(text, start):
                    fix = None
        elif written.startswith("-"):
            if _CHINESE.match(before) and _CHINESE.match(behind or " "):
                fix = "——"
        elif _CHINESE.match(before) or (_CHINESE.match(behind) and before not in ("", "\n")):
            fix = written.translate(_FULL_WIDTH)
        if fix is not None:
            found.append((start, end, fix))
    return tuple(found)


def _without_indent(text: str, start: int, end: int, mark: str, before: str, behind: str) -> tuple[int, int]:
    """The place of a bracket with the blanks around it, but not those at the start or end of a line."""
    if before in ("", "\n"):
        start = text.index(mark, start)
    if behind in ("", "\n"):
        end = text.index(mark, start) + 1
    return start, end


def _is_numbering(text: str, position: int) -> bool:
    """Whether the point at a position belongs to the numbering mark of its line (一.)."""
    line = text[text.rfind("\n", 0, position) + 1 : position].strip(BLANKS)
    return bool(line) and all(each in NUMERALS for each in line)


def _brackets_of_chinese(text: str) -> set[int]:
    """The places of half-width brackets around Chinese or behind it, and of those without a partner there."""
    found: set[int] = set()
    open_: list[int] = []
    for each in re.finditer(r"[()（）\n]", text):
        mark, at = each[0], each.start()
        if mark == "\n":
            open_.clear()
        elif mark in "(（":
            open_.append(at)
        else:
            start = open_.pop() if open_ else at
            before = text[max(start - 1, 0) : start]  # what stands behind is often a Chinese mark after Latin text
            if _CHINESE.search(text, start, at + 1) or _CHINESE.match(before) or text[start] == "（":
                found.update((start, at))
    return found


def _straight_quotes(text: str) -> dict[int, str]:
    """Position of a straight quote → the curly one, in lines with Chinese and an even number of them."""
    found: dict[int, str] = {}
    start = 0
    if '"' not in text:
        return found
    for line in text.split("\n"):
        places = [start + at for at, char in enumerate(line) if char == '"']
        if len(places) % 2 == 0 and _CHINESE.search(line):
            found.update((place, "“”"[number % 2]) for number, place in enumerate(places))
        start += len(line) + 1
    return found


@rule("text.unpaired")
def unpaired(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Brackets and quotes without their partner; a quotation may go over several paragraphs."""
    for section in texts.sections_for(rule):
        for at, char, fix in _unpaired(section):
            expected = _partner(char)
            yield Match(section.id, at, at + 1, fix, fix, name=expected)


def _unpaired(section: SectionText) -> list[tuple[int, str, str | None]]:
    """Brackets and quotes without their partner: (position, which, what should stand there instead or None)."""
    loose: list[tuple[int, str, str | None]] = []
    for line in section.lines:
        marks = _LIST_MARK.match(line.text)
        open_: list[tuple[int, str]] = []
        for offset, char in enumerate(line.text.translate(_BRACKETS)):
            at = line.start + offset
            if char in _PAIRS:
                if char in "“‘" and open_ and open_[-1][1] == char and _PAIRS[char] not in line.text[offset:]:
                    open_.pop()
                    loose.append((at, char, _PAIRS[char]))  # “工作“: the second one closes
                else:
                    open_.append((at, char))
            elif char in _CLOSING:
                opening = _CLOSING[char]
                if open_ and open_[-1][1] == opening:
                    open_.pop()
                elif any(each[1] == opening for each in open_):
                    while open_[-1][1] != opening:
                        loose.append((*open_.pop(), None))
                    open_.pop()
                elif char == "’" and line.text[offset - 1 : offset].isascii():
                    pass  # an apostrophe
                elif not (
                    char == "）" and ((marks and offset < marks.end()) or _ENUMERATED.search(line.text[:offset]))
                ):
                    loose.append((at, char, None))
        # A heading that lacks a bracket is a match of its own rule.
        loose += [(at, char, None) for at, char in open_ if at > line.start or not HALF_BRACKETED.match(line.text)]
        if line.text.count('"') % 2:
            loose.append((line.start + line.text.rindex('"'), '"', None))
    return _without_long_quotations(sorted(loose))


def _without_long_quotations(loose: list[tuple[int, str, str | None]]) -> list[tuple[int, str, str | None]]:
    """What is left when a quote that opens in one paragraph and one that closes in a later one are a pair."""
    left: list[tuple[int, str, str | None]] = []
    for each in loose:
        opening = _CLOSING.get(each[1], "")
        if opening in ("“", "‘") and left and left[-1][1] == opening and left[-1][2] is None:
            left.pop()
        else:
            left.append(each)
    return left


def _partner(char: str) -> str:
    return _PAIRS.get(char) or _CLOSING.get(char) or char
