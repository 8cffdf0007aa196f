"""What a report must say and what does not fit its figures: empty sections, missing aspects, fees, 均已办结."""

import re
from collections.abc import Iterator

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput, SectionText
from reportdesk.checks.proofreading.registry import rule
from reportdesk.form.definition import Rule
from reportdesk.numbers import NOT_APPLICABLE, NumberError, parse, quantity
from reportdesk.text.patterns import NUMERALS

_MARKS_AND_BLANKS = re.compile(r"[\s，。；：、！,.;:!（）()]+")
_NUMBERING = re.compile(rf"^(?:[{NUMERALS}]+、|（[{NUMERALS}]+）|[0-9]+[.、])")  # 一、 （一） 1.


@rule("text.empty")
def empty_sections(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Sections of the rule without a text, once another one of them has one."""
    written = {section for section in rule.sections if texts.text(section)}
    for section in rule.sections if written else ():
        if section not in written:
            yield Match(section, instance=section)


@rule("text.nothing")
def sections_without_content(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Sections that say no more than one of `rule.words` (无。)."""
    for section in texts.sections_for(rule):
        if _MARKS_AND_BLANKS.sub("", _NUMBERING.sub("", section.text.strip())) in rule.words:
            line = section.lines[0] if section.lines else None
            if line:
                yield Match(section.id, line.start, line.end)


@rule("text.aspects")
@rule("text.supervision")
@rule("text.fee_statement")
def missing_aspects(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Aspects (`rule.required`) that a written section does not name."""
    for section in texts.sections_for(rule):
        for each in rule.required:
            if not any(word in section.text for word in each.words):
                yield Match(section.id, name=each.name, expected=each.name, instance=each.id)


# 收取信息处理费共计300元, 信息处理费0.03万元; 收取300元信息处理费, 1,200元的政府信息处理费.
_FEE = re.compile(
    r"""
    信息处理费(?P<between>[^。；;\n]{0,16}?)(?P<amount>[0-9][0-9,，]{0,20}(?:\.[0-9]{1,6})?)[ ]?(?P<unit>万?元)
    |(?P<first>(?<![0-9,，])[0-9][0-9,，]{0,20}(?:\.[0-9]{1,6})?)[ ]?(?P<its>万?元)(?:的)?(?:政府)?信息处理费
    """,
    re.VERBOSE,
)


@rule("text.fee_beside_charges")
def fee_beside_charges(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """A fee in the text where the charges (`rule.cells`) are 0: in several provinces the fee is one of them."""
    if not rule.cells or not all(_is_zero(texts.figures[cell]) for cell in rule.cells):
        return
    for section in texts.sections_for(rule):
        for found in _FEE.finditer(section.plain):
            amount = found["amount"] or found["first"]
            words = section.clause_before(found.start()) + (found["between"] or "")
            if any(word in words for word in rule.unless) or not _is_positive(amount):
                continue
            yield Match(section.id, found.start(), found.end(), cells=tuple(rule.cells))


def _is_zero(figure: str | None) -> bool:
    """Whether a figure is 0 or “/”; a blank is not."""
    return figure is not None and (figure == NOT_APPLICABLE or quantity(figure) == 0)


def _is_positive(amount: str) -> bool:
    """Whether an amount of a text is not 0; True for one that cannot be read."""
    try:
        figure = parse(amount)
    except NumberError:
        return True
    return bool(figure) and not _is_zero(figure)


# 均已办结, 全部按期办理完毕, 都在法定期限内答复完毕.
_ALL_CONCLUDED = re.compile(
    r"""
    (?:均|都|全部|全数|已全部)
    (?:已经|已|按期|按时|依法|及时|如期|在法定期限内|在规定时限内|按规定){0,3}
    (?:办结|办理完毕|办理完结|答复完毕)
    """,
    re.VERBOSE,
)


@rule("text.all_concluded")
def all_concluded(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """均已办结, although some applications (`rule.cells`) were carried over into the next year."""
    open_ = [cell for cell in rule.cells if (value := texts.figures[cell]) and not _is_zero(value)]
    if not open_:
        return
    for section in texts.sections_for(rule):
        for found in _ALL_CONCLUDED.finditer(section.plain):
            if _is_about_requests(section, found.start(), rule):
                value = texts.figures[open_[0]] or ""
                yield Match(section.id, found.start(), found.end(), expected=value, cells=tuple(open_))


def _is_about_requests(section: SectionText, position: int, rule: Rule) -> bool:
    """Whether 均已办结 at a position speaks of all applications of the year."""
    sentence = section.sentence_at(position)
    before = sentence.text[: position - sentence.start]
    clause = section.clause_before(position)
    if any(word in before for word in rule.unless) or any(word in clause for word in rule.words):
        return False
    return "申请" in before or "申请" in section.plain[max(0, sentence.start - 60) : sentence.start]
