"""The headings of a report's sections: which line begins which section."""

import re
from functools import lru_cache
from typing import NamedTuple

from reportdesk.form import Form
from reportdesk.recognition.page_boilerplate import is_contents
from reportdesk.text.characters import BLANKS
from reportdesk.text.labels import likeness, ordinal, plain_label, without_ordinals
from reportdesk.text.patterns import NUMERALS
from reportdesk.text.sentences import is_prose

_LONGEST = 60
_LONGEST_WITH_TEXT = 4000
_VARYING = re.compile(r"[及和与的]")
_ALIKE = 0.75
_SPLIT = re.compile(r"[:：。\s]+")
_CHAPTER = re.compile(rf"第?[{NUMERALS}]+(?:部分)?[、.．,，:：]?$")  # 三、 or 第二部分：
_BLANK = BLANKS + "\n\r"


class Heading(NamedTuple):
    """A heading found: the number of its line, its section, and text that stood behind it on the line."""

    line: int
    section: str
    rest: str


class _Candidate(NamedTuple):
    line: int
    place: int  # of the section in the form
    score: int
    rest: str


def find_headings(form: Form, lines: list[str | None]) -> list[Heading]:
    """The headings among lines of text, at most one a section and in the order of the form.

    A None is a table. A table of contents loses against the headings that have something beneath them.
    """
    keys = _keys(form)
    ids = list(form.sections)
    found: list[_Candidate] = []
    for number, line in enumerate(lines):
        if line is not None:
            found += _candidates(keys, number, line)
    at = {each.line for each in found}
    weighed = [each._replace(score=each.score + _bonus(form, ids[each.place], each, lines, at)) for each in found]
    return [Heading(each.line, ids[each.place], each.rest) for each in _best(weighed, len(ids))]


def is_heading(form: Form, line: str) -> bool:
    """Whether a line by itself would be taken for the heading of a section."""
    return any(each.score > 2 for each in _candidates(_keys(form), 0, line))


class _Key(NamedTuple):
    place: int
    number: str  # the ordinal, plain
    keys: tuple[str, ...]


@lru_cache(maxsize=8)
def _keys(form: Form) -> tuple[_Key, ...]:
    return tuple(
        _Key(
            place,
            plain_label(ordinal(section.heading)),
            tuple(_key(each) for each in (section.heading, *section.variants)),
        )
        for place, section in enumerate(form.sections.values())
        if section.heading
    )


def _key(text: str) -> str:
    """A heading without ordinal, signs and the small words that vary."""
    return _VARYING.sub("", plain_label(without_ordinals(text)))


def _candidates(keys: tuple[_Key, ...], number: int, line: str) -> list[_Candidate]:
    if len(line) > _LONGEST_WITH_TEXT:
        return []
    line = line.lstrip(f"#*■◆●{_BLANK}").rstrip(f"*{_BLANK}")
    numbered = ordinal(line)
    is_long = len(line) > _LONGEST or is_prose(line)
    if not line or (is_long and not _CHAPTER.match(numbered)) or is_contents(line):
        return []
    if is_long:
        return _with_text(keys, number, line)
    key = _key(line)
    exact = [each for each in keys if key in each.keys]
    if not exact and _CHAPTER.match(numbered):
        ranked = sorted(((max(likeness(key, k) for k in each.keys), each) for each in keys), reverse=True, key=_first)
        exact = [ranked[0][1]] if ranked and ranked[0][0] >= _ALIKE else []
        if not exact:
            return _with_text(keys, number, line)
    return [_Candidate(number, each.place, _score(numbered, each), "") for each in exact]


def _first(pair: tuple[float, _Key]) -> float:
    return pair[0]


def _with_text(keys: tuple[_Key, ...], number: int, line: str) -> list[_Candidate]:
    """A heading with the section's text behind it on the same line."""
    start = len(ordinal(line))
    for split in list(_SPLIT.finditer(line, start + 3))[:4]:
        key = _key(line[: split.start()])
        for each in keys:
            if key in each.keys:
                return [_Candidate(number, each.place, _score(ordinal(line), each), line[split.end() :])]
    return []


def _score(numbered: str, key: _Key) -> int:
    if not numbered:
        return 4
    if not _CHAPTER.match(numbered):
        return 2
    return 10 if plain_label(numbered).removeprefix("第").removesuffix("部分") == key.number else 6


def _bonus(form: Form, section: str, each: _Candidate, lines: list[str | None], candidates: set[int]) -> int:
    """What speaks for a heading: something that is no other heading beneath it, and a table where one belongs."""
    after = next((i for i in range(each.line + 1, len(lines)) if lines[i] is None or str(lines[i]).strip()), None)
    if each.rest:
        return 2
    if after is None:
        return 0
    bonus = 0 if after in candidates else 2
    if form.sections[section].table and None in lines[each.line + 1 : each.line + 8]:
        bonus += 2
    return bonus


def _best(found: list[_Candidate], sections: int) -> list[_Candidate]:
    """The candidates in the order of the form that together have most for them; the later ones where two are equal."""
    best: list[tuple[int, tuple[_Candidate, ...]]] = [(0, ())] * (sections + 1)  # by the last section used, + 1
    for each in found:
        before = max(best[: each.place + 1], key=lambda pair: pair[0])
        score = before[0] + each.score
        if score >= best[each.place + 1][0]:
            best[each.place + 1] = (score, (*before[1], each))
    return list(max(reversed(best), key=lambda pair: pair[0])[1])
