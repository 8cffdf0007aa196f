"""A 数据采集表 that came back filled in → figures, each at its cell, and doubts.

A line is known by its number and the label beside it, which must agree; a column by its labels. So rows and columns
may be deleted, moved, widened, or copied into another document. Whatever is written in a place that is not known for
sure becomes a doubt; nothing is guessed and nothing is lost.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reportdesk.data_sheets import layout
from reportdesk.data_sheets.layout import DataSheetColumn, DataSheetRow, data_sheet_tables
from reportdesk.data_sheets.table_heads import TableHeads, below, find_heads, paired
from reportdesk.documents.blocks import Grid, GridCell
from reportdesk.documents.word.document_tree import WordFile, read_word
from reportdesk.errors import ReportDeskError
from reportdesk.form import Form
from reportdesk.numbers import Entry, NumberError, parse_entry
from reportdesk.report.sources import NO_DATE
from reportdesk.text.characters import FULL_WIDTH_DIGITS, INVISIBLE, clean_line, half_width, shorten
from reportdesk.text.labels import plain_label

MOST_TEXT = 60  # characters of a text that a doubt shows

_BLANKS = re.compile(rf"[\s{INVISIBLE}]+")
# The number of a line is "3-2": some offices write 3．2 for it.
_HALF_WIDTH = half_width(FULL_WIDTH_DIGITS + "－—–") | {ord("．"): "-"}
_FACTS = {plain_label(name): name for name in (layout.UNIT, layout.YEAR, layout.OFFICE, layout.EDITION)}
_SIGNED = {plain_label(name): name for name in (layout.PERSON, layout.TELEPHONE, layout.REVIEWER, layout.DATE)}
_ANSWERED = {**_FACTS, **_SIGNED}
_NO_HEADS = "这张表的表头不全，无法确定各数字属于哪一栏。"


class DataSheetError(ReportDeskError):
    """A file that is no data sheet, or not one that can be read."""


class Doubt(NamedTuple):
    """What was written but not taken over: where it stood, the text, and why not, as a sentence."""

    place: str
    text: str
    reason: str


class DataSheet(NamedTuple):
    """A data sheet as it was filled in. `entries` hold only cells with a figure; `person` and `date` may be ""."""

    unit: str
    year: int
    edition: str
    office: str
    person: str
    date: str
    entries: Mapping[str, Entry]
    doubts: list[Doubt]


def read_data_sheet(data: bytes, form: Form) -> DataSheet:
    """The data sheet in a .docx file, of the edition of `form`.

    Raises WordFileError for what is no Word document, DataSheetError for one without a data sheet or with one of
    another edition.
    """
    document = read_word(data)
    facts = _facts(document)
    if facts[layout.EDITION] != form.edition:
        raise DataSheetError(
            f"这份数据采集表用的是“{facts[layout.EDITION][:20]}”版格式，与本报告的格式不同，没有读入。"
        )
    reader = _Reader(form)
    for number, grid in enumerate(document.tables, 1):
        reader.read(grid, number)
    return DataSheet(
        unit=facts[layout.UNIT],
        year=_year(facts[layout.YEAR]),
        edition=facts[layout.EDITION],
        office=facts[layout.OFFICE],
        person=facts.get(layout.PERSON, ""),
        date=_date(facts.get(layout.DATE, "")),
        entries=reader.entries,
        doubts=reader.doubts,
    )


def _facts(document: WordFile) -> dict[str, str]:
    """What the data sheet says of itself. Raises DataSheetError where a part is missing, or where two sheets differ."""
    found: dict[str, str] = {}
    for name, answer in _answers(document):
        known = found.setdefault(name, answer)
        if name in _FACTS.values() and _unspaced(known) != _unspaced(answer):
            raise DataSheetError(f"文件中有几个不同的“{name}”，可能合并了几份数据采集表。请每份表单独存为一个文件。")
    if missing := [name for name in _FACTS.values() if name not in found]:
        if len(missing) == len(_FACTS):
            raise DataSheetError("文件中没有找到数据采集表。请选择由本程序生成、填好后交回的 Word 文件。")
        raise DataSheetError(
            f"数据采集表中没有找到“{missing[0]}”，无法确认是哪份报告的数据。请用本程序重新生成后填写。"
        )
    return found


def _answers(document: WordFile) -> Iterator[tuple[str, str]]:
    """Labels with their answers: in the cell to the right, or behind a colon."""
    lines = [line for paragraph in document.paragraphs for line in paragraph.split("\n")]
    for grid in document.tables:
        for row in grid:
            for place, spot in enumerate(row):
                name = _ANSWERED.get(plain_label(spot.text))
                if name is None:
                    lines += spot.text.split("\n")
                elif place + 1 < len(row) and not spot.continued:
                    answer = clean_line(row[place + 1].text)
                    if answer or name in _FACTS.values():
                        yield name, answer
    for line in lines:
        label, colon, answer = line.replace(":", "：").partition("：")
        if colon and answer.strip() and (name := _ANSWERED.get(plain_label(label))):
            yield name, clean_line(answer)


class _Known(NamedTuple):
    """A line of the form, the columns it may have, and how its last label may be worded."""

    line: DataSheetRow
    columns: tuple[DataSheetColumn, ...]
    endings: tuple[str, ...]


class _Reader:
    """Gathers the entries and doubts of a document's tables."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.entries: dict[str, Entry] = {}
        self.doubts: list[Doubt] = []
        self._twice: set[str] = set()
        self._head: TableHeads | None = None
        self._numbered: dict[str, _Known] = {}
        self._labelled: dict[str, _Known | None] = {}  # None for a label that several lines have
        for table in data_sheet_tables(form):
            for line in table.lines:
                endings = tuple(plain_label(label) for label in (line.labels[-1], *line.variants))
                known = _Known(line, table.columns, endings)
                self._numbered[line.number] = known
                whole = plain_label("".join(line.labels))
                for label in {whole, *endings}:
                    self._labelled[label] = None if label in self._labelled else known

    def read(self, grid: Grid, number: int) -> None:
        """Takes in one table; the heads of the one before hold for a table that was split off it."""
        inside = False  # beneath heads of its own
        at = 0
        while at < len(grid):
            if head := find_heads(grid, at):
                self._head, at, inside = head, head.end, True
                continue
            self._take_row(grid[at], f"第 {number} 张表第 {at + 1} 行", inside)
            at += 1

    def _take_row(self, row: list[GridCell], place: str, inside: bool) -> None:
        head = self._head
        if not row or plain_label(row[0].text) in _ANSWERED:  # a table of particulars, grown together with this one
            return
        number, item = _names(row, head if inside else None)
        if not inside and number not in self._numbered:
            self._doubt_stray(row, place)
            return
        known, reason = self._line(number, item)
        if known and head:
            for spot, column in paired(row, head):
                self._take(known, head, spot, column)
            return
        figures = [spot for spot, _ in below(row, head)] if head else row[2:]
        for spot in filter(_written, figures):
            self._doubt(f"{place} {clean_line(item)[:20]}".strip(), spot.text, reason or _NO_HEADS)

    def _doubt_stray(self, row: list[GridCell], place: str) -> None:
        """A row of a table that has lost its heads: doubts, where a cell bears the label of a line."""
        known = [at for at, spot in enumerate(row) if self._labelled.get(plain_label(spot.text))]
        if known:
            for spot in filter(_written, row[known[0] + 1 :]):
                self._doubt(f"{place} {clean_line(row[known[0]].text)[:20]}", spot.text, _NO_HEADS)

    def _line(self, number: str, item: str) -> tuple[_Known | None, str]:
        """The line that number and label agree on, or why there is none."""
        label = plain_label(item)
        if not number:
            if known := self._labelled.get(label):
                return known, ""
            return None, "这一行没有编号，无法确定是哪一项。"
        known = self._numbered.get(number)
        if known is None:
            return None, f"编号“{number[:10]}”不是采集表中的编号，无法确定是哪一项。"
        if not label.endswith(known.endings):
            return None, f"编号 {number} 应为“{known.line.labels[-1][:20]}”，与项目名称不一致，无法确定是哪一项。"
        return known, ""

    def _take(self, known: _Known, head: TableHeads, spot: GridCell, column: GridCell | None) -> None:
        if not _written(spot):
            return
        where = " · ".join(known.line.labels[-2:])
        if column is None:
            self._doubt(where, spot.text, "这一格与表头的栏目对不上，无法确定数字属于哪一栏。")
            return
        if spot.rows > 1:
            self._doubt(where, spot.text, "这一格与下面的格合并了，无法确定数字属于哪一行。")
            return
        cell = _cell(known, head.labels[column.left])
        if cell is None:
            self._doubt(where, spot.text, f"“{head.titles[column.left][:20] or '空白表头'}”不是采集表的栏目。")
            return
        self._enter(cell, spot.text)

    def _enter(self, cell: str, text: str) -> None:
        found = self.form.cells[cell]
        try:
            entry = parse_entry(text if found.type != "text" else clean_line(text), found.type, found.unit)
        except NumberError as error:
            self._doubt(found.name, text, str(error))
            return
        if entry.value is None:
            return
        if cell in self._twice or self.entries.get(cell, entry) != entry:
            if cell not in self._twice:
                before = self.entries.pop(cell)
                self._doubt(found.name, before.value or "", "同一格填了两个不同的数。")
            self._twice.add(cell)
            self._doubt(found.name, text, "同一格填了两个不同的数。")
            return
        self.entries[cell] = entry

    def _doubt(self, place: str, text: str, reason: str) -> None:
        self.doubts.append(Doubt(place, shorten(text, MOST_TEXT, one_line=True), reason))


