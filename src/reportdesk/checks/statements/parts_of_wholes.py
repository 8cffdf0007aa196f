"""Wholes and their parts: “收到12件，其中自然人10件，企业2件”."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from reportdesk.checks.statements.cell_references import CellReference, CellSum
from reportdesk.checks.statements.claims import Claim
from reportdesk.checks.statements.tokenizer import Token
from reportdesk.form import Form


class Item(NamedTuple):
    """A number of a list: the number of its claim, None where it counts something unknown."""

    token: Token
    claim: int | None
    meaning: CellReference | None
    vague: bool = False  # one way among several, which may overlap (网站、公众号)


class Group:
    """A whole and what is said of its parts."""

    def __init__(self, whole: Item | None) -> None:
        self.whole = whole
        self.items: list[Item] = []
        self.complete = False


def contradiction(form: Form, group: Group, claims: Sequence[Claim]) -> Claim | None:
    """The claim that parts do not add up: more than their whole, or all of them and not as much."""
    whole, items = group.whole, group.items
    if whole is None or whole.token.amount is None or len(items) < 2 or not _alike(items, claims):
        return None
    amounts = [item.token.amount for item in items]
    if not whole.token.amount.exact or any(said is None or not said.exact for said in amounts):
        return None
    if {item.token.unit for item in items} != {whole.token.unit}:
        return None
    total = sum((said.value for said in amounts if said), Fraction())
    readings = claims[whole.claim].readings if whole.claim is not None else ()
    complete = group.complete or _covers(
        form, [claims[i.claim].readings for i in items if i.claim is not None], readings
    )
    if total <= whole.token.amount.value and not (complete and total != whole.token.amount.value):
        return None
    concerned = [item.claim for item in (whole, *items) if item.claim is not None]
    return Claim(
        whole.token.start,
        items[-1].token.end,
        "parts",
        whole.token.amount,
        readings,
        parts=tuple(concerned),
        added=whole.token.amount._replace(value=total, low=total, high=total),
        complete=complete,
    )


def _alike(items: Sequence[Item], claims: Sequence[Claim]) -> bool:
    """True for parts of one kind: all unknown, or all rows, or all columns."""
    meanings = [item.meaning for item in items]
    if not any(meanings):
        return not any(item.vague for item in items)
    known = [meaning for meaning in meanings if meaning]
    if len(known) < len(meanings) or len({meaning.table for meaning in known}) > 1:
        return False
    cells = [cell for item in items if item.claim is not None for _, cell in claims[item.claim].readings[0]]
    if len(set(cells)) < len(cells):  # a reason beside its category
        return False
    return any(len({getattr(meaning, part) for meaning in known}) == 1 for part in ("rows", "columns"))


def _covers(form: Form, parts: Sequence[tuple[CellSum, ...]], whole: tuple[CellSum, ...]) -> bool:
    """True when the parts are all the members of a sum of the form."""
    if not whole or len(whole[0]) != 1:
        return False
    cells = {cell for readings in parts for _, cell in readings[0]}
    return any(whole[0][0][1] in each.right and set(each.left) == cells for each in form.sums)
