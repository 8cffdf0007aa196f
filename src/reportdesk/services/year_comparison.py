"""与上年对比: this year's figures beside last year's, as rows of a table and as groups of bars.

What belongs together follows from the structure of the form: its blocks, the labels that rows and columns share, and
its totals.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import sqrt
from typing import NamedTuple

from reportdesk import form as forms
from reportdesk.checks import Finding
from reportdesk.documents.charts import BarChart
from reportdesk.documents.review_sheet import Remark
from reportdesk.form import Cell, Form, FormError, Table, line_name
from reportdesk.form.definition import Block, Row
from reportdesk.form.layout import cell_id
from reportdesk.numbers import (
    EXACT,
    NOT_APPLICABLE,
    Quantity,
    add,
    difference,
    format_number,
    gap,
    is_canonical,
    quantity,
)
from reportdesk.report import Figures, PreviousReport, Report, figures, previous_report

_MOST_PERCENT = 100_000
_EXPLANATION = re.compile(r"(?<=.)（[^）]*）$")  # （二）部分公开（区分处理的，……）

Chart = dict[str, tuple[str, ...]]


class YearRow(NamedTuple):
    """A figure beside last year's: its labels, outermost first; difference and percentage with their signs.

    None for a blank, and for what cannot be worked out.
    """

    cell: str
    labels: tuple[str, ...]
    previous: str | None
    now: str | None
    difference: str | None
    percentage: str | None


class RowGroup(NamedTuple):
    """The rows of one part of a table."""

    section: str
    title: str
    unit: str
    rows: list[YearRow]


class YearComparison(NamedTuple):
    """The page 与上年对比: the two years, the table in groups, and groups of bars."""

    last_year: int
    year: int
    groups: list[RowGroup]
    bars: list[BarChart]


def compare_years(report: Report, previous: Report | PreviousReport | None = None) -> YearComparison | None:
    """This year beside last year's report (the one the report keeps, if not given); None without one."""
    previous = previous_report(report, previous)
    if previous is None:
        return None
    values = figures(report)
    groups, bars = _groups(report.form, values, previous), _bars(report, values, previous)
    return YearComparison(previous.year, report.year, list(groups), list(bars))


def _groups(form: Form, figures: Figures, previous: PreviousReport) -> Iterator[RowGroup]:
    for table in form.tables.values():
        for block in table.blocks:
            figures_of_rows = [form.row_figures[cell_id(table.id, row.id, "")] for row in block.rows]
            rows = [
                _year_row(form.cells[cell], len(cells) > 1, previous.cells.get(cell), figures[cell])
                for cells in figures_of_rows
                for cell in cells
            ]
            unit = form.common_unit(row.cell for row in rows)
            yield RowGroup(form.section_of_table(table.id), table.caption(block), unit, rows)


def _year_row(cell: Cell, several: bool, previous: str | None, now: str | None) -> YearRow:
    """A figure beside last year's; where its row has `several`, the labels of its column are added."""
    labels = tuple(cell.row.labels)
    if several or not labels:
        labels += tuple(cell.column.labels)
    earlier, later = _number(previous), _number(now)
    if earlier is None or later is None:
        return YearRow(cell.id, labels, previous, now, None, None)
    by = difference(later, earlier)
    return YearRow(cell.id, labels, previous, now, _signed(by, format_number(by)), _percentage(by, earlier))


def _bars(report: Report, figures: Figures, previous: PreviousReport) -> Iterator[BarChart]:
    form = report.form
    previous_charts = dict(_charts(_form_of(previous) or form))
    for title, chart in _charts(form):
        previous_chart = previous_charts.get(title, {})
        yield BarChart(
            title=title,
            unit=form.common_unit(cell for cells in chart.values() for cell in cells),
            years=(f"{previous.year}年", f"{report.year}年"),
            labels=list(chart),
            previous=[_sum(previous.cells, previous_chart.get(label, ())) for label in chart],
            current=[_sum(figures, cells) for cells in chart.values()],
        )


def _form_of(previous: PreviousReport) -> Form | None:
    try:
        return forms.get(previous.edition)
    except FormError:  # none, or one that this version does not know
        return None


def _charts(form: Form) -> Iterator[tuple[str, Chart]]:
    """Groups of bars: (title, label → the cells that the bar stands for)."""
    for table in form.tables.values():
        for block in table.blocks:
            figures_of_rows = [form.row_figures[cell_id(table.id, row.id, "")] for row in block.rows]
            if not all(row.labels for row in block.rows):
                yield from _by_column_group(form, table, block)
            elif all(len(cells) == 1 < len(block.columns) for cells in figures_of_rows):
                yield from _by_row_group(form, table, block)
            else:
                yield table.caption(block), _plain(table, block)


def _plain(table: Table, block: Block) -> Chart:
    """Every figure by itself."""
    chart: Chart = {}
    for row in block.rows:
        for column in block.columns:
            parts = [line_name(row)] if len(block.columns) == 1 else [line_name(row), line_name(column)]
            chart[" · ".join(parts)] = (cell_id(table.id, row.id, column.id),)
    return chart


def _by_column_group(form: Form, table: Table, block: Block) -> Iterator[tuple[str, Chart]]:
    """Columns under a common label, the totals left out."""
    for row in block.rows:
        for outer, columns in groupby(block.columns, lambda column: column.labels[:-1]):
            cells = {column.labels[-1]: cell_id(table.id, row.id, column.id) for column in columns}
            chart: Chart = {label: (cell,) for label, cell in cells.items() if cell not in form.totals}
            if chart:
                yield "　".join(outer) or table.title, chart


