"""Wrong years: in the title, in 统计期限, in the date of signature, and in sentences about the work of the year.

An earlier year can be right: in a comparison (同比), a document number (文号), the name of a meeting.
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

# Behind the year of a title: 2025年政府信息公开工作年度报告, 2025年度政府信息公开年报.
_REPORT = r"度?政府信息(?:与政务)?公开(?:工作)?(?:年度)?(?:年报|年度报告|报告)"
_TITLE = re.compile(YEAR.format("year") + _REPORT)
_TITLE_LINE = re.compile(rf"[^，。；：、《》“”\s]{{0,30}}{YEAR.format('year')}{_REPORT}")
# 2025年1月1日至2025年12月31日, 2025 年 1 月 1 日起至 12 月 31 日
_PERIOD = re.compile(
    rf"""
    {YEAR.format("year")}[ ]?1[ ]?月[ ]?1[ ]?日(?:起)?[ ]?
    (?:至|到|—|－|-|~|～)+[ ]?
    (?:{YEAR.format("end")}[ ]?)?12[ ]?月[ ]?31[ ]?日
    """,
    re.VERBOSE,
)
_PERIOD_WORDS = ("统计", "所列数据", "期限")
# The line with the date of signature: 2026年1月12日, 二〇二六年一月十二日.
_DATE_LINE = re.compile(
    rf"""
    {YEAR.format("year")}
    [ ]?(?P<month>{ARABIC_ORDINAL}|[{NUMERALS}]{{1,2}})[ ]?月
    [ ]?(?:{ARABIC_ORDINAL}|{CHINESE_ORDINAL})[ ]?日
    """,
    re.VERBOSE,
)
# A sentence that opens with a year: 2021年，我局收到…, （一）2021年全县公开…, 一是2021年…. Not 2021年以来, 2021年3月.
_OPENING = re.compile(
    rf"""
    (?:{HEADING_LEVELS[1].mark}|{HEADING_LEVELS[2].mark}|[{NUMERALS}]是)?
    [ ]?(?P<token>{YEAR.format("year")})度?[，,]?
    (?!以来|以前|之前|之后|以后|起|初|底|末|前|后|至|到|—|－|-|～|~|[0-9 ]|\w{{0,2}}月|年)
    (?P<rest>[^。；;\n]*)
    """,
    re.VERBOSE,
)
_EVERY = re.compile(YEAR.format("year"))


@rule("text.year")
def wrong_years(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Years in titles, 统计期限 and dates of signature that are not those of the report."""
    year = texts.report.year
    for section in texts.sections_for(rule):
        in_lead_in = section.id == texts.lead_in
        if "年" not in section.plain:
            continue
        for line in section.lines:
            yield from _wrong_titles(section, line, year, in_lead_in)
            yield from _wrong_signature(section, line, year)
        for found in _PERIOD.finditer(section.plain):
            sentence = section.sentence_at(found.start())
            if in_lead_in or any(word in sentence.text for word in _PERIOD_WORDS):
                for group in ("year", "end"):
                    if found[group] and year_of(found[group]) != year:
                        yield _match(section, found.start(group), found.end(group), year)


def _wrong_titles(section: SectionText, line: TextPart, year: int, in_lead_in: bool) -> Iterator[Match]:
    found = list(_TITLE.finditer(line.text)) if in_lead_in else []
    if not found and (alone := _TITLE_LINE.fullmatch(line.text)):
        found = [alone]
    for each in found:
        if year_of(each["year"]) != year:
            yield _match(section, line.start + each.start("year"), line.start + each.end("year"), year)


def _wrong_signature(section: SectionText, line: TextPart, year: int) -> Iterator[Match]:
    found = _DATE_LINE.fullmatch(line.text)
    if not found:
        return
    signed = year_of(found["year"])
    in_december = signed == year and found["month"] in ("12", "十二")
    if signed != year + 1 and not in_december:
        yield _match(section, line.start + found.start("year"), line.start + found.end("year"), year + 1)


def _match(section: SectionText, start: int, end: int, year: int) -> Match:
    """The match of a wrong year, to be replaced by `year` in the digits that the text uses."""
    written = section.text[start:end]
    right = chinese_year(year) if written.startswith("二") else str(year)
    return Match(section.id, start, end, right, str(year), quoted=section.text[start : end + 12].split("\n")[0])


@rule("text.year_of_work")
def work_of_another_year(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Sentences about the unit's work that open with an earlier year: 2021年我局… in a report for 2022.

    Words of comparison (`rule.words`) make it right where the year is older than last year. With last year they do not:
    2025年我局…，比上年增加… in a report for 2026 is last year's sentence with its figures.
    """
    year = texts.report.year
    # What follows the year and speaks of the unit's work: 我局认真…, 全县公开…, 共收到申请….
    work = re.compile(
        rf"""
        ^.{{0,6}}?(?:
            我[局县市区镇乡委办厅院省州旗]|我街道|我单位
            |本[局县市区镇乡委办厅院]|本机关|本单位|本街道
            |全[县市区镇乡局省州]
            |{re.escape(texts.report.unit) or "我局"}
        )
        |^.{{0,8}}?(?:全年|共收到|新收|主动公开|收到|累计公开|累计发布|通过)
        """,
        re.VERBOSE,
    )
    for section in texts.sections_for(rule):
        sentences = section.sentences
        for sentence, following in zip(sentences, [*sentences, TextPart(0, "")][1:], strict=True):
            found = _OPENING.match(sentence.text)
            if not found or year_of(found["year"]) >= year or not work.match(found["rest"]):
                continue
            words = sentence.text + following.text[:12]
            named = {year_of(each["year"]) for each in _EVERY.finditer(words)}
            exceptions = rule.unless if year_of(found["year"]) == year - 1 else [*rule.unless, *rule.words]
            if year in named or any(word in sentence.text for word in exceptions):
                continue
            start, end = sentence.start + found.start("year"), sentence.start + found.end("year")
            yield _match(section, start, end, year)
