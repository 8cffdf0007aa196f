"""Words and marks that stand twice: 工作工作, 局局, ，，. 往往 and 一一 are words."""

import re
from collections.abc import Iterator
from itertools import pairwise

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.checks.proofreading.registry import rule
from reportdesk.checks.proofreading.word_lists import ExemptSpans, doubled_characters
from reportdesk.form.definition import Rule
from reportdesk.text.numerals import NUMERAL_CHARACTERS
from reportdesk.text.patterns import HAN

_LONGEST = 8
# The first two characters are compared before the group is tried: one pass over a page takes a millisecond.
_WORD = re.compile(rf"(?P<word>[{HAN}]{{2,{_LONGEST}}})(?P=word)")
_MAY_REPEAT = ("一", "逐", "每")  # 一件一件, 逐条逐条
_NUMBERS = frozenset(NUMERAL_CHARACTERS + "〇万半")
_YEAR = re.compile(r"(?P<word>[0-9]{4}年|[0-9]{1,2}月|[0-9]{1,6}[件条次份个项])(?P=word)")
_MARKS = re.compile(
    r"(?P<same>[，、；：。？！,;])(?:[ \u3000]{0,4}(?P=same))+|[，、；：,;](?=[ \u3000]{0,4}[。！？])"
    r"|(?<=[。！？])[ \u3000]{0,4}[，、；：。,;]"
    r"|[，、；：](?:[ \u3000]{0,4}[，、；：])+|《{2,}|》{2,}|（{2,}|）{2,}"
)


@rule("text.doubled_word")
def doubled_words(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Words of two characters or more twice in a row, and single characters that never rightly stand doubled."""
    for passage in reading.where(rule):
        text = passage.plain
        fine = ExemptSpans(text)
        found: list[tuple[int, int, int]] = []
        for start, middle, end in _pairs(text):
            word = text[start:middle]
            if not word.startswith(_MAY_REPEAT) and not _NUMBERS.issuperset(word) and len(set(word)) > 1:
                found.append((start, middle, end))
        found += [(each.start(), each.end("word"), each.end()) for each in _YEAR.finditer(text)]
        for each in doubled_characters():
            at = text.find(each.word)
            while at >= 0:
                before, behind = text[at - 1 : at] or "\n", text[at + 2 : at + 3] or "\n"
                if before not in each.before and behind not in each.behind:
                    found.append((at, at + 1, at + 2))
                at = text.find(each.word, at + 2)
        last = -1
        for start, middle, end in sorted(found):
            if start >= last and not fine.across(start, end):
                yield Match(passage.section, start, end, text[start:middle], text[start:middle])
                last = end


def _pairs(text: str) -> Iterator[tuple[int, int, int]]:
    """Runs of Chinese characters that stand twice in a row: start, middle, end."""
    candidates = set()
    for length in range(2, _LONGEST + 1):
        candidates.update(_agreeing(text, length))
    last = -1
    for start in sorted(candidates):
        if start >= last and (found := _WORD.match(text, start)):
            last = found.end()
            yield start, found.end("word"), found.end()


def _agreeing(text: str, distance: int) -> list[int]:
    """Where two characters are those that stand `distance` further on."""
    same = [a == b for a, b in zip(text, text[distance:], strict=False)]
    return [at for at, (one, two) in enumerate(pairwise(same)) if one and two]


@rule("text.punctuation")
def repeated_marks(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """，， 。。 ；。 and their like; …… and —— are marks of two."""
    for passage in reading.where(rule):
        for start, end, fix in mark_repeats(passage.plain):
            yield Match(passage.section, start, end, fix, fix)


def mark_repeats(text: str) -> Iterator[tuple[int, int, str]]:
    """Where marks stand twice or against each other, and what should stand there."""
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
