"""Which phrases of a clause go together, and which are members of a list."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from reportdesk.checks.statements.cell_references import CellReference, combine
from reportdesk.form import Form

_JOINED = re.compile(r"(?:和|及|与|或者?|以及|、)")
_AT_ONCE = re.compile(r"(?:并|且|即)")


class PhraseMatch(NamedTuple):
    """One phrase at its place."""

    start: int
    end: int
    meaning: CellReference


class Members(NamedTuple):
    """Meanings said together. `at_once`: a number counts each of them (收到并办结3件), else their sum."""

    meanings: tuple[CellReference, ...]
    at_once: bool = False


def group_members(form: Form, said: Sequence[PhraseMatch], text: str) -> Members:
    """The members that phrases in a row stand for; what only some of them say holds for all."""
    found: list[CellReference] = []
    at_once = False
    for number, one in enumerate(said):
        if not found:
            found.append(one.meaning)
            continue
        between = text[said[number - 1].end : one.start]
        if _same_part(found[-1], one.meaning) and (_JOINED.match(between) or _AT_ONCE.match(between)):
            at_once = at_once or bool(_AT_ONCE.match(between))
            found.append(one.meaning)
        else:
            found[-1] = combine(form, found[-1], one.meaning)
    return Members(share_missing_parts(found), at_once)


def share_missing_parts(found: Sequence[CellReference]) -> tuple[CellReference, ...]:
    """Members of a list, each with what only others of its table say (制发、废止规范性文件)."""
    filled = []
    for one in found:
        for other in found:
            one = one.filled(other)
        filled.append(one)
    return tuple(filled)


def _same_part(one: CellReference, other: CellReference) -> bool:
    """True when both say the same part of a cell's place, so that they are two and not one."""
    if one.table != other.table:
        return False
    if one.rows and other.rows and not one.noun and not other.noun:
        return True
    return bool((one.groups and other.groups) or (one.columns and other.columns))
