"""Claims against figures: what agrees, what differs, what cannot be told."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from reportdesk.checks.statements.amounts import format_amount
from reportdesk.checks.statements.cell_references import CellSum
from reportdesk.checks.statements.claims import Claim
from reportdesk.checks.statements.language import grammar
from reportdesk.form import Form
from reportdesk.numbers import quantity

Verdict = Literal["agrees", "differs", "parts do not add up", "cannot tell"]
Values = Mapping[str, str | None]


class Verification(NamedTuple):
    """A verdict on a claim: the reading it is about, the number said and the table's, both as canonical figures."""

    verdict: Verdict
    reading: CellSum
    claimed: str
    figure: str | None


def verify_all(form: Form, claims: Sequence[Claim], now: Values, before: Values) -> list[Verification]:
    """The verdicts on the claims of a paragraph; `now` are this year's figures, `before` last year's, None is blank."""
    rulings: list[Verification] = []
    for claim in claims:
        settled = claim
        if claim.about is not None and rulings[claim.about].verdict == "agrees":
            settled = settled._replace(readings=(rulings[claim.about].reading,))
        if claim.base is not None and rulings[claim.base].verdict == "agrees":
            settled = settled._replace(bases=(rulings[claim.base].reading,))
        rulings.append(verify(form, settled, now, before))
    return rulings


def verify(form: Form, claim: Claim, now: Values, before: Values) -> Verification:
    """The verdict on one claim."""
    if claim.measure == "parts":
        return Verification(
            "parts do not add up",
            _first(claim),
            _said(form, claim),
            format_amount(claim.added.value) if claim.added else None,
        )
    found: list[tuple[CellSum, Fraction]] = []
    for reading in claim.readings:
        if (actual := _actual(form, claim, reading, now, before)) is not None:
            if _allows(form, claim, reading, actual):
                return Verification("agrees", reading, _said(form, claim), format_amount(actual))
            found.append((reading, actual))
    if not found or found[0][0] != claim.readings[0]:
        return Verification("cannot tell", _first(claim), _said(form, claim), None)
    reading, actual = found[0]
    return Verification("differs" if claim.sure else "cannot tell", reading, _said(form, claim), format_amount(actual))


def _first(claim: Claim) -> CellSum:
    return claim.readings[0] if claim.readings else ()


def _said(form: Form, claim: Claim) -> str:
    value = claim.amount.value
    if claim.amount.kind == "money" and (reading := _first(claim)):
        value /= _worth(form, reading)
    return format_amount(value)


def _allows(form: Form, claim: Claim, reading: CellSum, actual: Fraction) -> bool:
    if claim.measure in ("change", "growth"):
        if claim.rising and (actual > 0) != (claim.rising > 0) and actual != 0:
            return False
        return claim.amount.allows(abs(actual))
    if claim.amount.kind == "money":
        return claim.amount.allows(actual * _worth(form, reading))
    return claim.amount.allows(actual)


def _actual(form: Form, claim: Claim, reading: CellSum, now: Values, before: Values) -> Fraction | None:
    """What the tables say of a reading; None where a figure is missing or nothing can be divided."""
    if claim.measure == "previous":
        return sum_of(reading, before)
    value = sum_of(reading, now)
    if claim.measure == "figure" or value is None:
        return value
    if claim.measure == "share":
        return _share(form, claim, reading, value, now)
    then = sum_of(reading, before)
    if then is None:
        return None
    if claim.measure == "change":
        return value - then
    return (value - then) * 100 / then if then else None


def _share(form: Form, claim: Claim, reading: CellSum, value: Fraction, now: Values) -> Fraction | None:
    """The percentage that fits best: of the base said, else of the whole just spoken of or of what the sums say."""
    bases = [*claim.bases]
    if not claim.said_base:
        bases += natural_bases(form, [cell for _, cell in reading])
    shares = [value * 100 / base for each in bases if (base := sum_of(each, now))]
    return next((share for share in shares if claim.amount.allows(share)), shares[0] if shares else None)


def natural_bases(form: Form, cells: Sequence[str]) -> list[CellSum]:
    """The sums of the form that all these cells are members of."""
    return [
        tuple((1, cell) for cell in each.right)
        for each in form.sums_of.get(cells[0], ())
        if len(each.right) == 1 and set(cells) <= set(each.left)
    ]


def sum_of(reading: Iterable[tuple[int, str]], values: Values) -> Fraction | None:
    """The sum of cells with their signs; None while one is blank."""
    added = Fraction()
    for sign, cell in reading:
        value = values.get(cell)
        if value is None:
            return None
        added += sign * _fraction(value)
    return added


@lru_cache(maxsize=4096)
def _fraction(value: str) -> Fraction:
    return Fraction(quantity(value))


def _worth(form: Form, reading: CellSum) -> int:
    """How many 元 the unit of a cell is worth."""
    return grammar().money.get(form.cells[reading[0][1]].unit, 1)
