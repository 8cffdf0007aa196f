"""Document numbers (文号): misspelt ones (国办公开办函[2021]30号), and those no longer in force."""

import re
from collections.abc import Iterator

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput, SectionText
from reportdesk.checks.proofreading.registry import rule
from reportdesk.form.definition import Rule
from reportdesk.text.characters import FULL_WIDTH_DIGITS, half_width
from reportdesk.text.patterns import HAN

_HALF = half_width(FULL_WIDTH_DIGITS)
# A number of the State Council's general office, however it is written: 国办公开办函〔2021〕30号, 国办发(2019) 14 号.
_NUMBER = re.compile(
    rf"""
    国办(?P<office>[{HAN}]{{0,6}}?)[ ]?
    (?P<open>[〔［\[（(【﹝{{]?)[ ]?(?P<year>[2２][0０][0-9０-９]{{2}})[ ]?年?(?P<close>[〕］\]）)】﹞}}]?)[ ]?
    第?[ ]?(?P<number>[0-9０-９]{{1,4}})[ ]?号
    """,
    re.VERBOSE,
)


@rule("text.document_number")
def misspelt_numbers(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Numbers that are none of those in force but look like one of them. `rule.words` are the right ones."""
    right = {(found["year"], found["number"]): word for word in rule.words if (found := _NUMBER.fullmatch(word))}
    offices = {found["office"] for word in rule.words if (found := _NUMBER.fullmatch(word))}
    for section in texts.sections_for(rule):
        if "国办" in section.plain:
            yield from _misspelt(section, rule, right, offices)


def _misspelt(
    section: SectionText, rule: Rule, right: dict[tuple[str, str], str], offices: set[str]
) -> Iterator[Match]:
    """Misspelt numbers of a section.

    `right` maps (year, number) to the right one, `offices` are its words for offices.
    """
    for found in _NUMBER.finditer(section.plain):
        written = found[0]
        if written in rule.words:
            continue
        meant = right.get((found["year"].translate(_HALF), found["number"].translate(_HALF)))
        about = any(word in section.sentence_at(found.start()).text for word in rule.unless)
        known = found["office"] in offices
        # Another office's paper of that number, or another paper of that office, may well exist.
        misspelt = found["office"] not in ("发", "函", "字", "电", "传", "") and not known
        bracketed = known and meant is not None
        if not (misspelt or bracketed or (about and (meant is not None or known))):
            continue
        fix = meant
        yield Match(section.id, found.start(), found.end(), fix, fix, name=f"，应为“{fix}”" if fix else "")


@rule("text.outdated_document")
def outdated_numbers(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Numbers that others have replaced.

    `rule.outdated` maps old → new; a sentence with a word of `unless` says so itself.
    """
    for section in texts.sections_for(rule):
        for old, new in rule.outdated.items():
            at = section.plain.find(old)
            while at >= 0:
                if not any(word in section.sentence_at(at).text for word in rule.unless):
                    yield Match(section.id, at, at + len(old), new, new)
                at = section.plain.find(old, at + len(old))
