"""Which phrases of a clause go together, and which are members of a list."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from reportdesk.checks.statements.cell_references import CellReference, combine
from reportdesk.form import Form

_JOINED = re.compile(r"(?:和|及|与|或者?|以及|、)")  # between members of a list: 自然人和企业, 新收、结转
_AT_ONCE = re.compile(r"(?:并|且|即)")  # between what a number counts at once: 收到并办结3件, 受理且办结3件


class PhraseMatch(NamedTuple):
    """A phrase of a clause at its place, and what it names."""

    start: int
    end: int
    reference: CellReference


class Members(NamedTuple):
    """What phrases of a clause name together: one reference, or the members of a list.

    A number counts the sum of the members (新收、结转共14件), but each of them where `at_once` (收到并办结3件).
    """

    references: tuple[CellReference, ...]
    at_once: bool = False


def group_members(form: Form, phrases: Sequence[PhraseMatch], text: str) -> Members:
    """The members that phrases in their order stand for; what only some of them name holds for all."""
    found: list[CellReference] = []
    at_once = False
    for number, one in enumerate(phrases):
        if not found:
            found.append(one.reference)
            continue
        between = text[phrases[number - 1].end : one.start]
        if _same_part(found[-1], one.reference) and (_JOINED.match(between) or _AT_ONCE.match(between)):
            at_once = at_once or bool(_AT_ONCE.match(between))
            found.append(one.reference)
        else:
            found[-1] = combine(form, found[-1], one.reference)
    return Members(complete_from_others(found), at_once)


def complete_from_others(found: Sequence[CellReference]) -> tuple[CellReference, ...]:
    """Members of a list, each completed by what only others of its table name (制发、废止规范性文件)."""
    completed = []
    for reference in found:
        for other in found:
            reference = reference.completed_from(other)
        completed.append(reference)
    return tuple(completed)


def _same_part(one: CellReference, other: CellReference) -> bool:
    """Whether both name the same part of a cell's place (two rows, two columns), so that they are two members."""
    if one.table != other.table:
        return False
    if one.rows and other.rows and not one.noun and not other.noun:
        return True
    return bool((one.groups and other.groups) or (one.columns and other.columns))
