"""Where a sentence ends, the sentences of a text, and what makes two of them the same.

Every user takes one of these and says why:
- `STOPS`: to cut prose into sentences. A semicolon ends one too: the members of a list are looked at one by one, and
  what stands before it can be wrong by itself. Half-width marks count, for clerks type them.
- `FULL_WIDTH_STOPS`: to tell prose from headings and rows of tables, where half-width marks stand in codes and names.
- `FULL_STOPS`: for what is said over a semicolon. “新收12件；其中自然人8件。” speaks of the same applications.
"""

import re
from collections.abc import Iterator

from reportdesk.text.characters import BLANKS, FULL_WIDTH_ASCII, INVISIBLE, half_width
from reportdesk.text.numerals import DIGITS, ZEROS
from reportdesk.text.patterns import CHINESE_ORDINAL, NUMERALS

FULL_STOPS = "。！？"
FULL_WIDTH_STOPS = FULL_STOPS + "；"
STOPS = FULL_WIDTH_STOPS + "!?;"
# What closes behind a stop belongs to its sentence. A straight quote may as well open the next one, and goes there.
_CLOSING = "”’）)」』》】"
_PROSE = re.compile(f"[{FULL_WIDTH_STOPS}]")


def sentence_pattern(line_ends: bool) -> re.Pattern[str]:
    """The pattern of one sentence: “公开12件。” or “（详见附表。）”, or what stands behind the last stop.

    With `line_ends` a sentence ends with its line, and no line end is part of one. Without, a line end is a character
    like others: for a text that is one sentence over several lines, such as a title.
    """
    inside = f"[^{STOPS}" + (r"\n]" if line_ends else "]")
    return re.compile(f"{inside}*[{STOPS}]+[{_CLOSING}]*|{inside}+")


_SENTENCE = sentence_pattern(line_ends=True)
_BLANKS = re.compile(rf"[\s{INVISIBLE}]+")
_MARKS = re.compile(r"[^\w]+")
# In front of a sentence in half width: (三) (12) 一是 三、 3. but not 1.5
_ORDINAL = re.compile(rf"\([{NUMERALS}\d]{{1,3}}\)|{CHINESE_ORDINAL}[是、]|\d{{1,2}}[.、](?!\d)")
_YEAR = re.compile(rf"(?:20|二[{ZEROS}])[\d{ZEROS}{DIGITS}]{{2}}年")  # 2021年 or 二〇二一年
_HALF_WIDTH = half_width(FULL_WIDTH_ASCII + "。“”„‟‘’—–―−‐‑")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end, blanks around them and empty ones left out."""
    for found in _SENTENCE.finditer(text):
        words = found[0].strip(BLANKS + INVISIBLE)
        if words:
            start = found.start() + found[0].index(words)
            yield start, start + len(words)


def is_prose(text: str) -> bool:
    """Whether a sentence ends within a text: then it is no heading and no row of a table."""
    return _PROSE.search(text) is not None


def normalize_sentence(sentence: str) -> str:
    """A sentence without blanks, full-width forms made half-width: what a web page or a copy may change in it."""
    return _BLANKS.sub("", sentence).translate(_HALF_WIDTH)


def without_year(sentence: str) -> str:
    """The words of a sentence, whatever the year it names and the number it bears, without punctuation."""
    spoken = normalize_sentence(sentence)
    number = _ORDINAL.match(spoken)
    return _MARKS.sub("", _YEAR.sub("年", spoken[number.end() :] if number else spoken))
