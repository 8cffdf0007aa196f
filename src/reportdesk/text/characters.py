"""Characters that look like the usual ones and are others: what many PDF files and texts copied from them hold."""

import re
import unicodedata

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
    """A text with the usual characters (一文民) in place of radicals (⼀⽂⺠) that only look the same."""
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
