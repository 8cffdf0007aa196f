"""Find and replace over all texts of a report: sections and footnotes."""

from collections.abc import Iterator
from typing import NamedTuple

from reportdesk.report.edits import Edit, Place, edit, value_at
from reportdesk.report.linked_text import Replacement, apply_replacements, possible_replacements
from reportdesk.report.schema import Report, Text
from reportdesk.text.characters import clean_text, shorten

MOST_MATCHES = 10_000


class Match(NamedTuple):
    """Characters `start` to `end` of the text at `place`, ("texts", section) or ("footnotes", table)."""

    place: Place
    start: int
    end: int


class ReplaceResult(NamedTuple):
    """The edit of a replacement, how many matches it changes, how many it leaves because they are linked figures."""

    edit: Edit
    changed: int
    kept: int


def find(report: Report, wanted: str, *, case: bool = True) -> list[Match]:
    """All places of a plain text, in the order of the form, none overlapping; at most MOST_MATCHES.

    Without `case` capital and small Latin letters are the same.
    """
    wanted = clean_text(wanted)
    found: list[Match] = []
    for place, text in _texts(report) if wanted else ():
        for start in _starts(text.text, wanted, case):
            if len(found) == MOST_MATCHES:
                return found
            found.append(Match(place, start, start + len(wanted)))
    return found


def replace_all(report: Report, wanted: str, new: str, *, case: bool = True) -> ReplaceResult:
    """Every match replaced, as one step."""
    return _replaced(report, find(report, wanted, case=case), new, f"全部替换“{shorten(wanted, 10)}”")


def replace_one(report: Report, match: Match, new: str) -> ReplaceResult:
    """One match replaced."""
    return _replaced(report, [match], new, "替换")


def text_edit(report: Report, texts: dict[str, Text], label: str) -> Edit:
    """The edit that puts these texts into sections; one that holds nothing is taken away."""
    changes: dict[Place, Text | None] = {
        ("texts", key): text if text.text.strip() or text.pictures else None for key, text in texts.items()
    }
    return edit(report, changes, label)


def _replaced(report: Report, matches: list[Match], new: str, label: str) -> ReplaceResult:
    new = clean_text(new)
    wanted: dict[Place, list[Replacement]] = {}
    for match in matches:
        wanted.setdefault(match.place, []).append(Replacement(match.start, match.end, new))
    changes: dict[Place, Text | str | None] = {}
    count = 0
    for place, replacements in wanted.items():
        stored = value_at(report, place)
        text = Text(stored) if isinstance(stored, str) else stored
        count += len(possible_replacements(text, replacements))
        after = apply_replacements(text, replacements)
        filled = after.text.strip() or after.pictures
        changes[place] = (after.text if isinstance(stored, str) else after) if filled else None
    return ReplaceResult(edit(report, changes, label), count, len(matches) - count)


def _texts(report: Report) -> Iterator[tuple[Place, Text]]:
    for section in report.form.sections.values():
        if text := report.texts.get(section.id):
            yield ("texts", section.id), text
        if footnote := report.footnotes.get(section.table):
            yield ("footnotes", section.table), Text(footnote)


def _starts(text: str, wanted: str, case: bool) -> Iterator[int]:
    if not case:  # only Latin letters: other characters may change their length
        text, wanted = text.translate(_SMALL), wanted.translate(_SMALL)
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))


_SMALL = {ord(letter): ord(letter) + 32 for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
