"""What the recogniser hands over: figures with their origins, texts, and whatever is not certain."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from reportdesk.form import Form
from reportdesk.numbers import CellType, Entry, NumberError, parse, parse_entry
from reportdesk.report.schema import Contact, Origin, Picture
from reportdesk.text.characters import clean_line, shorten

MOST_TEXT = 60  # characters of a text that a doubt shows
DASHES = frozenset("-－−—–―─无") | {"--", "－－", "——"}
NOTE_ALONE = re.compile(r"\s*（.+）\s*", re.DOTALL)  # printed where a figure is blank
_SHORTEST_NOTE = 5  # characters of a note that holds digits; fewer may be a figure that cannot be read
_NOTHING = Entry(None)
TWO_READINGS = "原文中这一格出现两次，数字不同，请对照原文确认。"


class Doubt(NamedTuple):
    """What a person must look at: the cell ("" for what belongs to none), why, and the text as it stood.

    `place` says where it stood; `offered` is a value that the sums agree on (推算值，待核对), or None.
    """

    cell: str
    reason: str
    text: str
    place: str = ""
    offered: str | None = None


class ReadValue(NamedTuple):
    """A figure as it was found: what it means, and the text it was read from."""

    entry: Entry
    text: str
    place: str


class AmbiguousRow(NamedTuple):
    """Figures whose cells the layout alone does not settle: ways to place them, all but one of them wrong.

    The sums decide; where they cannot, every cell of `cells` is a doubt for `reason`.
    """

    assignments: tuple[Mapping[str, ReadValue], ...]
    cells: tuple[str, ...]
    reason: str
    text: str
    place: str


@dataclass(slots=True)
class RecognitionResult:
    """A document as a report: `year` is 0 and `unit` "" where they were not found."""

    form: Form
    unit: str = ""
    year: int = 0
    kind: str = ""
    contact: Contact = field(default_factory=Contact)
    cells: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, list[Picture]] = field(default_factory=dict)
    footnotes: dict[str, str] = field(default_factory=dict)
    choices: list[AmbiguousRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class ReadingCollector:
    """Figures on their way into a report: each is read once; a second reading that differs makes a doubt of both."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.found: dict[str, ReadValue] = {}
        self.choices: list[AmbiguousRow] = []
        self.doubts: list[Doubt] = []
        self._doubtful: set[str] = set()

    def put(self, cell: str, text: str, place: str) -> None:
        """One figure at its cell; blank ones say nothing, unless a note stands there alone."""
        if not text:
            return
        kind = self.form.cells[cell]
        try:
            entry = _entry_of(text, kind.type, kind.unit)
        except NumberError as error:
            self.doubt(cell, f"“{kind.name}”没有读入：{error}", text, place)
            self._drop(cell)
            return
        if entry == _NOTHING:
            return
        before = self.found.get(cell)
        if before is None and cell not in self._doubtful:
            self.found[cell] = ReadValue(entry, text, place)
        elif before is None or before.entry != entry:
            if before is not None:
                del self.found[cell]
                self.doubt(cell, TWO_READINGS, before.text, before.place)
            self.doubt(cell, TWO_READINGS, text, place)

    def choose(self, ways: list[dict[str, str]], cells: list[str], reason: str, text: str, place: str) -> None:
        """Figures that stand in one of several ways at their cells."""
        ways = [way for i, way in enumerate(ways) if way not in ways[:i]]
        text = shorten(text, MOST_TEXT, one_line=True)
        found = []
        for way in ways:
            entries = {cell: self._quietly(cell, each, place) for cell, each in way.items()}
            if all(entries.values()):
                found.append({cell: each for cell, each in entries.items() if each and each.entry.value is not None})
        self.choices.append(AmbiguousRow(tuple(found), tuple(cells), reason, text, place))

    def doubt(self, cell: str, reason: str, text: str, place: str = "") -> None:
        """Something that is not certain."""
        if cell:
            self._doubtful.add(cell)
        self.doubts.append(Doubt(cell, reason, shorten(text, MOST_TEXT, one_line=True), place))

    def take_over(self, other: "ReadingCollector") -> None:
        """Adds what was gathered of another table."""
        self.found |= other.found
        self.choices += other.choices
        self.doubts += other.doubts
        self._doubtful |= other._doubtful

    def settled(self) -> None:
        """Drops the choices about cells that were read elsewhere."""
        known = self.found.keys() | self._doubtful
        self.choices = [each for each in self.choices if not known.issuperset(each.cells)]

    def _quietly(self, cell: str, text: str, place: str) -> ReadValue | None:
        kind = self.form.cells[cell]
        try:
            return ReadValue(_entry_of(text, kind.type, kind.unit), text, place)
        except NumberError:
            return None

    def _drop(self, cell: str) -> None:
        before = self.found.pop(cell, None)
        if before is not None:
            self.doubt(cell, TWO_READINGS, before.text, before.place)


@lru_cache(maxsize=1024)
def _entry_of(text: str, kind: CellType, unit: str) -> Entry:
    """What a cell says; NumberError where it says nothing that can be understood."""
    if kind == "signed" and text.strip() in DASHES:
        return _NOTHING
    alone = kind != "text" and NOTE_ALONE.fullmatch(text) and not _is_figure(text.strip()[1:-1], kind, unit)
    entry = parse_entry(f"0{text}" if alone else text if kind != "text" else clean_line(text), kind, unit)
    return Entry(None if alone else entry.value, clean_line(entry.note or "") or None)


def _is_figure(text: str, kind: CellType, unit: str) -> bool:
    try:
        return parse(text, kind, unit) is not None
    except NumberError:
        return any(map(str.isdigit, text)) and len(text) < _SHORTEST_NOTE
