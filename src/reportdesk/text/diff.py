"""How two texts differ: by paragraphs and sentences, and by words within them.

Costs are bounded: texts of a million characters, or of one sentence a hundred thousand times over, are compared too,
if more coarsely.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from reportdesk.text.paragraphs import paragraphs

_Letters = Counter[str]
_Pairs = tuple[float, tuple[tuple[int, int], ...]]  # likenesses added up, and the pairs of places

# A sentence ends behind these, and behind the quotes and brackets that close with it.
_SENTENCE = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[”’）)》」』]*|[^。！？；!?;]+")
_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?|[A-Za-z]+|.", re.ASCII | re.DOTALL)
_MOST_COMPARED = 40_000  # pairs that difflib may look at: its worst case grows with the third power
_DEEPEST = 20  # times that a stretch is divided at what stands once in it
_MOST_PAIRED = 400
_ALIKE = 0.5  # share of characters that makes two sentences versions of one
_SHORTEST_KEPT = 2  # words between two changes; fewer are easier read as changed with them
_KEPT_SHARE = 0.3


class Stretch(NamedTuple):
    """A stretch of two sequences, from `start` to before `end` in each; `same` says whether both hold the same."""

    start: int
    end: int
    new_start: int
    new_end: int
    same: bool


class SentencePiece(NamedTuple):
    """A sentence of a text, or the end of a paragraph ("\\n"), and where it stands."""

    text: str
    start: int
    end: int


def sentence_pieces(text: str) -> list[SentencePiece]:
    """The sentences of a text, with a piece for every end of a paragraph between them.

    Indents and empty lines belong to the ends: texts that differ in nothing else have the same pieces.
    """
    found: list[SentencePiece] = []
    for paragraph in paragraphs(text):
        if found:
            found.append(SentencePiece("\n", found[-1].end, paragraph.start))
        for sentence in _SENTENCE.finditer(paragraph.text):
            found.append(
                SentencePiece(sentence[0], paragraph.start + sentence.start(), paragraph.start + sentence.end())
            )
    return found


def stretches(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    """Both sequences cut into stretches that are the same and stretches that differ, in turn and without gaps."""
    matches = [*_matches(old, new, 0, len(old), 0, len(new)), (len(old), len(new), 0)]
    found: list[Stretch] = []
    start = new_start = 0
    for place, new_place, length in matches:
        if start < place or new_start < new_place:
            found.append(Stretch(start, place, new_start, new_place, False))
        if length and found and found[-1].same:
            found[-1] = found[-1]._replace(end=place + length, new_end=new_place + length)
        elif length:
            found.append(Stretch(place, place + length, new_place, new_place + length, True))
        start, new_start = place + length, new_place + length
    return found


def pair_items(old: Sequence[str], new: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """Every item of both, in order: equal ones and versions of one side by side, others beside None."""
    found: list[tuple[str | None, str | None]] = []
    for block in stretches(old, new):
        ours, theirs = old[block.start : block.end], new[block.new_start : block.new_end]
        found += zip(ours, theirs, strict=True) if block.same else _alike(ours, theirs)
    return found


def word_changes(old: str, new: str) -> list[tuple[str, str]]:
    """Two versions of a sentence, or of a paragraph, as (old, new) in turn: the same text twice where nothing changed.

    Figures are changed whole.
    """
    found: list[tuple[str, str]] = []
    for ours, theirs in pair_items(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        for change in _changes(ours, theirs) if ours and theirs else [(ours or "", theirs or "")]:
            _join(found, *change)
    return found


def _changes(old: str, new: str) -> list[tuple[str, str]]:
    if old == new:
        return [(old, new)]
    ours, theirs = _WORD.findall(old), _WORD.findall(new)
    found = [
        ("".join(ours[b.start : b.end]), "".join(theirs[b.new_start : b.new_end]), b) for b in stretches(ours, theirs)
    ]
    kept = sum(b.end - b.start for _, _, b in found if b.same)
    if kept < _KEPT_SHARE * max(len(ours), len(theirs)):
        return [(old, new)]
    joined: list[tuple[str, str]] = []
    last = len(found) - 1
    for number, (before, after, block) in enumerate(found):
        slight = block.same and 0 < number < last and block.end - block.start < _SHORTEST_KEPT
        if (slight or not block.same) and joined and joined[-1][0] != joined[-1][1]:
            joined[-1] = (joined[-1][0] + before, joined[-1][1] + after)
        else:
            joined.append((before, after))
    return joined


def _join(found: list[tuple[str, str]], old: str, new: str) -> None:
    """Puts a change behind others; neighbours of a kind become one."""
    if found and (found[-1][0] == found[-1][1]) == (old == new):
        old, new = found[-1][0] + old, found.pop()[1] + new
    found.append((old, new))


def _alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """Items that differ, the most alike side by side without crossing; in order where there are too many."""
    ours, theirs = [Counter(item) for item in old], [Counter(item) for item in new]
    if len(old) * len(new) > _MOST_PAIRED:
        pairs = [(place, place) for place, each in enumerate(zip(ours, theirs, strict=False)) if _likeness(*each)]
    else:
        pairs = _best_pairs(ours, theirs)
    found: list[tuple[str | None, str | None]] = []
    start = new_start = 0
    for place, new_place in [*pairs, (len(old), len(new))]:
        found += [(item, None) for item in old[start:place]]
        found += [(None, item) for item in new[new_start:new_place]]
        if place < len(old):
            found.append((old[place], new[new_place]))
        start, new_start = place + 1, new_place + 1
    return found


def _best_pairs(old: Sequence[_Letters], new: Sequence[_Letters]) -> list[tuple[int, int]]:
    """The pairs of places whose likenesses add up highest, in order."""
    above: list[_Pairs] = [(0.0, ())] * (len(new) + 1)
    for row, ours in enumerate(old):
        this: list[_Pairs] = [(0.0, ())]
        for column, theirs in enumerate(new):
            best = max(above[column + 1], this[column], key=lambda each: each[0])
            score, pairs = above[column]
            likeness = _likeness(ours, theirs)
            if likeness and score + likeness > best[0]:
                best = score + likeness, (*pairs, (row, column))
            this.append(best)
        above = this
    return list(above[-1][1])


def _likeness(old: _Letters, new: _Letters) -> float:
    """The share of characters that two items have in common, 0 where they are not versions of one."""
    share = 2 * (old & new).total() / max(1, old.total() + new.total())
    return share if share >= _ALIKE else 0.0


def _matches(
    old: Sequence[str], new: Sequence[str], start: int, end: int, new_start: int, new_end: int, deep: int = 0
) -> list[tuple[int, int, int]]:
    """Stretches that are the same, (place, new place, length), in order and without crossing."""
    head = 0
    while start + head < end and new_start + head < new_end and old[start + head] == new[new_start + head]:
        head += 1
    found = [(start, new_start, head)] if head else []
    start, new_start = start + head, new_start + head
    tail = 0
    while start < end - tail and new_start < new_end - tail and old[end - tail - 1] == new[new_end - tail - 1]:
        tail += 1
    end, new_end = end - tail, new_end - tail
    if (end - start) * (new_end - new_start) <= _MOST_COMPARED:
        matcher = SequenceMatcher(None, old[start:end], new[new_start:new_end], autojunk=False)
        found += [(start + a, new_start + b, size) for a, b, size in matcher.get_matching_blocks() if size]
    elif deep < _DEEPEST:
        anchors = _anchors(old, new, start, end, new_start, new_end)
        if anchors:
            edges = [(start - 1, new_start - 1), *anchors, (end, new_end)]
            for (before, new_before), (after, new_after) in pairwise(edges):
                found += _matches(old, new, before + 1, after, new_before + 1, new_after, deep + 1)
                if after < end:
                    found.append((after, new_after, 1))
    return [*found, (end, new_end, tail)] if tail else found


def _anchors(
    old: Sequence[str], new: Sequence[str], start: int, end: int, new_start: int, new_end: int
) -> list[tuple[int, int]]:
    """The longest run of items that stand once in each and in the same order, as (place, new place)."""
    ours = _once(old, start, end)
    theirs = _once(new, new_start, new_end)
    pairs = [(place, theirs[item]) for item, place in ours.items() if item in theirs]
    pairs.sort()
    ends: list[int] = []  # the smallest new place that ends a run of each length
    last: list[int] = []  # its number among the pairs
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    run: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


def _once(items: Sequence[str], start: int, end: int) -> dict[str, int]:
    counts = Counter(items[start:end])
    return {items[place]: place for place in range(start, end) if counts[items[place]] == 1}
