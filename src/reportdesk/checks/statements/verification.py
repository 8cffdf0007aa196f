"""Claims of a text compared with the figures of the tables: what agrees, what differs, what cannot be told."""

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
    """The verdict on a claim: the cells it is about, the number of the text and that of the tables (None: blank).

    Both numbers are canonical figures in the unit of the cells.
    """

    verdict: Verdict
    cells: CellSum
    claimed: str
    figure: str | None


def verify_all(form: Form, claims: Sequence[Claim], now: Values, previous: Values) -> list[Verification]:
    """The verdicts on the claims of a paragraph; `now` are this year's figures, `previous` last year's, None is blank.

    A claim about another one is compared with the cells that the other one agrees with.
    """
    verifications: list[Verification] = []
    for claim in claims:
        narrowed = claim
        if claim.about_claim is not None and verifications[claim.about_claim].verdict == "agrees":
            narrowed = narrowed._replace(possible_sums=(verifications[claim.about_claim].cells,))
        if claim.base_claim is not None and verifications[claim.base_claim].verdict == "agrees":
            narrowed = narrowed._replace(bases=(verifications[claim.base_claim].cells,))
        verifications.append(verify(form, narrowed, now, previous))
    return verifications


def verify(form: Form, claim: Claim, now: Values, previous: Values) -> Verification:
    """The verdict on one claim."""
    if claim.measure == "parts":
        return Verification(
            "parts do not add up",
            _best_sum(claim),
            _format_claimed(form, claim),
            format_amount(claim.added.value) if claim.added else None,
        )
    found: list[tuple[CellSum, Fraction]] = []
    for cells in claim.possible_sums:
        if (actual := _actual_value(form, claim, cells, now, previous)) is not None:
            if _agrees(form, claim, cells, actual):
                return Verification("agrees", cells, _format_claimed(form, claim), format_amount(actual))
            found.append((cells, actual))
    if not found or found[0][0] != claim.possible_sums[0]:
        return Verification("cannot tell", _best_sum(claim), _format_claimed(form, claim), None)
    cells, actual = found[0]
    return Verification(
        "differs" if claim.sure else "cannot tell", cells, _format_claimed(form, claim), format_amount(actual)
    )


def _best_sum(claim: Claim) -> CellSum:
    return claim.possible_sums[0] if claim.possible_sums else ()


def _format_claimed(form: Form, claim: Claim) -> str:
    value = claim.amount.value
    if claim.amount.kind == "money" and (cells := _best_sum(claim)):
        value /= _unit_value(form, cells)
    return format_amount(value)


def _agrees(form: Form, claim: Claim, cells: CellSum, actual: Fraction) -> bool:
    if claim.measure in ("change", "growth"):
        if claim.direction and (actual > 0) != (claim.direction > 0) and actual != 0:
            return False
        return claim.amount.allows(abs(actual))
    if claim.amount.kind == "money":
        return claim.amount.allows(actual * _unit_value(form, cells))
    return claim.amount.allows(actual)


def _actual_value(form: Form, claim: Claim, cells: CellSum, now: Values, previous: Values) -> Fraction | None:
    """What the tables say of a sum of cells, in the measure of the claim.

    None where a figure is missing, or where it would be divided by 0.
    """
    if claim.measure == "previous":
        return sum_of(cells, previous)
    value = sum_of(cells, now)
    if claim.measure == "figure" or value is None:
        return value
    if claim.measure == "share":
        return _actual_share(form, claim, cells, value, now)
    earlier = sum_of(cells, previous)
    if earlier is None:
        return None
    if claim.measure == "change":
        return value - earlier
    return (value - earlier) * 100 / earlier if earlier else None


def _actual_share(form: Form, claim: Claim, cells: CellSum, value: Fraction, now: Values) -> Fraction | None:
    """The percentage of the first base that fits the claim, else of the first one; None without a base.

    Bases are those of the claim and, where the text names none, the totals that the cells are members of.
    """
    bases = [*claim.bases]
    if not claim.base_stated:
        bases += natural_bases(form, [cell for _, cell in cells])
    shares = [value * 100 / base for each in bases if (base := sum_of(each, now))]
    return next((share for share in shares if claim.amount.allows(share)), shares[0] if shares else None)


def natural_bases(form: Form, cells: Sequence[str]) -> list[CellSum]:
    """The totals of the form that all these cells are members of."""
    return [
        tuple((1, cell) for cell in each.right)
        for each in form.sums_of.get(cells[0], ())
        if len(each.right) == 1 and set(cells) <= set(each.left)
    ]


def sum_of(cells: Iterable[tuple[int, str]], values: Values) -> Fraction | None:
    """The sum of cells with their signs; None while one is blank."""
    added = Fraction()
    for sign, cell in cells:
        value = values.get(cell)
        if value is None:
            return None
        added += sign * _fraction(value)
    return added


@lru_cache(maxsize=4096)
def _fraction(value: str) -> Fraction:
    return Fraction(quantity(value))


def _unit_value(form: Form, cells: CellSum) -> int:
    """How many 元 the unit of a cell is worth."""
    return grammar().money.get(form.cells[cells[0][1]].unit, 1)
