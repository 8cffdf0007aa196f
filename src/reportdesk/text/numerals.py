"""Numbers in Chinese writing: 十二 ↔ 12, and years digit by digit, 二〇二一 ↔ 2021.

A numeral is one of the numbers 0 to 9999 as `chinese_numeral` writes it (零, 十, 一百零三, 二千零二十), or differs from
that in these ways only:
- 〇 stands for 零, 两 for 二 (两件, 两千)
- 一 before 十, 百 or 千 is missing (百余件) or is there (一十二)
- 零 before a digit with its place is missing (一千二十) or is there (一百零二十)
All else is none: 两三 (两三件 are two or three), 一百三 (said for 130), 一二, 十十, 三十五百, 万, 12.
"""

import re

from reportdesk.text.characters import FULL_WIDTH_DIGITS, half_width

DIGITS = "一二三四五六七八九"
ZEROS = "〇○零Ｏ"  # as people type the 0 of a year: the second is a circle, the last a Latin letter
NUMERAL_CHARACTERS = "零" + DIGITS + "两十百千"

_PLACES = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
_VALUES = {char: value for value, char in enumerate("零" + DIGITS)}
_VARIED = str.maketrans("〇两", "零二")
_OPTIONAL = re.compile(f"一(?=[十百千])|(?<=[百千])零(?=[{DIGITS}]?[十百])")
_YEAR_DIGITS = {
    **half_width(FULL_WIDTH_DIGITS),
    **{ord(char): str(value) for value, char in enumerate(DIGITS, 1)},
    **dict.fromkeys(map(ord, ZEROS + "Oo"), "0"),
}


def chinese_numeral(number: int) -> str:
    """A number from 0 to 9999 as it is written: 12 → 十二, 103 → 一百零三, 2020 → 二千零二十. Raises ValueError."""
    if not 0 <= number < 10_000:
        raise ValueError(f"no numeral for {number}")
    text, skipped = "", False
    for size, place in _PLACES:
        if digit := number // size % 10:
            text += ("零" if skipped and text else "") + DIGITS[digit - 1] + place
        skipped = not digit
    return (text.removeprefix("一") if 10 <= number < 20 else text) or "零"


def numeral_value(text: str) -> int | None:
    """The number of a numeral: 十二 → 12, 两千零二十 → 2020; None for what is none (see above)."""
    plain = text.translate(_VARIED)
    number, digit = 0, 0
    for char in plain:
        if char in _VALUES:
            digit = _VALUES[char]
            continue
        size = next((size for size, place in _PLACES if place == char), 0)
        number, digit = number + (digit or 1) * size, 0
    number += digit
    # What can be added up is a numeral only if the sum is written so.
    same = number < 10_000 and _OPTIONAL.sub("", plain) == _OPTIONAL.sub("", chinese_numeral(number))
    return number if same else None


def ordinal_value(text: str) -> int | None:
    """The number of a heading or an item, in either writing: "12" and 十二 → 12; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() else numeral_value(text)


def chinese_year(year: int) -> str:
    """A year digit by digit: 2021 → 二〇二一."""
    return "".join(("〇" + DIGITS)[int(digit)] for digit in str(year))


def year_value(text: str) -> int | None:
    """The year of four digits, each of them Arabic (full-width too) or Chinese: ２０２１, 二〇二一 and 二○二1 are 2021.

    A 0 may be written 〇, ○ or 零, or as the letter O. None for all else, 二千零二十一 too.
    """
    digits = text.translate(_YEAR_DIGITS)
    return int(digits) if len(digits) == 4 and digits.isascii() and digits.isdigit() else None
