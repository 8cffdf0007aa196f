"""Lists of words: those in resources/language, and the office's (本单位词表).

A list is a text file with an entry a line; "#" starts a remark. A wrong word stands before its right one: 布署→部署.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from reportdesk import resources

MOST_BYTES = 256 * 1024
MOST_WORDS = 2_000
LONGEST_WORD = 40
_ARROW = re.compile(r"\s*(?:→|->|=>|＝＞|\t+)\s*")  # between the two: 布署→部署, 布署 => 部署


class WordList(NamedTuple):
    """Wrong → right, and a sentence for every line that could not be used."""

    words: dict[str, str]
    refused: list[str]


def parse_words(text: str) -> WordList:
    """The entries of a list of wrong → right words; bounded in size, never an error."""
    words: dict[str, str] = {}
    refused: list[str] = []
    for number, line in _entries(text):
        parts = _ARROW.split(line)
        wrong, right = (parts[0], parts[1]) if len(parts) == 2 else ("", "")
        if len(parts) != 2 or not wrong:
            refused.append(f"第 {number} 行“{line[:20]}”不是“错词→正词”的写法。")
        elif len(wrong) < 2:
            refused.append(f"第 {number} 行“{line[:20]}”的错词只有一个字，容易误报，请写成词语。")
        elif max(len(wrong), len(right)) > LONGEST_WORD:
            refused.append(f"第 {number} 行过长：一个词最多 {LONGEST_WORD} 字。")
        elif wrong == right:
            refused.append(f"第 {number} 行“{line[:20]}”的错词与正词相同。")
        elif len(words) >= MOST_WORDS:
            refused.append(f"词语过多：最多 {MOST_WORDS} 条，第 {number} 行起未采用。")
            break
        else:
            words[wrong] = right
    return WordList(words, refused)


def read_words(path: Path) -> WordList:
    """The office's list. A missing file is an empty list; a file that cannot be read gives one `refused` sentence."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return WordList({}, [])
    except OSError:
        return WordList({}, [f"“{path.name}”无法读取，请检查文件权限。"])
    if len(raw) > MOST_BYTES:
        return WordList({}, [f"“{path.name}”过大：最多 {MOST_BYTES // 1024} KB，未采用。"])
    for encoding in ("utf-8-sig", "gb18030"):  # older editors on Windows save as GBK
        try:
            return parse_words(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return WordList({}, [f"“{path.name}”不是文本文件，未采用。"])


@lru_cache(maxsize=1)
def wrong_words() -> dict[str, str]:
    """The program's list of wrong → right words."""
    return parse_words(_shipped("wrong_words.txt")).words


@lru_cache(maxsize=1)
def allowed_words() -> tuple[str, ...]:
    """Names and words in which rules about words find nothing: 乾安县."""
    return tuple(line for _, line in _entries(_shipped("allowed.txt")))


@lru_cache(maxsize=1)
def office_endings() -> tuple[str, ...]:
    """How names of offices end: 财政局, 人民法院."""
    return tuple(line for _, line in _entries(_shipped("offices.txt")))


class DoubledCharacter(NamedTuple):
    """A doubled character, and the characters right before or right behind it with which it is right."""

    word: str
    before: str
    behind: str


@lru_cache(maxsize=1)
def doubled_characters() -> tuple[DoubledCharacter, ...]:
    """Characters that are hardly ever doubled rightly: 局局, 的的."""
    rows = (line.split() for _, line in _entries(_shipped("doubled.txt")))
    return tuple(DoubledCharacter(word, before.strip("-"), behind.strip("-")) for word, before, behind in rows)


def word_spans(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """The places of these words in a text, overlapping ones too: [(start, end)]."""
    found = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = text.find(word, at + 1)
    return found


class ExemptSpans:
    """The places of a text with names and words in which rules about words find nothing.

    `allowed_words` and those given.
    """

    def __init__(self, text: str, *words: str) -> None:
        self._spans = sorted(word_spans(text, (*allowed_words(), *filter(None, words))))
        self._longest = max((end - start for start, end in self._spans), default=0)

    def overlapping(self, start: int, end: int) -> list[tuple[int, int]]:
        """The places that share a character with start…end: [(start, end)]."""
        first = bisect_left(self._spans, (start - self._longest,))
        last = bisect_left(self._spans, (end,))
        return [each for each in self._spans[first:last] if each[1] > start]


def _shipped(name: str) -> str:
    """The text of a list in resources/language."""
    return resources.path("language", name).read_text("utf-8")


def _entries(text: str) -> Iterator[tuple[int, str]]:
    """The entries of a list without remarks: (number of the line, entry)."""
    for number, line in enumerate(text.splitlines(), 1):
        if (entry := line.partition("#")[0].strip()) and len(entry) <= 4 * LONGEST_WORD:
            yield number, entry
