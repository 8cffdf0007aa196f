"""Text in which a table has lost its cells → runs: labels of the form, and the figures behind them.

In: a text, as copied from a browser: one cell a line, one row a line, or everything in one line. Out: `LabelledRun`s
in the order of the text.

    "规章 3 0 12 行政规范性文件 1 0 2"
        →  run 1: labels [规章], figures ["3", "0", "12"]
        →  run 2: labels [行政规范性文件], figures ["1", "0", "2"]
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

# An ordinal at the end of a text: it belongs to the label behind it and is no figure.
_ORDINAL_AT_END = re.compile(
    rf"""
    (?:
        [（(] [{NUMERALS}\d]{{1,3}} [）)]      # "（三）", "(12)"
      | [{NUMERALS}]{{1,2}} [、.．]            # "三、", "十二."
      | (?<![\d.,]) \d{{1,2}} [.．、]                    # "1.", "12、"; not the end of "3.1."
    )
    \s* $
    """,
    re.VERBOSE,
)
_NOTE = re.compile(r"\s*([（(])([^（()）]{2,})([）)])")  # "（其中修订16件）" behind a figure
_HAN = re.compile(f"[{HAN}]")
_QUALIFIER = frozenset("约余近多零〇两") | DASHES  # words that make a figure unclear: "约 12", "12 余"
_MOST_OTHER = 4  # Chinese characters that a row of a table may have besides its labels and figures
_CLOSING = tuple("”\"'’」：:")  # signs that may end a label and that its plain form leaves out
_LONGEST_LINE = 20_000  # characters of a line that may be a whole table


class LabelToken(NamedTuple):
    """A label in a text; it takes the characters from `start` to before `end`."""

    match: LabelMatch
    start: int
    end: int


class LabelledRun(NamedTuple):
    """Labels and the figures that follow them, up to the next label.

    `labels` are all labels since the last figures, the innermost one last. `text` is the text of the last label and
    its figures. `lines` are the lines of the figures, blank ones included, if the text has one cell a line, else [].
    """

    labels: list[LabelToken]
    figures: list[str]
    lines: list[str]
    text: str


def label_tokens(index: TableIndex, text: str) -> Iterator[LabelToken]:
    """The labels in a text, in order. Where several begin at one place, the longest."""
    plain, positions = trace_plain(text)
    at = 0
    while at < len(plain):
        for match in index.labels_by_start.get(plain[at : at + 2], ()):
            if plain.startswith(match.plain, at):
                start, end = positions[at], positions[at + len(match.plain) - 1] + 1
                while text[end : end + 1] in _CLOSING:
                    end += 1
                if _may_begin(text, start, match):
                    yield LabelToken(match, start, end)
                    at += len(match.plain)
                    break
        else:
            at += 1


def labelled_runs(index: TableIndex, text: str) -> Iterator[LabelledRun]:
    """The runs of a text. Figures in front of the first label make a run without labels."""
    tokens = list(label_tokens(index, text))
    labels: list[LabelToken] = []
    start = _without_ordinal_at_end(text[: tokens[0].start] if tokens else text)
    if figures := figures_in(start):
        yield LabelledRun([], figures, [], start)
    for number, token in enumerate(tokens):
        labels.append(token)
        is_last = number + 1 == len(tokens)
        end = len(text) if is_last else tokens[number + 1].start
        between = text[token.end : end]
        if not is_last:
            between = _without_ordinal_at_end(between)
        figures = figures_in(between)
        if figures or token.match.kind == "row":
            yield LabelledRun(labels, figures, _cell_lines(between), text[token.start : end])
            labels = []
    if labels:
        yield LabelledRun(labels, [], [], "")


def figures_in(text: str) -> list[str]:
    """The figures of a text without labels, each with its note. Words without a digit are left out."""
    text = _NOTE.sub(lambda note: "（" + "".join(note[2].split()) + "）" if _HAN.search(note[2]) else note[0], text)
    return [piece for piece in text.split() if is_value(piece) or piece in _QUALIFIER or re.search(r"\d", piece)]


def is_row_of_table(index: TableIndex, text: str) -> bool:
    """Whether a line is part of a table that has lost its cells: labels, figures and hardly anything else."""
    if len(text) > _LONGEST_LINE:
        return False
    rest, end, labels = [], 0, 0
    for token in label_tokens(index, text):
        rest.append(text[end : token.start])
        end, labels = token.end, labels + 1
    rest.append(text[end:])
    other = _NOTE.sub("", " ".join(rest))
    if is_prose(other):
        return False
    if labels:
        return len(_HAN.findall(other)) <= _MOST_OTHER
    return bool(other.strip()) and all(map(is_value, other.split()))


def _without_ordinal_at_end(text: str) -> str:
    while match := _ORDINAL_AT_END.search(text):
        text = text[: match.start()]
    return text


def _cell_lines(between: str) -> list[str]:
    lines = between.strip(" \t").split("\n")
    if len(lines) < 3 or any(len(line.split()) > 1 for line in lines):
        return []
    return [line.strip() for line in lines[1 if not lines[0] else 0 : -1 if not lines[-1] else None]]


def _may_begin(text: str, start: int, match: LabelMatch) -> bool:
    """Whether a label may begin here. A label with a digit in front must not take the end of a figure.

    "0 1 属于国家秘密" holds the figure 1 and a label without ordinal; "0 1.属于国家秘密" holds a label with ordinal.
    """
    if not match.plain[0].isdigit():
        return True
    before, after = text[start - 1 : start], text[start + 1 : start + 2]
    return not before.isdigit() and not after.isspace()
