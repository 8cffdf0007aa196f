"""The sentences of a text, and what makes two of them the same."""

import re
from collections.abc import Iterator

from reportdesk.text.characters import BLANKS, FULL_WIDTH_ASCII, INVISIBLE, half_width

# A sentence ends with its line, or after a stop and the quotes and brackets that close behind it. A straight quote
# may as well open the next one, and goes there.
_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’）)」』》】]*)?")
_BLANKS = re.compile(rf"[\s{INVISIBLE}]+")
_MARKS = re.compile(r"[^\w]+")
_ORDINAL = re.compile(r"\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[是、]|\d{1,2}[.、](?!\d)")
_YEAR = re.compile(r"(?:20|二〇|二○|二零)[\d〇○零一二三四五六七八九]{2}年")
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