def _names(row: list[GridCell], head: TableHeads | None) -> tuple[str, str]:
    """The number and the item of a row; without heads its first two cells."""
    if head is None:
        number, item = row[:1], row[1:2]
    else:
        number = [spot for spot in row if head.number and spot.overlaps(head.number)][:1]
        item = [spot for spot in row if head.item and spot.overlaps(head.item)][:1]
    written = _unspaced(number[0].text) if number else ""
    return written.translate(_HALF_WIDTH), item[0].text if item else ""


def _cell(known: _Known, labels: frozenset[str]) -> str | None:
    """The cell of a line in the column with these labels: the whole path, or a last label that no other column has."""
    paths = [tuple(map(plain_label, column.labels)) for column in known.columns]
    whole = [i for i, path in enumerate(paths) if labels.issuperset(path)]
    last = [i for i, path in enumerate(paths) if path[-1] in labels]
    for found in (whole, last):
        if len(found) == 1:
            return known.line.cells[found[0]]
    return None


def _written(spot: GridCell) -> bool:
    return not spot.continued and _unspaced(spot.text) not in ("", layout.AUTOMATIC)


def _unspaced(text: str) -> str:
    return _BLANKS.sub("", text)


def _year(text: str) -> int:
    digits = _unspaced(text).translate(_HALF_WIDTH).removesuffix("年").removesuffix("年度")
    if not (digits.isascii() and digits.isdigit() and len(digits) == 4):
        raise DataSheetError(f"数据采集表的报告年度“{text[:10]}”不对，无法确认是哪一年的数据。")
    return int(digits)


def _date(text: str) -> str:
    return "" if plain_label(text) == plain_label(NO_DATE) else text
