"""The sentences of a text, and what makes two of them the same."""

import re
from collections.abc import Iterator

from reportdesk.text.characters import BLANKS, FULL_WIDTH_ASCII, INVISIBLE, half_width
from reportdesk.text.numerals import DIGITS, ZEROS
from reportdesk.text.patterns import CHINESE_ORDINAL, NUMERALS

# A sentence ends with its line, or after a stop and the quotes and brackets that close behind it. A straight quote
# may as well open the next one, and goes there.
_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’）)」』》】]*)?")
_BLANKS = re.compile(rf"[\s{INVISIBLE}]+")
_MARKS = re.compile(r"[^\w]+")
# In front of a sentence in half width: (三) (12) 一是 三、 3. but not 1.5
_ORDINAL = re.compile(rf"\([{NUMERALS}\d]{{1,3}}\)|{CHINESE_ORDINAL}[是、]|\d{{1,2}}[.、](?!\d)")
_YEAR = re.compile(rf"(?:20|二[{ZEROS}])[\d{ZEROS}{DIGITS}]{{2}}年")  # 2021年 or 二〇二一年
_HALF_WIDTH = half_width(FULL_WIDTH_ASCII + "。“”„‟‘’—–―−‐‑")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end, blanks around them and empty ones left out.

    Semicolons end a sentence too: the members of a list are looked at one by one.
    """
    for found in _SENTENCE.finditer(text):
        words = found[0].strip(BLANKS + INVISIBLE)
        if words:
            start = found.start() + found[0].index(words)
            yield start, start + len(words)


def normalize_sentence(sentence: str) -> str:
    """A sentence without blanks, full-width forms made half-width: what a web page or a copy may change in it."""
    return _BLANKS.sub("", sentence).translate(_HALF_WIDTH)


def without_year(sentence: str) -> str:
    """The words of a sentence, whatever the year it names and the number it bears, without punctuation."""
    spoken = normalize_sentence(sentence)
    number = _ORDINAL.match(spoken)
    return _MARKS.sub("", _YEAR.sub("年", spoken[number.end() :] if number else spoken))
