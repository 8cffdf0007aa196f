"""Running text without a table's cells → rows: labels of the form with the figures behind them.

Text copied from a browser has one cell a line, or one row a line, or everything in one run.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportdesk.recognition.result import DASHES
from reportdesk.recognition.row_classifier import is_value
from reportdesk.recognition.table_index import LabelMatch, TableIndex
from reportdesk.text.labels import trace_plain
from reportdesk.text.patterns import HAN, NUMERALS
from reportdesk.text.sentences import is_prose

# （三） or 二、 or 12. at the end of a text: the mark of the label that follows
_NUMBERED = re.compile(
    rf"(?:[（(][{NUMERALS}\d]{{1,3}}[）)]|[{NUMERALS}]{{1,2}}[、.．]|(?<![\d.,])\d{{1,2}}[.．、])\s*$"
)
_NOTE = re.compile(r"\s*([（(])([^（()）]{2,})([）)])")
_HAN = re.compile(f"[{HAN}]")
_QUALIFIER = frozenset("约余近多零〇两") | DASHES
_MOST_LEFT = 4  # Chinese characters beside labels and figures in a line of a table
_CLOSING = tuple("”\"'’」：:")
_LONGEST = 20_000  # characters of a line that may be a whole table


class LabelToken(NamedTuple):
    """A label in a text, from `start` to before `end`."""

    word: LabelMatch
    start: int
    end: int


class LabelledRun(NamedTuple):
    """The figures between two labels: the labels before them since the last figures, and the text they stand in.

    `cells` are the lines of that text, blank ones included, where it has one cell a line.
    """

    labels: list[LabelToken]
    figures: list[str]
    cells: list[str]
    text: str


def label_tokens(index: TableIndex, text: str) -> Iterator[LabelToken]:
    """The labels in a text, in order, the longest that fits at each place."""
    compact, source = trace_plain(text)
    at = 0
    while at < len(compact):
        for word in index.words.get(compact[at : at + 2], ()):
            if compact.startswith(word.plain, at):
                start, end = source[at], source[at + len(word.plain) - 1] + 1
                while text[end : end + 1] in _CLOSING:
                    end += 1
                if _is_ordinal(text, start, word):
                    yield LabelToken(word, start, end)
                    at += len(word.plain)
                    break
        else:
            at += 1


def labelled_runs(index: TableIndex, text: str) -> Iterator[LabelledRun]:
    """The figures of a text with the labels in front of them."""
    found = list(label_tokens(index, text))
    labels: list[LabelToken] = []
    before = text[: found[0].start] if found else text
    while match := _NUMBERED.search(before):
        before = before[: match.start()]
    if figures := figures_in(before):
        yield LabelledRun([], figures, [], before)
    for place, token in enumerate(found):
        labels.append(token)
        after = found[place + 1].start if place + 1 < len(found) else len(text)
        between = text[token.end : after]
        if place + 1 < len(found):
            while match := _NUMBERED.search(between):
                between = between[: match.start()]
        figures = figures_in(between)
        if figures or token.word.kind == "row":
            yield LabelledRun(labels, figures, _cells(between), text[token.start : after])
            labels = []
    if labels:
        yield LabelledRun(labels, [], [], "")


def figures_in(text: str) -> list[str]:
    """The figures of a text without labels; words that belong to no figure are left out."""
    text = _NOTE.sub(lambda note: "（" + "".join(note[2].split()) + "）" if _HAN.search(note[2]) else note[0], text)
    return [piece for piece in text.split() if is_value(piece) or piece in _QUALIFIER or re.search(r"\d", piece)]


def is_row_of_table(index: TableIndex, text: str) -> bool:
    """Whether a line of text is part of a table that lost its cells: labels and figures and hardly anything else."""
    if len(text) > _LONGEST:
        return False
    rest, end, labels = [], 0, 0
    for token in label_tokens(index, text):
        rest.append(text[end : token.start])
        end, labels = token.end, labels + 1
    rest.append(text[end:])
    left = _NOTE.sub("", " ".join(rest))
    if is_prose(left):
        return False
    if labels:
        return len(_HAN.findall(left)) <= _MOST_LEFT
    return bool(left.strip()) and all(map(is_value, left.split()))


def _cells(between: str) -> list[str]:
    lines = between.strip(" \t").split("\n")
    if len(lines) < 3 or any(len(line.split()) > 1 for line in lines):
        return []
    return [line.strip() for line in lines[1 if not lines[0] else 0 : -1 if not lines[-1] else None]]


def _is_ordinal(text: str, start: int, word: LabelMatch) -> bool:
    """Whether a label may begin here: a digit in front of it is an ordinal only if no other figure ends with it.

    "0 1 属于国家秘密" is a 1 and a label without ordinal.
    """
    if not word.plain[0].isdigit():
        return True
    before, after = text[start - 1 : start], text[start + 1 : start + 2]
    return not before.isdigit() and not after.isspace()
