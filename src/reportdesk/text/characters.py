"""Characters: which are blank or invisible, which are another width or look of the usual one; texts cut short."""

import re
import unicodedata

BLANKS = " \t\u3000\u00a0"  # blanks within a line; \u3000 indents a paragraph
INVISIBLE = "\u200b\ufeff"  # the zero-width space and the byte order mark, which come along with copied text

FULL_WIDTH_DIGITS = "０１２３４５６７８９"
FULL_WIDTH_ASCII = "".join(map(chr, range(0xFF01, 0xFF5F)))  # ！ to ～

# What a full-width character, or one that is taken for it, is in half width. It is one list for all, of which every
# user names the characters that it takes. They differ on purpose: "。" is a point in a cell (12。5) and the end of a
# sentence in prose, "—" is a minus on a data sheet and a dash in a text, "〇" is 0 in 二〇二一年 and no digit in a
# cell, and "²" and "①" are digits nowhere. So there is no table of everything, and NFKC is none.
_HALF_WIDTH = {
    **{char: chr(ord(char) - 0xFEE0) for char in FULL_WIDTH_ASCII},
    **dict.fromkeys("\u3000\u00a0", " "),
    "。": ".",
    **dict.fromkeys("—–―−‐‑", "-"),
    **dict.fromkeys("“”„‟", '"'),
    **dict.fromkeys("‘’", "'"),
    "〔": "[",
    "〕": "]",
}


def half_width(characters: str) -> dict[int, str]:
    """A table for `str.translate` that makes these characters half-width and leaves all others.

    half_width("０１，") makes "１０，０００．5" into "10,000．5". Raises KeyError for a character of no other width.
    """
    return {ord(char): _HALF_WIDTH[char] for char in characters}


def full_width(characters: str) -> dict[int, str]:
    """A table for `str.translate` that makes these characters of ASCII full-width: "(" → "（"."""
    return {ord(char): chr(ord(char) + 0xFEE0) for char in characters}


# Radicals that are whole characters and that no normal form of Unicode knows as such.
_SUPPLEMENT = {
    **dict(
        zip(
            "⺁⺎⺒⺝⺟⺠⺩⺶⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝",
            "厂兀巳月母民王羊虎西见角贝车長长门青韦页风飞食",
            strict=True,
        )
    ),
    **dict(zip("⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳", "马骨鬼鱼鸟卤麦黄齐齿龙龟", strict=True)),
}
# Radicals of the Kangxi dictionary (⼀ ⽂) and ideographs kept for old character sets.
_RANGES = (range(0x2F00, 0x2FD6), range(0xF900, 0xFAD9))
_USUAL = str.maketrans(
    {
        **{chr(n): unicodedata.normalize("NFKC", chr(n)) for numbers in _RANGES for n in numbers},
        **_SUPPLEMENT,
        "⼾": "户",  # Unicode has 戶, which on the mainland nobody writes
    }
)


_UNHOLDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_UNUSUAL = re.compile("[\u2e80-\u2fd5\uf900-\ufad8]")


def replace_lookalikes(text: str) -> str:
    """A text with the usual characters (一文民) in place of radicals (⼀⽂⺠) that only look the same.

    Many PDF files, and texts copied from them, hold such radicals.
    """
    return text.translate(_USUAL) if has_lookalikes(text) else text


def has_lookalikes(text: str) -> bool:
    """Whether a text may hold such radicals."""
    return _UNUSUAL.search(text) is not None


def clean_text(text: str) -> str:
    """A text as stored: line ends as "\\n", without control characters that no document format can hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n").replace("\u2028", "\n")
    return _UNHOLDABLE.sub("", text)


def clean_line(text: str) -> str:
    """A text of one line as stored: without the characters `clean_text` takes away, blanks run together."""
    return " ".join(clean_text(text).split())


def shorten(text: str, length: int, *, start: int = 0, one_line: bool = False) -> str:
    """At most `length` characters of a text from `start` on, with "…" for what is left out before or behind.

    shorten("全年主动公开信息", 4) is "全年主动…". `one_line` makes it one line first, as `clean_line` does.
    """
    text = clean_line(text) if one_line else text
    return f"{'…' if start else ''}{text[start : start + length]}{'…' if len(text) > start + length else ''}"
