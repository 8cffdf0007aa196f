"""The parts of the report as the lead-in lists them."""

import re
from collections.abc import Iterator

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.checks.proofreading.registry import rule
from reportdesk.form.definition import Rule
from reportdesk.text.numerals import ordinal_value
from reportdesk.text.patterns import ARABIC_ORDINAL, NUMERALS

# 六个部分, 6 大方面
_COUNTED = re.compile(rf"(?P<count>[{NUMERALS}两]|{ARABIC_ORDINAL})[ ]?个?(?:大)?(?:部分|方面|章节)")
_FEWEST = 3  # so many parts named in a sentence are a list of them


@rule("text.lead_in_parts")
def parts(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """A list of the parts that lacks one, or that is counted wrongly. `rule.required` are the parts."""
    for passage in reading.where(rule):
        for sentence in passage.sentences:
            missing = [each.name for each in rule.required if not any(word in sentence.text for word in each.words)]
            listed = len(rule.required) - len(missing)
            if listed < _FEWEST:
                continue
            counted = _COUNTED.search(sentence.text)
            wrong = counted and ordinal_value(counted["count"]) != len(rule.required)
            if (not missing or "等" in sentence.text) and not wrong:
                continue
            told = f"缺“{'”“'.join(missing)}”" if missing else f"却写了“{counted[0]}”" if counted else ""
            end = sentence.end
            yield Match(passage.section, sentence.start, end, expected=str(len(rule.required)), name=told)
