"""A table of the form as something to find: its labels, as keys."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from reportdesk.form import Form
from reportdesk.form.definition import Column, Row
from reportdesk.form.layout import cell_id
from reportdesk.text.labels import likeness, plain_label, without_ordinals

_LEAST = 4  # characters of a label that may stand for a longer one
_MOST = 100  # characters of a text that may be a label
_MOST_KEPT = 4096  # texts whose row is remembered
_ALIKE, _CLEARER = 0.8, 0.1
_BRACKET = re.compile(r"[（(\[［].*$", re.DOTALL)
_UNIT = re.compile(r"单位[:：]?\s*([^\s）)\]］]+)")


class RowReference(NamedTuple):
    """A row of a table: its block and its number in it."""

    block: int
    row: int


class LabelMatch(NamedTuple):
    """A label in running text: what it may be, a row (`ref`), a banner (`block`), or part of the heads."""

    plain: str
    kind: Literal["row", "head", "banner", "other"]
    ref: RowReference | None = None
    block: int = -1


class TableIndex:
    """A table's labels in their plain form. Texts given to its methods are as they stand in a document."""

    def __init__(self, form: Form, table: str) -> None:
        self.form, self.table = form, table
        self.blocks = form.tables[table].blocks
        self.rows: dict[str, RowReference] = {}
        self.heads: dict[str, str] = {}  # any wording of a column label → its wording in the form
        self.banners: dict[str, list[int]] = {}
        self.others: set[str] = set()
        self.columns = [[tuple(map(plain_label, column.labels)) for column in block.columns] for block in self.blocks]
        self._endings: dict[
            str, RowReference | None
        ] = {}  # last labels of rows without ordinals; None where two rows share one
        self._matched: dict[str, RowReference | None] = {}
        self._headed: dict[str, str] = {}
        self._cells: dict[RowReference, tuple[str, ...]] = {}
        for number, block in enumerate(self.blocks):
            if block.banner:
                self.banners.setdefault(plain_label(block.banner), []).append(number)
            if block.corner:
                self.others.add(plain_label(block.corner))
            for column in block.columns:
                self._add_heads(column)
            for place, row in enumerate(block.rows):
                self._add_row(row, RowReference(number, place))
        for number, block in enumerate(self.blocks):
            for place, row in enumerate(block.rows):
                self._add_short(row, RowReference(number, place))
        self.words = self._words()

    def cells(self, ref: RowReference) -> tuple[str, ...]:
        """The ids of the cells of a row."""
        if ref not in self._cells:
            block = self.blocks[ref.block]
            row = block.rows[ref.row].id
            self._cells[ref] = tuple(cell_id(self.table, row, column.id) for column in block.columns)
        return self._cells[ref]

    def row(self, text: str) -> RowReference | None:
        """The row that a text names, in any wording that leaves no doubt."""
        if len(text) > _MOST:
            return None
        if text not in self._matched:
            if len(self._matched) > _MOST_KEPT:
                self._matched.clear()
            self._matched[text] = self._row(text)
        return self._matched[text]

    def head(self, text: str) -> str:
        """The column label that a text is, in the wording of the form, plain; "" for none."""
        if len(text) > _MOST:
            return ""
        if text not in self._headed:
            if len(self._headed) > _MOST_KEPT:
                self._headed.clear()
            self._headed[text] = self._head(text)
        return self._headed[text]

    def foreign_unit(self, text: str, column: Column) -> str:
        """The unit that a header names where it is not that of the column; "" otherwise."""
        unit = found[1] if (found := _UNIT.search(text)) else ""
        return unit if column.unit and unit and unit != column.unit else ""

    def unlabelled(self) -> list[int]:
        """The blocks whose one row has no label."""
        return [number for number, block in enumerate(self.blocks) if not any(row.labels for row in block.rows)]

    def _head(self, text: str) -> str:
        plain = plain_label(text)
        if found := self.heads.get(plain):
            return found
        if plain not in self.rows and (found := self.heads.get(plain_label(without_ordinals(text)))):
            return found  # "（2）未经复议直接起诉" over a part of the table
        short = plain_label(_BRACKET.sub("", text))
        if len(short) < _LEAST:
            return ""
        near = {label for key, label in self.heads.items() if key.startswith(short)}
        return near.pop() if len(near) == 1 else ""

    def _row(self, text: str) -> RowReference | None:
        plain = plain_label(text)
        if found := self.rows.get(plain):
            return found
        if plain in self.others:
            return None
        plain = plain_label(without_ordinals(text))
        if found := self.rows.get(plain):
            return found
        if len(plain) < _LEAST or plain in self.heads:
            return None
        return self._ending(plain) or self._beginning(plain) or self._likeness(plain)

    def _ending(self, plain: str) -> RowReference | None:
        """By the last label of a row after something else, as where a page break threw two cells together."""
        ends = [key for key in self._endings if len(key) >= _LEAST and plain.endswith(key)]
        return self._endings[max(ends, key=len)] if ends else None

    def _beginning(self, plain: str) -> RowReference | None:
        """By the beginning of a label, as where a page break cut it off, or by more than the label."""
        begun = {ref for key, ref in self._endings.items() if key.startswith(plain)}
        more = [key for key in self._endings if len(key) > _LEAST and plain.startswith(key)]
        if more:
            return self._endings[max(more, key=len)]
        return begun.pop() if len(begun) == 1 else None

    def _likeness(self, plain: str) -> RowReference | None:
        """By likeness, where no other row is nearly as like: a wrong character, a word left out."""
        ranked = sorted(((likeness(plain, key), key) for key in self._endings), reverse=True)[:2]
        if not ranked or ranked[0][0] < _ALIKE or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEARER):
            return None
        return self._endings[ranked[0][1]]

    def _add_heads(self, column: Column) -> None:
        for label in column.labels:
            self.heads[plain_label(label)] = plain_label(label)
            if without := plain_label(_BRACKET.sub("", label)):
                self.heads.setdefault(without, plain_label(label))
        for variant in column.variants:
            self.heads[plain_label(variant)] = plain_label(column.labels[-1])

    def _add_row(self, row: Row, ref: RowReference) -> None:
        """The wordings of a row that keep its ordinals: no two rows share one."""
        if not row.labels:
            return
        for first in range(len(row.labels)):
            for ending in (row.labels[-1], *row.variants):
                self.rows.setdefault(plain_label("".join([*row.labels[first:-1], ending])), ref)
        self.others.update(plain_label(label) for label in row.labels[:-1])

    def _add_short(self, row: Row, ref: RowReference) -> None:
        if not row.labels:
            return
        for ending in (row.labels[-1], *row.variants):
            short = plain_label(without_ordinals(ending))
            self._endings[short] = ref if self._endings.get(short, ref) == ref else None
            parents = [plain_label(without_ordinals(label)) for label in row.labels[:-1]]
            for first in range(len(parents) + 1):
                self.rows.setdefault("".join([*parents[first:], short]), ref)
        self.others.update(plain_label(without_ordinals(label)) for label in row.labels[:-1])

    def _words(self) -> dict[str, list[LabelMatch]]:
        """All labels by their first two characters, the longest first."""
        found: dict[str, LabelMatch] = {}
        for word in self._all_words():
            found.setdefault(word.plain, word)
        words: dict[str, list[LabelMatch]] = {}
        for word in sorted(found.values(), key=lambda word: -len(word.plain)):
            if len(word.plain) > 1:
                words.setdefault(word.plain[:2], []).append(word)
        return words

    def _all_words(self) -> Iterator[LabelMatch]:
        for plain, ref in self.rows.items():
            yield LabelMatch(plain, "row", ref)
        for plain, blocks in self.banners.items():
            yield LabelMatch(plain, "banner", block=blocks[0])
        for plain in self.heads:
            yield LabelMatch(plain, "head")
        for plain in self.others:
            yield LabelMatch(plain, "other")


@lru_cache(maxsize=8)
def table_indexes(form: Form) -> dict[str, TableIndex]:
    """The indexes of all tables of a form."""
    return {table: TableIndex(form, table) for table in form.tables}


@lru_cache(maxsize=8)
def label_wordings(form: Form) -> frozenset[str]:
    """All labels of a form, plain, each in every wording."""
    return frozenset(
        plain
        for index in table_indexes(form).values()
        for known in (index.rows, index.heads, index.banners, index.others)
        for plain in known
    )
