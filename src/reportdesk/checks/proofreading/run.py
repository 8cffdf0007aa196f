"""All findings of the rules about the texts of a report.

The rules are functions that register themselves (`registry.RULES`) when their module is imported, so all of them are
imported here. Severity, message and the words a rule looks for stand in the form's data file. A rule that the form does
not have is not asked.
"""

from collections.abc import Mapping

from reportdesk.checks.findings import Finding
from reportdesk.checks.proofreading import (  # noqa: F401  (each registers its rules)
    document_numbers,
    heading_numbering,
    listed_parts,
    personal_data,
    punctuation,
    repeated_words,
    required_content,
    template_leftovers,
    traditional_characters,
    wrong_words,
    years,
)
from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput, SectionText
from reportdesk.checks.proofreading.registry import RULES
from reportdesk.form.definition import Rule
from reportdesk.report import Figures, Report
from reportdesk.text.characters import shorten

_CONTEXT = 2  # characters: a match that short is quoted with as many before and behind it
_LONGEST_QUOTE = 40
_MOST = 200  # findings of one rule: a text with more is not a report


def text_findings(report: Report, figures: Figures, custom_words: Mapping[str, str] | None = None) -> list[Finding]:
    """All findings of a report's texts in the order of the form's rules, each rule's in the order of the texts.

    `custom_words` are the office's wrong → right words. Nothing for a report without texts.
    """
    form = report.form
    sections = [
        SectionText(section.id, text) for section in form.sections.values() if (text := report.text(section.id)).strip()
    ]
    if not sections:
        return []
    texts = ProofreadInput(report, form, figures, sections, custom_words or {})
    found: list[Finding] = []
    for rule in form.definition.rules:
        function = RULES.get(rule.rule)
        if function and (not rule.kinds or report.kind in rule.kinds):
            for number, match in zip(range(1, _MOST + 1), function(texts, rule), strict=False):
                found.append(_finding(texts, rule, match, number))
    return found


def _finding(texts: ProofreadInput, rule: Rule, match: Match, number: int) -> Finding:
    has_place = match.start >= 0
    actual = _words_at(texts.text(match.section), match) if has_place else None
    return Finding(
        id=f"{rule.rule}/{match.instance or number}",
        rule=rule.rule,
        severity=rule.severity,
        section=match.section,
        cells=list(match.cells),
        place=(match.section, match.start, match.end) if has_place else None,
        expected=match.expected,
        actual=actual,
        message=rule.message.format(
            section=texts.form.section_name(match.section),
            words=shorten(match.quoted or actual or "", _LONGEST_QUOTE, one_line=True),
            fix=match.fix or "",
            expected=match.expected or "",
            name=match.name,
        ),
        fix=match.fix,
    )


def _words_at(text: str, match: Match) -> str:
    """The words at the place of a match.

    For a mark or one character also what stands around it, to tell it from others.
    """
    words = text[match.start : match.end]
    if len(words) > _CONTEXT or (len(words) == _CONTEXT and words.isalnum()):
        return words
    before = text[max(match.start - _CONTEXT, 0) : match.start].rpartition("\n")[2]
    behind = text[match.end : match.end + _CONTEXT].partition("\n")[0]
    return before + words + behind
