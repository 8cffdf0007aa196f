"""Traditional characters among simplified ones: 企業, 於.

A character of GB 2312 counts as simplified (乾 and 徵 stand in names and words), except a few that only names have
(於). All others are looked up in OpenCC one by one and remembered. Most texts hold none: then OpenCC is never loaded.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.checks.proofreading.registry import rule
from reportdesk.checks.proofreading.word_lists import ExemptSpans
from reportdesk.form.definition import Rule

_ONLY_IN_NAMES = {"於": "于", "後": "后", "麽": "么", "糉": "粽"}


@rule("text.traditional")
def traditional(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Traditional characters outside of names."""
    for section in texts.sections_for(rule):
        text = section.plain
        simplified = {char: simple for char in set(text) if char > "\u33ff" and (simple := to_simplified(char)) != char}
        if not simplified:
            continue
        exempt = ExemptSpans(text, texts.report.unit)
        for at, char in enumerate(text):
            if char in simplified and not exempt.overlapping(at, at + 1):
                yield Match(section.id, at, at + 1, simplified[char], simplified[char])


@lru_cache(maxsize=4096)
def to_simplified(char: str) -> str:
    """The simplified form of a character; the character itself where it has none."""
    if char in _ONLY_IN_NAMES:
        return _ONLY_IN_NAMES[char]
    if char.encode("gb2312", "ignore"):
        return char
    found: str = _converter().convert(char)
    return found if len(found) == 1 else char


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
