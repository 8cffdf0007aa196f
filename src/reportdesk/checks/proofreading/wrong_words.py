"""Wrong words by the program's list and the office's, and the name of the unit written wrongly."""

from collections.abc import Iterator

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.checks.proofreading.registry import rule
from reportdesk.checks.proofreading.word_lists import ExemptSpans, office_endings, word_spans, wrong_words
from reportdesk.form.definition import Rule

_SHORTEST_UNIT = 5  # characters: in a shorter name one wrong character may make another name
_QUOTES = "“《‘"


@rule("text.wrong_word")
def find_wrong_words(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Words of the lists; where both have a word, the office's list holds."""
    lists = {**wrong_words(), **texts.custom_words}
    for section in texts.sections_for(rule):
        text = section.plain
        found = [
            (at, at + len(wrong), right)
            for wrong, right in lists.items()
            if wrong in text
            for at, _ in word_spans(text, (wrong,))
        ]
        if not found:
            continue
        exempt = ExemptSpans(text, texts.report.unit)
        # The wrong word within its right one (申请公开 in 依申请公开) is right.
        last = 0
        for start, end, right in sorted(found, key=lambda each: (each[0], -each[1])):
            at = right.find(text[start:end])
            within = at >= 0 and start >= at and text.startswith(right, start - at)
            if start >= last and not within and not _is_exempt(exempt, start, end):
                yield Match(section.id, start, end, right, right)
                last = end


@rule("text.unit_name")
def unit_names(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Places where the unit's name stands with one character wrong, missing or swapped with its neighbour."""
    unit = texts.report.unit
    if len(unit) < _SHORTEST_UNIT:
        return
    for section in texts.sections_for(rule):
        text = section.plain
        exempt = ExemptSpans(text, unit)
        last = 0
        for start, end in sorted(_similar_names(text, unit)):
            written = text[start:end]
            quoted = text[max(start - 1, 0) : start] in tuple(_QUOTES)
            if start < last or quoted or _is_exempt(exempt, start, end) or _is_another_office(written, unit):
                continue
            yield Match(section.id, start, end, unit, unit)
            last = end


def _similar_names(text: str, unit: str) -> set[tuple[int, int]]:
    """The places where the name may stand with one error: then one half of it is right."""
    half = len(unit) // 2
    found: set[tuple[int, int]] = set()
    for at, _ in word_spans(text, (unit[:half],)):
        found.update((at, at + length) for length in (len(unit), len(unit) - 1))
    for at, _ in word_spans(text, (unit[half:],)):
        found.update((at - shift, at + len(unit) - half) for shift in (half, half - 1))
    # Two neighbours swapped across the middle leave neither half right.
    swapped = unit[: half - 1] + unit[half] + unit[half - 1] + unit[half + 1 :]
    found.update(word_spans(text, (swapped,)))
    return {(start, end) for start, end in found if start >= 0 and _has_one_error(text[start:end], unit)}


def _has_one_error(written: str, unit: str) -> bool:
    """Whether words are the name with one character wrong, missing or swapped; the last one is right."""
    if not written or written[-1] != unit[-1] or any(char in "，。；：、\n “”《》（）" for char in written):
        return False
    if len(written) == len(unit):
        different = [at for at, (a, b) in enumerate(zip(written, unit, strict=True)) if a != b]
        swapped = len(different) == 2 and different[1] - different[0] == 1 and sorted(written) == sorted(unit)
        return len(different) == 1 or swapped
    return len(written) == len(unit) - 1 and any(unit[:at] + unit[at + 1 :] == written for at in range(len(unit)))


def _is_another_office(written: str, unit: str) -> bool:
    """Whether words end as the name of an office does, and as that of the unit does not."""
    return any(written.endswith(each) and not unit.endswith(each) for each in office_endings())


def _is_exempt(exempt: ExemptSpans, start: int, end: int) -> bool:
    """Whether a word stands within or across an exempt place. One within the word does not matter: 昇 in 提昇."""
    return any(
        first < start or end < stop or (first, stop) == (start, end) for first, stop in exempt.overlapping(start, end)
    )
