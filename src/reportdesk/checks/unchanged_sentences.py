"""Sentences that stand in this year's texts as they stood in last year's."""

from collections.abc import Iterator

from reportdesk.checks.findings import PreviousYearFinding
from reportdesk.report import PreviousReport, Report
from reportdesk.text.characters import shorten
from reportdesk.text.sentences import sentences, without_year

SHORTEST = 12  # characters without punctuation: shorter sentences are headings and set phrases
_QUOTED = 20


def find_unchanged_sentences(report: Report, last: PreviousReport) -> dict[str, list[tuple[int, int]]]:
    """Section → where it has sentences that one of last year's texts has too, whatever year they name: [(start, end)].

    Sections without any are left out, and so is the lead-in, which is meant to stay.
    """
    lead_in = report.form.lead_in
    old = {
        words
        for section, text in last.sections.items()
        if section != lead_in
        for start, end in sentences(text)
        if (words := _words(text[start:end]))
    }
    found = {}
    for section in report.form.sections if old else ():
        text = report.text(section)
        places = [(start, end) for start, end in sentences(text) if _words(text[start:end]) in old]
        if places and section != lead_in:
            found[section] = places
    return found


def check_unchanged_sentences(report: Report, last: PreviousReport) -> Iterator[PreviousYearFinding]:
    """One hint for every section with such sentences, at the first of them."""
    rule = report.form.rules.get("kept")
    if rule is None:
        return
    for section, places in find_unchanged_sentences(report, last).items():
        start, end = places[0]
        first = report.text(section)[start:end]
        yield PreviousYearFinding(
            id=f"{rule.rule}/{section}",
            rule=rule.rule,
            severity=rule.severity,
            section=section,
            place=(section, start, end),
            message=rule.message.format(
                section=report.form.sections[section].heading,
                count=len(places),
                first=shorten(first, _QUOTED),
            ),
        )


def _words(sentence: str) -> str:
    words = without_year(sentence)
    return words if len(words) >= SHORTEST else ""
