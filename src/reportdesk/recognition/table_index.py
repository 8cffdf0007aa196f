"""The labels of one table of the form, as keys under which a document's labels are looked up.

In: a form and the id of a table. Out: a `TableIndex`, which answers which row or column a text of a document names,
however that text is punctuated, numbered, shortened or cut off.

    find_row("（一）予以公开"), find_row("予以公开")      →  RowReference(block 0, row 2)
    find_row("三、本年度办理结果 （一）予以公开")         →  the same row: two cells in one
    find_column_label("现行有效件数（历史累计）")         →  "现行有效件数", the wording of the form
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from reportdesk.form import Form
from reportdesk.form.definition import Column, Row
from reportdesk.form.layout import cell_id
from reportdesk.text.labels import likeness, plain_label, without_ordinals

_SHORTEST_PART = 4  # characters that a part of a label must have to stand for the whole label
_LONGEST_LABEL = 100  # characters
_CACHE_SIZE = 4096  # texts whose answer is remembered
_ALIKE = 0.8  # likeness (0 to 1) from which on a text is taken for a label
_CLEARLY_MORE_ALIKE = 0.1  # by how much the best label must be more alike than the second

# A bracket and all that follows it: "（历史累计）" in "现行有效件数（历史累计）".
_BRACKET = re.compile(r"[（(\[［].*$", re.DOTALL)
# The unit that a header names: "万元" in "本年收费金额（单位：万元）", "元" in "收费金额(单位 元)".
_UNIT = re.compile(r"单位[:：]?\s*([^\s）)\]］]+)")


class RowReference(NamedTuple):
    """A row of a table: the number of its block in the table, and its number in the block, both from 0."""

    block: int
    row: int


class LabelMatch(NamedTuple):
    """A label of the form, in plain form, and what it labels. `row` is set if the kind is "row".

    The kind "other" is the label above the row labels (项目) or of a group of rows (本年度办理结果).
    """

    plain: str
    kind: Literal["row", "column", "banner", "other"]
    row: RowReference | None = None


class TableIndex:
    """The labels of a table, each in its plain form (`plain_label`) and in every wording.

    `row_labels`: wording → row. `column_labels`: wording → the label in the wording of the form. `banners`: wording of
    a shaded row → the blocks under it. `other_labels`: see `LabelMatch`. `column_paths[block][column]`: the labels
    above a column, outermost first. `labels_by_start`: first two characters → the labels that begin with them, the
    longest first.

    The methods take texts as they stand in a document.
    """

    def __init__(self, form: Form, table: str) -> None:
        self.form, self.table = form, table
        self.blocks = form.tables[table].blocks
        self.row_labels: dict[str, RowReference] = {}
        self.column_labels: dict[str, str] = {}
        self.banners: dict[str, list[int]] = {}
        self.other_labels: set[str] = set()
        self.column_paths = [
            [tuple(map(plain_label, column.labels)) for column in block.columns] for block in self.blocks
        ]
        # Last label of a row without its ordinal → the row; None if two rows share the label (其他).
        self._last_labels: dict[str, RowReference | None] = {}
        self._row_cache: dict[str, RowReference | None] = {}
        self._column_cache: dict[str, str] = {}
        self._cells: dict[RowReference, tuple[str, ...]] = {}
        for number, block in enumerate(self.blocks):
            if block.banner:
                self.banners.setdefault(plain_label(block.banner), []).append(number)
            if block.corner:
                self.other_labels.add(plain_label(block.corner))
            for column in block.columns:
                self._add_column_labels(column)
            for place, row in enumerate(block.rows):
                self._add_row_labels(row, RowReference(number, place))
        for number, block in enumerate(self.blocks):
            for place, row in enumerate(block.rows):
                self._add_row_labels_without_ordinals(row, RowReference(number, place))
        self.labels_by_start = self._labels_by_start()

    def cells_of(self, row: RowReference) -> tuple[str, ...]:
        """The ids of the cells of a row, in the order of the columns."""
        if row not in self._cells:
            block = self.blocks[row.block]
            row_id = block.rows[row.row].id
            self._cells[row] = tuple(cell_id(self.table, row_id, column.id) for column in block.columns)
        return self._cells[row]

    def find_row(self, text: str) -> RowReference | None:
        """The row that a text names, None if it names none or could name several."""
        if len(text) > _LONGEST_LABEL:
            return None
        if text not in self._row_cache:
            if len(self._row_cache) > _CACHE_SIZE:
                self._row_cache.clear()
            self._row_cache[text] = self._find_row(text)
        return self._row_cache[text]

    def find_column_label(self, text: str) -> str:
        """The column label that a text is, plain and in the wording of the form; "" if it is none."""
        if len(text) > _LONGEST_LABEL:
            return ""
        if text not in self._column_cache:
            if len(self._column_cache) > _CACHE_SIZE:
                self._column_cache.clear()
            self._column_cache[text] = self._find_column_label(text)
        return self._column_cache[text]

    def foreign_unit(self, text: str, column: Column) -> str:
        """The unit that a header names if it differs from the unit of the column, else ""."""
        unit = match[1] if (match := _UNIT.search(text)) else ""
        return unit if column.unit and unit and unit != column.unit else ""

    def unlabelled_blocks(self) -> list[int]:
        """The blocks whose rows have no labels; such a block has one row."""
        return [number for number, block in enumerate(self.blocks) if not any(row.labels for row in block.rows)]

    def _find_column_label(self, text: str) -> str:
        plain = plain_label(text)
        if label := self.column_labels.get(plain):
            return label
        if plain not in self.row_labels and (label := self.column_labels.get(plain_label(without_ordinals(text)))):
            return label  # "（2）未经复议直接起诉" above a part of the table
        start = plain_label(_BRACKET.sub("", text))
        if len(start) < _SHORTEST_PART:
            return ""
        labels = {label for wording, label in self.column_labels.items() if wording.startswith(start)}
        return labels.pop() if len(labels) == 1 else ""

    def _find_row(self, text: str) -> RowReference | None:
        plain = plain_label(text)
        if row := self.row_labels.get(plain):
            return row
        if plain in self.other_labels:
            return None
        plain = plain_label(without_ordinals(text))
        if row := self.row_labels.get(plain):
            return row
        if len(plain) < _SHORTEST_PART or plain in self.column_labels:
            return None
        return self._row_by_end(plain) or self._row_by_start(plain) or self._row_by_likeness(plain)

    def _row_by_end(self, plain: str) -> RowReference | None:
        """The row whose last label ends a text: a page break has put two cells together."""
        labels = [label for label in self._last_labels if len(label) >= _SHORTEST_PART and plain.endswith(label)]
        return self._last_labels[max(labels, key=len)] if labels else None

    def _row_by_start(self, plain: str) -> RowReference | None:
        """The row whose label begins a text, or begins with it: something was added, or a page break cut it off."""
        rows = {row for label, row in self._last_labels.items() if label.startswith(plain)}
        shorter = [label for label in self._last_labels if len(label) > _SHORTEST_PART and plain.startswith(label)]
        if shorter:
            return self._last_labels[max(shorter, key=len)]
        return rows.pop() if len(rows) == 1 else None

    def _row_by_likeness(self, plain: str) -> RowReference | None:
        """The row whose label is clearly most alike: a character is wrong, or a word is missing."""
        ranked = sorted(((likeness(plain, label), label) for label in self._last_labels), reverse=True)[:2]
        if not ranked or ranked[0][0] < _ALIKE:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEARLY_MORE_ALIKE:
            return None
        return self._last_labels[ranked[0][1]]

    def _add_column_labels(self, column: Column) -> None:
        for label in column.labels:
            self.column_labels[plain_label(label)] = plain_label(label)
            if without_bracket := plain_label(_BRACKET.sub("", label)):
                self.column_labels.setdefault(without_bracket, plain_label(label))
        for variant in column.variants:
            self.column_labels[plain_label(variant)] = plain_label(column.labels[-1])

    def _add_row_labels(self, row: Row, reference: RowReference) -> None:
        """Adds the wordings of a row with its ordinals: no two rows share one."""
        if not row.labels:
            return
        for first in range(len(row.labels)):
            for last_label in (row.labels[-1], *row.variants):
                wording = plain_label("".join([*row.labels[first:-1], last_label]))
                self.row_labels.setdefault(wording, reference)
        self.other_labels.update(plain_label(label) for label in row.labels[:-1])

    def _add_row_labels_without_ordinals(self, row: Row, reference: RowReference) -> None:
        if not row.labels:
            return
        groups = [plain_label(without_ordinals(label)) for label in row.labels[:-1]]
        for last_label in (row.labels[-1], *row.variants):
            short = plain_label(without_ordinals(last_label))
            is_shared = self._last_labels.get(short, reference) != reference
            self._last_labels[short] = None if is_shared else reference
            for first in range(len(groups) + 1):
                self.row_labels.setdefault("".join([*groups[first:], short]), reference)
        self.other_labels.update(groups)

    def _labels_by_start(self) -> dict[str, list[LabelMatch]]:
        labels: dict[str, LabelMatch] = {}
        for label in self._all_labels():
            labels.setdefault(label.plain, label)
        by_start: dict[str, list[LabelMatch]] = {}
        for label in sorted(labels.values(), key=lambda label: -len(label.plain)):
            if len(label.plain) > 1:
                by_start.setdefault(label.plain[:2], []).append(label)
        return by_start

    def _all_labels(self) -> Iterator[LabelMatch]:
        for plain, row in self.row_labels.items():
            yield LabelMatch(plain, "row", row)
        for plain in self.banners:
            yield LabelMatch(plain, "banner")
        for plain in self.column_labels:
            yield LabelMatch(plain, "column")
        for plain in self.other_labels:
            yield LabelMatch(plain, "other")


@lru_cache(maxsize=8)
def table_indexes(form: Form) -> dict[str, TableIndex]:
    """Table id → its index, for all tables of a form."""
    return {table: TableIndex(form, table) for table in form.tables}


@lru_cache(maxsize=8)
def label_wordings(form: Form) -> frozenset[str]:
    """All labels of all tables of a form, plain, each in every wording."""
    return frozenset(
        plain
        for index in table_indexes(form).values()
        for labels in (index.row_labels, index.column_labels, index.banners, index.other_labels)
        for plain in labels
    )
