"""What phrases said together mean: rows, groups and columns of a table, and the cells where they meet."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from reportdesk.form import Form
from reportdesk.form.definition import Block
from reportdesk.form.layout import cell_id
from reportdesk.form.phrases import Phrase

Rows = tuple[tuple[str, ...], ...]
CellSum = tuple[tuple[int, str], ...]  # cells, each with its sign


class CellReference(NamedTuple):
    """Readings of rows, groups and columns; an empty part was not said. `firm` rows are neither noun nor verb."""

    table: str
    rows: Rows = ()
    groups: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    firm: bool = False
    noun: bool = False
    verb: bool = False
    stock: bool = False

    def filled(self, other: "CellReference") -> "CellReference":
        """This meaning with what it does not say taken from another of the same table."""
        if other.table != self.table:
            return self
        of_rows = self if self.rows else other
        return CellReference(
            self.table,
            of_rows.rows,
            self.groups or other.groups,
            self.columns or other.columns,
            of_rows.firm,
            of_rows.noun,
            of_rows.verb,
            self.stock or other.stock,
        )


def phrase_reference(phrase: Phrase, last_year: bool) -> CellReference:
    """What one phrase means."""
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
    """What two phrases mean side by side: the narrower of two rows, a category rather than a verb or a noun."""
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
    if not later.rows or later.noun:
        return not earlier.rows
    if not earlier.rows or earlier.noun or within(form, later, earlier):
        return True
    return not (within(form, earlier, later) or (later.verb and not earlier.verb))


def _narrower(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return one if one and (not other or set(one) <= set(other)) else other


@lru_cache(maxsize=2048)
def cell_sums(form: Form, meaning: CellReference) -> tuple[CellSum, ...]:
    """The sums of cells a meaning may stand for, best first; none where rows or columns are left open."""
    table = form.tables[meaning.table]
    known = [row.id for block in table.blocks for row in block.rows]
    rows: Rows = meaning.rows
    if not rows:
        rows = ((table.unsaid_row or known[0],),) if table.unsaid_row or len(known) == 1 else ()
    found = []
    for reading in rows:
        cells: list[tuple[int, str]] = []
        expanded = expand_rows(form, meaning.table, reading)
        if any(row not in known for _, row in expanded):
            continue  # a sum over several tables (行政许可、信息公开申请2件) is no reading of one of them
        for sign, row in expanded:
            columns = meaning.columns or _unsaid_columns(form, meaning.table, row)
            groups = meaning.groups or ("",)
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
    """True when the rows of one meaning are among those of the other (a reason among the refusals)."""
    if not inner.rows or not outer.rows:
        return False
    one, other = (set(expand_rows(form, each.table, each.rows[0])) for each in (inner, outer))
    return one <= other


def _unsaid_columns(form: Form, table: str, row: str) -> tuple[str, ...]:
    found = form.tables[table]
    if found.unsaid_column:
        return (found.unsaid_column,)
    block: Block = next(block for block in found.blocks if any(each.id == row for each in block.rows))
    return (block.columns[0].id,) if len(block.columns) == 1 else ()
