"""Checks of single cells: blank cells, negative figures, counts with a fraction."""

from collections.abc import Iterator

from reportdesk.checks.findings import Finding
from reportdesk.form import Cell, Form
from reportdesk.numbers import NOT_APPLICABLE, is_whole, quantity
from reportdesk.report import Figures, Report, cells_to_fill

_MOST_NAMED = 3  # blank cells: so many are named in the message


def check_blanks(report: Report, figures: Figures) -> Iterator[Finding]:
    """One warning for every table that has blank cells.

    Its `cells` are all blank cells, automatic totals that wait for the others included; the message counts and names
    those that somebody must fill.
    """
    form = report.form
    for table in form.tables:
        blank = [cell for cell in form.table_cells(table) if figures[cell] is None]
        if not blank:
            continue
        rule = form.rules["blank"]
        section = form.section_of_table(table)
        to_fill = cells_to_fill(report, figures, table)
        where = ""
        if len(to_fill) <= _MOST_NAMED:
            where = f"（{'、'.join(f'“{form.cells[cell].name}”' for cell in to_fill)}）"
        if automatic := len(blank) - len(to_fill):
            where += f"，另有 {automatic} 格合计随之自动算出"
        yield Finding(
            id=f"blank/{table}",
            rule="blank",
            severity=rule.severity,
            section=section,
            cells=blank,
            message=rule.message.format(section=form.section_name(section), count=len(to_fill), where=where),
        )


def check_numbers(form: Form, figures: Figures) -> Iterator[Finding]:
    """An error for every negative count or amount and every count with a fraction (3.5 件).

    Computed totals are left out: they are wrong only where one of their members is.
    """
    for cell, value in figures.items():
        if value is None or value == NOT_APPLICABLE or value.isdigit() or cell in figures.computed:
            continue
        kind = form.cells[cell].type
        if kind in ("count", "amount") and value.startswith("-"):
            yield _number_finding(form, form.cells[cell], value, "negative")
        if kind == "count" and not is_whole(quantity(value)):
            yield _number_finding(form, form.cells[cell], value, "whole")


def _number_finding(form: Form, cell: Cell, value: str, rule_id: str) -> Finding:
    rule = form.rules[rule_id]
    return Finding(
        id=f"{rule_id}/{cell.id}",
        rule=rule_id,
        severity=rule.severity,
        section=cell.section,
        cells=[cell.id],
        actual=value,
        message=rule.message.format(section=form.section_name(cell.section), cell=cell.name, value=value),
    )
