"""Two texts held against each other, sentence by sentence."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from reportdesk.text.sentences import normalize_sentence, sentences

Kind = Literal["changed", "removed", "added", "moved", "format"]

# What bounds the time that a hostile text can take.
MOST_SENTENCES = 1_000
LONGEST_SENTENCE = 500
_NEAR = 8

_ALIKE = 0.6  # of the characters of two sentences


class Difference(NamedTuple):
    """A sentence that differs: what stands in a and in b ("" where there is none).

    "changed" beside what became of it, "removed" only in a, "added" only in b, "moved" at another place of the text,
    "format" the same words with other punctuation marks, widths or line ends.
    """

    kind: Kind
    a: str
    b: str


def differences(a: str, b: str) -> list[Difference]:
    """What differs between two texts, in their order; blanks and line ends between sentences are passed over."""
    if "".join(a.split()) == "".join(b.split()):
        return []
    left, right = _sentences(a), _sentences(b)
    found = list(_compared(left, right))
    return list(_with_moves(found))


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def _compared(left: Sequence[str], right: Sequence[str]) -> Iterator[Difference]:
    spoken_left, spoken_right = (
        [normalize_sentence(each) for each in left],
        [normalize_sentence(each) for each in right],
    )
    if max(len(left), len(right)) > MOST_SENTENCES:
        yield from _as_sets(left, spoken_left, right, spoken_right)
        return
    for kind, i, j, k, m in SequenceMatcher(None, spoken_left, spoken_right).get_opcodes():
        if kind == "equal":
            for one, other in zip(left[i:j], right[k:m], strict=True):
                if "".join(one.split()) != "".join(other.split()):
                    yield Difference("format", one, other)
        elif "".join(spoken_left[i:j]) == "".join(spoken_right[k:m]):  # the same words under other line ends
            continue
        else:
            yield from _replaced(left[i:j], right[k:m])


def _replaced(left: Sequence[str], right: Sequence[str]) -> Iterator[Difference]:
    """Sentences side by side with those that they most likely became."""
    done = 0
    for one in left:
        near = right[done : done + _NEAR]
        ratios = [_ratio(one, other) for other in near]
        best = max(range(len(near)), key=ratios.__getitem__, default=-1)
        if best < 0 or ratios[best] < _ALIKE:
            yield Difference("removed", one, "")
            continue
        yield from (Difference("added", "", other) for other in near[:best])
        yield Difference("changed", one, near[best])
        done += best + 1
    yield from (Difference("added", "", other) for other in right[done:])


def _ratio(one: str, other: str) -> float:
    """How alike two sentences are, by the characters in them: quick however long they are."""
    return SequenceMatcher(None, one[:LONGEST_SENTENCE], other[:LONGEST_SENTENCE], autojunk=False).quick_ratio()


def _with_moves(found: Sequence[Difference]) -> Iterator[Difference]:
    """A sentence removed here and added there has moved."""
    added: dict[str, list[int]] = {}
    for place, each in enumerate(found):
        if each.kind == "added":
            added.setdefault(normalize_sentence(each.b), []).append(place)
    gone = set()
    kept = list(found)
    for place, each in enumerate(found):
        if each.kind == "removed" and (there := added.get(normalize_sentence(each.a))):
            target = there.pop(0)
            gone.add(target)
            kept[place] = Difference("moved", each.a, found[target].b)
    yield from (each for place, each in enumerate(kept) if place not in gone)


def _as_sets(
    left: Sequence[str], spoken_left: Sequence[str], right: Sequence[str], spoken_right: Sequence[str]
) -> Iterator[Difference]:
    """Sentences that one text has and the other has not, wherever they stand."""
    yield from (Difference("removed", each, "") for each in _missing(left, spoken_left, spoken_right))
    yield from (Difference("added", "", each) for each in _missing(right, spoken_right, spoken_left))


def _missing(texts: Sequence[str], spoken: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    waiting = Counter(others)
    for text, words in zip(texts, spoken, strict=True):
        if waiting[words]:
            waiting[words] -= 1
        else:
            yield text
