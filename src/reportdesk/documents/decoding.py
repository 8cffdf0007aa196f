"""Bytes → text, for files that do not say how they are encoded, or say it wrongly."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""")
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "cp936": "gb18030"}  # pages say less than they use
_LOOKED_AT = 4096


def decode(data: bytes, declared: str = "") -> str:
    """The text of a file: by its mark, as UTF-8 where it is, as declared (in it, or beside it), as GB 18030.

    What cannot be decoded comes as U+FFFD. A character cut off at the end is left out.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], encoding)
    if guess := _wide(data):
        return _tolerant(data, guess)
    text = _strict(data, "utf-8")  # before the declaration: pages saved anew keep their old one
    if text is not None:
        return text
    found = _DECLARED.search(data[:_LOOKED_AT])
    for name in (declared, found[1].decode("ascii") if found else "", "gb18030"):
        text = _strict(data, _codec(name)) if name else None
        if text is not None:
            return text
    return min((_tolerant(data, encoding) for encoding in ("utf-8", "gb18030")), key=lambda text: text.count("\ufffd"))


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: markup and digits have a zero in every other byte."""
    start = data[: _LOOKED_AT // 2 * 2]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if len(start) < 8 or max(even, odd) < len(start) // 8 or min(even, odd) * 8 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if not getattr(found, "_is_text_encoding", True):  # "zip", "hex" and the like are codecs too
        return ""
    return _CHINESE.get(found.name, found.name)


def _strict(data: bytes, encoding: str) -> str | None:
    if not encoding:
        return None
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except (UnicodeError, LookupError, TypeError):
        return None


def _tolerant(data: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(data)
