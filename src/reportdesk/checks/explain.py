"""Where a total comes from: the chain of figures behind it, down to what was typed."""

from collections.abc import Iterator, Mapping

from reportdesk.checks.sums import terms
from reportdesk.form import Form
from reportdesk.numbers import NOT_APPLICABLE


def chain(form: Form, figures: Mapping[str, str | None], total: str) -> Iterator[str]:
    """One line for the total and one for every total among its members, outermost first; members that are 0 are left
    out. Nothing for a cell that is no total."""
    each = form.totals.get(total)
    if each is None:
        return
    yield f"{form.cells[total].name} {figures[total] or '未填'} ＝ {terms(each, each.left, figures)}"
    for member in each.left:
        if figures[member] not in (None, "0", NOT_APPLICABLE):
            yield from chain(form, figures, member)
