"""All words that matter in one table and one pattern: the phrases of a form, the cues, numbers, years, marks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from reportdesk.checks.statements.amounts import APPROXIMATE_WORDS, MORE
from reportdesk.checks.statements.language import grammar, variants
from reportdesk.form import Form
from reportdesk.form.phrases import Phrase
from reportdesk.text.numerals import NUMERAL_CHARACTERS


class Word(NamedTuple):
    """What a word may be: phrases of the form (不予公开), cues of the grammar (其中)."""

    phrases: tuple[Phrase, ...]
    cues: frozenset[str]


class Lexicon(NamedTuple):
    """The words of a form, and the pattern that finds them and numbers, years, comparisons and marks in a text.

    The text is without blanks, its digits and marks are as `tokenizer` makes them.
    """

    words: Mapping[str, Word]
    pattern: re.Pattern[str]


@lru_cache(maxsize=4)
def lexicon(form: Form) -> Lexicon:
    """The words of a form; made when a text is first read."""
    phrases: dict[str, list[Phrase]] = defaultdict(list)
    cues: dict[str, set[str]] = defaultdict(set)
    for phrase in form.language_file.phrases:
        for wording in phrase.said:
            for word in variants(wording):
                if phrase.foreign:
                    cues[word].add("foreign")
                elif phrase.idle:
                    cues[word].add("idle")
                else:
                    phrases[word].append(phrase)
    for kind, wordings in grammar().cues.items():
        for wording in wordings:
            for word in variants(wording):
                cues[word].add(kind)
    words = {word: Word(tuple(phrases[word]), frozenset(cues[word])) for word in {*phrases, *cues}}
    return Lexicon(words, re.compile(_pattern(words), re.VERBOSE))


def _pattern(words: Iterable[str]) -> str:
    """The pattern of a lexicon with these words, in verbose form; its alternatives are tried in their order.

    Repetitions are bounded: a text of nothing but digits must not take longer than any other.
    """
    language = grammar()
    last_year = _any_of(word for wording in language.cues["last_year"] for word in variants(wording))
    digits = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,20}|[0-9]{1,100})(?:\.[0-9]{1,20})?"  # 12, 1,203, 18.871
    units, money, numeral = (
        _any_of(language.units),
        "|".join(map(re.escape, language.money)),
        f"[{NUMERAL_CHARACTERS}]{{1,9}}",
    )
    return rf"""
        # 同比, 同比上年, 环比; 比上年, 与2024年相比, 较去年同期
        (?P<compare>
            同比(?:{last_year}|[12][0-9]{{3}}年(?:度)?)?
            |环比
            |(?:比|较|与|同|和)(?P<than>{last_year}|[12][0-9]{{3}}年(?:度)?)(?:同期)?[末底]?(?:的)?(?:相比|比较|比)?
        )
        # 2025年, 2024年度
        |(?P<year>(?<![0-9])[12][0-9]{{3}})年(?:度|底|末)?
        # 近三年, 近5年来
        |(?P<years>近[一二两三四五六七八九十0-9]{{1,2}}年来?)
        # 5人, 三名个人; not 人大, 人民, 人均
        |(?P<people>(?<![0-9{NUMERAL_CHARACTERS}])(?:[0-9]{{1,9}}|[{NUMERAL_CHARACTERS}]{{1,9}})名?(?:个人|人)(?!大|民|均))
        # 3月, 1—6月; not a day, not the end of a month
        |(?P<month>(?:[0-9]{{1,2}}月?[-—–~至到])?[0-9]{{1,2}}月(?!份?[0-9]|底|末))
        # numbers without a unit: 数量为0, 结果是零
        |(?<=[为是])(?P<bare>[0-9]{{1,20}}|零)(?=[，。；、）)]|$)
        # 12件, 近1.28万件, 1,203余件, 83.3%, 18.871万元; 三件, 四十余件; 百分之二十. Not 第3次, 某2项, 一次性
        |(?P<before>{"|".join(map(re.escape, APPROXIMATE_WORDS))})?(?<![第每另同某0-9.A-Za-z〔-])
        (?:
            (?P<digits>{digits})(?P<more1>[{MORE}])?(?P<big>[万亿])?(?P<more2>[{MORE}])?(?P<unit>{units}|{money}|%)
            |(?P<spoken>{numeral})(?P<more3>[{MORE}])?(?P<spoken_unit>{units})(?![事性]|(?P=spoken_unit))
            |百分之(?P<parts>{numeral})
        )
        (?!次性)
        |(?P<mark>[，、；。！？：（）()\n;])
        |(?P<word>{_tree(words)})
    """


def _any_of(words: Iterable[str]) -> str:
    """An alternation of words, longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _tree(words: Iterable[str]) -> str:
    """An alternation of words, longest first, cut by first characters so that most places fail at once."""
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in words:
        by_first[word[0]].append(word[1:])
    return "|".join(
        f"{re.escape(first)}(?:{'|'.join(map(re.escape, sorted(rest, key=len, reverse=True)))})"
        for first, rest in by_first.items()
    )
