"""Which cells phrases of a text stand for.

A phrase names a part of a cell's place: rows (不予公开), groups of columns (行政复议) or columns (自然人). Phrases
that stand together name the cells where these parts meet: 自然人 … 不予公开 are the cells of the natural persons'
column in the rows of the refusals, added up.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from reportdesk.form import Form
from reportdesk.form.definition import Block
from reportdesk.form.layout import cell_id
from reportdesk.form.phrases import Phrase

Rows = tuple[tuple[str, ...], ...]  # alternatives, each a sum of row ids
CellSum = tuple[tuple[int, str], ...]  # cells to add up, each with its sign: ((1, "a"), (-1, "b")) is a − b


class CellReference(NamedTuple):
    """What a text names of a table; a part that it does not name is empty.

    `rows` are alternatives, best first, each a sum of row ids as in the language file: ("granted", "refused.*",
    "-carried_in"). `groups` and `columns` are added up. Three flags say how the rows were named:

    - `noun`: by what is counted (申请12件). Any row named beside it prevails.
    - `verb`: by what is done (收到, 办结). A category named beside it prevails.
    - `firm`: by a category (予以公开, 不予公开), neither noun nor verb.

    `stock`: the rows count what there is on the last day of the year (规范性文件 in force), not what happened during
    it.
    """

    table: str
    rows: Rows = ()
    groups: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    firm: bool = False
    noun: bool = False
    verb: bool = False
    stock: bool = False

    def completed_from(self, other: "CellReference") -> "CellReference":
        """This reference with the parts that it does not name taken from another of the same table."""
        if other.table != self.table:
            return self
        named = self if self.rows else other
        return CellReference(
            self.table,
            named.rows,
            self.groups or other.groups,
            self.columns or other.columns,
            named.firm,
            named.noun,
            named.verb,
            self.stock or other.stock,
        )


def phrase_reference(phrase: Phrase, last_year: bool) -> CellReference:
    """What one phrase names; `last_year` says that words for last year stand beside it."""
    rows = phrase.last_year if last_year and phrase.last_year else phrase.rows
    return CellReference(
        phrase.table,
        tuple(map(tuple, rows)),
        tuple(phrase.groups),
        tuple(phrase.columns),
        bool(rows) and not phrase.noun and not phrase.verb,
        phrase.noun,
        phrase.verb,
        phrase.stock,
    )


def combine(form: Form, one: CellReference, other: CellReference) -> CellReference:
    """What two phrases name together: the narrower of two rows, a category rather than a verb or a noun.

    不予公开的国家秘密 are the rows of 国家秘密; 收到…予以公开 are those of 予以公开.
    """
    rows = other if _prevails(form, other, one) else one
    return CellReference(
        one.table,
        rows.rows,
        _narrower(one.groups, other.groups),
        _narrower(one.columns, other.columns),
        rows.firm,
        rows.noun,
        rows.verb,
        one.stock or other.stock,
    )


def _prevails(form: Form, later: CellReference, earlier: CellReference) -> bool:
    """Whether the rows of the later phrase are taken rather than those of the earlier one."""
    if not later.rows or later.noun:
        return not earlier.rows
    if not earlier.rows or earlier.noun or within(form, later, earlier):
        return True
    return not (within(form, earlier, later) or (later.verb and not earlier.verb))


def _narrower(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return one if one and (not other or set(one) <= set(other)) else other


@lru_cache(maxsize=2048)
def cell_sums(form: Form, reference: CellReference) -> tuple[CellSum, ...]:
    """The sums of cells that a reference may stand for, best first; none where rows or columns are left open.

    Rows or columns that a text need not name are filled in: the only ones of the table, or those that the form's data
    file gives (`unsaid_row`, `unsaid_column`).
    """
    table = form.tables[reference.table]
    known = [row.id for block in table.blocks for row in block.rows]
    rows: Rows = reference.rows
    if not rows:
        rows = ((table.unsaid_row or known[0],),) if table.unsaid_row or len(known) == 1 else ()
    found = []
    for alternative in rows:
        cells: list[tuple[int, str]] = []
        expanded = expand_rows(form, reference.table, alternative)
        if any(row not in known for _, row in expanded):
            continue  # a sum over several tables (行政许可、信息公开申请2件) has no rows of one of them
        for sign, row in expanded:
            columns = reference.columns or _default_columns(form, reference.table, row)
            groups = reference.groups or ("",)
            cells += [
                (sign, cell_id(table.id, row, cell_id("", group, column))) for group, column in product(groups, columns)
            ]
        if cells and all(cell in form.cells for _, cell in cells):
            found.append(tuple(cells))
    return tuple(found)


def expand_rows(form: Form, table: str, rows: Iterable[str]) -> list[tuple[int, str]]:
    """Row ids with their signs: "-id" counts −1, "id.*" stands for all rows below it."""
    found = []
    for row in rows:
        sign, name = (-1, row[1:]) if row.startswith("-") else (1, row)
        if name.endswith(".*"):
            below = [
                each.id for block in form.tables[table].blocks for each in block.rows if each.id.startswith(name[:-1])
            ]
            found += [(sign, each) for each in below]
        else:
            found.append((sign, name))
    return found


def within(form: Form, inner: CellReference, outer: CellReference) -> bool:
    """Whether the rows of one reference are among those of the other (国家秘密 within 不予公开)."""
    if not inner.rows or not outer.rows:
        return False
    one, other = (set(expand_rows(form, each.table, each.rows[0])) for each in (inner, outer))
    return one <= other


def _default_columns(form: Form, table: str, row: str) -> tuple[str, ...]:
    """The columns meant where a text names none; empty where the row has several."""
    found = form.tables[table]
    if found.unsaid_column:
        return (found.unsaid_column,)
    block: Block = next(block for block in found.blocks if any(each.id == row for each in block.rows))
    return (block.columns[0].id,) if len(block.columns) == 1 else ()
