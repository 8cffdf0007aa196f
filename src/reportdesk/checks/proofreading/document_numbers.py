"""文号: garbled, or no longer in force."""

import re
from collections.abc import Iterator

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput, SectionText
from reportdesk.checks.proofreading.registry import rule
from reportdesk.form.definition import Rule
from reportdesk.text.characters import FULL_WIDTH_DIGITS, half_width
from reportdesk.text.patterns import HAN

_HALF = half_width(FULL_WIDTH_DIGITS)
# A number of the general office, however it is bracketed: 国办公开办函〔2021〕30号.
_NUMBER = re.compile(
    rf"国办(?P<office>[{HAN}]{{0,6}}?)[ ]?(?P<open>[〔［\[（(【﹝{{]?)[ ]?(?P<year>[2２][0０][0-9０-９]{{2}})[ ]?年?"
    r"(?P<close>[〕］\]）)】﹞}]?)[ ]?第?[ ]?(?P<number>[0-9０-９]{1,4})[ ]?号"
)


@rule("text.document_number")
def garbled(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """A number that is none of those in force but looks like one of them. `rule.words` are the right ones."""
    right = {(found["year"], found["number"]): word for word in rule.words if (found := _NUMBER.fullmatch(word))}
    offices = {found["office"] for word in rule.words if (found := _NUMBER.fullmatch(word))}
    for passage in reading.where(rule):
        if "国办" in passage.plain:
            yield from _garbled(passage, rule, right, offices)


def _garbled(passage: SectionText, rule: Rule, right: dict[tuple[str, str], str], offices: set[str]) -> Iterator[Match]:
    for found in _NUMBER.finditer(passage.plain):
        written = found[0]
        if written in rule.words:
            continue
        meant = right.get((found["year"].translate(_HALF), found["number"].translate(_HALF)))
        about = any(word in passage.sentence_at(found.start()).text for word in rule.unless)
        known = found["office"] in offices
        # Another office's paper of that number, or another paper of that office, may well exist.
        misspelt = found["office"] not in ("发", "函", "字", "电", "传", "") and not known
        bracketed = known and meant is not None
        if not (misspelt or bracketed or (about and (meant is not None or known))):
            continue
        fix = meant
        yield Match(passage.section, found.start(), found.end(), fix, fix, name=f"，应为“{fix}”" if fix else "")


@rule("text.outdated_document")
def outdated(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """A number that another one has replaced. `rule.outdated` maps old → new, `unless` words say that it is told so."""
    for passage in reading.where(rule):
        for old, new in rule.outdated.items():
            at = passage.plain.find(old)
            while at >= 0:
                if not any(word in passage.sentence_at(at).text for word in rule.unless):
                    yield Match(passage.section, at, at + len(old), new, new)
                at = passage.plain.find(old, at + len(old))
