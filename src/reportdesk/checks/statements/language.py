"""The grammar of statements about figures: resources/language/statements.toml, field by field.

It names cues (words for time, part and whole, shares, growth, nothing …); what words mean which cells, the form says.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

import msgspec

from reportdesk import resources

_PIECE = re.compile(r"\(([^()]*)\)|([^()]+)")


class Grammar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`units` follow counts, `money` maps units of money to 元, `cues` maps kinds of cue words to the words."""

    units: list[str]
    money: dict[str, int]
    cues: dict[str, list[str]]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The grammar, loaded when it is first asked for."""
    with resources.path("language", "statements.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file), Grammar)


def variants(said: str) -> Iterator[str]:
    """The wordings that a phrase with parts in "(…)" stands for."""
    pieces = [("", optional) if optional else (plain,) for optional, plain in _PIECE.findall(said)]
    return map("".join, product(*pieces))
