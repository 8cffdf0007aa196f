"""Text of a template that was left in, and places that were never filled."""

import re
from collections.abc import Iterator

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.checks.proofreading.registry import rule
from reportdesk.checks.proofreading.word_lists import word_spans
from reportdesk.form.definition import Rule

_UNFILLED = re.compile(
    r"[×✕╳]{2,}|(?<![A-Za-z0-9Ｘ])(?:[XxＸｘ]{2,})(?![A-Za-z0-9])|(?<![0-9A-Za-z])[×XxＸｘ](?=[年月日件条次项个人元])"
    r"|【[ \u3000]*】|（[ \u3000]*）|[(][ \u3000]*[)]|〔[ \u3000]*〕|“[ \u3000]*”|《[ \u3000]*》|[＿_]{2,}|[＊*]{3,}"
    r"|年[ \u3000]{1,8}月[ \u3000]{1,8}日"
    r"|【(?:请|此处|填写|在此|这里)[^】\n]{0,40}】|[（(](?:请|此处|在此)(?:填写|填入|补充|描述)[^）)\n]{0,40}[）)]"
)


@rule("text.template")
def leftovers(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Phrases of the official template, and marks for what was to be filled in."""
    for passage in reading.where(rule):
        found = word_spans(passage.plain, tuple(rule.words))
        found += [each.span() for each in _UNFILLED.finditer(passage.plain)]
        end = 0
        for start, stop in sorted(found):
            if start >= end:
                yield Match(passage.section, start, stop)
                end = stop
