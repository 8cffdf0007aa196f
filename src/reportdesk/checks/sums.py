"""The equations of the form held against a report's figures.

An equation with blank members is pending: it says nothing, unless what is known already exceeds it (figures are
never negative, so blanks cannot make up for it) or exactly one blank is left, whose value is then offered.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from reportdesk.checks.findings import Finding
from reportdesk.form import Form, Sum
from reportdesk.numbers import NOT_APPLICABLE, Quantity, add, format_number, gap, quantity
from reportdesk.report import Figures

SumStatus = Literal["holds", "broken", "exceeded", "offered", "pending"]
_LONGEST_LIST = 4
_LONGEST_MESSAGE = 6


class SumState(NamedTuple):
    """One equation with today's figures: both sides as far as they are known, and the blank members."""

    state: SumStatus
    left: Quantity
    right: Quantity
    blank: tuple[str, ...]

    @property
    def gap(self) -> Quantity:
        """How far the known sides are apart; where one member is blank, its value."""
        return gap(self.left, self.right)


def evaluate_sum(each: Sum, figures: Mapping[str, str | None]) -> SumState:
    """An equation with today's figures."""
    left, left_blank = _side(each.left, figures)
    right, right_blank = _side(each.right, figures)
    blank = left_blank + right_blank
    if not blank:
        return SumState("holds" if left == right else "broken", left, right, blank)
    known_more = left > right if right_blank else right > left
    if left_blank and right_blank:
        state: SumStatus = "pending"
    elif not known_more and left != right:
        state = "exceeded"
    else:
        state = "offered" if len(blank) == 1 else "pending"
    return SumState(state, left, right, blank)


def check_sums(form: Form, figures: Figures, sums: Iterable[Sum] | None = None) -> list[Finding]:
    """The findings of these equations (all of the form's if not given).

    An error for each that is broken or exceeded, a hint for each value that can be offered. A blank automatic total
    is not offered: it follows from its own members.
    """
    found = []
    for each in form.sums if sums is None else sums:
        balance = evaluate_sum(each, figures)
        if balance.state in ("holds", "pending") or (balance.state == "offered" and balance.blank[0] in form.totals):
            continue
        found.append(sum_finding(each, balance, figures))
    return found


def sum_finding(each: Sum, balance: SumState, figures: Figures) -> Finding:
    """The finding of an equation that does not simply hold."""
    offered = balance.state == "offered"
    expected = format_number(balance.gap) if offered else format_number(balance.left)
    return Finding(
        id=each.id,
        rule=each.equation.rule,
        severity="hint" if offered else each.equation.severity,
        section=each.section,
        cells=list(each.cells),
        expected=expected,
        actual=None if offered else format_number(balance.right),
        message=_message(each, balance, figures),
    )


def format_equation(each: Sum, figures: Mapping[str, str | None]) -> str:
    """An equation with today's figures for tooltip and guidance: "本年新收 8 ＋ 上年结转 0 ＝ 办理结果总计 8 ＋ …"."""
    return f"{format_terms(each, each.left, figures)} ＝ {format_terms(each, each.right, figures)}"


def _side(cells: tuple[str, ...], figures: Mapping[str, str | None]) -> tuple[Quantity, tuple[str, ...]]:
    known: list[Quantity] = []
    blank: list[str] = []
    for cell in cells:
        value = figures[cell]
        if value is None:
            blank.append(cell)
        else:
            known.append(quantity(value))
    return add(known), tuple(blank)


def format_terms(each: Sum, cells: tuple[str, ...], figures: Mapping[str, str | None], shortened: bool = False) -> str:
    """Members with their figures; of a long sum only those that are not 0, and `shortened` only their number."""
    if len(cells) <= _LONGEST_LIST:
        return " ＋ ".join(f"{each.names[cell]} {figures[cell] or '未填'}" for cell in cells)
    terms = [
        f"{each.names[cell]} {figures[cell]}" for cell in cells if figures[cell] not in (None, "0", NOT_APPLICABLE)
    ]
    if shortened and len(terms) > _LONGEST_MESSAGE:
        terms = [f"{len(terms)} 项相加"]
    if blank := sum(figures[cell] is None for cell in cells):
        terms.append(f"未填 {blank} 项")
    return " ＋ ".join(terms) or "各项均为 0"


def _message(each: Sum, balance: SumState, figures: Figures) -> str:
    equation = each.equation
    template = {"broken": equation.broken, "exceeded": equation.exceeded, "offered": equation.offered}[balance.state]
    message = template.format(
        instance=each.instance,
        left=format_terms(each, each.left, figures, shortened=True),
        right=format_terms(each, each.right, figures),
        expected=format_number(balance.left),
        actual=format_number(balance.right),
        difference=format_number(balance.gap),
        unit=each.unit,
        blank="、".join(each.names[cell] for cell in balance.blank),
        blanks=len(balance.blank),
        value=format_number(balance.gap),
        known=format_terms(each, tuple(c for c in each.cells if figures[c] is not None), figures),
    )
    reasons = equation.reasons_more if balance.left > balance.right else equation.reasons_less
    # Typed totals can name the wrong cell; computed ones only leave the reason to ask for.
    if balance.state == "broken" and reasons and not figures.computed.isdisjoint(each.cells):
        message += f"可能的原因：{'；'.join(reasons)}。"
    return message


def total_breakdown(form: Form, figures: Mapping[str, str | None], total: str) -> Iterator[str]:
    """One line for the total and one for every total among its members, outermost first; members that are 0 are left
    out. Nothing for a cell that is no total."""
    each = form.totals.get(total)
    if each is None:
        return
    yield f"{form.cells[total].name} {figures[total] or '未填'} ＝ {format_terms(each, each.left, figures)}"
    for member in each.left:
        if figures[member] not in (None, "0", NOT_APPLICABLE):
            yield from total_breakdown(form, figures, member)
