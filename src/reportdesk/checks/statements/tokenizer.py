"""A paragraph cut into clauses of words, numbers, years and comparisons."""

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
_WHOLE_YEAR = re.compile(r"1月?[^0-9月]12月")
_NO_WORD = Word((), frozenset())


class Token(NamedTuple):
    """Something said. `kind` is "word", "number" (with its amount), "year" (as `year`) or "compare" (than `year`).

    A comparison with last year in words has the year 0, one with a year by number that year.
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
    """The tokens between two marks; `text` is without blanks, its tokens count characters of it."""

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
    """A paragraph: its text without blanks, where each of its characters stood, its clauses."""

    text: str
    places: tuple[int, ...] | None
    clauses: tuple[Clause, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of `text` stands in the paragraph as it was."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def tokenize(paragraph: str, lexicon: Lexicon) -> TokenizedParagraph:
    """The clauses of a paragraph."""
    text, places = _without_blanks(paragraph.translate(_PLAIN))
    return TokenizedParagraph(text, places, tuple(_clauses(text, lexicon)))


def _without_blanks(text: str) -> tuple[str, tuple[int, ...] | None]:
    if not _BLANK.search(text):
        return text, None
    kept = tuple(place for place, char in enumerate(text) if not _BLANK.match(char))
    return "".join(text[place] for place in kept), kept


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
        said = amount(found["bare"])
        return Token("number", start, end, text, amount=said) if said else None
    if found["parts"]:
        value = numeral_value(found["parts"])
        said = amount(str(value), unit="%") if value is not None else None
        return Token("number", start, end, text, amount=said, unit="%") if said else None
    more = found["more1"] or found["more2"] or found["more3"] or ""
    digits, unit = found["digits"] or found["spoken"], found["unit"] or found["spoken_unit"]
    said = amount(digits, more, found["big"] or "", unit, found["before"] or "")
    return Token("number", start, end, text, amount=said, unit=unit) if said else None
