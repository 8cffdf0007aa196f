"""A paragraph cut into clauses, and a clause into tokens: words, numbers, years and comparisons.

Of 2025年，收到申请12件，同比下降20%。 the clauses are 2025年 | 收到申请12件 | 同比下降20%. The tokens of the second
one are the words 收到 and 申请 and the number 12件.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportdesk.checks.statements.amounts import Amount, amount
from reportdesk.checks.statements.lexicon import Lexicon, Word
from reportdesk.text.characters import BLANKS, FULL_WIDTH_DIGITS, INVISIBLE, full_width, half_width
from reportdesk.text.numerals import numeral_value

_BLANK = re.compile(f"[{BLANKS}{INVISIBLE}]+")
# One character each, so that places stay what they are.
_PLAIN = half_width(FULL_WIDTH_DIGITS + "％．") | full_width(";:()") | {ord("〇"): "零"}
_WHOLE_YEAR = re.compile(r"1月?[^0-9月]12月")  # 1月至12月, 1-12月
_NO_WORD = Word((), frozenset())


class Token(NamedTuple):
    """A piece of a clause that the lexicon knows; `start` and `end` count characters of the text without blanks.

    `kind` is "word" (with the phrases and cues it may be), "number" (with `amount` and `unit`), "year" (2025年 with
    `year`), or "compare" (a comparison, with the `year` of 较2024年, or 0 for 同比 and 较上年).
    """

    kind: str
    start: int
    end: int
    text: str
    word: Word = _NO_WORD
    amount: Amount | None = None
    unit: str = ""
    year: int = 0

    def is_cue(self, *kinds: str) -> bool:
        return not self.word.cues.isdisjoint(kinds)


class Clause(NamedTuple):
    """The tokens between two marks, and the marks `before` and `after` them; `cues` are those of all its words."""

    before: str
    after: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    cues: frozenset[str]

    @property
    def numbers(self) -> list[Token]:
        return [token for token in self.tokens if token.kind == "number"]


class TokenizedParagraph(NamedTuple):
    """A paragraph.

    Its text without blanks, where each character of it stood (None: all at their place), its clauses.
    """

    text: str
    places: tuple[int, ...] | None
    clauses: tuple[Clause, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place of a stretch of `text` in the paragraph as it was written."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def tokenize(paragraph: str, lexicon: Lexicon) -> TokenizedParagraph:
    """A paragraph in clauses, with the words of a lexicon."""
    text, places = _without_blanks(paragraph.translate(_PLAIN))
    return TokenizedParagraph(text, places, tuple(_clauses(text, lexicon)))


def _without_blanks(text: str) -> tuple[str, tuple[int, ...] | None]:
    if not _BLANK.search(text):
        return text, None
    places = tuple(place for place, char in enumerate(text) if not _BLANK.match(char))
    return "".join(text[place] for place in places), places


def _clauses(text: str, lexicon: Lexicon) -> Iterator[Clause]:
    before, start, tokens = "。", 0, list[Token]()
    for found in lexicon.pattern.finditer(text):
        if found.lastgroup == "mark":
            yield _clause(before, found[0], start, found.start(), tokens)
            before, start, tokens = found[0], found.end(), []
        elif token := _token(found, lexicon):
            tokens.append(token)
    yield _clause(before, "。", start, len(text), tokens)


def _clause(before: str, after: str, start: int, end: int, tokens: list[Token]) -> Clause:
    cues = frozenset().union(*(token.word.cues for token in tokens))
    return Clause(before, after, start, end, tuple(tokens), cues)


def _token(found: re.Match[str], lexicon: Lexicon) -> Token | None:
    """The token of a match of the lexicon's pattern; None for a number that cannot be read."""
    start, end, text = found.start(), found.end(), found[0]
    if (word := found["word"]) is not None:
        return Token("word", start, end, text, lexicon.words[word])
    if found["year"]:
        return Token("year", start, end, text, year=int(found["year"]))
    if found["compare"]:
        than = found["than"] or ""
        return Token("compare", start, end, text, year=int(than[:4]) if than[:1].isdigit() else 0)
    if found["years"]:
        return Token("word", start, end, text, Word((), frozenset({"other_time"})))
    if found["month"]:
        kind = "this_year" if _WHOLE_YEAR.match(text) else "other_time"
        return Token("word", start, end, text, Word((), frozenset({kind})))
    if found["people"]:
        return Token("word", start, end, text, Word((), frozenset({"restricting"})))
    if found["bare"]:
        bare = amount(found["bare"])
        return Token("number", start, end, text, amount=bare) if bare else None
    if found["parts"]:
        value = numeral_value(found["parts"])
        share = amount(str(value), unit="%") if value is not None else None
        return Token("number", start, end, text, amount=share, unit="%") if share else None
    more = found["more1"] or found["more2"] or found["more3"] or ""
    digits, unit = found["digits"] or found["spoken"], found["unit"] or found["spoken_unit"]
    number = amount(digits, more, found["big"] or "", unit, found["before"] or "")
    return Token("number", start, end, text, amount=number, unit=unit) if number else None
