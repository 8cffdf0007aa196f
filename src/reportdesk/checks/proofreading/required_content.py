"""What must be there: sections that are written, the aspects of a section, the fee."""

import re
from collections.abc import Iterator

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput, SectionText
from reportdesk.checks.proofreading.registry import rule
from reportdesk.form.definition import Rule
from reportdesk.numbers import NOT_APPLICABLE, NumberError, parse, quantity
from reportdesk.text.patterns import NUMERALS

_BARE = re.compile(r"[\s，。；：、！,.;:!（）()]+")
_NUMBERING = re.compile(rf"^(?:[{NUMERALS}]+、|（[{NUMERALS}]+）|[0-9]+[.、])")  # 一、 or （二） or 3.


@rule("text.empty")
def empty(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """A section without text, once another one of them has been written."""
    written = {section for section in rule.sections if reading.text(section)}
    for section in rule.sections if written else ():
        if section not in written:
            yield Match(section, instance=section)


@rule("text.nothing")
def nothing(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """A section that only says that there is nothing."""
    for passage in reading.where(rule):
        if _BARE.sub("", _NUMBERING.sub("", passage.text.strip())) in rule.words:
            line = passage.lines[0] if passage.lines else None
            if line:
                yield Match(passage.section, line.start, line.end)


@rule("text.aspects")
@rule("text.supervision")
@rule("text.fee_statement")
def missing(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """What a written section does not speak of."""
    for passage in reading.where(rule):
        for each in rule.required:
            if not any(word in passage.text for word in each.words):
                yield Match(passage.section, name=each.name, expected=each.name, instance=each.id)


_FEE = re.compile(
    r"信息处理费(?P<between>[^。；;\n]{0,16}?)(?P<amount>[0-9][0-9,，]{0,20}(?:\.[0-9]{1,6})?)[ ]?(?P<unit>万?元)"
    r"|(?P<first>(?<![0-9,，])[0-9][0-9,，]{0,20}(?:\.[0-9]{1,6})?)[ ]?(?P<its>万?元)(?:的)?(?:政府)?信息处理费"
)


@rule("text.fee_beside_charges")
def fee_beside_charges(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """A fee in the text beside charges of 0: in several provinces the fee counts among them."""
    if not rule.cells or not all(_nothing(reading.figures[cell]) for cell in rule.cells):
        return
    for passage in reading.where(rule):
        for found in _FEE.finditer(passage.plain):
            amount = found["amount"] or found["first"]
            said = passage.clause_before(found.start()) + (found["between"] or "")
            if any(word in said for word in rule.unless) or not _positive(amount):
                continue
            yield Match(passage.section, found.start(), found.end(), cells=tuple(rule.cells))


def _nothing(figure: str | None) -> bool:
    return figure is not None and (figure == NOT_APPLICABLE or quantity(figure) == 0)


def _positive(amount: str) -> bool:
    try:
        figure = parse(amount)
    except NumberError:
        return True
    return bool(figure) and not _nothing(figure)


@rule("text.all_concluded")
def all_concluded(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """均已办结, although some were carried out into the next year."""
    open_ = [cell for cell in rule.cells if (value := reading.figures[cell]) and not _nothing(value)]
    if not open_:
        return
    for passage in reading.where(rule):
        for found in _ALL_CONCLUDED.finditer(passage.plain):
            if _about_requests(passage, found.start(), rule):
                value = reading.figures[open_[0]] or ""
                yield Match(passage.section, found.start(), found.end(), expected=value, cells=tuple(open_))


_ALL_CONCLUDED = re.compile(
    r"(?:均|都|全部|全数|已全部)(?:已经|已|按期|按时|依法|及时|如期|在法定期限内|在规定时限内|按规定){0,3}"
    r"(?:办结|办理完毕|办理完结|答复完毕)"
)


def _about_requests(passage: SectionText, position: int, rule: Rule) -> bool:
    """Whether 均已办结 there speaks of all the applications of the year."""
    sentence = passage.sentence_at(position)
    before = sentence.text[: position - sentence.start]
    clause = passage.clause_before(position)
    if any(word in before for word in rule.unless) or any(word in clause for word in rule.words):
        return False
    return "申请" in before or "申请" in passage.plain[max(0, sentence.start - 60) : sentence.start]
