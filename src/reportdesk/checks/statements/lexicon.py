"""All words that matter in one table of words and one pattern: the phrases of a form, the cues, numbers, marks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from reportdesk.checks.statements.amounts import BENDING, MORE
from reportdesk.checks.statements.language import grammar, variants
from reportdesk.form import Form
from reportdesk.form.phrases import Phrase
from reportdesk.text.numerals import NUMERAL_CHARACTERS


class Word(NamedTuple):
    """What a word may be: phrases of the form, cues of the language."""

    phrases: tuple[Phrase, ...]
    cues: frozenset[str]


class Lexicon(NamedTuple):
    """`pattern` finds words (group "word"), numbers, years, comparisons and marks in a text without blanks."""

    words: Mapping[str, Word]
    pattern: re.Pattern[str]


@lru_cache(maxsize=4)
def lexicon(form: Form) -> Lexicon:
    """The words of a form; made when a text is first read."""
    phrases: dict[str, list[Phrase]] = defaultdict(list)
    cues: dict[str, set[str]] = defaultdict(set)
    for phrase in form.language_file.phrases:
        for said in phrase.said:
            for word in variants(said):
                if phrase.foreign:
                    cues[word].add("foreign")
                elif phrase.idle:
                    cues[word].add("idle")
                else:
                    phrases[word].append(phrase)
    for kind, sayings in grammar().cues.items():
        for said in sayings:
            for word in variants(said):
                cues[word].add(kind)
    words = {word: Word(tuple(phrases[word]), frozenset(cues[word])) for word in {*phrases, *cues}}
    return Lexicon(words, re.compile(_pattern(words)))


def _pattern(words: Iterable[str]) -> str:
    lang = grammar()
    last = "|".join(sorted((w for said in lang.cues["last_year"] for w in variants(said)), key=len, reverse=True))
    units = "|".join(sorted(map(re.escape, lang.units), key=len, reverse=True))
    money = "|".join(map(re.escape, lang.money))
    bending = "|".join(map(re.escape, BENDING))
    # Bounded repetitions: a file with nothing but digits must not take longer than any other.
    number = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,20}|[0-9]{1,100})(?:\.[0-9]{1,20})?"
    numeral = f"[{NUMERAL_CHARACTERS}]{{1,9}}"
    return "|".join(
        (
            rf"(?P<compare>同比(?:{last}|[12][0-9]{{3}}年(?:度)?)?|环比|(?:比|较|与|同|和)(?P<than>{last}|[12][0-9]{{3}}年(?:度)?)(?:同期)?[末底]?(?:的)?(?:相比|比较|比)?)",
            r"(?P<year>(?<![0-9])[12][0-9]{3})年(?:度|底|末)?",
            r"(?P<years>近[一二两三四五六七八九十0-9]{1,2}年来?)",
            rf"(?P<people>(?<![0-9{NUMERAL_CHARACTERS}])(?:[0-9]{{1,9}}|[{NUMERAL_CHARACTERS}]{{1,9}})名?(?:个人|人)(?!大|民|均))",
            # 3月, 1—6月; not a day, not the end of a month
            r"(?P<month>(?:[0-9]{1,2}月?[-—–~至到])?[0-9]{1,2}月(?!份?[0-9]|底|末))",
            # 0 without a unit: “数量为0”
            r"(?<=[为是])(?P<bare>[0-9]{1,20}|零)(?=[，。；、）)]|$)",
            rf"(?P<before>{bending})?(?<![第每另同某0-9.A-Za-z〔-])(?:"
            rf"(?P<digits>{number})(?P<more1>[{MORE}])?(?P<big>[万亿])?(?P<more2>[{MORE}])?(?P<unit>{units}|{money}|%)"
            rf"|(?P<spoken>{numeral})(?P<more3>[{MORE}])?(?P<spoken_unit>{units})(?![事性]|(?P=spoken_unit))"
            rf"|百分之(?P<parts>{numeral}))(?!次性)",
            r"(?P<mark>[，、；。！？：（）()\n;])",
            rf"(?P<word>{_tree(words)})",
        )
    )


def _tree(words: Iterable[str]) -> str:
    """An alternation of words, longest first, cut by first characters so that most places fail at once."""
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in words:
        by_first[word[0]].append(word[1:])
    return "|".join(
        f"{re.escape(first)}(?:{'|'.join(map(re.escape, sorted(rest, key=len, reverse=True)))})"
        for first, rest in by_first.items()
    )
