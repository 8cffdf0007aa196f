"""Numbers as prose writes them: 12件, １,２０３件, 两件, 四十余件, 1.28万件, 18.871万元, 83.3%, 百分之二十.

An amount knows which figures of a table it allows: 四十余件 40 to 50, 1.28万件 those that are rounded to it.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from reportdesk.checks.statements.language import grammar
from reportdesk.numbers import Quantity, format_number
from reportdesk.text.numerals import NUMERAL_CHARACTERS, numeral_value

Kind = Literal["count", "money", "percent"]

MORE = "余多来"  # behind a number: 四十余件, 1200多件
# Words before a number that make it approximate: (lowest, highest) as multiples of the number, None for no bound.
_APPROXIMATE: dict[str, tuple[Fraction | None, Fraction | None]] = {
    **dict.fromkeys(("约", "大约", "约为"), (Fraction(9, 10), Fraction(11, 10))),
    **dict.fromkeys(("近", "将近", "接近"), (Fraction(9, 10), Fraction(1))),
    **dict.fromkeys(("超过", "超", "逾", "突破", "高达"), (Fraction(1), None)),
    **dict.fromkeys(("不足", "不到"), (None, Fraction(1))),
}
APPROXIMATE_WORDS = tuple(sorted(_APPROXIMATE, key=len, reverse=True))
_BIG = {"": 1, "万": 10**4, "亿": 10**8}


class Amount(NamedTuple):
    """A number of a text: its value (money in 元), and the lowest and highest figure it allows; None for no bound.

    It is `exact` where only its value is allowed, and `rough` where the text says that it is (约12件, 四十余件,
    1.28万件). A rounded percentage or amount of money (83.3%, 18.87万元) is neither.
    """

    kind: Kind
    value: Fraction
    low: Fraction | None
    high: Fraction | None
    rough: bool = False

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def allows(self, number: Fraction) -> bool:
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)


@lru_cache(maxsize=2048)
def amount(digits: str, more: str = "", big: str = "", unit: str = "", before: str = "") -> Amount | None:
    """The amount of a number; None for what is no number (两三件).

    The arguments are the groups of the pattern in `lexicon`: 近1.28万余件 is digits 1.28, `more` 余, `big` 万, `unit`
    件, `before` 近.
    """
    number = numeral_value(digits) if digits[0] in NUMERAL_CHARACTERS else digits.replace(",", "")
    if number is None:
        return None
    value = Fraction(number)
    money = grammar().money.get(unit)
    kind: Kind = "percent" if unit == "%" else "money" if money else "count"
    scale = _BIG[big] * (money or 1)
    step = Fraction(1, 10 ** len(digits.partition(".")[2])) * scale
    value *= scale
    if bounds := _APPROXIMATE.get(before):
        low, high = bounds
        return Amount(kind, value, None if low is None else value * low, None if high is None else value * high, True)
    if more:
        coarse = _last_place(digits, int(value / scale)) * scale if "." not in digits else step
        return Amount(kind, value, value, value + coarse, True)
    if kind == "percent" or (kind == "money" and scale > 1) or big:
        # Rounded; some offices cut decimals off instead, or adjust the last place so that shares add up to 100.
        step *= Fraction(99, 100) if kind == "percent" or "." in digits else Fraction(1, 2)
        return Amount(kind, value, value - step, value + step, bool(big) and kind == "count")
    return Amount(kind, value, value, value)


def format_amount(value: Fraction) -> str:
    """A number as a canonical figure (see `numbers`), with at most six decimals."""
    number: Quantity
    if value.denominator == 1:
        number = value.numerator
    else:
        number = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("1.000000"), ROUND_HALF_UP)
    return format_number(number)


def _last_place(digits: str, value: int) -> int:
    """The place of the last digit that is not 0: 四十余 counts in tens, 1200余 in hundreds."""
    place = 1
    while value and value % (place * 10) == 0:
        place *= 10
    return place
