"""Statements that differ from the tables, as findings with their messages."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from zlib import crc32

from reportdesk.checks.findings import Finding
from reportdesk.checks.statements.statement import Statement, statements
from reportdesk.form import Cell, Form, line_name
from reportdesk.numbers import format_number, gap, quantity
from reportdesk.report import Figures, Report

_NUMBERS = 1_000_000  # ids end with one of so many numbers
_MOST_NAMES = 3  # cells that a message names one by one; more of one row are named by the row


def text_findings(report: Report, figures: Figures) -> list[Finding]:
    """The statements of a report's texts that differ from its tables, as findings in the order of the texts."""
    return statement_findings(report.form, statements(report, figures))


def statement_findings(form: Form, found: Iterable[Statement]) -> list[Finding]:
    """Findings for the statements that do not agree, in their order.

    The number in the id of a finding is made from the words of the statement: it stays while the text around is edited.
    """
    made: list[Finding] = []
    ids: set[str] = set()
    for statement in found:
        rule = form.rules.get(_rule_of(statement))
        if rule is None or statement.verdict in ("agrees", "cannot tell"):
            continue
        number = crc32(f"{statement.section}\n{''.join(statement.text.split())}".encode()) % _NUMBERS
        while (name := f"{rule.rule}/{number}") in ids:
            number += 1
        ids.add(name)
        made.append(
            Finding(
                id=name,
                rule=rule.rule,
                severity=rule.severity,
                section=statement.section,
                cells=list(statement.cells),
                place=(statement.section, statement.start, statement.end),
                expected=statement.figure,
                actual=statement.claimed,
                message=_message(form, rule.message, statement),
            )
        )
    return made


def cells_in_words(form: Form, cells: Iterable[str]) -> str:
    """Cells in words: “总计 · 一、本年新收…”; all rows below one label by that label."""
    found = [form.cells[cell] for cell in cells]
    above = {tuple(cell.row.labels[:-1]) for cell in found}
    if len(found) > 1 and len(above) == 1 and (labels := above.pop()):
        return f"“{_columns(found)} · {labels[-1]}”"
    if len(found) > _MOST_NAMES and len({cell.row.id for cell in found}) == 1:
        return f"“{' · '.join([*found[0].column.labels[:-1][-1:], *found[0].row.labels[-1:]])}”"
    return "＋".join(f"“{cell.name}”" for cell in found)


def _rule_of(statement: Statement) -> str:
    kind = {"growth": "change"}.get(statement.measure, statement.measure)
    if kind == "figure":
        kind = "about" if not statement.exact else "nothing" if not statement.counted else "figure"
    return f"statement.{kind}"


def _message(form: Form, template: str, statement: Statement) -> str:
    figure, claimed = statement.figure or "", statement.claimed
    if statement.measure in ("share", "growth"):
        figure = _rounded(figure, claimed)
    unit = form.cells[statement.cells[0]].unit if statement.cells else ""
    apart = format_number(gap(quantity(figure), quantity(claimed))) if figure else ""
    section = form.section_name(statement.section)
    return template.format(
        section=section.partition("、")[2] or section,
        text=statement.text,
        cells=cells_in_words(form, statement.cells),
        claimed=claimed,
        figure=_changed(figure, unit, statement.measure) if statement.measure in ("change", "growth") else figure,
        difference=apart,
        unit=f" {unit}" if unit else "",
    )


def _rounded(percentage: str, claimed: str) -> str:
    """A percentage with as many decimals as the text gives, two at least."""
    places = max(2, len(claimed.partition(".")[2]))
    return format_number(Decimal(percentage or "0").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _changed(figure: str, unit: str, measure: str) -> str:
    """A change against last year in words: "增加 3 件", "减少 20%", "持平"."""
    number = quantity(figure)
    if not number:
        return "持平"
    size = figure.lstrip("-") + ("%" if measure == "growth" else f" {unit}")
    return f"{'增加' if number > 0 else '减少'} {size}"


def _columns(cells: list[Cell]) -> str:
    return "、".join(dict.fromkeys(line_name(cell.column) for cell in cells))
