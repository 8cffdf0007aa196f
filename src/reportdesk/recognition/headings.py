"""The headings of a report's sections: which line begins which section.

In: a form and the lines of a document. Out: `Heading`s, at most one a section, in the order of the form.

    ["示例县水利局2023年…报告", "一、总体情况", "2023年，我局…", "二、主动公开政府信息情况", None (a table)]
        →  Heading(line 1, "overview"), Heading(line 3, "disclosure")

Every line that looks like a heading is a candidate with a score; then the candidates are chosen that stand in the order
of the form and have the highest scores together:

    10  wording and ordinal of the form      "一、总体情况"
     6  wording with another ordinal         "二、总体情况"
     4  wording without an ordinal           "总体情况"
     2  wording with a small ordinal         "（一）总体情况"
    +2  text follows it; in a table of contents other headings follow
    +2  a table follows soon, if the section has one
"""

import re
from functools import lru_cache
from typing import NamedTuple

from reportdesk.form import Form
from reportdesk.recognition.page_boilerplate import is_contents
from reportdesk.text.characters import BLANKS
from reportdesk.text.labels import likeness, ordinal, plain_label, without_ordinals
from reportdesk.text.patterns import NUMERALS
from reportdesk.text.sentences import is_prose

_LONGEST = 60  # characters of a heading
_LONGEST_WITH_TEXT = 4000  # characters of a line that begins with a heading
_VARYING = re.compile(r"[及和与的]")  # small words that offices add and leave out
_ALIKE = 0.75  # likeness (0 to 1) from which on a line with an ordinal is taken for a heading
_SPLIT = re.compile(r"[:：。\s]+")  # what may stand between a heading and the text on the same line
_CHAPTER = re.compile(rf"第?[{NUMERALS}]+(?:部分)?[、.．,，:：]?$")  # "三、", "第二部分："
_BLANK = BLANKS + "\n\r"
_MOST_SPLITS = 4  # places at which a line is divided into heading and text, on trial
_TABLE_WITHIN = 8  # lines below a heading among which its table is looked for


class Heading(NamedTuple):
    """A heading: the number of its line, the id of its section, and the text behind it on the same line, if any."""

    line: int
    section: str
    rest: str


class _Candidate(NamedTuple):
    """A line that may be a heading. `place` is the place of the section in the form, from 0."""

    line: int
    place: int
    score: int
    rest: str


def find_headings(form: Form, lines: list[str | None]) -> list[Heading]:
    """The headings among lines of text, at most one a section and in the order of the form.

    A line that is None is a table. Lines of a table of contents lose against headings that have text below them.
    """
    known_headings = _known_headings(form)
    sections = list(form.sections)
    candidates: list[_Candidate] = []
    for number, line in enumerate(lines):
        if line is not None:
            candidates += _candidates(known_headings, number, line)
    candidate_lines = {each.line for each in candidates}
    scored = [
        each._replace(score=each.score + _bonus(form, sections[each.place], each, lines, candidate_lines))
        for each in candidates
    ]
    return [Heading(each.line, sections[each.place], each.rest) for each in _best(scored, len(sections))]


def is_heading(form: Form, line: str) -> bool:
    """Whether a line by itself looks like the heading of a section (a score of 4 or more)."""
    return any(each.score > 2 for each in _candidates(_known_headings(form), 0, line))


class _KnownHeading(NamedTuple):
    """A heading of the form: its place in the form, its plain ordinal ("一"), its wordings as keys."""

    place: int
    ordinal: str
    keys: tuple[str, ...]


@lru_cache(maxsize=8)
def _known_headings(form: Form) -> tuple[_KnownHeading, ...]:
    return tuple(
        _KnownHeading(
            place,
            plain_label(ordinal(section.heading)),
            tuple(_key(wording) for wording in (section.heading, *section.variants)),
        )
        for place, section in enumerate(form.sections.values())
        if section.heading
    )


def _key(text: str) -> str:
    """A heading without ordinal, signs and small words: "三、收到和处理…申请情况" → "收到处理…申请情况"."""
    return _VARYING.sub("", plain_label(without_ordinals(text)))


def _candidates(known_headings: tuple[_KnownHeading, ...], number: int, line: str) -> list[_Candidate]:
    if len(line) > _LONGEST_WITH_TEXT:
        return []
    line = line.lstrip(f"#*■◆●{_BLANK}").rstrip(f"*{_BLANK}")
    line_ordinal = ordinal(line)
    is_long = len(line) > _LONGEST or is_prose(line)
    if not line or (is_long and not _CHAPTER.match(line_ordinal)) or is_contents(line):
        return []
    if is_long:
        return _candidates_with_text(known_headings, number, line)
    key = _key(line)
    matching = [heading for heading in known_headings if key in heading.keys]
    if not matching and _CHAPTER.match(line_ordinal):
        likeness_of = {heading: max(likeness(key, each) for each in heading.keys) for heading in known_headings}
        best = max(known_headings, key=likeness_of.__getitem__, default=None)
        if best is None or likeness_of[best] < _ALIKE:
            return _candidates_with_text(known_headings, number, line)
        matching = [best]
    return [_Candidate(number, heading.place, _score(line_ordinal, heading), "") for heading in matching]


def _candidates_with_text(known_headings: tuple[_KnownHeading, ...], number: int, line: str) -> list[_Candidate]:
    """The candidate in a line that holds a heading and text: "一、总体情况：2023年，我局…"."""
    line_ordinal = ordinal(line)
    for split in list(_SPLIT.finditer(line, len(line_ordinal) + 3))[:_MOST_SPLITS]:
        key = _key(line[: split.start()])
        for heading in known_headings:
            if key in heading.keys:
                return [_Candidate(number, heading.place, _score(line_ordinal, heading), line[split.end() :])]
    return []


def _score(line_ordinal: str, heading: _KnownHeading) -> int:
    if not line_ordinal:
        return 4
    if not _CHAPTER.match(line_ordinal):
        return 2
    return 10 if plain_label(line_ordinal).removeprefix("第").removesuffix("部分") == heading.ordinal else 6


def _bonus(form: Form, section: str, candidate: _Candidate, lines: list[str | None], candidate_lines: set[int]) -> int:
    """Points for what follows a candidate: something that is no other candidate, and a table where one belongs."""
    if candidate.rest:
        return 2
    below = range(candidate.line + 1, len(lines))
    following = next((i for i in below if lines[i] is None or str(lines[i]).strip()), None)
    if following is None:
        return 0
    bonus = 0 if following in candidate_lines else 2
    if form.sections[section].table and None in lines[candidate.line + 1 : candidate.line + _TABLE_WITHIN]:
        bonus += 2
    return bonus


def _best(candidates: list[_Candidate], sections: int) -> list[_Candidate]:
    """The candidates in the order of the form with the highest total score; of equal choices the later lines.

    `best[n]` is the best choice so far whose last section is number n - 1 of the form; `best[0]` is the empty choice.
    """
    best: list[tuple[int, tuple[_Candidate, ...]]] = [(0, ())] * (sections + 1)
    for candidate in candidates:
        total, chosen = max(best[: candidate.place + 1], key=lambda choice: choice[0])
        total += candidate.score
        if total >= best[candidate.place + 1][0]:
            best[candidate.place + 1] = (total, (*chosen, candidate))
    return list(max(reversed(best), key=lambda choice: choice[0])[1])
