"""What a 数据采集表 holds: the words by which it is known, and its tables, columns and numbered lines.

Writing prints a data sheet from this, reading finds it again by it. Every line has a number that stands for a row of
the form (12), or, in a table set upright, for one of its figures (33-4). A number holds within an edition, and only
together with the label beside it.
"""

from collections.abc import Collection
from itertools import count
from typing import NamedTuple

from reportdesk.form import Form, line_name
from reportdesk.form.definition import Block, Column, Row, Table
from reportdesk.form.layout import cell_id

# What the data sheet is about, and who filled it in: a label, and beside it the answer.
UNIT, YEAR, OFFICE, EDITION = "报告单位", "报告年度", "数据提供科室（单位）", "格式版本"
PERSON, TELEPHONE, REVIEWER, DATE = "填报人", "联系电话", "审核人（签字）", "日期"

# The heads of its tables.
NUMBER, ITEM, GUIDE, FIGURE = "编号", "项目", "填报说明", "填报数"
AUTOMATIC = "自动合计"

MOST_COLUMNS = 8  # of figures beside number, item and guide; a wider table is set upright, a figure a line


class DataSheetColumn(NamedTuple):
    """A column of figures: its path of labels, its name in a sentence, its definition ("" for none)."""

    labels: tuple[str, ...]
    name: str = ""
    guide: str = ""


class DataSheetRow(NamedTuple):
    """A line: its number, its path of labels, other wordings of the last one, its definition, a cell a column."""

    number: str
    labels: tuple[str, ...]
    variants: tuple[str, ...]
    guide: str
    cells: tuple[str, ...]


class DataSheetTable(NamedTuple):
    """A table of a data sheet; `unit` is that of all its figures ("" where they differ), `guide` its own definition."""

    title: str
    unit: str
    guide: str
    columns: tuple[DataSheetColumn, ...]
    lines: tuple[DataSheetRow, ...]


def data_sheet_tables(form: Form, keys: Collection[str] | None = None) -> list[DataSheetTable]:
    """The tables that ask for the rows of these keys, for all rows without any.

    Rows and columns of nothing but automatic totals are not asked for.
    """
    found = []
    numbers = count(1)
    for table in form.tables.values():
        for block in table.blocks:
            numbered = [(next(numbers), row) for row in block.rows]
            asked = [(number, row) for number, row in numbered if keys is None or cell_id(table.id, row.id, "") in keys]
            upright = len(block.columns) > MOST_COLUMNS or not all(row.labels for row in block.rows)
            made = (_upright if upright else _lying)(form, table, block, asked)
            if made.lines:
                found.append(made)
    return found


def _lying(form: Form, table: Table, block: Block, asked: list[tuple[int, Row]]) -> DataSheetTable:
    asked = [(n, row) for n, row in asked if not _all_totals(form, table, [row], block.columns)]
    columns = [column for column in block.columns if not _all_totals(form, table, [row for _, row in asked], [column])]
    lines = [
        DataSheetRow(
            str(number),
            tuple(row.labels),
            tuple(row.variants),
            row.guide,
            tuple(cell_id(table.id, row.id, column.id) for column in columns),
        )
        for number, row in asked
    ]
    heads = tuple(DataSheetColumn(tuple(column.labels), line_name(column), column.guide) for column in columns)
    return DataSheetTable(table.caption(block), _unit(form, lines), "", heads, tuple(lines))


def _upright(form: Form, table: Table, block: Block, asked: list[tuple[int, Row]]) -> DataSheetTable:
    lines = []
    for number, row in asked:
        for place, column in enumerate(block.columns, 1):
            cell = cell_id(table.id, row.id, column.id)
            if cell not in form.totals:
                labels = (*row.labels, *column.labels)
                lines.append(
                    DataSheetRow(
                        f"{number}-{place}", labels, tuple(column.variants), column.guide or row.guide, (cell,)
                    )
                )
    guide = "".join(row.guide for _, row in asked if not row.labels)
    return DataSheetTable(table.caption(block), _unit(form, lines), guide, (DataSheetColumn((FIGURE,)),), tuple(lines))


def _all_totals(form: Form, table: Table, rows: list[Row], columns: list[Column]) -> bool:
    return all(cell_id(table.id, row.id, column.id) in form.totals for row in rows for column in columns)


def _unit(form: Form, lines: list[DataSheetRow]) -> str:
    return form.common_unit(cell for line in lines for cell in line.cells)
