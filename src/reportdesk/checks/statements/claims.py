"""What a text says of the tables, before any figure is looked at."""

from typing import Literal, NamedTuple

from reportdesk.checks.statements.amounts import Amount
from reportdesk.checks.statements.cell_references import CellReference, CellSum

# figure: this year's; previous: last year's; share: percentage of a base; growth: percentage against last year;
# change: so many more or less than last year; parts: parts against their whole.
Measure = Literal["figure", "previous", "share", "growth", "change", "parts"]


class Claim(NamedTuple):
    """One statement as read. `readings` are the sums it may be about, best first.

    `sure` says that a figure that fits no reading contradicts the text; otherwise nothing can be told. `rising` is +1
    for more, −1 for less, 0 for the same. `bases` are what a share is of (empty: what its sums say). `parts`
    are the claims that must add up, by their numbers in the list; they make `added`, and are `complete` when nothing
    else belongs to them.
    `about` is the claim whose figure a percentage or a change is of, `base` the one it is a share of: what those turn
    out to mean, this one means. Not `counted` is what there is none of.
    """

    start: int
    end: int
    measure: Measure
    amount: Amount
    readings: tuple[CellSum, ...]
    meaning: CellReference | None = None
    sure: bool = True
    rising: int = 0
    bases: tuple[CellSum, ...] = ()
    said_base: bool = False
    parts: tuple[int, ...] = ()
    added: Amount | None = None
    complete: bool = False
    about: int | None = None
    base: int | None = None
    counted: bool = True
