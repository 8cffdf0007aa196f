"""Numbers of a spreadsheet as its cells show them.

In: the number as the file stores it, and its number format. Out: the text, without separators of thousands.

    format_value("18.871", "0.0000")             →  "18.8710"
    format_value("0.5", "0%")                    →  "50%"
    format_value("12", '"约"0"件"')              →  "约12件"
    format_value("45292", "yyyy-mm-dd")          →  "2024-01-01"
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

# The formats that files name only by a number, as far as they say more than "as it is".
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17, *range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 22, 45, 46, 47), "yyyy-mm-dd h:mm"),
    **dict.fromkeys((5, 6, 37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((7, 8, 39, 40, 43, 44), "#,##0.00"),
}
_SIGNIFICANT_DIGITS = 15  # that a spreadsheet keeps; further ones in a file are noise of binary fractions
_MOST_DECIMALS = 30
_MOST_DIGITS = 400  # before or behind the point: more than any double has
_EXACT = Context(prec=3 * _MOST_DIGITS)
# What a format does not print: a colour or condition "[Red]", a gap as wide as a sign "_)", a filling sign "*-".
_UNPRINTED = re.compile(r"\[[^\]]*\]|[_*].")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')  # text in a format: '"件"', '\件'
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
# The figure in a format: "0", "#,##0.00", "0.0%", "General".
_FIGURE = re.compile(
    r"""
    (?:
        [0#?,]* [0#?] (?: \. (?P<decimals> [0#?]* ) )?    # "#,##0.00"
      | General
    )
    (?P<exponent_or_fraction> [E/].* )?                   # "0.00E+00", "# ?/?"
    (?P<percent> %? )
    """,
    re.IGNORECASE | re.VERBOSE,
)


def format_value(raw: str, number_format: str, *, from_1904: bool = False) -> str:
    """A number of a file in a format. `from_1904` says that days are counted from 1904-01-01.

    0 is "0" even if the format hides it. What is no number is returned as it is.
    """
    try:
        value = Decimal(raw if len(raw) <= _MOST_DIGITS else "")
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
        return raw
    printed = _UNPRINTED.sub("", number_format.partition(";")[0])
    without_literals = _LITERAL.sub("\0", printed)
    if _DATE.search(without_literals):
        return _date(value, from_1904) or raw
    value = _rounded(value, _SIGNIFICANT_DIGITS - 1 - value.adjusted())
    match = _FIGURE.search(without_literals)
    if not match:
        return _plain(value, 0)
    if match["percent"]:
        value *= 100
    decimals = match["decimals"] or ""
    if "general" in match[0].lower() or match["exponent_or_fraction"] or len(decimals) > _MOST_DECIMALS:
        figure = _plain(value, 0)
    else:
        figure = _plain(_rounded(value, len(decimals)), len(decimals.rstrip("#?")))
    literals = ["".join(pair) for pair in _LITERAL.findall(printed)]
    before = without_literals[: match.start()].count("\0")
    return "".join([*literals[:before], figure, match["percent"], *literals[before:]]).strip()


def _rounded(value: Decimal, decimals: int) -> Decimal:
    """A number with at most so many decimals, rounded as spreadsheets do: halves away from zero."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent <= decimals:
        return value
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)


def _plain(value: Decimal, decimals: int) -> str:
    """The digits, without an exponent, with at least so many decimals."""
    whole, _, part = f"{value:f}".partition(".")
    part = part.rstrip("0").ljust(decimals, "0")
    text = f"{whole}.{part}" if part else whole
    return text.removeprefix("-") if not text.strip("-0.") else text


def _date(value: Decimal, from_1904: bool) -> str:
    """A number of days as date, time, or both; "" if it is out of range."""
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    try:
        moment = start + timedelta(days=float(value))
    except OverflowError:
        return ""
    if value < 1:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d %H:%M}" if value % 1 else f"{moment:%Y-%m-%d}"
