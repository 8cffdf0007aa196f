"""Bytes → text, for files that do not say how they are encoded, or say it wrongly.

In: the bytes of a file, and the encoding stated beside it, if any. Out: the text. These are tried in order:

    a byte order mark                       EF BB BF, FF FE …
    UTF-16 without a mark                   "<\\0h\\0t\\0m\\0l\\0": every other byte is zero
    UTF-8                                   before what is declared: converted pages keep their old declaration
    the encoding stated beside the file     a MIME header
    the encoding declared in it             charset="gb2312"
    GB 18030
"""

import codecs
import re

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# "charset=gb2312", 'encoding="utf-8"'
_DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""")
# Pages that declare a smaller Chinese encoding often use characters of the larger one.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "cp936": "gb18030"}
_START = 4096  # bytes in which a declaration, or zeros of UTF-16, are looked for


def decode(data: bytes, declared: str = "") -> str:
    """The text of a file; `declared` is an encoding stated beside it, or "".

    What cannot be decoded becomes U+FFFD. A character that is cut off at the end is left out.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_leniently(data[len(mark) :], encoding)
    if encoding := _unmarked_utf_16(data):
        return _decode_leniently(data, encoding)
    declaration = _DECLARATION.search(data[:_START])
    declared_in_file = declaration[1].decode("ascii") if declaration else ""
    for encoding in ("utf-8", _codec(declared), _codec(declared_in_file), "gb18030"):
        text = _decode_strictly(data, encoding)
        if text is not None:
            return text
    texts = (_decode_leniently(data, encoding) for encoding in ("utf-8", "gb18030"))
    return min(texts, key=lambda text: text.count("\ufffd"))


def _unmarked_utf_16(data: bytes) -> str:
    """The name of the encoding if it is UTF-16 without a mark, else ""."""
    start = data[: _START // 2 * 2]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if len(start) < 8 or max(even, odd) < len(start) // 8 or min(even, odd) * 8 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _codec(name: str) -> str:
    """The encoding to use for a declared one, "" if it is none."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if not getattr(codec, "_is_text_encoding", True):  # "zip", "hex" and the like are codecs too
        return ""
    return _LARGER.get(codec.name, codec.name)


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    """The text; None if there is no encoding, or if a byte does not fit it."""
    if not encoding:
        return None
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except (UnicodeError, LookupError, TypeError):
        return None


def _decode_leniently(data: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(data)
