"""How a report's figures differ from last year's, with the office's reasons, for those who approve it."""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from reportdesk.checks import Finding
from reportdesk.documents.review_sheet import Remark
from reportdesk.form import Form
from reportdesk.numbers import Quantity, format_number, gap, is_canonical, quantity
from reportdesk.report import Report, figures

NO_PREDECESSOR = "本报告没有上年数据，未作对比。"
UNCHANGED = "各项合计与上年相同。"
MOST_SHOWN = 8


class _Difference(NamedTuple):
    cell: str
    old: str
    new: str
    by: Quantity  # never negative
    reason: str

    @property
    def weight(self) -> float:
        """How far it is from chance: 3 → 6 is less than 300 → 600, and 10000 → 10003 less than 3 → 6."""
        return float(self.by) / sqrt(1 + abs(float(quantity(self.old))) + abs(float(quantity(self.new))))


def changes_from_previous_year(report: Report, judged: Sequence[Finding]) -> list[Remark]:
    """A line for each figure that changed, in the order of the form; of many the greatest and those with a reason.

    Figures that a total of their row adds up are left to it. Reasons are those of judged findings that are no sums.
    """
    if report.previous is None or not report.previous.cells:
        return [Remark(NO_PREDECESSOR)]
    found = _differences(report, _reasons(report.form, judged))
    greatest = sorted(found, key=lambda each: (not each.reason, -each.weight))
    shown = {each.cell for each in greatest[:MOST_SHOWN]} | {each.cell for each in found if each.reason}
    lines = [_line(report.form, each) for each in found if each.cell in shown]
    if len(found) > len(shown):
        more = f"另有 {len(found) - len(shown)} 项变化较小，未列出。"
        lines[-1] = lines[-1]._replace(more=[*lines[-1].more, more])
    return lines or [Remark(UNCHANGED)]


def _differences(report: Report, reasons: dict[str, str]) -> list[_Difference]:
    assert report.previous is not None
    last, now = report.previous.cells, figures(report)
    within = _added_up(report.form)
    found = []
    for cell, new in now.items():
        old = last.get(cell)
        kind = report.form.cells[cell].type
        if cell in within or old is None or new is None or kind == "text" or not is_canonical(old, kind):
            continue
        if by := gap(quantity(new), quantity(old)):
            found.append(_Difference(cell, old, new, by, reasons.get(cell, "")))
    return found


def _added_up(form: Form) -> set[str]:
    """The cells that the total of their row or group adds up."""
    return {cell for each in form.sums if each.fills and each.equation.each != "column" for cell in each.left}


def _reasons(form: Form, judged: Sequence[Finding]) -> dict[str, str]:
    sums = {each.id for each in form.sums}
    return {cell: each.judged or "" for each in judged if each.id not in sums for cell in each.cells}


def _line(form: Form, each: _Difference) -> Remark:
    before = quantity(each.old)
    grew = quantity(each.new) > before
    share = abs(float(each.by) * 100 / float(before)) if before else 0
    percent = f"，{'增长' if grew else '下降'} {share:.1f}%" if share else ""
    change = f"上年 {each.old}，本年 {each.new}，{'增加' if grew else '减少'} {format_number(each.by)}{percent}"
    return Remark(f"{form.cells[each.cell].name}：{change}", [f"原因：{each.reason}"] if each.reason else ())
