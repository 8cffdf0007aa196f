"""The grammar of statements about figures: resources/language/statements.toml, field by field.

It holds cues: words for time, parts and wholes, shares, growth, nothing and so on. Which words mean which cells stands
in the form's language file (`form.phrases`).
"""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

import msgspec

from reportdesk import resources

_PIECE = re.compile(r"\(([^()]*)\)|([^()]+)")  # of 上年(度): 上年, then 度 in brackets


class Grammar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`units` follow counts (件, 条), `money` maps units of money to 元 (万元 → 10000).

    `cues` maps kinds of cue words to the words, as `variants` reads them.
    """

    units: list[str]
    money: dict[str, int]
    cues: dict[str, list[str]]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The grammar, loaded when it is first asked for."""
    with resources.path("language", "statements.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file), Grammar)


def variants(phrase: str) -> Iterator[str]:
    """The wordings that a phrase with optional parts in "(…)" stands for: 上年(度) for 上年 and 上年度."""
    pieces = [("", optional) if optional else (plain,) for optional, plain in _PIECE.findall(phrase)]
    return map("".join, product(*pieces))
