"""Wrong words: the shipped list and the office's own, and the name of the unit written differently."""

from collections.abc import Iterator

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.checks.proofreading.registry import rule
from reportdesk.checks.proofreading.word_lists import ExemptSpans, office_endings, word_spans, wrong_words
from reportdesk.form.definition import Rule

_SHORTEST_UNIT = 5
_QUOTES = "“《‘"


@rule("text.wrong_word")
def find_wrong_words(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Words of the lists; the office's own entries go before the shipped ones."""
    lists = {**wrong_words(), **reading.custom_words}
    for passage in reading.where(rule):
        text = passage.plain
        found = [
            (at, at + len(wrong), right)
            for wrong, right in lists.items()
            if wrong in text
            for at, _ in word_spans(text, (wrong,))
        ]
        if not found:
            continue
        fine = ExemptSpans(text, reading.report.unit)
        # A right word that contains the wrong one (已依申请公开 for 申请公开) is no fault.
        last = 0
        for start, end, right in sorted(found, key=lambda each: (each[0], -each[1])):
            at = right.find(text[start:end])
            within = at >= 0 and start >= at and text.startswith(right, start - at)
            if start >= last and not within and not _touches(fine, start, end):
                yield Match(passage.section, start, end, right, right)
                last = end


@rule("text.unit_name")
def unit_names(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Near misses of the unit's own name: one character different, missing or swapped with its neighbour."""
    unit = reading.report.unit
    if len(unit) < _SHORTEST_UNIT:
        return
    for passage in reading.where(rule):
        text = passage.plain
        fine = ExemptSpans(text, unit)
        last = 0
        for start, end in sorted(_near(text, unit)):
            written = text[start:end]
            quoted = text[max(start - 1, 0) : start] in tuple(_QUOTES)
            if start < last or quoted or _touches(fine, start, end) or _another_office(written, unit):
                continue
            yield Match(passage.section, start, end, unit, unit)
            last = end


def _near(text: str, unit: str) -> set[tuple[int, int]]:
    """Where the name stands with one fault: then one half of it is whole."""
    half = len(unit) // 2
    found: set[tuple[int, int]] = set()
    for at, _ in word_spans(text, (unit[:half],)):
        found.update((at, at + length) for length in (len(unit), len(unit) - 1))
    for at, _ in word_spans(text, (unit[half:],)):
        found.update((at - shift, at + len(unit) - half) for shift in (half, half - 1))
    # A fault across the middle: two neighbours swapped.
    swapped = unit[: half - 1] + unit[half] + unit[half - 1] + unit[half + 1 :]
    found.update(word_spans(text, (swapped,)))
    return {(start, end) for start, end in found if start >= 0 and _is_near(text[start:end], unit)}


def _is_near(written: str, unit: str) -> bool:
    if not written or written[-1] != unit[-1] or any(char in "，。；：、\n “”《》（）" for char in written):
        return False
    if len(written) == len(unit):
        different = [at for at, (a, b) in enumerate(zip(written, unit, strict=True)) if a != b]
        swapped = len(different) == 2 and different[1] - different[0] == 1 and sorted(written) == sorted(unit)
        return len(different) == 1 or swapped
    return len(written) == len(unit) - 1 and any(unit[:at] + unit[at + 1 :] == written for at in range(len(unit)))


def _another_office(written: str, unit: str) -> bool:
    return any(written.endswith(each) and not unit.endswith(each) for each in office_endings())


def _touches(fine: ExemptSpans, start: int, end: int) -> bool:
    """Whether a word stands across or inside one that is fine. A name inside of it excuses nothing: 昇 not 提昇."""
    return any(first < start or end < stop or (first, stop) == (start, end) for first, stop in fine.across(start, end))