def _by_row_group(form: Form, table: Table, block: Block) -> Iterator[tuple[str, Chart]]:
    """Rows with a total each: a row by itself by its columns, rows under a common label by what they have in common."""
    for outer, found in groupby(block.rows, lambda row: row.labels[0]):
        rows = list(found)
        if len(rows) == 1:
            cells = [(column, cell_id(table.id, rows[0].id, column.id)) for column in block.columns]
            (total,) = form.row_figures[cell_id(table.id, rows[0].id, "")]
            yield outer, {line_name(column): (cell,) for column, cell in cells if cell != total}
            continue
        chart: Chart = {}
        for row in rows:
            (total,) = form.row_figures[cell_id(table.id, row.id, "")]
            if not _sums_up(form, total, row):
                label = _EXPLANATION.sub("", row.labels[min(1, len(row.labels) - 1)])
                chart[label] = (*chart.get(label, ()), total)
        yield outer, chart


def _sums_up(form: Form, total: str, row: Row) -> bool:
    """Whether a cell is the sum of other rows."""
    sums = [each for each in form.sums_of[total] if each.fills == total]
    return any(form.cells[member].row is not row for each in sums for member in each.left)


def _sum(values: Mapping[str, str | None], cells: Sequence[str]) -> str | None:
    """The sum of cells; None while one is blank."""
    found = [values.get(cell) for cell in cells]
    if len(found) == 1:
        return found[0]
    numbers = [number for value in found if (number := _number(value)) is not None or value == NOT_APPLICABLE]
    if not found or len(numbers) < len(found):
        return None
    return format_number(add(number for number in numbers if number is not None))


def _number(value: str | None) -> Quantity | None:
    if value is None or value == NOT_APPLICABLE or not is_canonical(value, "signed"):
        return None
    return quantity(value)


def _signed(number: Quantity, text: str) -> str:
    return f"+{text}" if number > 0 else text


def _percentage(by: Quantity, previous: Quantity) -> str | None:
    """The change in per cent with one decimal; None where last year's was 0 or the change is beyond all measure."""
    if not previous:
        return None
    percent = EXACT.divide(EXACT.multiply(EXACT.create_decimal(by), 100), EXACT.abs(EXACT.create_decimal(previous)))
    if abs(percent) > _MOST_PERCENT:
        return None
    return _signed(percent, f"{percent:.1f}%")


NO_PREVIOUS_REPORT = "本报告没有上年数据，未作对比。"
UNCHANGED = "各项合计与上年相同。"
MOST_SHOWN = 8


class _Difference(NamedTuple):
    cell: str
    previous: str
    now: str
    by: Quantity  # never negative
    reason: str

    @property
    def weight(self) -> float:
        """How far it is from chance: 3 → 6 is less than 300 → 600, and 10000 → 10003 less than 3 → 6."""
        return float(self.by) / sqrt(1 + abs(float(quantity(self.previous))) + abs(float(quantity(self.now))))


def changes_from_previous_year(report: Report, judged: Sequence[Finding]) -> list[Remark]:
    """A line for each figure that changed, in the order of the form; of many the greatest and those with a reason.

    Figures that a total of their row adds up are left to it. Reasons are those of judged findings that are no sums.
    """
    if report.previous is None or not report.previous.cells:
        return [Remark(NO_PREVIOUS_REPORT)]
    found = _differences(report, _reasons(report.form, judged))
    greatest = sorted(found, key=lambda each: (not each.reason, -each.weight))
    listed = {each.cell for each in greatest[:MOST_SHOWN]} | {each.cell for each in found if each.reason}
    lines = [_line(report.form, each) for each in found if each.cell in listed]
    if len(found) > len(listed):
        more = f"另有 {len(found) - len(listed)} 项变化较小，未列出。"
        lines[-1] = lines[-1]._replace(more=[*lines[-1].more, more])
    return lines or [Remark(UNCHANGED)]


def _differences(report: Report, reasons: dict[str, str]) -> list[_Difference]:
    assert report.previous is not None
    values = figures(report)
    within = _added_up(report.form)
    found = []
    for cell, now in values.items():
        previous = report.previous.cells.get(cell)
        kind = report.form.cells[cell].type
        if cell in within or previous is None or now is None or kind == "text" or not is_canonical(previous, kind):
            continue
        if by := gap(quantity(now), quantity(previous)):
            found.append(_Difference(cell, previous, now, by, reasons.get(cell, "")))
    return found


def _added_up(form: Form) -> set[str]:
    """The cells that the total of their row or group adds up."""
    return {cell for each in form.sums if each.fills and each.equation.each != "column" for cell in each.left}


def _reasons(form: Form, judged: Sequence[Finding]) -> dict[str, str]:
    sums = {each.id for each in form.sums}
    return {cell: each.judged or "" for each in judged if each.id not in sums for cell in each.cells}


def _line(form: Form, each: _Difference) -> Remark:
    previous = quantity(each.previous)
    grew = quantity(each.now) > previous
    share = abs(float(each.by) * 100 / float(previous)) if previous else 0
    percent = f"，{'增长' if grew else '下降'} {share:.1f}%" if share else ""
    change = f"上年 {each.previous}，本年 {each.now}，{'增加' if grew else '减少'} {format_number(each.by)}{percent}"
    return Remark(f"{form.cells[each.cell].name}：{change}", [f"原因：{each.reason}"] if each.reason else ())
