"""Sentences that stand in this year's texts as they stood in last year's."""

from collections.abc import Iterable, Iterator

from reportdesk.checks.findings import AgainstLastYear
from reportdesk.report import Predecessor, Report, in_any_year, sentences

SHORTEST = 12  # characters without punctuation: shorter sentences are headings and set phrases
_QUOTED = 20


def kept(text: str, last: Iterable[str]) -> list[tuple[int, int]]:
    """The sentences of a text that one of last year's texts has too, whatever year they name: [(start, end)]."""
    old = {words for each in last for start, end in sentences(each) if (words := _words(each[start:end]))}
    if not old:
        return []
    return [(start, end) for start, end in sentences(text) if _words(text[start:end]) in old]


def check_kept(report: Report, last: Predecessor) -> Iterator[AgainstLastYear]:
    """One hint for every section with such sentences, at the first of them. The lead-in is meant to stay."""
    form = report.form
    rule = form.rules.get("kept")
    if rule is None:
        return
    texts = [text for section, text in last.sections.items() if section != form.lead_in]
    for section in form.sections.values():
        text = report.text(section.id)
        if not text or section.id == form.lead_in:
            continue
        if places := kept(text, texts):
            (start, end), first = places[0], text[slice(*places[0])]
            yield AgainstLastYear(
                id=f"kept/{section.id}",
                rule="kept",
                severity=rule.severity,
                section=section.id,
                place=(section.id, start, end),
                message=rule.message.format(
                    section=section.heading,
                    count=len(places),
                    first=first if len(first) <= _QUOTED else first[:_QUOTED] + "…",
                ),
            )


def _words(sentence: str) -> str:
    words = in_any_year(sentence)
    return words if len(words) >= SHORTEST else ""
