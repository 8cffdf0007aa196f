"""Numbers of a spreadsheet as its cells show them: 18.871 as 0.0000 is "18.8710"."""

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
_KEPT = 15  # digits a spreadsheet keeps; what a file holds beyond is noise of binary fractions
_MOST_PLACES = 30
_LARGEST = 400  # digits before or behind the point: more than any double has
_EXACT = Context(prec=3 * _LARGEST)
_UNPRINTED = re.compile(r"\[[^\]]*\]|[_*].")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_FIGURE = re.compile(
    r"(?:[0#?,]*[0#?](?:\.(?P<places>[0#?]*))?|General)(?P<other>[E/].*)?(?P<percent>%?)", re.IGNORECASE
)


def format_value(raw: str, format_: str, *, from_1904: bool = False) -> str:
    """A number of a file in a format, without separators of thousands; 0 is "0" even where the format hides it.

    What is no number comes as it is.
    """
    try:
        value = Decimal(raw if len(raw) <= _LARGEST else "")
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST:
        return raw
    printed = _UNPRINTED.sub("", format_.partition(";")[0])
    bare = _LITERAL.sub("\0", printed)
    if _DATE.search(bare):
        return _date(value, from_1904) or raw
    value = _rounded(value, _KEPT - 1 - value.adjusted())
    found = _FIGURE.search(bare)
    if not found:
        return _plain(value, 0)
    if found["percent"]:
        value *= 100
    places = found["places"]
    if "general" in found[0].lower() or found["other"] or len(places or "") > _MOST_PLACES:
        figure = _plain(value, 0)
    else:
        figure = _plain(_rounded(value, len(places or "")), len((places or "").rstrip("#?")))
    literals = ["".join(pair) for pair in _LITERAL.findall(printed)]
    before = bare[: found.start()].count("\0")
    return "".join([*literals[:before], figure, found["percent"], *literals[before:]]).strip()


def _rounded(value: Decimal, places: int) -> Decimal:
    """As spreadsheets round: halves away from zero. Numbers with fewer decimals stay as they are."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent <= places:
        return value
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)


def _plain(value: Decimal, places: int) -> str:
    """The digits, without an exponent, with so many decimals or as many more as there are."""
    whole, _, part = f"{value:f}".partition(".")
    part = part.rstrip("0").ljust(places, "0")
    text = f"{whole}.{part}" if part else whole
    return text.removeprefix("-") if not text.strip("-0.") else text


def _date(value: Decimal, from_1904: bool) -> str:
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    try:
        moment = start + timedelta(days=float(value))
    except OverflowError:
        return ""
    if value < 1:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d %H:%M}" if value % 1 else f"{moment:%Y-%m-%d}"
