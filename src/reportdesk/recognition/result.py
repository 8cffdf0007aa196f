"""The result of recognition, and the collector that the figures pass through on their way into it.

In: (cell id, text of the cell, place), one after another. Out: a `RecognitionResult` with values, notes, origins,
texts and doubts.

    put_value("requests.received.natural_person", "1,234", "第 2 张表第 5 行")  →  value "1234"
    put_value("requests.received.natural_person", "12（其中修订3件）", …)        →  value "12", note "其中修订3件"
    the same cell read again with another figure                         →  no value, two doubts
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from reportdesk.form import Form
from reportdesk.numbers import CellType, Entry, NumberError, parse, parse_entry
from reportdesk.report.schema import Contact, Origin, Picture
from reportdesk.text.characters import clean_line, shorten

MOST_TEXT = 60  # characters of the source text that a doubt quotes
DASHES = frozenset("-－−—–―─无") | {"--", "－－", "——"}
NOTE_ALONE = re.compile(r"\s*（.+）\s*", re.DOTALL)  # a note in a cell without a figure: "（未统计）"
_SHORTEST_NOTE = 5  # a shorter text in brackets that holds digits may be a misread figure: "（12a）"
_BLANK = Entry(None)
TWO_READINGS = "原文中这一格出现两次，数字不同，请对照原文确认。"


class Doubt(NamedTuple):
    """Something that a person must look at.

    `cell` is the id of the cell, "" if the doubt belongs to no cell. `text` is the text of the source, `place` is where
    it stands there. `offered` is a value that the sums agree on (推算值，待核对), or None.
    """

    cell: str
    reason: str
    text: str
    place: str = ""
    offered: str | None = None


class ReadValue(NamedTuple):
    """A figure that was read: its meaning, and the text and place in the source."""

    entry: Entry
    text: str
    place: str


class AmbiguousRow(NamedTuple):
    """A row whose figures fit several assignments to cells; at most one assignment is right.

    Each assignment maps cell id → figure. The sums decide between them. Where they cannot, each cell of `cells` becomes
    a doubt with `reason`.
    """

    assignments: tuple[Mapping[str, ReadValue], ...]
    cells: tuple[str, ...]
    reason: str
    text: str
    place: str


@dataclass(slots=True)
class RecognitionResult:
    """A document as a report. `year` is 0 and `unit` is "" where they were not found.

    `cells`, `notes` and `origins` are keyed by cell id, `sections` and `pictures` by section id, `footnotes` by table
    id.
    """

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
    ambiguous_rows: list[AmbiguousRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class ReadingCollector:
    """Collects the figures of a document. If a cell is read twice with different figures, both become doubts."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.values: dict[str, ReadValue] = {}
        self.ambiguous_rows: list[AmbiguousRow] = []
        self.doubts: list[Doubt] = []
        self._doubtful_cells: set[str] = set()

    def put_value(self, cell: str, text: str, place: str) -> None:
        """Adds the text of a cell. A blank cell adds nothing, unless it holds a note."""
        if not text:
            return
        kind = self.form.cells[cell]
        try:
            entry = _parse_cell(text, kind.type, kind.unit)
        except NumberError as error:
            self.add_doubt(cell, f"“{kind.name}”没有读入：{error}", text, place)
            self._move_to_doubts(cell)
            return
        if entry == _BLANK:
            return
        earlier = self.values.get(cell)
        if earlier is None and cell not in self._doubtful_cells:
            self.values[cell] = ReadValue(entry, text, place)
        elif earlier is None or earlier.entry != entry:
            self._move_to_doubts(cell)
            self.add_doubt(cell, TWO_READINGS, text, place)

    def put_ambiguous_row(
        self, assignments: list[dict[str, str]], cells: list[str], reason: str, text: str, place: str
    ) -> None:
        """Adds a row whose figures fit each of `assignments` (cell id → text). Unreadable assignments are left out."""
        assignments = [each for i, each in enumerate(assignments) if each not in assignments[:i]]
        text = shorten(text, MOST_TEXT, one_line=True)
        readable = []
        for assignment in assignments:
            values = {cell: self._parse_quietly(cell, each, place) for cell, each in assignment.items()}
            if all(values.values()):
                readable.append({cell: each for cell, each in values.items() if each and each.entry.value is not None})
        self.ambiguous_rows.append(AmbiguousRow(tuple(readable), tuple(cells), reason, text, place))

    def add_doubt(self, cell: str, reason: str, text: str, place: str = "") -> None:
        """Adds a doubt; `cell` is "" if it belongs to no cell."""
        if cell:
            self._doubtful_cells.add(cell)
        self.doubts.append(Doubt(cell, reason, shorten(text, MOST_TEXT, one_line=True), place))

    def merge(self, other: "ReadingCollector") -> None:
        """Adds everything that another collector holds. The two must not have cells in common."""
        self.values |= other.values
        self.ambiguous_rows += other.ambiguous_rows
        self.doubts += other.doubts
        self._doubtful_cells |= other._doubtful_cells

    def drop_settled_rows(self) -> None:
        """Drops the ambiguous rows all of whose cells were read elsewhere."""
        read = self.values.keys() | self._doubtful_cells
        self.ambiguous_rows = [each for each in self.ambiguous_rows if not read.issuperset(each.cells)]

    def _parse_quietly(self, cell: str, text: str, place: str) -> ReadValue | None:
        kind = self.form.cells[cell]
        try:
            return ReadValue(_parse_cell(text, kind.type, kind.unit), text, place)
        except NumberError:
            return None

    def _move_to_doubts(self, cell: str) -> None:
        """Turns the value of a cell, if it has one, into a doubt."""
        earlier = self.values.pop(cell, None)
        if earlier is not None:
            self.add_doubt(cell, TWO_READINGS, earlier.text, earlier.place)


@lru_cache(maxsize=1024)
def _parse_cell(text: str, kind: CellType, unit: str) -> Entry:
    """The figure and note of a cell's text. Raises NumberError if it cannot be understood.

    A note without a figure ("（未统计）") gives an entry with a note and no value.
    """
    if kind == "signed" and text.strip() in DASHES:
        return _BLANK
    is_note_alone = kind != "text" and NOTE_ALONE.fullmatch(text) and not _is_figure(text.strip()[1:-1], kind, unit)
    if is_note_alone:
        text = f"0{text}"  # parse_entry reads a note only behind a figure
    elif kind == "text":
        text = clean_line(text)
    entry = parse_entry(text, kind, unit)
    return Entry(None if is_note_alone else entry.value, clean_line(entry.note or "") or None)


def _is_figure(text: str, kind: CellType, unit: str) -> bool:
    """Whether a text is a figure, or a short text with digits that may be a misread one."""
    try:
        return parse(text, kind, unit) is not None
    except NumberError:
        return any(map(str.isdigit, text)) and len(text) < _SHORTEST_NOTE
