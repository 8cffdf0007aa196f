"""Checks of single cells: blanks, negative figures, counts that are not whole."""

from collections.abc import Iterator

from reportdesk.checks.findings import Finding
from reportdesk.form import Cell, Form
from reportdesk.numbers import NOT_APPLICABLE, is_whole, quantity
from reportdesk.report import Figures, Report, cells_to_fill

_NAMED_BLANKS = 3


def check_blanks(report: Report, figures: Figures) -> Iterator[Finding]:
    """One warning for every table that has blank cells. Automatic totals that wait for them are among its cells."""
    form = report.form
    for table in form.tables:
        blank = [cell for cell in form.table_cells(table) if figures[cell] is None]
        if not blank:
            continue
        rule = form.rules["blank"]
        section = form.section_of_table(table)
        waiting = cells_to_fill(report, figures, table)
        where = ""
        if len(waiting) <= _NAMED_BLANKS:
            where = f"（{'、'.join(f'“{form.cells[cell].name}”' for cell in waiting)}）"
        if follow := len(blank) - len(waiting):
            where += f"，另有 {follow} 格合计随之自动算出"
        yield Finding(
            id=f"blank/{table}",
            rule="blank",
            severity=rule.severity,
            section=section,
            cells=blank,
            message=rule.message.format(section=form.sections[section].heading, count=len(waiting), where=where),
        )


def check_numbers(form: Form, figures: Figures) -> Iterator[Finding]:
    """An error for every negative figure and every count that is not whole. Computed totals only follow."""
    for cell, value in figures.items():
        if value is None or value == NOT_APPLICABLE or value.isdigit() or cell in figures.computed:
            continue
        kind = form.cells[cell].type
        if kind in ("count", "amount") and value.startswith("-"):
            yield _number_finding(form, form.cells[cell], value, "negative")
        if kind == "count" and not is_whole(quantity(value)):
            yield _number_finding(form, form.cells[cell], value, "whole")


def _number_finding(form: Form, cell: Cell, value: str, rule: str) -> Finding:
    found = form.rules[rule]
    return Finding(
        id=f"{rule}/{cell.id}",
        rule=rule,
        severity=found.severity,
        section=cell.section,
        cells=[cell.id],
        actual=value,
        message=found.message.format(section=form.sections[cell.section].heading, cell=cell.name, value=value),
    )
