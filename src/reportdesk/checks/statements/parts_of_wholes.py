"""Wholes and their parts: 收到12件，其中自然人10件，企业2件. Found is where the parts cannot make up the whole."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from reportdesk.checks.statements.cell_references import CellReference, CellSum
from reportdesk.checks.statements.claims import Claim
from reportdesk.checks.statements.tokenizer import Token
from reportdesk.form import Form


class ListedNumber(NamedTuple):
    """A number that can be a whole or a part: its claim (by number), None where it counts something unknown.

    `overlapping`: it counts one way among several that one thing can take (网站80条、公众号60条).
    """

    token: Token
    claim: int | None
    reference: CellReference | None
    overlapping: bool = False


class PartList:
    """A whole and the numbers of its parts; `complete` once 其余 says that they are all of them."""

    def __init__(self, whole: ListedNumber | None) -> None:
        self.whole = whole
        self.items: list[ListedNumber] = []
        self.complete = False


def contradiction(form: Form, parts: PartList, claims: Sequence[Claim]) -> Claim | None:
    """The claim that parts do not add up: to more than their whole, or to less where they are all of them.

    None where they do, or where it cannot be told: parts of different kinds, rough numbers (约100条), other units.
    """
    whole, items = parts.whole, parts.items
    if whole is None or whole.token.amount is None or len(items) < 2 or not _are_of_one_kind(items, claims):
        return None
    amounts = [item.token.amount for item in items]
    if not whole.token.amount.exact or any(amount is None or not amount.exact for amount in amounts):
        return None
    if {item.token.unit for item in items} != {whole.token.unit}:
        return None
    total = sum((amount.value for amount in amounts if amount), Fraction())
    possible_sums = claims[whole.claim].possible_sums if whole.claim is not None else ()
    complete = parts.complete or _covers(
        form, [claims[i.claim].possible_sums for i in items if i.claim is not None], possible_sums
    )
    if total <= whole.token.amount.value and not (complete and total != whole.token.amount.value):
        return None
    concerned = [item.claim for item in (whole, *items) if item.claim is not None]
    return Claim(
        whole.token.start,
        items[-1].token.end,
        "parts",
        whole.token.amount,
        possible_sums,
        parts=tuple(concerned),
        added=whole.token.amount._replace(value=total, low=total, high=total),
        complete=complete,
    )


def _are_of_one_kind(items: Sequence[ListedNumber], claims: Sequence[Claim]) -> bool:
    """Whether numbers count parts of one kind: all something unknown, or all rows, or all columns."""
    references = [item.reference for item in items]
    if not any(references):
        return not any(item.overlapping for item in items)
    known = [reference for reference in references if reference]
    if len(known) < len(references) or len({reference.table for reference in known}) > 1:
        return False
    cells = [cell for item in items if item.claim is not None for _, cell in claims[item.claim].possible_sums[0]]
    if len(set(cells)) < len(cells):  # a reason beside its category
        return False
    return any(len({getattr(reference, part) for reference in known}) == 1 for part in ("rows", "columns"))


def _covers(form: Form, parts: Sequence[tuple[CellSum, ...]], whole: tuple[CellSum, ...]) -> bool:
    """Whether the parts are all the members of a sum of the form whose total is the whole."""
    if not whole or len(whole[0]) != 1:
        return False
    cells = {cell for possible_sums in parts for _, cell in possible_sums[0]}
    return any(whole[0][0][1] in each.right and set(each.left) == cells for each in form.sums)
