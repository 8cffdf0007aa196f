"""Pieces of regular expressions that several packages share, each with two examples, and the levels of headings."""

from typing import NamedTuple

from reportdesk.text.numerals import chinese_numeral

HAN = "\u3400-\u9fff"  # within [ ]: Chinese characters, 年 or 㐂; neither 〇 nor marks such as 。
NUMERALS = "一二三四五六七八九十"  # within [ ]: what the numbers of headings are written with, 三 or 十二
CHINESE_ORDINAL = f"[{NUMERALS}]{{1,3}}"  # the number of a heading: 三 or 二十一
ARABIC_ORDINAL = "[0-9]{1,2}"  # 3 or 21
SECTION_MARK = f"{CHINESE_ORDINAL}、"  # before the heading of a section of the form: 三、 or 十一、


class HeadingLevel(NamedTuple):
    """A level of headings in official documents, and how its mark is written.

    `before`, `ordinal` and `after` are patterns of a mark as people write it; `standard` is the mark as GB/T 9704 has
    it, a template for its number. Chinese numbers of 1 and 2, Arabic ones of 3 and 4.
    """

    depth: int
    standard: str
    before: str
    ordinal: str
    after: str

    def write(self, number: int) -> str:
        """The mark with a number as it should be: of level 2 and 3 （三）."""
        return self.standard.format(chinese_numeral(number) if self.ordinal == CHINESE_ORDINAL else number)

    @property
    def mark(self) -> str:
        """The pattern of a mark: of level 2 it finds “（三）” and “(十二)”."""
        return self.before + self.ordinal + self.after


HEADING_LEVELS = (
    HeadingLevel(1, "{}、", "", CHINESE_ORDINAL, "[、.．]"),  # 一、 or 十二.
    HeadingLevel(2, "（{}）", "[（(]", CHINESE_ORDINAL, "[）)]"),  # （一） or (十二)
    HeadingLevel(3, "{}.", "", ARABIC_ORDINAL, "[.．、]"),  # 1. or 12、
    HeadingLevel(4, "（{}）", "[（(]", ARABIC_ORDINAL, "[）)]"),  # （1） or (12)
)
