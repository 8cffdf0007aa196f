"""What comes back from Word or WPS: a report read from the returned file beside the open one, difference by difference.

Every difference can be accepted alone; nothing else moves.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from reportdesk.errors import ReportDeskError
from reportdesk.report import Edit, Place, Report, Text, edit, figures, is_automatic, set_values
from reportdesk.report.comparison import find_differences, printed_content
from reportdesk.report.drafts import snapshot
from reportdesk.report.linked_text import splice
from reportdesk.text.diff import SentencePiece, pair_items, sentence_pieces

ACCEPTED = "采纳返回稿的修改"
_PLACES = {"note": "notes", "footnote": "footnotes"}


class ReviewedCopyError(ReportDeskError):
    """Differences that cannot be shown or accepted."""


class Difference(NamedTuple):
    """One place where the returned report reads otherwise.

    `key` is the id of its cell, table or section, or the name of a head; `name` is what a person calls the place. `old`
    is what the open report has there, `new` what was returned, "" for nothing. Of a sentence, `start` and `end` count
    characters of the open report's text; a range that is empty says where the new sentences go. "\\n" within `old` and
    `new` is the end of a paragraph.
    """

    kind: Literal["head", "cell", "note", "footnote", "sentence"]
    key: str
    name: str
    old: str
    new: str
    start: int = 0
    end: int = 0


def differences(report: Report, returned: Report) -> list[Difference]:
    """Where a returned report reads otherwise, in the order of the report.

    What is not printed (contact, sources, judged findings …) cannot come back and is left alone. Raises
    ReviewedCopyError for another edition.
    """
    if returned.edition != report.edition:
        raise ReviewedCopyError("返回的文件与本报告不是同一版格式，不能逐处对照。")
    found: list[Difference] = []
    for each in find_differences(_content(report), _content(returned), report.form):
        old, new = each.old or "", each.new or ""
        if each.kind == "text":
            found += _sentences(each.key, each.name, old, new)
        elif each.kind in ("cell", "note", "footnote") or (each.kind == "head" and getattr(returned, each.key)):
            found.append(Difference(each.kind, each.key, each.name, old, new))
    return [each for each in found if each.old != each.new]


def accept_differences(report: Report, returned: Report, chosen: Iterable[Difference], label: str = ACCEPTED) -> Edit:
    """The edit that takes the chosen differences over, and nothing else.

    A total that the program fills in stays automatic where it comes to the figure wanted. Raises ReviewedCopyError when
    the report no longer reads as the differences say.
    """
    chosen = list(chosen)
    known = set(differences(report, returned))
    for each in chosen:
        if each not in known:
            raise ReviewedCopyError(f"“{each.name}”在对照以后又有改动，没有采纳。请重新对照返回的文件。")
    changes: dict[Place, object] = {}
    for each in chosen:
        if each.kind == "head":
            changes[(each.key,)] = getattr(returned, each.key)
        elif each.kind in _PLACES:
            changes[_PLACES[each.kind], each.key] = each.new or None
    changes |= {("texts", section): text for section, text in _texts(report, chosen).items()}
    changes |= {("values", cell): value for cell, value in _values(report, chosen).items()}
    return edit(report, changes, label)


def _sentences(section: str, name: str, old: str, new: str) -> Iterator[Difference]:
    """Sentences that are versions of one another side by side, others that stand together as one difference."""
    ours, theirs = sentence_pieces(old), sentence_pieces(new)
    left, right = iter(ours), iter(theirs)
    gone: list[SentencePiece] = []
    come: list[SentencePiece] = []
    place = ours[0].start if ours else 0  # behind the indent

    def apart() -> Iterator[Difference]:
        if gone or come:
            start, end = (gone[0].start, gone[-1].end) if gone else (place, place)
            yield Difference("sentence", section, name, _joined(gone), _joined(come), start, end)
            gone.clear()
            come.clear()

    for before, after in pair_items([piece.text for piece in ours], [piece.text for piece in theirs]):
        gone += [next(left)] if before is not None else []
        come += [next(right)] if after is not None else []
        if before is None or after is None:
            continue
        one, other = gone.pop(), come.pop()
        yield from apart()
        place = one.end
        if one.text != other.text:
            yield Difference("sentence", section, name, one.text, other.text, one.start, one.end)
    yield from apart()


def _joined(sentences: list[SentencePiece]) -> str:
    return "".join(piece.text for piece in sentences)


def _texts(report: Report, chosen: list[Difference]) -> dict[str, Text | None]:
    found: dict[str, Text] = {}
    # From the end, so that what is still to be replaced keeps its place.
    for each in sorted((d for d in chosen if d.kind == "sentence"), key=lambda d: (d.start, d.end), reverse=True):
        text = found.get(each.key) or report.texts.get(each.key) or Text()
        found[each.key] = splice(text, each.start, each.end, each.new)
    return {section: text if text.text.strip() or text.pictures else None for section, text in found.items()}


def _values(report: Report, chosen: list[Difference]) -> dict[str, str | None]:
    wanted = {each.key: each.new or None for each in chosen if each.kind == "cell"}
    typed = {cell: value for cell, value in wanted.items() if not is_automatic(report, cell)}
    after = figures(set_values(report, typed, "").apply(report))
    return {cell: value for cell, value in wanted.items() if cell in typed or after[cell] != value}


def _content(report: Report) -> dict[Place, str]:
    content = printed_content(snapshot(report))
    return content | {place: _footnote(text) for place, text in content.items() if place[0] == "footnotes"}


def _footnote(text: str) -> str:
    """A footnote as it is printed: blank lines and the 注 that every format puts before it count for nothing."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return "\n".join(lines).removeprefix("注：").removeprefix("注:")
