"""Sentences of this year's texts that last year's texts have too."""

from collections.abc import Iterator, Mapping

from reportdesk.checks.findings import PreviousYearFinding
from reportdesk.report import PreviousReport, Report
from reportdesk.text.characters import shorten
from reportdesk.text.sentences import sentences, without_year

SHORTEST = 12  # characters without punctuation: shorter sentences are headings and set phrases
_QUOTED = 20  # characters of the first sentence that the finding quotes


def find_unchanged_sentences(report: Report, previous: PreviousReport) -> dict[str, list[tuple[int, int]]]:
    """Section → its sentences that one of last year's texts has too: [(start, end)] in characters of its text.

    Years, numbering and punctuation do not count (2024年，我局… is 2025年我局…). A section without any is left out, and
    so is the lead-in, which is meant to stay.
    """
    lead_in = report.form.lead_in
    previous_sentences = {
        words
        for section, text in previous.sections.items()
        if section != lead_in
        for start, end in sentences(text)
        if (words := _words(text[start:end]))
    }
    found = {}
    for section in report.form.sections if previous_sentences else ():
        text = report.text(section)
        places = [(start, end) for start, end in sentences(text) if _words(text[start:end]) in previous_sentences]
        if places and section != lead_in:
            found[section] = places
    return found


def unchanged_sentence_findings(
    report: Report, unchanged: Mapping[str, list[tuple[int, int]]]
) -> Iterator[PreviousYearFinding]:
    """One hint for every section with unchanged sentences, as `find_unchanged_sentences` gives them, at the first."""
    rule = report.form.rules.get("kept")
    if rule is None:
        return
    for section, places in unchanged.items():
        start, end = places[0]
        first = report.text(section)[start:end]
        yield PreviousYearFinding(
            id=f"{rule.rule}/{section}",
            rule=rule.rule,
            severity=rule.severity,
            section=section,
            place=(section, start, end),
            message=rule.message.format(
                section=report.form.section_name(section),
                count=len(places),
                first=shorten(first, _QUOTED),
            ),
        )


def _words(sentence: str) -> str:
    """What is compared of a sentence; "" for one that is too short to tell."""
    words = without_year(sentence)
    return words if len(words) >= SHORTEST else ""
