"""一键排版: corrects indents, blank lines, numbering marks and punctuation; words, quotes and paragraphs stay.

Indents are taken away because every document sets its own. Text in quotes or 书名号, references to articles
(第二十条第（一）项) and linked figures stay as they are. Tidying a tidied text changes nothing.
"""

import re
from collections.abc import Callable, Iterator

from reportdesk.checks.proofreading.heading_numbering import misspelt_marks
from reportdesk.checks.proofreading.proofread_input import SectionText
from reportdesk.checks.proofreading.punctuation import half_width_marks
from reportdesk.checks.proofreading.repeated_words import mark_repeats
from reportdesk.report import Edit, Report, Text
from reportdesk.report.find_replace import text_edit
from reportdesk.report.linked_text import Replacement, apply_replacements, possible_replacements
from reportdesk.text.characters import BLANKS
from reportdesk.text.patterns import ARABIC_ORDINAL, CHINESE_ORDINAL, HAN, NUMERALS

_MOST_PASSES = 12  # one step can make room for another; a text is done when a pass changes nothing
# Stay as they are: “工作,”, 《条例》 and the like,
_QUOTED = re.compile(r"“[^“”\n]*”|‘[^‘’\n]*’|《[^《》\n]*》|「[^「」\n]*」|\"[^\"\n]*\"")
# and articles of a law: 第二十条第（一）项, 第36条第2款.
_CITED = re.compile(rf"第[{NUMERALS}百零〇0-9]+条(?:第?[（(]?[{NUMERALS}0-9]+[）)]?[款项目、和及至]*)*")
_EDGES = re.compile(rf"(?m)^[{BLANKS}]+|(?<![{BLANKS}])[{BLANKS}]+$")  # blanks at both ends of a line
_EMPTY_LINES = re.compile(r"\A\n+|\n+\Z|\n{2,}")
# Blanks among Chinese: 主动 公开, 公开， 情况.
_INNER = re.compile(rf"(?<=[{HAN}，。；：、）])[{BLANKS}]+(?=[{HAN}，。；：、（])")
# A mark with half-width or mixed brackets: (一) 主动公开, （1)主动公开.
_BRACKETED = re.compile(rf"(?m)^[(（][ ]*(?P<n>{CHINESE_ORDINAL}|{ARABIC_ORDINAL})[ ]*[)）]")


def tidy(text: str) -> str:
    """The text with its layout corrected. Idempotent."""
    return tidy_text(Text(text)).text


def tidy_sections(report: Report, sections: list[str] | None = None) -> Edit:
    """The edit that tidies these sections (all of them if not given), as one step."""
    chosen = report.texts if sections is None else [each for each in sections if each in report.texts]
    return text_edit(report, {each: tidy_text(report.texts[each]) for each in chosen}, "一键排版")


def tidy_text(text: Text) -> Text:
    """The text with its layout corrected; links and pictures move along with their words."""
    for _ in range(_MOST_PASSES):
        before = text
        for step in _STEPS:
            text = _apply_step(text, step)
        if text == before:
            break
    return text


_Step = Callable[[str], Iterator[Replacement]]


def _apply_step(text: Text, step: _Step) -> Text:
    """The text after the replacements of a step, without those that would touch what stays."""
    exempt = [each.span() for pattern in (_QUOTED, _CITED) for each in pattern.finditer(text.text)]
    wanted = [
        each
        for each in step(text.text)
        if not any(start < max(each.end, each.start + 1) and each.start < end for start, end in exempt)
    ]
    return apply_replacements(text, possible_replacements(text, wanted))


def _edges(text: str) -> Iterator[Replacement]:
    return (Replacement(*found.span(), "") for found in _EDGES.finditer(text))


def _empty_lines(text: str) -> Iterator[Replacement]:
    for found in _EMPTY_LINES.finditer(text):
        inside = found.start() > 0 and found.end() < len(text)
        yield Replacement(*found.span(), "\n" if inside else "")


def _inner_blanks(text: str) -> Iterator[Replacement]:
    return (Replacement(*found.span(), "") for found in _INNER.finditer(text))


def _marks(text: str) -> Iterator[Replacement]:
    for found in _BRACKETED.finditer(text):
        if found[0] != (right := f"（{found['n']}）"):
            yield Replacement(*found.span(), right)
    for line in SectionText("", text).lines:
        yield from (Replacement(*each) for each in misspelt_marks(line))


def _half_width(text: str) -> Iterator[Replacement]:
    return (Replacement(*each) for each in half_width_marks(SectionText("", text).plain) if each[2] not in "“”")


def _repeats(text: str) -> Iterator[Replacement]:
    return (Replacement(*each) for each in mark_repeats(SectionText("", text).plain))


_STEPS: tuple[_Step, ...] = (_edges, _empty_lines, _marks, _half_width, _repeats, _inner_blanks)
