"""How two texts differ, in two ways.

- `pair_items` and `word_changes` lose nothing: what they give, put together, is both texts again. By them the 花脸稿
  marks every changed word, and a reviewed copy is taken over.
- `differences` is for a reader who holds two reports against each other. It names the sentences that differ in content,
  those that moved, and those that differ in marks and widths only; blanks and line ends are passed over.

Costs are bounded: texts of a million characters, or of one sentence a hundred thousand times over, are compared too,
if more coarsely.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

from reportdesk.text.paragraphs import paragraphs
from reportdesk.text.sentences import normalize_sentence, sentence_pattern, sentences

_Letters = Counter[str]
_Pairs = tuple[float, tuple[tuple[int, int], ...]]  # likenesses added up, and the pairs of places

# Share of characters that makes two sentences versions of one. A reader is told of a changed sentence only where he
# would call it so; a marked copy is easier to read with more of its words kept.
ALIKE_TO_PAIR = 0.5
ALIKE_TO_COMPARE = 0.6

_SENTENCE = sentence_pattern(line_ends=False)  # of a paragraph, or of a title over several lines
_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?|[A-Za-z]+|.", re.ASCII | re.DOTALL)
_MOST_COMPARED = 40_000  # pairs that difflib may look at: its worst case grows with the third power
_DEEPEST = 20  # times that a stretch is divided at what stands once in it
_MOST_PAIRED = 400
_SHORTEST_KEPT = 2  # words between two changes; fewer are easier read as changed with them
_KEPT_SHARE = 0.3
MOST_SENTENCES = 1_000  # of a text of which `differences` minds the order
_LONGEST_SENTENCE = 500  # characters of a sentence by which it is likened to others
_NEAR = 8  # sentences among which it is looked for what one became


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
        beside = enumerate(zip(ours, theirs, strict=False))
        pairs = [(place, place) for place, each in beside if _likeness(*each, ALIKE_TO_PAIR)]
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
            likeness = _likeness(ours, theirs, ALIKE_TO_PAIR)
            if likeness and score + likeness > best[0]:
                best = score + likeness, (*pairs, (row, column))
            this.append(best)
        above = this
    return list(above[-1][1])


def _likeness(old: _Letters, new: _Letters, alike: float) -> float:
    """The share of characters that two items have in common; 0 below `alike`, where they are not versions of one."""
    share = 2 * (old & new).total() / max(1, old.total() + new.total())
    return share if share >= alike else 0.0


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


# ---- two reports held against each other


class Difference(NamedTuple):
    """A sentence that differs: what stands in a and in b ("" where there is none).

    "changed" beside what became of it, "removed" only in a, "added" only in b, "moved" at another place of the text,
    "format" the same words with other punctuation marks, widths or line ends.
    """

    kind: Literal["changed", "removed", "added", "moved", "format"]
    a: str
    b: str


class _Sentences(NamedTuple):
    """The sentences of a text as they are written, and each in its normal form."""

    written: Sequence[str]
    normal: Sequence[str]

    def part(self, start: int, end: int) -> "_Sentences":
        return _Sentences(self.written[start:end], self.normal[start:end])


def differences(a: str, b: str) -> list[Difference]:
    """What differs between two texts, in their order; blanks and line ends between sentences are passed over."""
    if _unspaced(a) == _unspaced(b):
        return []
    left, right = _sentences_of(a), _sentences_of(b)
    if max(len(left.written), len(right.written)) > MOST_SENTENCES:
        return [*_missing(left, right, "removed"), *_missing(right, left, "added")]
    return _with_moves(list(_in_order(left, right)))


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _sentences_of(text: str) -> _Sentences:
    written = [text[start:end] for start, end in sentences(text)]
    return _Sentences(written, [normalize_sentence(each) for each in written])


def _in_order(left: _Sentences, right: _Sentences) -> Iterator[Difference]:
    for kind, i, j, k, m in SequenceMatcher(None, left.normal, right.normal).get_opcodes():
        ours, theirs = left.part(i, j), right.part(k, m)
        if kind == "equal":
            for one, other in zip(ours.written, theirs.written, strict=True):
                if _unspaced(one) != _unspaced(other):
                    yield Difference("format", one, other)
        elif "".join(ours.normal) != "".join(theirs.normal):  # else the same words under other line ends
            yield from _replaced(ours.written, theirs.written)


def _replaced(left: Sequence[str], right: Sequence[str]) -> Iterator[Difference]:
    """Sentences side by side with those that they most likely became."""
    ours, theirs = ([Counter(each[:_LONGEST_SENTENCE]) for each in texts] for texts in (left, right))
    done = 0
    for one, letters in zip(left, ours, strict=True):
        likenesses = [_likeness(letters, each, ALIKE_TO_COMPARE) for each in theirs[done : done + _NEAR]]
        best = max(likenesses, default=0.0)
        if not best:
            yield Difference("removed", one, "")
            continue
        place = done + likenesses.index(best)
        yield from (Difference("added", "", other) for other in right[done:place])
        yield Difference("changed", one, right[place])
        done = place + 1
    yield from (Difference("added", "", other) for other in right[done:])


def _with_moves(found: list[Difference]) -> list[Difference]:
    """A sentence removed here and added there has moved."""
    added: dict[str, list[int]] = {}
    for place, each in enumerate(found):
        if each.kind == "added":
            added.setdefault(normalize_sentence(each.b), []).append(place)
    moved: set[int] = set()
    for place, each in enumerate(found):
        if each.kind == "removed" and (targets := added.get(normalize_sentence(each.a))):
            moved.add(target := targets.pop(0))
            found[place] = Difference("moved", each.a, found[target].b)
    return [each for place, each in enumerate(found) if place not in moved]


def _missing(texts: _Sentences, others: _Sentences, kind: Literal["removed", "added"]) -> Iterator[Difference]:
    """Sentences that one text has and the other has not, wherever they stand."""
    waiting = Counter(others.normal)
    for written, normal in zip(*texts, strict=True):
        if waiting[normal]:
            waiting[normal] -= 1
        else:
            yield Difference(kind, written, "") if kind == "removed" else Difference(kind, "", written)
