"""Wrong years: title, 统计期限, date of signature, and work told of another year.

An earlier year named rightly (同比, last year's report, a 文号, the name of a meeting) is none of these.
"""

import re
from collections.abc import Iterator

from reportdesk.checks.proofreading.proofread_input import (
    YEAR,
    Match,
    ProofreadInput,
    SectionText,
    TextPart,
    year_of,
)
from reportdesk.checks.proofreading.registry import rule
from reportdesk.form.definition import Rule
from reportdesk.text.numerals import chinese_year
from reportdesk.text.patterns import ARABIC_ORDINAL, CHINESE_ORDINAL, HEADING_LEVELS, NUMERALS

_REPORT = r"度?政府信息(?:与政务)?公开(?:工作)?(?:年度)?(?:年报|年度报告|报告)"
_TITLE = re.compile(YEAR.format("year") + _REPORT)
_TITLE_LINE = re.compile(rf"[^，。；：、《》“”\s]{{0,30}}{YEAR.format('year')}{_REPORT}")
_PERIOD = re.compile(
    YEAR.format("year") + r" ?1 ?月 ?1 ?日(?:起)? ?(?:至|到|—|－|-|~|～)+ ?"
    rf"(?:{YEAR.format('last')} ?)?12 ?月 ?31 ?日"
)
_PERIOD_WORDS = ("统计", "所列数据", "期限")
_DATE_LINE = re.compile(
    YEAR.format("year")
    + rf" ?(?P<month>{ARABIC_ORDINAL}|[{NUMERALS}]{{1,2}}) ?月 ?(?:{ARABIC_ORDINAL}|{CHINESE_ORDINAL}) ?日"
)
_OPENING = re.compile(
    rf"(?:{HEADING_LEVELS[1].mark}|{HEADING_LEVELS[2].mark}|[{NUMERALS}]是)? ?(?P<token>{YEAR.format('year')})"
    r"度?[，,]?(?!以来|以前|之前|之后|以后|起|初|底|末|前|后|至|到|—|－|-|～|~|[0-9 ]|\w{0,2}月|年)"
    r"(?P<rest>[^。；;\n]*)"
)
_EVERY = re.compile(YEAR.format("year"))


@rule("text.year")
def wrong_years(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Title, 统计期限 and date of signature in another year than the report's."""
    year = reading.report.year
    for passage in reading.where(rule):
        leading = passage.section == reading.lead_in
        if "年" not in passage.plain:
            continue
        for line in passage.lines:
            yield from _titles(passage, line, year, leading)
            yield from _signature(passage, line, year)
        for found in _PERIOD.finditer(passage.plain):
            sentence = passage.sentence_at(found.start())
            if leading or any(word in sentence.text for word in _PERIOD_WORDS):
                for group in ("year", "last"):
                    if found[group] and year_of(found[group]) != year:
                        yield _fault(passage, found.start(group), found.end(group), year)


def _titles(passage: SectionText, line: TextPart, year: int, leading: bool) -> Iterator[Match]:
    found = list(_TITLE.finditer(line.text)) if leading else []
    if not found and (alone := _TITLE_LINE.fullmatch(line.text)):
        found = [alone]
    for each in found:
        if year_of(each["year"]) != year:
            yield _fault(passage, line.start + each.start("year"), line.start + each.end("year"), year)


def _signature(passage: SectionText, line: TextPart, year: int) -> Iterator[Match]:
    found = _DATE_LINE.fullmatch(line.text)
    if not found:
        return
    signed = year_of(found["year"])
    in_december = signed == year and found["month"] in ("12", "十二")
    if signed != year + 1 and not in_december:
        yield _fault(passage, line.start + found.start("year"), line.start + found.end("year"), year + 1)


def _fault(passage: SectionText, start: int, end: int, year: int) -> Match:
    written = passage.text[start:end]
    right = chinese_year(year) if written.startswith("二") else str(year)
    return Match(passage.section, start, end, right, str(year), shown=passage.text[start : end + 12].split("\n")[0])


@rule("text.year_of_work")
def work_of_another_year(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """A sentence that opens with an earlier year and tells of the unit's work (“2021年我局…” in a report for 2022).

    Words of comparison (`words`) excuse it where the year is older than last year; “2025年我局…，比上年增加…” in a
    report for 2026 is last year's sentence, figures and all.
    """
    year = reading.report.year
    own = re.compile(
        r"^.{0,6}?(?:我[局县市区镇乡委办厅院省州旗]|我街道|我单位|本[局县市区镇乡委办厅院]|本机关|本单位|本街道"
        rf"|全[县市区镇乡局省州]|{re.escape(reading.report.unit) or '我局'})"
        r"|^.{0,8}?(?:全年|共收到|新收|主动公开|收到|累计公开|累计发布|通过)"
    )
    for passage in reading.where(rule):
        sentences = passage.sentences
        for sentence, following in zip(sentences, [*sentences, TextPart(0, "")][1:], strict=True):
            found = _OPENING.match(sentence.text)
            if not found or year_of(found["year"]) >= year or not own.match(found["rest"]):
                continue
            told = sentence.text + following.text[:12]
            named = {year_of(each["year"]) for each in _EVERY.finditer(told)}
            excuses = rule.unless if year_of(found["year"]) == year - 1 else [*rule.unless, *rule.words]
            if year in named or any(word in sentence.text for word in excuses):
                continue
            start, end = sentence.start + found.start("year"), sentence.start + found.end("year")
            yield _fault(passage, start, end, year)
