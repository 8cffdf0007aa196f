"""Figures as clerks write them, and as they are stored.

A stored figure is ``None`` (blank), ``"/"`` (not applicable) or a canonical string: an optional sign, digits,
optional decimals kept as typed. "１２３", "1,234", " 12 " and "12件" all become canonical strings; what cannot be
understood raises `NumberError` and never enters a report.
"""

import re
from collections.abc import Iterable
from decimal import Context, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from reportdesk.errors import ReportDeskError
from reportdesk.text.characters import FULL_WIDTH_DIGITS, INVISIBLE, half_width, shorten

CellType = Literal["count", "amount", "signed", "text"]
Quantity = int | Decimal
NOT_APPLICABLE = "/"
MAX_DIGITS = 200
MAX_NOTE = 200

# Sums of figures with MAX_DIGITS digits before and after the point are still exact in this context.
EXACT = Context(prec=3 * MAX_DIGITS)

_PLAIN: dict[int, str | None] = {
    **half_width(FULL_WIDTH_DIGITS + "，．。＋－−–／（）\u3000\u00a0"),
    **dict.fromkeys(map(ord, INVISIBLE)),
}
_FIGURE = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]+(?:,[0-9]{3})*|[0-9]*)(?:\.(?P<part>[0-9]*))?", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+", re.ASCII)
_COUNTED = re.compile(r"\s*(?:件|条|起|宗|份|次|项|个)$")
_WITH_NOTE = re.compile(r"(?P<figure>[^(（]*)[(（](?P<note>.*)[)）]", re.DOTALL)


class NumberError(ReportDeskError):
    """What was typed is not a figure; the sentence says what to type instead."""


class Entry(NamedTuple):
    """One cell as typed: its figure (None for blank) and the note in brackets behind it (None for none)."""

    value: str | None
    note: str | None = None


def parse(text: str, kind: CellType = "count", unit: str = "") -> str | None:
    """The canonical figure of what a clerk typed, without a note.

    `unit` is the unit of the cell (件, 万元): it may stand behind the figure; another unit is refused.
    Raises NumberError.
    """
    if len(text) > 10 * MAX_DIGITS:
        raise NumberError(f"内容过长：一个数字最多 {MAX_DIGITS} 位。")
    if kind == "text":
        return text.strip() or None
    plain = text.translate(_PLAIN).strip()
    if not plain:
        return None
    if plain == NOT_APPLICABLE:
        return plain
    plain = _without_unit(plain, kind, unit)
    if kind == "signed":
        plain = re.sub(r"^(?:减少?|下降)\s*", "-", re.sub(r"^(?:增加?|上升)\s*", "+", plain))
    found = _FIGURE.fullmatch(plain)
    if not found or not (found["whole"] or found["part"]):
        raise NumberError(_advice(text, plain, unit))
    whole, part, sign = found["whole"], found["part"], found["sign"]
    if "," in whole:
        if not _GROUPED.fullmatch(whole):
            raise NumberError(f"“{text.strip()}”中的千分位逗号位置不对，请直接填写数字，如 1234。")
        whole = whole.replace(",", "")
    if len(whole) + len(part or "") > MAX_DIGITS:
        raise NumberError(f"内容过长：一个数字最多 {MAX_DIGITS} 位。")
    whole = whole.lstrip("0") or "0"
    figure = f"{whole}.{part}" if part else whole
    if sign == "-" and figure.strip("0."):
        return "-" + figure
    return "+" + figure if sign == "+" and kind == "signed" else figure


def parse_entry(text: str, kind: CellType = "count", unit: str = "") -> Entry:
    """A figure and the note in brackets behind it: "22（其中修订16件）" is ("22", "其中修订16件").

    Raises NumberError.
    """
    found = _WITH_NOTE.fullmatch(text.strip()) if kind != "text" and len(text) <= 10 * MAX_DIGITS else None
    if not found or not found["figure"].strip():
        return Entry(parse(text, kind, unit))
    note = " ".join(found["note"].split())
    if len(note) > MAX_NOTE:
        raise NumberError(f"括号内的说明过长：最多 {MAX_NOTE} 字。")
    return Entry(parse(found["figure"], kind, unit), note or None)


def is_canonical(value: str, kind: CellType = "count") -> bool:
    """True when `value` is what `parse` would store."""
    try:
        return parse(value, kind) == value
    except NumberError:
        return False


def format_cell(value: str | None, note: str | None = None) -> str:
    """A cell as it is printed: its figure with the note in full-width brackets behind it."""
    return f"{value or ''}（{note}）" if note else value or ""


@lru_cache(maxsize=4096)
def quantity(value: str) -> Quantity:
    """The number a canonical figure stands for, exact; "/" counts as 0 in a sum."""
    if value == NOT_APPLICABLE:
        return 0
    return Decimal(value) if "." in value else int(value)


def add(quantities: Iterable[Quantity]) -> Quantity:
    """The exact sum."""
    total: Quantity = 0
    for each in quantities:
        total = total + each if type(each) is int and type(total) is int else EXACT.add(Decimal(total), Decimal(each))
    return total


def difference(a: Quantity, b: Quantity) -> Quantity:
    """a − b, exact."""
    return a - b if type(a) is int and type(b) is int else EXACT.subtract(Decimal(a), Decimal(b))


def gap(a: Quantity, b: Quantity) -> Quantity:
    """How far apart two numbers are, exact, never negative."""
    return max(difference(a, b), difference(b, a))


def format_number(number: Quantity) -> str:
    """A sum as a canonical figure; decimals without their trailing zeros."""
    if isinstance(number, int):
        return str(number)
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def is_whole(number: Quantity) -> bool:
    """True for 3 and 3.0."""
    return isinstance(number, int) or number == number.to_integral_value(context=EXACT)


def _without_unit(plain: str, kind: CellType, unit: str) -> str:
    if unit and plain.endswith(unit):
        return plain.removesuffix(unit).rstrip()
    return _COUNTED.sub("", plain) if kind != "amount" else plain


def _advice(text: str, plain: str, unit: str) -> str:
    typed = shorten(text.strip(), 20)
    if plain in ("-", "--", "—", "——", "无"):
        return f"“{typed}”不是数字。没有发生请填 0，不适用请填 /。"
    if unit.endswith("元") and plain.endswith("元"):
        return f"本栏单位为{unit}，请换算后只填数字（现填“{typed}”）。"
    if re.search(r"[0-9]\s+[0-9]", plain):
        return f"“{typed}”的数字中间有空格，请确认后连写。"
    return f"“{typed}”不是数字，请填阿拉伯数字；没有发生填 0，不适用填 /。"
