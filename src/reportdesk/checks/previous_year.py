"""This year's figures held against last year's report.

A blank figure on either side says nothing. Figures of another edition are compared where their ids are the same.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from reportdesk.checks.findings import PreviousYearFinding
from reportdesk.form import CrossYearEquation, Form, line_name
from reportdesk.form.definition import LargeChangeRule
from reportdesk.numbers import NOT_APPLICABLE, Quantity, add, difference, format_number, gap, is_canonical, quantity
from reportdesk.report import Figures, PreviousReport, Report
from reportdesk.text.sentences import normalize_sentence


def check_previous_year(report: Report, figures: Figures, last: PreviousReport) -> Iterator[PreviousYearFinding]:
    """The findings against last year's report.

    A report of another year is not compared at all, which is said once; one of another unit is, and that is said too.
    """
    form = report.form
    if last.year != report.year - 1:
        told = f"是{last.year}年的" if last.year else "没有写明年度"
        wanted = report.year - 1
        yield from _about(form, "other_year", str(wanted), str(last.year), year=wanted, last_year=told)
        return
    if last.unit and normalize_sentence(last.unit) != normalize_sentence(report.unit):
        yield from _about(form, "other_unit", report.unit, last.unit, unit=report.unit, last_unit=last.unit)
    found = [each for link in form.cross_year_equations if (each := _linked(form, link, figures, last))]
    broken = {each.cells[-1] for each in found}
    # A total that is added up from figures which are broken themselves only follows.
    yield from (each for each in found if not _follows(form, figures, each.cells[-1], broken))
    for rule in form.definition.changes:
        yield from _changes(form, rule, figures, last)


def _about(form: Form, rule: str, expected: str, actual: str, **words: object) -> Iterator[PreviousYearFinding]:
    if found := form.rules.get(rule):
        yield PreviousYearFinding(
            id=f"{rule}/predecessor",
            rule=rule,
            severity=found.severity,
            section=form.lead_in or next(iter(form.sections)),
            expected=expected,
            actual=actual,
            message=found.message.format(**words),
        )


def _linked(form: Form, link: CrossYearEquation, figures: Figures, last: PreviousReport) -> PreviousYearFinding | None:
    actual = _known(figures[link.cell])
    before = [_known(last.cells.get(cell)) for cell in link.previous]
    plus, minus = ([_known(figures[cell]) for cell in cells] for cells in (link.plus, link.minus))
    known = [each for each in (*before, *plus, *minus) if each is not None]
    if actual is None or len(known) < len(before) + len(plus) + len(minus):
        return None
    expected = difference(add(known[: len(before) + len(plus)]), add(known[len(before) + len(plus) :]))
    if actual == expected:
        return None
    rule = link.rule
    return PreviousYearFinding(
        id=link.id,
        rule=rule.rule,
        severity=rule.severity,
        section=link.section,
        cells=list(link.cells),
        expected=format_number(expected),
        actual=format_number(actual),
        message=rule.message.format(
            instance=line_name(link.line),
            cell=_name(form, link, link.cell),
            actual=format_number(actual),
            expected=format_number(expected),
            difference=format_number(gap(actual, expected)),
            unit=link.unit,
            last_year=last.year,
            sum=_spelled(form, link, figures, last.cells),
        ),
    )


def _follows(form: Form, figures: Figures, cell: str, broken: set[str]) -> bool:
    return cell in figures.computed and not broken.isdisjoint(form.totals[cell].left)


def _spelled(form: Form, link: CrossYearEquation, figures: Figures, last: Mapping[str, str]) -> str:
    """The figures that lead to the expected one; a single one by its name alone."""
    if len(link.previous) == 1 and len(link.cells) == 1:
        return _name(form, link, link.previous[0])
    signed = [("＋", f"上年{_name(form, link, cell)} {last[cell]}") for cell in link.previous]
    signed += [("＋", f"{_name(form, link, cell)} {figures[cell]}") for cell in link.plus]
    signed += [("−", f"{_name(form, link, cell)} {figures[cell]}") for cell in link.minus]
    return " ".join(f"{sign} {term}" for sign, term in signed).removeprefix("＋ ")


def _name(form: Form, link: CrossYearEquation, cell: str) -> str:
    found = form.cells[cell]
    return line_name(found.row if link.rule.each == "column" else found.column)


def _changes(
    form: Form, rule: LargeChangeRule, figures: Figures, last: PreviousReport
) -> Iterator[PreviousYearFinding]:
    """One finding for a row whose figures changed that much."""
    for row, cells in form.row_figures.items():
        changed = [cell for cell in cells if _changed(form, rule, figures[cell], last.cells.get(cell), cell)]
        if not changed:
            continue
        first = form.cells[changed[0]]
        section, row_name = form.sections[first.section].heading, line_name(first.row)
        told = [
            f"{line_name(form.cells[cell].column)}上年 {last.cells[cell]}、今年 {figures[cell]}" for cell in changed
        ]
        yield PreviousYearFinding(
            id=f"{rule.rule}/{row}",
            rule=rule.rule,
            severity=rule.severity,
            section=first.section,
            cells=changed,
            expected="、".join(last.cells[cell] for cell in changed),
            actual="、".join(figures[cell] or "" for cell in changed),
            message=rule.message.format(
                place=f"{section}的“{row_name}”" if row_name else section,  # a table of one row has no name for it
                changes="；".join(told),
                last_year=last.year,
            ),
        )


def _changed(form: Form, rule: LargeChangeRule, now: str | None, before: str | None, cell: str) -> bool:
    if now == before or NOT_APPLICABLE in (now, before) or form.cells[cell].type not in ("count", "amount"):
        return False
    a, b = _known(now), _known(before)
    return a is not None and b is not None and gap(a, b) >= rule.least and max(a, b) > rule.factor * min(a, b)


@lru_cache(maxsize=4096)
def _known(value: str | None) -> Quantity | None:
    """The number of a figure; None for a blank, and for what is no figure: last year's come from a file."""
    return quantity(value) if value is not None and is_canonical(value, "signed") else None
