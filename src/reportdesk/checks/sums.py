"""The equations of the form, checked with the figures of a report.

An equation has a left and a right side, each a sum of cells. Its state is
- "holds" or "broken" where no member is blank;
- "exceeded" where only one side has blanks and the other side is already smaller: 5 ＋ 未填 ＝ 3 cannot become true,
  since figures are never negative;
- "offered" where exactly one member is blank: 5 ＋ 未填 ＝ 8 offers 3;
- "pending" in all other cases: nothing can be said yet.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from reportdesk.checks.findings import Finding
from reportdesk.form import Form, Sum
from reportdesk.numbers import NOT_APPLICABLE, Quantity, add, format_number, gap, quantity
from reportdesk.report import Figures

SumStatus = Literal["holds", "broken", "exceeded", "offered", "pending"]
_MOST_TERMS = 4  # of a sum: so many are all written out, of a longer one only those that are not 0
_MOST_TERMS_IN_MESSAGE = 6  # of those: of more only the number is written


class SumState(NamedTuple):
    """The state of one equation: the sums of the known members of each side, and the blank members."""

    status: SumStatus
    left: Quantity
    right: Quantity
    blank: tuple[str, ...]

    @property
    def gap(self) -> Quantity:
        """The difference between the known sides; where exactly one member is blank, the value that it should have."""
        return gap(self.left, self.right)


def evaluate_sum(each: Sum, figures: Mapping[str, str | None]) -> SumState:
    """The state of an equation with these figures (cell → figure, None for a blank; "/" counts 0)."""
    left, left_blank = _add_side(each.left, figures)
    right, right_blank = _add_side(each.right, figures)
    blank = left_blank + right_blank
    if not blank:
        return SumState("holds" if left == right else "broken", left, right, blank)
    # The side without blanks must be the greater one, or what is blank would have to be negative.
    complete_is_greater = left > right if right_blank else right > left
    if left_blank and right_blank:
        state: SumStatus = "pending"
    elif not complete_is_greater and left != right:
        state = "exceeded"
    else:
        state = "offered" if len(blank) == 1 else "pending"
    return SumState(state, left, right, blank)


def check_sums(form: Form, figures: Figures, sums: Iterable[Sum] | None = None) -> list[Finding]:
    """The findings of these equations, of all of the form's where `sums` is not given.

    An error for each equation that is broken or exceeded, a hint for each blank whose value can be offered. A blank
    automatic total is left out: the program computes it once its members are filled.
    """
    found = []
    for each in form.sums if sums is None else sums:
        state = evaluate_sum(each, figures)
        if state.status in ("holds", "pending") or (state.status == "offered" and state.blank[0] in form.totals):
            continue
        found.append(sum_finding(each, state, figures))
    return found


def sum_finding(each: Sum, state: SumState, figures: Figures) -> Finding:
    """The finding of an equation that is broken or exceeded, or that offers a value."""
    offered = state.status == "offered"
    expected = format_number(state.gap) if offered else format_number(state.left)
    return Finding(
        id=each.id,
        rule=each.equation.rule,
        severity="hint" if offered else each.equation.severity,
        section=each.section,
        cells=list(each.cells),
        expected=expected,
        actual=None if offered else format_number(state.right),
        message=_message(each, state, figures),
    )


def format_equation(each: Sum, figures: Mapping[str, str | None]) -> str:
    """An equation with its figures, for tooltip and guidance: "本年新收 8 ＋ 上年结转 0 ＝ 办理结果总计 8 ＋ …"."""
    return f"{format_terms(each, each.left, figures)} ＝ {format_terms(each, each.right, figures)}"


def _add_side(cells: tuple[str, ...], figures: Mapping[str, str | None]) -> tuple[Quantity, tuple[str, ...]]:
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
    """Members with their figures: "本年新收 8 ＋ 上年结转 0".

    Of a sum of more than four only the members that are not 0; `shortened`, of very many only how many there are.
    """
    if len(cells) <= _MOST_TERMS:
        return " ＋ ".join(f"{each.names[cell]} {figures[cell] or '未填'}" for cell in cells)
    terms = [
        f"{each.names[cell]} {figures[cell]}" for cell in cells if figures[cell] not in (None, "0", NOT_APPLICABLE)
    ]
    if shortened and len(terms) > _MOST_TERMS_IN_MESSAGE:
        terms = [f"{len(terms)} 项相加"]
    if blank := sum(figures[cell] is None for cell in cells):
        terms.append(f"未填 {blank} 项")
    return " ＋ ".join(terms) or "各项均为 0"


def _message(each: Sum, state: SumState, figures: Figures) -> str:
    equation = each.equation
    template = {"broken": equation.broken, "exceeded": equation.exceeded, "offered": equation.offered}[state.status]
    message = template.format(
        instance=each.instance,
        left=format_terms(each, each.left, figures, shortened=True),
        right=format_terms(each, each.right, figures),
        expected=format_number(state.left),
        actual=format_number(state.right),
        difference=format_number(state.gap),
        unit=each.unit,
        blank="、".join(each.names[cell] for cell in state.blank),
        blanks=len(state.blank),
        value=format_number(state.gap),
        known=format_terms(each, tuple(c for c in each.cells if figures[c] is not None), figures),
    )
    reasons = equation.reasons_more if state.left > state.right else equation.reasons_less
    # With a typed total the search can name the wrong cell; with a computed one the message gives usual reasons.
    if state.status == "broken" and reasons and not figures.computed.isdisjoint(each.cells):
        message += f"可能的原因：{'；'.join(reasons)}。"
    return message


def total_breakdown(form: Form, figures: Mapping[str, str | None], total: str) -> Iterator[str]:
    """A line for the total and one for every total among its members, outermost first; members that are 0 are left out.

    Nothing for a cell that is no total.
    """
    each = form.totals.get(total)
    if each is None:
        return
    yield f"{form.cells[total].name} {figures[total] or '未填'} ＝ {format_terms(each, each.left, figures)}"
    for member in each.left:
        if figures[member] not in (None, "0", NOT_APPLICABLE):
            yield from total_breakdown(form, figures, member)
