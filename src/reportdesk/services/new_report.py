"""Starting a report: from nothing, from a file of values, from last year's report."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from reportdesk.errors import ReportDeskError
from reportdesk.numbers import add, format_number, is_canonical, quantity
from reportdesk.report import Contact, Edit, PreviousReport, Report, Source, edit_between, source_rows

MAX_VALUES = 16 * 2**20


class ValuesError(ReportDeskError):
    """A file of values that cannot be taken in."""


class Values(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A values file: {"cells": {...}, "notes": {...}, "sections": {...}}; a total given there is a typed one."""

    cells: dict[str, str | int | float | None] = {}
    notes: dict[str, str | None] = {}
    sections: dict[str, str] = {}


def read_values(path: Path) -> Values:
    """The values in a JSON file. Raises ValuesError."""
    import json

    try:
        if path.stat().st_size > MAX_VALUES:
            raise ValuesError(f"“{path.name}”过大，不像数据文件。")
        # json, not msgspec: decimals keep their trailing zeros as text
        raw: Any = json.loads(path.read_text("utf-8-sig"), parse_float=str, parse_int=str)
        return msgspec.convert(raw, Values)
    except OSError as error:
        raise ValuesError(f"数据文件“{path}”无法读取，请检查文件名和权限。") from error
    except (ValueError, RecursionError) as error:
        shape = '{"cells": {单元格编号: 数字}, "notes": {}, "sections": {}}'
        raise ValuesError(f"数据文件“{path.name}”的内容不对，应为 JSON，形如 {shape}。") from error


def fill(report: Report, values: Values) -> Report:
    """The report with these values as if typed. Raises UnknownId, ReportError."""
    cells: Mapping[str, str | None] = {k: None if v is None else str(v) for k, v in values.cells.items()}
    return report.with_cells(cells).with_notes(values.notes).with_sections(values.sections)


def continue_report(report: Report, previous: Report) -> Report:
    """The report as the successor of last year's.

    Kind, contact and the offices that supply figures are taken over, and the unit where the report names none; last
    year's figures and texts are kept along. Figures that only follow from last year's (上年结转) are filled in, column
    by column, automatic totals left to the program; from a report of another year none is.
    """
    form = report.form
    known = {row.key for row in source_rows(form)}
    sources = {
        row: Source(office=source.office) for row, source in previous.sources.items() if source.office and row in known
    }
    kept = PreviousReport.from_report(previous)
    return msgspec.structs.replace(
        report,
        unit=report.unit or previous.unit,
        kind=previous.kind if previous.kind in form.kinds else report.kind,
        contact=previous.contact,
        values={**report.values, **carried_over_cells(report, kept)},
        sources=sources,
        previous=kept,
    )


def continue_open_report(report: Report, previous: Report) -> Edit:
    """The step that makes an open report the successor of last year's: what is filled in stays as it is."""
    after = continue_report(report, previous)
    kept = {cell: value for cell, value in after.values.items() if cell not in report.values}
    contact = report.contact if report.contact != Contact() else previous.contact
    return edit_between(
        report,
        msgspec.structs.replace(
            report,
            values={**report.values, **kept},
            contact=contact,
            sources={**after.sources, **report.sources},
            previous=after.previous,
        ),
        "指定上年报告",
    )


def carried_over_cells(report: Report, previous: PreviousReport) -> dict[str, str]:
    """The blank cells that follow from last year's figures alone → these figures; none from another year's report."""
    if previous.year != report.year - 1:
        return {}
    form = report.form
    found = {}
    for link in form.cross_year_equations:
        if not link.rule.carried or link.cell in form.totals or link.cell in report.values:
            continue
        values = [value for cell in link.previous if (value := previous.cells.get(cell)) is not None]
        if len(values) == len(link.previous) and all(
            is_canonical(value, form.cells[link.cell].type) for value in values
        ):
            found[link.cell] = values[0] if len(values) == 1 else format_number(add(map(quantity, values)))
    return found
