"""What a text states about the tables, before any figure of the report is looked at."""

from typing import Literal, NamedTuple

from reportdesk.checks.statements.amounts import Amount
from reportdesk.checks.statements.cell_references import CellReference, CellSum

# What the number of a claim measures:
Measure = Literal[
    "figure",  # this year's figure: 收到申请12件
    "previous",  # last year's figure: 上年收到15件
    "share",  # a percentage of a base: 占83.3%
    "growth",  # the change against last year in per cent: 同比下降20%
    "change",  # the change against last year in numbers: 比上年减少3件
    "parts",  # parts against their whole: 公开信息100条，其中动态80条、公告30条
]


class Claim(NamedTuple):
    """One statement as it was read; `start` and `end` count characters of its paragraph.

    - `possible_sums`: the sums of cells that it may be about, best first; `reference` is what it names.
    - `sure`: figures that fit none of these sums contradict the text. Where it is False nothing can be told:
      累计办结12件 may count earlier years too.
    - `direction`: +1 for an increase, −1 for a decrease, 0 for 持平 (of "growth" and "change").
    - `bases`: the sums that a share is of. `base_stated` says that the text names them (占申请总数的…); otherwise
      `bases` is the whole just spoken of, or empty, and the sums of the form that hold the cell are tried too.
    - `about_claim`: the number (in the list of claims) of the claim whose figure a percentage or a change is of. In
      收到12件，同比下降20% the second claim is about the first: it is held against those cells with which the first
      agrees.
    - `base_claim`: likewise the number of the claim that a share is of. In 收到12件，其中自然人10件，占83.3% the third
      claim is about the second and its base is the first.
    - `parts`: of "parts", the numbers of the claims about the whole and its parts; `added` is what the parts add up to;
      `complete` says that they are all parts of the whole.
    - `counted`: False where the text states that there is nothing (未收到申请): then `amount` is 0 without a number in
      the text.
    """

    start: int
    end: int
    measure: Measure
    amount: Amount
    possible_sums: tuple[CellSum, ...]
    reference: CellReference | None = None
    sure: bool = True
    direction: int = 0
    bases: tuple[CellSum, ...] = ()
    base_stated: bool = False
    parts: tuple[int, ...] = ()
    added: Amount | None = None
    complete: bool = False
    about_claim: int | None = None
    base_claim: int | None = None
    counted: bool = True
