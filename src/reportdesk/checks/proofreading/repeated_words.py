"""Words and marks that stand twice in a row: 工作工作, 局局, ，，. Not words such as 往往 and 一一."""

import re
from collections.abc import Iterator
from itertools import pairwise

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.checks.proofreading.registry import rule
from reportdesk.checks.proofreading.word_lists import ExemptSpans, doubled_characters
from reportdesk.form.definition import Rule
from reportdesk.text.numerals import NUMERAL_CHARACTERS
from reportdesk.text.patterns import HAN

_LONGEST = 8  # characters of a word
# 工作工作, 政府信息政府信息. Tried only where two characters agree with those further on: a page takes a millisecond.
_WORD = re.compile(rf"(?P<word>[{HAN}]{{2,{_LONGEST}}})(?P=word)")
_MAY_REPEAT = ("一", "逐", "每")  # 一件一件, 逐条逐条
_NUMBERS = frozenset(NUMERAL_CHARACTERS + "〇万半")
# 2025年2025年, 3月3月, 12件12件.
_FIGURE = re.compile(r"(?P<word>[0-9]{4}年|[0-9]{1,2}月|[0-9]{1,6}[件条次份个项])(?P=word)")
_MARKS = re.compile(
    r"""
    (?P<same>[，、；：。？！,;])(?:[ \u3000]{0,4}(?P=same))+   # ，， 。。 ； ；
    |[，、；：,;](?=[ \u3000]{0,4}[。！？])                     # the first of ，。 ；。
    |(?<=[。！？])[ \u3000]{0,4}[，、；：。,;]                   # the second of 。， ！。
    |[，、；：](?:[ \u3000]{0,4}[，、；：])+                     # ，； 、，
    |《{2,}|》{2,}|（{2,}|）{2,}
    """,
    re.VERBOSE,
)


@rule("text.doubled_word")
def doubled_words(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Words and figures that stand twice in a row, and single characters that are hardly ever doubled rightly."""
    for section in texts.sections_for(rule):
        text = section.plain
        exempt = ExemptSpans(text)
        found: list[tuple[int, int, int]] = []
        for start, middle, end in _pairs(text):
            word = text[start:middle]
            if not word.startswith(_MAY_REPEAT) and not _NUMBERS.issuperset(word) and len(set(word)) > 1:
                found.append((start, middle, end))
        found += [(each.start(), each.end("word"), each.end()) for each in _FIGURE.finditer(text)]
        for each in doubled_characters():
            at = text.find(each.word)
            while at >= 0:
                before, behind = text[at - 1 : at] or "\n", text[at + 2 : at + 3] or "\n"
                if before not in each.before and behind not in each.behind:
                    found.append((at, at + 1, at + 2))
                at = text.find(each.word, at + 2)
        last = -1
        for start, middle, end in sorted(found):
            if start >= last and not exempt.overlapping(start, end):
                yield Match(section.id, start, end, text[start:middle], text[start:middle])
                last = end


def _pairs(text: str) -> Iterator[tuple[int, int, int]]:
    """Runs of Chinese characters that stand twice in a row: (start, start of the second, end)."""
    candidates = set()
    for length in range(2, _LONGEST + 1):
        candidates.update(_repeats_at(text, length))
    last = -1
    for start in sorted(candidates):
        if start >= last and (found := _WORD.match(text, start)):
            last = found.end()
            yield start, found.end("word"), found.end()


def _repeats_at(text: str, distance: int) -> list[int]:
    """The places where two characters are the same as the two that stand `distance` further on."""
    same = [a == b for a, b in zip(text, text[distance:], strict=False)]
    return [at for at, (one, two) in enumerate(pairwise(same)) if one and two]


@rule("text.punctuation")
def repeated_marks(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Marks that stand twice or against each other: ，， ；。 (…… and —— are not, they are one mark each)."""
    for section in texts.sections_for(rule):
        for start, end, fix in mark_repeats(section.plain):
            yield Match(section.id, start, end, fix, fix)


def mark_repeats(text: str) -> Iterator[tuple[int, int, str]]:
    """Marks that stand twice or against each other: (start, end, what should stand there)."""
    for found in _MARKS.finditer(text):
        marks = "".join(found[0].split())
        if found["same"]:
            yield *found.span(), found["same"]
        elif len(marks) == 1:  # beside the mark that ends the sentence
            yield *found.span(), ""
        elif len(set(marks)) == 1:
            yield *found.span(), marks[0]
        else:
            yield *found.span(), marks[-1] if marks[-1] in "；：" else marks[0]
