"""Text of the official template that was left in, and places of it that were never filled in."""

import re
from collections.abc import Iterator

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.checks.proofreading.registry import rule
from reportdesk.checks.proofreading.word_lists import word_spans
from reportdesk.form.definition import Rule

_UNFILLED = re.compile(
    r"""
    [×✕╳]{2,}                                                      # ××局
    |(?<![A-Za-z0-9Ｘ])(?:[XxＸｘ]{2,})(?![A-Za-z0-9])               # XX局, ｘｘ年
    |(?<![0-9A-Za-z])[×XxＸｘ](?=[年月日件条次项个人元])               # X件, ×月
    |【[ \u3000]*】|（[ \u3000]*）|[(][ \u3000]*[)]|〔[ \u3000]*〕|“[ \u3000]*”|《[ \u3000]*》  # （ ）, 《》
    |[＿_]{2,}|[＊*]{3,}                                            # ____件, ***局
    |年[ \u3000]{1,8}月[ \u3000]{1,8}日                            # 2025年　月　日
    |【(?:请|此处|填写|在此|这里)[^】\n]{0,40}】                      # 【请填写单位名称】
    |[（(](?:请|此处|在此)(?:填写|填入|补充|描述)[^）)\n]{0,40}[）)]   # （此处填写数量）
    """,
    re.VERBOSE,
)


@rule("text.template")
def leftovers(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Phrases of the template (`rule.words`), and marks where something was to be filled in; each place once."""
    for section in texts.sections_for(rule):
        found = word_spans(section.plain, tuple(rule.words))
        found += [each.span() for each in _UNFILLED.finditer(section.plain)]
        end = 0
        for start, stop in sorted(found):
            if start >= end:
                yield Match(section.id, start, stop)
                end = stop
