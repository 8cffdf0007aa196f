"""This year's figures compared with last year's report: equations across years (上年结转) and large changes.

Nothing is found where a figure of either year is blank. Figures of another edition are compared where their ids are the
same.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from reportdesk.checks.findings import PreviousYearFinding
from reportdesk.form import CrossYearEquation, Form, line_name
from reportdesk.form.definition import LargeChangeRule
from reportdesk.numbers import NOT_APPLICABLE, Quantity, add, difference, format_number, gap, is_canonical, quantity
from reportdesk.report import Figures, PreviousReport, Report
from reportdesk.text.sentences import normalize_sentence


def check_previous_year(report: Report, figures: Figures, previous: PreviousReport) -> Iterator[PreviousYearFinding]:
    """The findings against last year's report, in the order of the form's rules.

    A report of another year is not compared: one finding says so. A report of another unit is compared, and one finding
    says that the unit is another one.
    """
    form = report.form
    if previous.year != report.year - 1:
        stated = f"是{previous.year}年的" if previous.year else "没有写明年度"
        wanted = report.year - 1
        yield from _report_finding(form, "other_year", str(wanted), str(previous.year), year=wanted, last_year=stated)
        return
    if previous.unit and normalize_sentence(previous.unit) != normalize_sentence(report.unit):
        units = {"unit": report.unit, "last_unit": previous.unit}
        yield from _report_finding(form, "other_unit", report.unit, previous.unit, **units)
    found = [finding for each in form.cross_year_equations if (finding := _equation(form, each, figures, previous))]
    broken = {finding.cells[-1] for finding in found}
    # A computed total is left out where a member of it is broken: the total is wrong only because of the member.
    yield from (finding for finding in found if not _only_follows(form, figures, finding.cells[-1], broken))
    for rule in form.definition.changes:
        yield from _large_changes(form, rule, figures, previous)


def _report_finding(
    form: Form, rule_id: str, expected: str, actual: str, **words: object
) -> Iterator[PreviousYearFinding]:
    """The finding of a rule about last year's report as a whole; nothing where the form does not have the rule."""
    if rule := form.rules.get(rule_id):
        yield PreviousYearFinding(
            id=f"{rule_id}/predecessor",
            rule=rule_id,
            severity=rule.severity,
            section=form.lead_in or next(iter(form.sections)),
            expected=expected,
            actual=actual,
            message=rule.message.format(**words),
        )


def _equation(
    form: Form, equation: CrossYearEquation, figures: Figures, previous: PreviousReport
) -> PreviousYearFinding | None:
    """The finding of an equation across years: this year's cell = last year's cells + `plus` − `minus` of this year.

    None where it holds or one of its figures is blank.
    """
    actual = _parse_figure(figures[equation.cell])
    added = [_parse_figure(previous.cells.get(cell)) for cell in equation.previous]
    added += [_parse_figure(figures[cell]) for cell in equation.plus]
    subtracted = [_parse_figure(figures[cell]) for cell in equation.minus]
    if actual is None or None in added or None in subtracted:
        return None
    expected = difference(add(n for n in added if n is not None), add(n for n in subtracted if n is not None))
    if actual == expected:
        return None
    rule = equation.rule
    return PreviousYearFinding(
        id=equation.id,
        rule=rule.rule,
        severity=rule.severity,
        section=equation.section,
        cells=list(equation.cells),
        expected=format_number(expected),
        actual=format_number(actual),
        message=rule.message.format(
            instance=line_name(equation.line),
            cell=_name(form, equation, equation.cell),
            actual=format_number(actual),
            expected=format_number(expected),
            difference=format_number(gap(actual, expected)),
            unit=equation.unit,
            last_year=previous.year,
            sum=_format_expected(form, equation, figures, previous.cells),
        ),
    )


def _only_follows(form: Form, figures: Figures, cell: str, broken: set[str]) -> bool:
    """Whether a cell is a computed total with a broken member."""
    return cell in figures.computed and not broken.isdisjoint(form.totals[cell].left)


def _format_expected(form: Form, equation: CrossYearEquation, figures: Figures, previous: Mapping[str, str]) -> str:
    """What the expected figure is made of: "上年结转下年 3 ＋ 本年新收 5 − …"; of a single cell only its name."""
    if len(equation.previous) == 1 and len(equation.cells) == 1:
        return _name(form, equation, equation.previous[0])
    signed = [("＋", f"上年{_name(form, equation, cell)} {previous[cell]}") for cell in equation.previous]
    signed += [("＋", f"{_name(form, equation, cell)} {figures[cell]}") for cell in equation.plus]
    signed += [("−", f"{_name(form, equation, cell)} {figures[cell]}") for cell in equation.minus]
    return " ".join(f"{sign} {term}" for sign, term in signed).removeprefix("＋ ")


def _name(form: Form, equation: CrossYearEquation, cell_id: str) -> str:
    """A cell within its equation: its row where the equation is checked column by column, else its column."""
    cell = form.cells[cell_id]
    return line_name(cell.row if equation.rule.each == "column" else cell.column)


def _large_changes(
    form: Form, rule: LargeChangeRule, figures: Figures, previous: PreviousReport
) -> Iterator[PreviousYearFinding]:
    """One finding for every row with figures that changed as much as the rule says."""
    for row, cells in form.row_figures.items():
        changed = [cell for cell in cells if _is_large(form, rule, figures[cell], previous.cells.get(cell), cell)]
        if not changed:
            continue
        first = form.cells[changed[0]]
        section, row_name = form.section_name(first.section), line_name(first.row)
        changes = [
            f"{line_name(form.cells[cell].column)}上年 {previous.cells[cell]}、今年 {figures[cell]}" for cell in changed
        ]
        yield PreviousYearFinding(
            id=f"{rule.rule}/{row}",
            rule=rule.rule,
            severity=rule.severity,
            section=first.section,
            cells=changed,
            expected="、".join(previous.cells[cell] for cell in changed),
            actual="、".join(figures[cell] or "" for cell in changed),
            message=rule.message.format(
                place=f"{section}的“{row_name}”" if row_name else section,  # a table of one row has no name for it
                changes="；".join(changes),
                last_year=previous.year,
            ),
        )


def _is_large(form: Form, rule: LargeChangeRule, now: str | None, previous: str | None, cell: str) -> bool:
    if now == previous or NOT_APPLICABLE in (now, previous) or form.cells[cell].type not in ("count", "amount"):
        return False
    a, b = _parse_figure(now), _parse_figure(previous)
    return a is not None and b is not None and gap(a, b) >= rule.least and max(a, b) > rule.factor * min(a, b)


@lru_cache(maxsize=4096)
def _parse_figure(value: str | None) -> Quantity | None:
    """The number of a figure; None for a blank, and for text that is no figure: last year's come from a file."""
    return quantity(value) if value is not None and is_canonical(value, "signed") else None
