"""Labels of the form as they come back from other programs: broken, re-punctuated, in other brackets."""

import re
import unicodedata
from functools import lru_cache

from reportdesk.text.characters import FULL_WIDTH_DIGITS, INVISIBLE, half_width
from reportdesk.text.patterns import CHINESE_ORDINAL

_SIGNS = INVISIBLE + "“”\"'‘’「」.．、，,:：·;；…"
_DROPPED = re.compile(rf"[\s{_SIGNS}]+")
_SKIPPED = frozenset(_SIGNS + " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u3000\u00a0\u2002\u2003\u2009\u2028\u2029")
# What NFKC would change, but no label needs changed: a text with nothing else of that kind is taken as it is.
_WIDE = {ord(char): None for char in "（），：；！？．／＋－０１２３４５６７８９％\u3000\u00a0“”…［］～〔〕"}
_SAME = half_width("（）［］〔〕" + FULL_WIDTH_DIGITS)
_SHORT = 100
# Marks of headings as other programs and older reports have them too: （ 六 ） 第二部分： 3) 4， (５)
_ORDINAL = re.compile(
    rf"""
    \s* (?:
      [（(] \s* (?: {CHINESE_ORDINAL} | \d{{1,2}} ) \s* [）)]                     # （六） ( 12 )
      | 第? {CHINESE_ORDINAL} (?: \s* [、.．,，] | 部分 [、.．,，:：\s]* )           # 三、 第二部分：
      | \d{{1,2}} \s* [.．、,，)）] (?!\d)                                       # 3. 4) but not 1.5
    ) [、.．]? \s*
    """,
    re.VERBOSE,
)


def plain_label(text: str) -> str:
    """A label without what varies: blanks, quotes, points and commas, full- and half-width forms."""
    return _remembered(text) if len(text) <= _SHORT else _plain(text)


def _plain(text: str) -> str:
    text = _DROPPED.sub("", text.translate(_SAME))
    # PDF files hold look-alikes of common characters (⼀ for 一)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


_remembered = lru_cache(maxsize=4096)(_plain)  # the same labels stand in every report


def trace_plain(text: str) -> tuple[str, list[int]]:
    """A whole text in plain form, and for each of its characters where it stands in the text."""
    normal = unicodedata.is_normalized("NFKC", text.translate(_WIDE))
    source = [i for i, char in enumerate(text) if char not in _SKIPPED]
    if normal:
        return "".join([text[i] for i in source]).translate(_SAME), source
    pieces = [(char, i) for i in source for char in plain_label(text[i])]
    return "".join(char for char, _ in pieces), [i for _, i in pieces]


def without_ordinals(text: str) -> str:
    """A label without the ordinals in front of it, "（六） 1. 重复申请" → "重复申请"."""
    while (found := _ORDINAL.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    return text


def ordinal(text: str) -> str:
    """The ordinal in front of a text as it stands there, "" for none."""
    found = _ORDINAL.match(text)
    return found.group().strip() if found else ""


def likeness(a: str, b: str) -> float:
    """How much of two plain labels is the same, from 0 to 1: the share of common pairs of characters."""
    pairs, others = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (a, b)]
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else float(a == b)
