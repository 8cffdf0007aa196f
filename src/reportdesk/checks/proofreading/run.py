"""All findings of the rules about the texts of a report.

The rules are functions that register themselves (`registry.RULES`) when their module is imported, so all of them are
imported here. Severity, message and the words a rule looks for stand in the form's data file. A rule that the form
does not have is not asked.
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

_QUOTED_AROUND = 2  # so short a mark is quoted with as many characters before and behind it
_LONGEST_QUOTE = 40
_MOST = 200  # findings of one rule: more than that is another kind of text


def text_findings(report: Report, figures: Figures, custom_words: Mapping[str, str] | None = None) -> list[Finding]:
    """All findings of a report's texts in the order of the form's rules, each rule's in the order of the texts.

    `custom_words` are the office's wrong → right words. Nothing for a report without texts.
    """
    form = report.form
    passages = [
        SectionText(section.id, form.section_name(section.id), text)
        for section in form.sections.values()
        if (text := report.text(section.id)).strip()
    ]
    if not passages:
        return []
    reading = ProofreadInput(report, form, figures, passages, custom_words or {})
    found: list[Finding] = []
    for rule in form.definition.rules:
        look = RULES.get(rule.rule)
        if look and (not rule.kinds or report.kind in rule.kinds):
            for number, fault in zip(range(1, _MOST + 1), look(reading, rule), strict=False):
                found.append(_finding(reading, rule, fault, number))
    return found


def _finding(reading: ProofreadInput, rule: Rule, fault: Match, number: int) -> Finding:
    placed = fault.start >= 0
    actual = _quoted(reading.text(fault.section), fault) if placed else None
    return Finding(
        id=f"{rule.rule}/{fault.instance or number}",
        rule=rule.rule,
        severity=rule.severity,
        section=fault.section,
        cells=list(fault.cells),
        place=(fault.section, fault.start, fault.end) if placed else None,
        expected=fault.expected,
        actual=actual,
        message=rule.message.format(
            section=reading.form.section_name(fault.section),
            words=shorten(fault.shown or actual or "", _LONGEST_QUOTE, one_line=True),
            fix=fault.fix or "",
            expected=fault.expected or "",
            name=fault.name,
        ),
        fix=fault.fix,
    )


def _quoted(text: str, fault: Match) -> str:
    """The words at the place; a mark or one character with what stands around it, so that it can be told from
    others."""
    written = text[fault.start : fault.end]
    if len(written) > _QUOTED_AROUND or (len(written) == _QUOTED_AROUND and written.isalnum()):
        return written
    before = text[max(fault.start - _QUOTED_AROUND, 0) : fault.start].rpartition("\n")[2]
    behind = text[fault.end : fault.end + _QUOTED_AROUND].partition("\n")[0]
    return before + written + behind
