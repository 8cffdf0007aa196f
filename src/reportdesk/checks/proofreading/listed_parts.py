"""The list of the report's parts in its lead-in: 全文包括总体情况、主动公开政府信息情况…六个部分."""

import re
from collections.abc import Iterator

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.checks.proofreading.registry import rule
from reportdesk.form.definition import Rule
from reportdesk.text.numerals import ordinal_value
from reportdesk.text.patterns import ARABIC_ORDINAL, NUMERALS

# How many parts there are said to be: 六个部分, 6大方面.
_COUNTED = re.compile(rf"(?P<count>[{NUMERALS}两]|{ARABIC_ORDINAL})[ ]?个?(?:大)?(?:部分|方面|章节)")
_FEWEST = 3  # parts: a sentence that names fewer is no list of them


@rule("text.lead_in_parts")
def listed_parts(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Lists of the parts that lack one, or whose number is wrong. `rule.required` are the parts."""
    for section in texts.sections_for(rule):
        for sentence in section.sentences:
            missing = [each.name for each in rule.required if not any(word in sentence.text for word in each.words)]
            listed = len(rule.required) - len(missing)
            if listed < _FEWEST:
                continue
            counted = _COUNTED.search(sentence.text)
            wrong = counted and ordinal_value(counted["count"]) != len(rule.required)
            if (not missing or "等" in sentence.text) and not wrong:
                continue
            problem = f"缺“{'”“'.join(missing)}”" if missing else f"却写了“{counted[0]}”" if counted else ""
            end = sentence.end
            yield Match(section.id, sentence.start, end, expected=str(len(rule.required)), name=problem)
